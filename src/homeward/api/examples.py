"""The example of every operation, shown in the reference and held to its shape by a test. All invented."""

from __future__ import annotations

from typing import Any

from homeward.api.approval_example import APPROVED, APPROVING
from homeward.api.funding_example import FUNDED, FUNDING

Json = dict[str, Any]


def page(*items: Json) -> Json:
    return {"items": list(items), "page": 1, "size": 50, "total": len(items), "next": None}


PROVIDER: Json = {
    "id": "7Q2MZK4HX9BD", "reference": "P-31", "name": "Banksia Family Care", "business_number": "53 004 111 222",
    "contact_name": "Ana Petrova", "contact_email": "ana.petrova@banksia.example", "contact_phone": "08 5550 0131",
    "start": "2022-08-03", "end": None,
}  # fmt: skip
PROVIDER_NAMED: Json = {"id": "7Q2MZK4HX9BD", "name": "Banksia Family Care"}
HOME: Json = {
    "id": "H4TN8RW2KC6P", "reference": "H-1001", "name": "Wattle Street household", "kind": "carer_household",
    "provider": PROVIDER_NAMED, "places": 3, "urn": "", "is_verified": True, "opened_on": "2023-02-01",
    "closed_on": None,
    "remoteness": [{"code": "RA2", "edition": "ASGS Edition 3", "start": "2023-02-01", "end": None}],
}  # fmt: skip
HOME_NAMED: Json = {"id": "H4TN8RW2KC6P", "name": "Wattle Street household"}
LINE: Json = {
    "id": "L9PX3VD7TB2M", "agreement": {"id": "A6GC5YN3QK8W", "name": "A-2001"}, "number": 1, "name": "A-2001 line 1",
    "provider": PROVIDER_NAMED, "service_type": "general_family_based_care", "placement_type": "foster_care",
    "method": "block", "home": None, "cost_code": "CC-77", "start": "2024-07-01", "end": "2027-07-01",
    "targets": [
        {"placements": 12, "reference": "Attachment 4, Item 3", "start": "2024-07-01", "end": "2027-07-01"}
    ],
    "rates": [
        {
            "kind": "base_unit_annual", "amount": "24000.00", "is_placeholder": True, "reference": "Invented for the demo",
            "start": "2024-07-01", "end": "2027-07-01",
        }
    ],
    "loadings": [
        {
            "category": "aboriginal", "placements": "4.00", "percent": None,
            "reference": "Attachment 4, Item 4", "start": "2024-07-01",
            "end": "2027-07-01",
        }
    ],
}  # fmt: skip
AGREEMENT: Json = {
    "id": "A6GC5YN3QK8W", "reference": "A-2001", "title": "Family based care, Banksia", "provider": PROVIDER_NAMED,
    "line_count": 1, "start": "2024-07-01", "end": "2027-07-01",
}  # fmt: skip
WHOLE_AGREEMENT: Json = {**AGREEMENT, "lines": [LINE]}
LINE_NAMED: Json = {"id": "L9PX3VD7TB2M", "name": "A-2001 line 1"}
SPELL: Json = {
    "id": "S2KD8QW5RH7C", "kind": "hold", "start": "2026-07-10", "end": "2026-07-20", "decided_by": "dcp", "code": "",
    "reference": "Decision of 9 July",
}  # fmt: skip
PLACEMENT: Json = {
    "id": "P3WB6FM9XT4Z", "child": {"id": "C8VN2KX5QD7R", "reference": "C-7KQ2M"}, "home": HOME_NAMED, "line": LINE_NAMED,
    "provider": "Banksia Family Care", "start": "2026-07-01", "end": None, "state": "open", "placement_type": "foster_care",
    "end_reason": "", "source": "Sam Okafor, placement officer, by token Case system", "source_key": "case-4711",
    "breaches": [], "spells": [SPELL],
}  # fmt: skip
WARNING: Json = {
    "code": "shared_care", "field": "start", "message": "The child is in another home on some of these nights.",
    "remedy": "Shared care is lawful; check that it is meant.",
}  # fmt: skip
RECORDED: Json = {"placement": {**PLACEMENT, "spells": []}, "warnings": []}
RECORD_PLACEMENT: Json = {
    "child": "C-7KQ2M", "home": "H-1001", "line": "L9PX3VD7TB2M", "start": "2026-07-01", "end": None,
    "placement_type": "foster_care", "source_key": "case-4711",
}  # fmt: skip
CHANGE_PLACEMENT: Json = {"start": "2026-07-02", "reason": "The child came a day later than first told."}
END_PLACEMENT: Json = {"on": "2026-08-14", "end_reason": "reunification"}
RECORD_SPELL: Json = {
    "kind": "hold", "start": "2026-07-10", "end": "2026-07-20", "decided_by": "dcp", "reference": "Decision of 9 July"
}  # fmt: skip
RECORDED_SPELL: Json = {"spell": SPELL, "warnings": []}
END_SPELL: Json = {"on": "2026-07-18", "reason": "The child came back two days earlier."}
VERSION: Json = {
    "id": "V6RT2YK9MB4H", "number": 2, "created_at": "2026-10-05T23:12:00Z", "issued_at": "2026-10-06T01:00:00Z",
    "reason": "C-7KQ2M accepted: the child left on 14 August", "pack": "au_sa", "pack_version": "2026.11.1",
    "pack_digest": "sha256:391d1d0bedfb", "facts_digest": "9f2c5d07ab41",
}  # fmt: skip
STATEMENT: Json = {
    "id": "T5HN7CX2WQ8K", "line": LINE_NAMED, "provider": PROVIDER_NAMED, "label": "Q1 2026-27", "start": "2026-07-01",
    "end": "2026-10-01", "state": "issued", "since": "2026-10-06T01:00:00Z", "held_by": "provider", "due_on": "2026-10-21",
    "actual_nights": 204, "contracted_nights": 276, "share_percent": "73.9130", "level": "3",
}  # fmt: skip
WHOLE_STATEMENT: Json = {
    **STATEMENT, "version": VERSION, "is_newest": True, "currency": "AUD",
    "figures": {
        "stayed_nights": 211, "excluded_nights": 7, "actual_nights": 204, "contracted_nights": 276,
        "share": {"numerator": 204, "denominator": 276, "exact": "17/23", "shown": "73.9"}, "level": "3",
        "level_status": "assessed", "growth_status": "none", "growth_payment": "0.00", "abatement_limit": "2886.96",
        "abatement_status": "limited",
    },
    "money": [
        {"code": "base", "amount": "18000.00", "status": "due"},
        {"code": "contract_loading.aboriginal", "amount": "240.00", "status": "due"},
    ],
    "assessment": None,
    "children": [
        {
            "child": "C-7KQ2M", "nights": 45, "excluded": 7, "counted": 38,
            "remarks": "Not counted: on hold by the department, 7 nights", "placements": ["P3WB6FM9XT4Z"],
        }
    ],
    "flags": [], "placeholders": ["The price: an invented rate stands on the line"],
    "disputes": [
        {
            "id": "D2XK8VN5QC7R", "version": 1, "child": "C-7KQ2M", "placement": "P3WB6FM9XT4Z",
            "reason": "The child left on 14 August.", "claimed_start": None, "claimed_end": "2026-08-15",
            "answer": "accepted", "answer_text": "The case note says so too.",
        }
    ],
    "working": [
        {
            "figure": "share", "sentence": "The share is 73.9 %: 204 nights were delivered of 276 contracted.",
            "steps": [{"text": "204 ÷ 276 = 0.739130…, shown to one decimal", "value": "73.9 %", "steps": []}],
            "authority": [{"label": "Written in", "text": "Placement utilisation policy, section 4.2", "mark": None}],
        }
    ],
}  # fmt: skip
AGREEING: Json = {"version": "V6RT2YK9MB4H"}
MOVED: Json = {"id": "T5HN7CX2WQ8K", "state": "provider_agreed", "held_by": "body", "version": "V6RT2YK9MB4H"}
MOVED_TO_DISPUTED: Json = {**MOVED, "state": "disputed"}
DISPUTING: Json = {
    "version": "V6RT2YK9MB4H",
    "claims": [{"placement": "P3WB6FM9XT4Z", "reason": "The child left on 14 August.", "end": "2026-08-15"}],
}  # fmt: skip
PACK: Json = {
    "id": "au_sa", "title": "South Australia", "version": "2026.11.1", "digest": "sha256:391d1d0bedfb",
    "commissioner": "Department for Child Protection", "currency": "AUD", "languages": ["en"],
    "coverage": {"utilisation": "modelled"}, "is_own": True,
}  # fmt: skip
RULE: Json = {
    "name": "utilisation",
    "summary": "placements and spells of one line and period: nights, share, level",
}
DECIDING: Json = {
    "pack": "au_sa",
    "facts": {
        "period": {"start": "2023-01-01", "end": "2023-04-01"},
        "line": {
            "id": "line-1", "service_type": "general_family_based_care", "method": "block",
            "in_force": {"start": "2022-07-01", "end": None},
            "targets": [{"start": "2022-07-01", "end": None, "placements": 1}],
            "rates": [{"start": "2022-07-01", "end": None, "kind": "base_unit_annual", "amount": "24000.00"}],
        },
        "placements": [
            {"id": "p1", "child": "a", "home": "h1", "start": "2023-01-01", "end": "2023-03-01", "spells": []}
        ],
        "children": [{"id": "a", "born_on": "2014-05-06"}],
    },
}  # fmt: skip
DECISION: Json = {
    "rule": "utilisation", "pack": "au_sa", "pack_version": "2026.11.1", "pack_digest": "sha256:391d1d0bedfb",
    "decision": {
        "nights": {"stayed": 59, "actual": 59}, "contracted": {"nights": 90},
        "share": {"numerator": 59, "denominator": 90, "exact": "59/90", "shown": "65.6"},
        "level": {"status": "assessed", "code": "3"},
    },
}  # fmt: skip
_HALF_YEAR: Json = {"period": {"start": "2023-07-01", "end": "2024-01-01"}}
RANKING: Json = {
    "pack": "gb_wls",
    "facts": {
        "lot": {"id": "Foster care, mainstream"}, "region": "South east", "period": {"start": "2026-04-01", "end": "2027-04-01"},
        "bidders": [
            {
                "id": "P-31", "admitted": {"start": "2024-04-01"}, "tender": {"total": "80"},
                "annual": [{"year": 2026, "total": "90"}], "price": {"weekly": "900.00"},
            },
            {
                "id": "P-44", "admitted": {"start": "2024-04-01"}, "tender": {"total": "70"},
                "annual": [{"year": 2025, "total": "60"}], "price": {"weekly": "800.00"},
            },
            {"id": "P-52", "admitted": {"start": "2024-04-01"}, "tender": {"total": "90"}},
        ],
    },
}  # fmt: skip
RANKED: Json = {
    "rule": "ranking", "pack": "gb_wls", "pack_version": "2026.11.1", "pack_digest": "sha256:391d1d0bedfb",
    "decision": {
        "lot": "Foster care, mainstream", "assessment_year": 2026, "lowest_price": "800.00",
        "method": {
            "quality_weight": "1/2", "price_weight": "1/2", "reassessed_share_basis": "quality", "reassessed_of_quality": "2/5",
        },
        "ranked": [
            {
                "bidder": "P-31", "rank": 1, "joint_with": [], "stale": False, "quality": {"exact": "84", "shown": "84.00"},
                "price": {"weekly": "900.00", "exact": "800/9", "shown": "88.89"}, "total": {"exact": "778/9", "shown": "86.44"},
            },
            {
                "bidder": "P-44", "rank": 2, "joint_with": [], "stale": True, "quality": {"exact": "66", "shown": "66.00"},
                "price": {"weekly": "800.00", "exact": "100", "shown": "100.00"}, "total": {"exact": "83", "shown": "83.00"},
            },
        ],
        "not_ranked": [{"bidder": "P-52", "reasons": [{"code": "no_price", "inputs": {}, "values": [], "clause": None}]}],
    },
}  # fmt: skip
SCORING: Json = {
    "pack": "gb_eng",
    "facts": {
        "on": "2026-11-09", "start_by": "2026-11-23",
        "offers": [
            {"id": "O-1", "skills": "8", "weekly_fee": "4000.00", "inspection": {"grade": "good", "on": "2026-02-10"}},
            {"id": "O-2", "skills": "7", "weekly_fee": "3200.00", "inspection": {"grade": "good", "on": "2025-06-10"}},
        ],
    },
}  # fmt: skip
SCORED: Json = {
    "rule": "mini-competition", "pack": "gb_eng", "pack_version": "2026.11.1", "pack_digest": "sha256:391d1d0bedfb",
    "decision": {
        "out_of": {"skills": 10, "fee": 5, "total": 15}, "lowest_fee": "3200.00",
        "scored": [
            {"offer": "O-1", "rank": 1, "settled_by": ["skills"], "total": {"exact": "12", "shown": "12.00"}},
            {"offer": "O-2", "rank": 2, "settled_by": ["skills"], "total": {"exact": "12", "shown": "12.00"}},
        ],
        "not_scored": [],
    },
}  # fmt: skip
_SOUGHT: Json = {
    "id": "R-2041", "start_by": "2026-11-30", "urgency": "planned",
    "children": [{"id": "C-7KQ2M", "born_on": "2016-01-01"}], "types": ["foster_mainstream"],
    "needs": [{"code": "calm_household", "is_essential": True}], "language": "cy",
    "point": {"easting": 310000, "northing": 180000}, "area": "W-NORTH", "adjoining_areas": ["W-EAST"],
}  # fmt: skip
_VACANCY: Json = {
    "id": "V-31", "home": "H-1001", "provider": "P-31", "route": "framework", "admission": "admitted",
    "service_type": "fostering", "types": ["foster_mainstream"], "places": 1, "is_registered": True,
    "confirmed_on": "2026-11-20", "point": {"easting": 313000, "northing": 184000}, "area": "W-NORTH",
    "meets": {"calm_household": "full"}, "languages": ["en", "cy"], "quality": "84", "weekly_price": "900.00",
    "comparable_price": "850.00", "rank": 3,
}  # fmt: skip
_AGREED: Json = {"by": "Mair Howell", "role": "head_of_service", "at": "2026-11-24T10:00"}
MATCHING: Json = {
    "pack": "gb_wls",
    "facts": {"on": "2026-11-23", "referral": _SOUGHT, "candidates": [_VACANCY]},
}
ACCEPTING: Json = {
    "pack": "gb_wls",
    "facts": {
        "at": "2026-11-25T09:30", "act": "accept", "requested_by": "Sam Okafor", "referral": _SOUGHT,
        "candidate": _VACANCY, "offer": {"id": "O-77", "standing": "open", "valid_until": "2026-11-27T17:00"},
        "decision": {**_AGREED, "outcome": "agreed"},
    },
}  # fmt: skip
WIDENING: Json = {
    "pack": "gb_wls",
    "facts": {
        "at": "2026-11-25T09:30", "referral": "R-2041", "urgency": "planned", "requested_by": "Sam Okafor",
        "in_house_reason": "No carer with a vacancy speaks Welsh.", "deadline": "2026-11-24T17:00",
        "answers": [{"provider": "P-31", "answer": "declined", "reason": "no_vacancy"}], "agreed": _AGREED,
    },
}  # fmt: skip
PLACING: Json = {
    "pack": "gb_wls",
    "facts": {
        "on": "2026-11-26",
        "units": [
            {"id": "R-2041", "children": ["C-7KQ2M"], "came_on": "2026-11-01"},
            {"id": "R-2042", "children": ["C-3TX8P", "C-9BV4H"], "came_on": "2026-11-02"},
        ],
        "homes": [{"id": "H-1001", "places": 2}, {"id": "H-1002", "places": 1}],
        "fits": [
            {"unit": "R-2041", "home": "H-1001", "score": "90"}, {"unit": "R-2041", "home": "H-1002", "score": "82.5"},
            {"unit": "R-2042", "home": "H-1001", "score": "71.25"},
        ],
    },
}  # fmt: skip


