"""Examples of the operations about finding a home. All invented."""

from __future__ import annotations

from typing import Any

from homeward.api.examples import HOME_NAMED

Json = dict[str, Any]

VACANCY: Json = {
    "home": HOME_NAMED, "provider": "Maes y Coed Fostering", "places": 2, "counted": 2, "free_from": None, "age_from": 5,
    "age_to": 15, "types": ["foster"], "conditions": "", "blocked_places": 0, "blocked_because": "",
    "confirmed_at": "2026-11-20T09:12:00Z", "is_stale": False, "is_restricted": False,
}  # fmt: skip
CONFIRM: Json = {"places": 2, "age_from": 5, "age_to": 15, "types": ["foster"]}
REFERRAL: Json = {
    "id": "R5TQ8XW2MC4D", "reference": "R-7KQ2", "state": "ready", "urgency": "planned", "needed_by": "2026-12-07",
    "types": ["foster"], "search": "S9HB3ZK6PV7N",
}  # fmt: skip
CONTENT: Json = {
    "reference": "R-7KQ2", "urgency": "planned", "needed_by": "2026-12-07",
    "children": [{"letter": "A", "age": "10 to 12", "sex": "F"}],
    "needs": [{"weight": "must", "text": "Stays at the present school", "source": "Care plan", "wish": True}],
    "sections": {"place": {"district": "CF10"}},
}  # fmt: skip
WHOLE_REFERRAL: Json = {
    **REFERRAL, "note": "", "owed_by": None, "written": CONTENT,
    "children": [{"letter": "A", "child": {"id": "C8VN2KX5QD7R", "reference": "C-7KQ2M"}, "age": 11}],
    "versions": [{
        "id": "V4QK8TM2XN6C", "number": 1, "digest": "9f2c" * 16, "made_at": "2026-11-20T15:02:00Z", "made_by": "Carys Bowen",
        "passed_at": "2026-11-23T08:41:00Z",
    }],
    "version": 1, "digest": "9f2c" * 16, "content": CONTENT,
}  # fmt: skip
OFFER: Json = {
    "id": "F6WD4NR8TX3B", "home": HOME_NAMED, "provider": "Maes y Coed Fostering", "state": "shortlisted",
    "free_from": "2026-12-05", "valid_until": "2026-12-12T17:00:00Z", "conditions": "",
    "needs": [{"position": 1, "met": "full", "words": "The school bus stops at the gate."}],
    "fees": [{"round": 1, "total": "880.00", "parts": {"core": "900.00", "discount": "20.00"}}],
}  # fmt: skip
SEARCH: Json = {
    "id": "S9HB3ZK6PV7N", "referral": "R-7KQ2", "state": "shortlist", "outcome": "", "since": "2026-11-30T12:00:00Z",
    "answer_by": "2026-11-30T12:00:00Z", "invited": 12,
}  # fmt: skip
WHOLE_SEARCH: Json = {**SEARCH, "is_sealed": False, "offers": [OFFER]}
INVITATION: Json = {
    "id": "N2XG7VC5KD9Q", "referral": "R-7KQ2", "body": "Cwm Awel Council", "provider": "Maes y Coed Fostering",
    "route": "framework", "state": "viewed", "sent_at": "2026-11-23T09:00:00Z", "answer_by": "2026-11-30T12:00:00Z",
    "decline_reason": "",
}  # fmt: skip
WHOLE_INVITATION: Json = {**INVITATION, "version": 1, "content": CONTENT, "offers": [OFFER]}
NEW_OFFER: Json = {
    "home": "H4TN8RW2KC6P", "free_from": "2026-12-05", "valid_until": "2026-12-12T17:00:00Z",
    "needs": [{"met": "full", "words": "The school bus stops at the gate."}],
    "fees": {"core": "900.00", "discount": "20.00"}, "discount_reason": "Two children together",
}  # fmt: skip
DECLINING: Json = {"reason": "no_vacancy", "words": "The last place was taken yesterday."}
DECISION: Json = {
    "id": "D3KM9TB6WX2H", "referral": "R-7KQ2", "state": "contracted", "home": HOME_NAMED,
    "provider": "Maes y Coed Fostering", "start_on": "2026-12-07", "ends_on": None, "ended_on": None,
}  # fmt: skip
