"""How the records of this app stand, in words and colours."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from homeward.apps.core.vocabulary import label_of
from homeward.apps.funding import rule
from homeward.apps.funding.models import AdditionalRate, Asked, PropertyCost, Reconciliation

ASKED_TAGS = {
    Asked.REQUESTED: "info",
    Asked.APPROVED: "ok",
    Asked.DECLINED: "plain",
    Asked.WITHDRAWN: "plain",
}
MATTER_TAGS = {"open": "info", "settled": "ok", "withdrawn": "plain"}


def rate_standing(rate: AdditionalRate, today: dt.date) -> tuple[Any, str]:
    """How an additional rate stands on a day: the words and the colour."""
    if rate.state != Asked.APPROVED:
        return rate.get_state_display(), ASKED_TAGS[Asked(rate.state)]
    nights, review = rule.nights_of(rate), rule.last_review(rate)
    if nights.end is not None and nights.end <= today:
        at_review = rate.period.upper is None or review < rate.period.upper
        return (_("Ended at its review") if at_review else _("Ended")), "plain"
    if nights.start > today:
        return _("Approved, to begin"), "ok"
    return _("Paid each night"), "ok"


def cost_standing(cost: PropertyCost) -> tuple[Any, str]:
    if cost.withdrawn_at is not None:
        return _("Withdrawn"), "plain"
    if cost.evidence_id is None and rule.needs_evidence(cost.line, cost.kind, cost.belongs_on):
        return _("Not paid: no evidence"), "warn"
    return _("Paid with its month"), "ok"


def reconciliation_standing(row: Reconciliation) -> tuple[Any, str]:
    """Where a reconciliation stands. A dispute comes before all else: it stops the recovery."""
    if any(dispute.closed_on is None for dispute in row.disputes.all()):
        return _("Disputed: nothing is recovered"), "bad"
    if not row.outcome:
        return _("No outcome decided"), "info"
    if row.settled_amount is not None:
        return _("Settled"), "ok"
    if not row.partner_response:
        return _("Waits for the partner’s response"), "warn"
    return _("Decided and answered"), "ok"


def outcome_words(row: Reconciliation) -> str:
    return label_of(row.body, "reconciliation_outcomes", row.outcome) if row.outcome else ""
