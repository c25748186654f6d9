"""What was agreed before a rule told contracted loadings apart is counted again as it was agreed.

The statement of such a quarter said nothing of contracted loadings, so both sides settled them elsewhere or not at all.
A newer version of the rules or of the pack alone moves no money of it. A value that the body itself enters for that
time, or that the agreement sets, does: somebody decided it, with a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from homeward.engine.loadings.due import ELSEWHERE, READING
from homeward.policy import Policy


def tells_contract_loading(decision: Mapping[str, Any]) -> bool:
    """Whether a decision was made by a rule that told contracted loadings apart."""
    return "contract_loading" in decision


def is_entered(policy: Policy, on: date) -> bool:
    """Whether the body itself has entered how contracted loadings are paid on a day."""
    if READING not in policy.pack.parameters:
        return False
    found = policy.pack.parameters[READING].on(on, None)
    return found is not None and found.standing == "local"


def as_agreed(agreed: Mapping[str, Any], policy: Policy) -> Policy:
    """The policy to count an agreed quarter again with: as it is, or with what its agreement did not know kept out."""
    start = date.fromisoformat(agreed["period"]["start"])
    if tells_contract_loading(agreed) or READING not in policy.pack.parameters or is_entered(policy, start):
        return policy
    label = agreed["period"].get("label") or "The period"
    row = {
        "path": READING,
        "from": start,
        "until": date.fromisoformat(agreed["period"]["end"]),
        "value": ELSEWHERE,
        "reference": f"{label} was agreed without a line for contracted loadings",
    }
    return policy.with_overrides([row])
