"""The example of the rule ``funding``: a month of a dynamic line, with made-up rates."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

FUNDING: Json = {
    "pack": "nz",
    "facts": {
        "period": {"start": "2026-06-01", "end": "2026-07-01"}, "partner": "Kōwhai Care",
        "approval": {"approved_on": "2025-03-01"}, "agreement": {"id": "OA-1", "signed_on": "2025-04-01"},
        "lines": [
            {
                "id": "carers", "method": "dynamic", "support_level": "general",
                "rates": [{"start": "2026-01-01", "amount": "150.00"}],
                "additional_support": [
                    {
                        "child": "C-7KQ2M", "amount": "60.00", "reason": "Nights with a carer awake", "start": "2026-06-16",
                        "review_on": "2026-12-01", "approved_by": "Quality Manager",
                    }
                ],
            }
        ],
        "placements": [{"id": "P-1", "child": "C-7KQ2M", "start": "2026-05-01"}],
    },
}  # fmt: skip
FUNDED: Json = {
    "rule": "funding", "pack": "nz", "pack_version": "2026.11.1", "pack_digest": "sha256:128afeb9e767",
    "decision": {
        "nights": 30,
        "money": [
            {"code": "general_support", "nights": 30, "rate": "150.00", "amount": "4500.00", "gst": "675.00"},
            {"code": "additional_support", "nights": 15, "rate": "60.00", "amount": "900.00", "gst": "135.00"},
        ],
        "total": {"amount": "5400.00", "gst": "810.00", "with_gst": "6210.00", "currency": "NZD"},
        "reconciliation": None, "prompts": [],
    },
}  # fmt: skip
