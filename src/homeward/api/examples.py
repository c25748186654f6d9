"""The example of every operation, shown in the reference and held to its shape by a test. All invented."""

from __future__ import annotations

from typing import Any

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