def _answer(rule: str, decision: Json) -> Json:
    return {
        "rule": rule, "pack": "gb_wls", "pack_version": "2026.11.1", "pack_digest": "sha256:09cb6d9f86e6",
        "decision": decision,
    }  # fmt: skip


# Each rule has a question and an answer of its own.
ASKED_OF: dict[str, Json] = {
    "utilisation": DECIDING,
    "loading-review": {**DECIDING, "facts": {**DECIDING["facts"], **_HALF_YEAR}},
    "ranking": RANKING,
    "mini-competition": SCORING,
    "match": MATCHING,
    "may-accept": ACCEPTING,
    "may-widen": WIDENING,
    "panel": PLACING,
    "funding": FUNDING,
    "approval": APPROVING,
}
ANSWERED_BY: dict[str, Json] = {
    "utilisation": DECISION,
    "loading-review": {
        **DECISION, "rule": "loading-review",
        "decision": {"effective_on": "2024-07-01", "method": "night_weighted", "proposals": []},
    },
    "ranking": RANKED,
    "mini-competition": SCORED,
    "funding": FUNDED,
    "approval": APPROVED,
    "match": _answer(
        "match",
        {
            "eligible": 1, "excluded": 0,
            "matches": [{"candidate": "V-31", "standing": "eligible", "place": 1, "score": "97.199", "miles": "3.1"}],
        },
    ),
    "may-accept": _answer("may-accept", {"allowed": True, "refusals": [], "returns_to": None}),
    "may-widen": _answer("may-widen", {"allowed": True, "refusals": [], "answers": {"invited": 1, "declined": 1}}),
    "panel": _answer(
        "panel",
        {
            "proven": True, "proposal": {"placed": 3, "score": "225.000"},
            "first_come": {"placed": 1, "score": "90.000"}, "gain": {"placed": 2, "score": "135.000"},
        },
    ),
}  # fmt: skip
