"""Examples of the operations about becoming and being a care partner. All invented."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
ORGANISATION: Json = {"id": "G4NW8XB2QT7K", "name": "Ngā Hau Māhaki Trust"}
APPLICATION: Json = {
    "id": "B7KX2MW9QD4T", "reference": "BCP-0007", "organisation": ORGANISATION, "business_number": "9429000000011",
    "phase": "approval", "state": "CONTRACTING", "state_words": "Contracting", "since": "2026-11-10T02:15:00Z",
    "turn": ["Aroha Kingi", "Potential or approved care partner"], "aimed_at": None, "logged_at": "2026-03-02T21:20:00Z",
}  # fmt: skip
WHOLE_APPLICATION: Json = {
    **APPLICATION, "kinds": ["iwi_social_service"], "care_options": "Whānau homes", "places": 4, "hoped_for_by": None,
    "submit_by": "2026-06-30", "level1_held": True,
    "ways_on": [{
        "step": "enter_cycle", "words": "finish contracting", "who": ["QM", "LOCAL", "PARTNER"],
        "missing": [{
            "code": "OUTCOME_AGREEMENT_REQUIRED", "title": "The Outcome Agreement, signed by both sides",
            "fact": "It is not on record yet.", "lift": "Both sides sign the Outcome Agreement.",
            "who": "Local adviser, Potential or approved care partner",
        }],
    }],
    "letter_signed_on": "2026-11-10", "agreement": {"id": "A3TN7QX5KW8B", "name": "OA-007"}, "agreement_signed_on": None,
    "approval": "V5QB3XK8MT2D",
}  # fmt: skip
ACCREDITATION: Json = {
    "id": "C9WT4KB7XN2M", "organisation": ORGANISATION, "level": 1, "status": "accredited", "granted_on": "2026-09-14",
    "review_due_on": "2028-09-14", "report_received_on": "2026-09-16",
}  # fmt: skip
APPROVAL: Json = {
    "id": "V5QB3XK8MT2D", "organisation": ORGANISATION, "application": {"id": "B7KX2MW9QD4T", "name": "BCP-0007"},
    "state": "ACTIVE", "state_words": "Active", "since": "2026-11-06T01:05:00Z", "approved_on": "2026-11-06",
    "kinds": ["iwi_social_service"], "section": "396", "conditions": "", "notice_on": None, "decide_from": None,
    "ended_on": None, "reviews": [],
}  # fmt: skip
