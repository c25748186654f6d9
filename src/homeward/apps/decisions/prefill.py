"""The terms a contract begins with: from the offer, the referral and the policy. What no source gives says so."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from homeward.apps.decisions.models import Contract, Decision
from homeward.apps.decisions.pricing import split_of
from homeward.apps.decisions.services.ending import notice_days
from homeward.apps.searches.fees import fees_of, weekly_fee
from homeward.apps.searches.models import FeePart

TERMS = (
    "legal_status", "weekly", "buys", "care", "education", "health", "outcomes", "notice_days", "absences", "uplift",
    "variation",
)  # fmt: skip


def terms_for(decision: Decision, contract: Contract | None) -> dict[str, Any]:
    """Those of the contract that stands, else a first draft."""
    if contract is not None:
        return {name: getattr(contract, name) for name in TERMS}
    referral, offer = decision.search.referral, decision.offer
    written = {s.code: s.answers for s in referral.sections.all()}
    return {
        "legal_status": str(written.get("together", {}).get("status", ""))[:200] or _("As recorded in the child’s file."),
        "weekly": weekly_fee(offer), **split_of(offer), "buys": _buys(decision),
        "outcomes": str(written.get("wishes", {}).get("outcomes", "")) or _("As in the care and support plan."),
        "notice_days": notice_days(decision, "planned", decision.start_on) or 0,
        "absences": _("The place is kept and paid while a child is away. (Placeholder: no source gives a figure.)"),
        "uplift": _("Looked at once a year, from 1 April. (Placeholder: no source gives a day or a figure.)"),
        "variation": _("In writing, signed by both sides, from an agreed day on."),
    }  # fmt: skip


def _buys(decision: Decision) -> str:
    """The parts of the fee by name, then the conditions of the offer."""
    parts = [
        FeePart.Kind(kind).label for kind in fees_of(decision.offer)[0][1] if kind != FeePart.Kind.DISCOUNT
    ]
    said = ", ".join(str(part) for part in parts)
    return f"{said}. {decision.offer.conditions}".strip()
