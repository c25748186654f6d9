"""The outcomes of a two-yearly review as the pack lists them, and which review an approval may be confirmed on."""

from __future__ import annotations

from typing import Any

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.approvals.models import PartnerApproval, QualityReview
from homeward.apps.core.vocabulary import code_list

OUTCOMES = "review_outcomes"
SAFETY, NOT_IN_PLACE = "safety", "not_yet"


def _attribute(body: CommissioningBody, outcome: str, name: str) -> Any:
    found = code_list(body, OUTCOMES)
    row = found.row(outcome) if found and found.knows(outcome) else None
    return row.attributes[name] if row else None


def names_a_day(body: CommissioningBody, outcome: str) -> bool:
    """Whether an outcome names the day on which it is looked at again."""
    return bool(_attribute(body, outcome, "day"))


def confirms(body: CommissioningBody, outcome: str) -> bool:
    """Whether an approval may be confirmed on an outcome."""
    return bool(_attribute(body, outcome, "confirms"))


def colour_of(body: CommissioningBody, outcome: str) -> str:
    return str(_attribute(body, outcome, "colour") or "plain")


def review_that_counts(approval: PartnerApproval) -> QualityReview | None:
    """The newest review; once the approval was confirmed, the newest since then: one review confirms once."""
    rows = QualityReview.objects.filter(approval=approval)
    if approval.confirmed_at is not None:
        rows = rows.filter(recorded_at__gt=approval.confirmed_at)
    return rows.order_by("reported_on", "pk").last()
