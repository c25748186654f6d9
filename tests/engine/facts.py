"""Facts for tests, built small."""

from __future__ import annotations

from typing import Any


def line(**changes: Any) -> dict[str, Any]:
    return {
        "id": "line-1",
        "service_type": "general_family_based_care",
        "method": "block",
        "in_force": {"start": "2022-07-01"},
        "targets": [{"start": "2022-07-01", "placements": 1}],
        "rates": [{"kind": "base_unit_annual", "start": "2022-07-01", "amount": "24000.00"}],
        **changes,
    }


def placement(**changes: Any) -> dict[str, Any]:
    return {"id": "p1", "child": "a", "home": "h1", "start": "2022-10-01", **changes}


def facts(**changes: Any) -> dict[str, Any]:
    return {
        "period": {"start": "2023-01-01", "end": "2023-04-01"},
        "line": line(),
        "placements": [placement()],
        **changes,
    }
