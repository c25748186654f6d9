"""The example of the rule ``approval``: the phase is not entered at Level 2."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

APPROVING: Json = {
    "pack": "nz",
    "facts": {
        "on": "2026-11-02", "application": "A-12", "state": "QM_ENDORSED", "move": "enter_approval",
        "by": {"person": "U-31", "role": "NQL"},
        "recommendation": {"drafted_by": "U-31", "on": "2026-10-20"}, "endorsement": {"by": "U-07", "on": "2026-10-28"},
        "accreditations": [{"level": 2, "status": "accredited", "granted_on": "2026-09-15"}],
    },
}  # fmt: skip
APPROVED: Json = {
    "rule": "approval", "pack": "nz", "pack_version": "2026.11.1", "pack_digest": "sha256:7da23aa8de62",
    "decision": {
        "state": "QM_ENDORSED", "move": "enter_approval", "allowed": False, "to": "QM_ENDORSED",
        "code": "LEVEL1_REQUIRED", "missing": ["LEVEL1_REQUIRED"], "tells": ["PARTNER", "NQL", "TKK"],
    },
}  # fmt: skip
