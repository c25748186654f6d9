"""Examples of the operations about placement panels. All invented."""

from __future__ import annotations

from typing import Any

from homeward.api.examples import HOME_NAMED

Json = dict[str, Any]
REFERRAL_NAMED: Json = {"id": "R5TQ8XW2MC4D", "name": "R-7KQ2"}
OTHER_HOME: Json = {"id": "H8KQ3MB5XD7T", "name": "Tŷ Onnen"}
WHOM: Json = {"id": "U2WX7NB4KT9C", "name": "Gwen Parry"}

ACTION: Json = {
    "id": "A7NB2QX5KM9D", "panel": {"id": "P4XW8KD2NT6Q", "name": "2026-11-18"}, "about": "R-7KQ2",
    "text": "Ask the school about a bus.", "owner": "Gwen Parry", "due_on": "2026-11-25", "done_at": None, "done_by": "",
    "done_note": "",
}  # fmt: skip
DONE_ACTION: Json = {
    **ACTION, "done_at": "2026-11-24T10:05:00Z", "done_by": "Gwen Parry", "done_note": "The bus stops at the gate.",
}  # fmt: skip
PANEL: Json = {
    "id": "P4XW8KD2NT6Q", "held_on": "2026-11-18", "place": "Room 4", "chair": "Huw Rees", "state": "open",
    "since": "2026-11-18T09:00:00Z", "referrals": 1, "decided": 0, "undone": 1,
}  # fmt: skip
ITEM: Json = {
    "id": "T3QK9XB6WM2N", "referral": REFERRAL_NAMED, "position": 1, "needed_by": "2026-12-07", "is_withdrawn": False,
    "children": [{"letter": "A", "age": 11, "child": {"id": "C8VN2KX5QD7R", "reference": "C-7KQ2M"}}],
    "proposed": {"homes": [{"home": HOME_NAMED, "children": ["A"]}], "points": "78.3"},
    "first_come": {"homes": [], "points": None}, "recommended": {"homes": [], "points": None}, "outcome": "", "reason": "",
    "decided_by": "", "decided_at": None, "dissents": [],
}  # fmt: skip
WHOLE_ITEM: Json = {
    **ITEM, "panel": "P4XW8KD2NT6Q", "needs": [{"weight": "must", "text": "Stays at the present school", "wish": True}],
    "why": "Child A, 11: Wattle Street household with 78.3 points; no home fits better.",
    "homes": [
        {"home": HOME_NAMED, "provider": "Maes y Coed Fostering", "places": 2, "children_there": 1, "points": "78.3",
         "miles": "4", "price": "880.00", "excluded": [], "warnings": []},
        {"home": OTHER_HOME, "provider": "", "places": 1, "children_there": 0, "points": None, "miles": "31", "price": None,
         "excluded": ["beyond_limit"], "warnings": []},
    ],
}  # fmt: skip
WHOLE_PANEL: Json = {
    **PANEL,
    "agenda": {
        "frozen_at": "2026-11-18T09:00:00Z", "digest": "9f2c" * 16, "waiting": [],
        "in_house": [{"home": OTHER_HOME, "places": 1, "free_from": None, "conditions": ""}],
        "extras": [{"contract": "K6XW3QB8NT2M", "about": "IPC-4TX9", "what": "Taxi to the school kept", "weekly": "70.00",
                    "last_night": "2026-12-31"}],
        "undone": [],
    },
    "items": [ITEM],
    "proposals": [{
        "number": 1, "made_at": "2026-11-18T09:00:04Z", "made_by": "Huw Rees", "facts_digest": "4be1" * 16, "pack": "gb_wls",
        "pack_version": "2026.1", "pack_digest": "sha256:" + "7a0d" * 16, "proven": True,
    }],
    "attendance": ["Gwen Parry", "Huw Rees"],
    "interests": [{"name": "Huw Rees", "what": "Maes y Coed Fostering", "words": "A sister works there."}],
    "actions": [ACTION], "members": [WHOM], "summary": "", "minutes": None,
}  # fmt: skip
DECIDING: Json = {
    "outcome": "changed", "places": [{"home": "H4TN8RW2KC6P", "children": ["A"]}], "reason": "Nearer to the school.",
}  # fmt: skip
NEW_ACTION: Json = {
    "text": "Ask the school about a bus.", "owner": "U2WX7NB4KT9C", "due_on": "2026-11-25", "item": "T3QK9XB6WM2N",
}  # fmt: skip
FINISHING: Json = {"note": "The bus stops at the gate."}
