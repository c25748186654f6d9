"""Examples of the operations about individual contracts. All invented."""

from __future__ import annotations

from typing import Any

from homeward.api.examples import HOME_NAMED

Json = dict[str, Any]
CONTRACT: Json = {
    "id": "K6XW3QB8NT2M", "reference": "IPC-7KQ2", "referral": "R-7KQ2", "home": HOME_NAMED,
    "provider": "Maes y Coed Fostering", "state": "started", "start_on": "2026-12-07", "ends_on": None, "weekly": "880.00",
}  # fmt: skip
WHOLE_CONTRACT: Json = {
    **CONTRACT, "umbrella": "Foster care (F-2024), lot 1", "legal_status": "Accommodated by agreement",
    "buys": "Care and accommodation", "care": "880.00", "education": "0.00", "health": "0.00",
    "outcomes": ["Stays at the present school"], "notice_days": 28, "notice_is_placeholder": True,
    "absences": "Paid in full for 14 nights", "uplift": "Looked at each April", "variation": "In writing, signed by both",
    "drawn_at": "2026-12-02T11:20:00Z", "drawn_by": "Gwen Parry",
    "children": [{
        "child": {"id": "C8VN2KX5QD7R", "reference": "C-7KQ2M"}, "weekly": "880.00", "placement": "P3WB6FM9XT4Z",
    }],
    "terms": [{
        "since": "2026-12-07", "weekly": "880.00", "care": "880.00", "education": "0.00", "health": "0.00",
        "buys": "Care and accommodation", "variation": None,
    }],
    "extras": [{
        "id": "E5TD9XK2QB7W", "words": "Taxi to the school kept", "weekly": "70.00", "starts_on": "2026-12-07",
        "ends_on": "2027-02-01", "reason": "No bus goes there",
    }],
    "signatures": [
        {"side": "provider", "name": "Ana Petrova", "capacity": "Manager", "signed_on": "2026-12-03", "fits": True},
        {"side": "body", "name": "Huw Rees", "capacity": "Head of service", "signed_on": "2026-12-04", "fits": True},
    ],
    "document": "D8QX4NW7TB2K", "agreement": "A6GC5YN3QK8W", "notice": None,
}  # fmt: skip
WITH_NOTICE: Json = {
    **WHOLE_CONTRACT, "state": "notice",
    "notice": {
        "side": "body", "kind": "planned", "given_on": "2027-03-01", "days": 28, "leaves_on": "2027-03-29",
        "words": "The care plan changes.", "referral": "R-9TX4",
    },
}  # fmt: skip
GIVING_NOTICE: Json = {
    "kind": "planned", "given_on": "2027-03-01", "words": "The care plan changes.",
    "changed": "The school place is settled.",
}  # fmt: skip
