"""Examples of the operations of the data exchange. All invented."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
RETURN: Json = {
    "id": "R4KX8MB2QT7N", "organisation": {"id": "G4NW8XB2QT7K", "name": "Ngā Hau Māhaki Trust"}, "agreement": None,
    "month": "2026-10", "version": 1, "state": "submitted", "profile": 1, "errors": 0, "warnings": 1,
    "sha256": "2f6c1a0b9d8e7f60514233241506f7e8d9cab1bcad9e8f70615243342516a7b8",
    "submitted_at": "2026-11-09T21:10:00Z", "answered_at": None, "answer_reason": "",
}  # fmt: skip
GROUPS: Json = {"workforce": [{"fte": "6.5", "vacancies": "1", "supervision": 9, "training": 2}]}
PROBLEM: Json = {
    "code": "groups_without_rows", "severity": "warning", "group": "", "row": None, "column": None,
    "message": "No rows were sent for: safety, caregiver, money.", "remedy": "Send them as well if there is something to tell.",
}  # fmt: skip
WHOLE: Json = {**RETURN, "problems": [PROBLEM], "groups": GROUPS}
TRIAL: Json = {**WHOLE, "version": 0, "state": "trial", "submitted_at": None}
NEW: Json = {"month": "2026-10", "groups": GROUPS}
SUBMIT: Json = {"reason": ""}
