"""Reconciling a month: opened by the contract manager, decided with reason and effect, answered and disputed by the partner."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.funding import rule
from homeward.apps.funding.addresses import reconciliation_address
from homeward.apps.funding.hooks import first_open_day
from homeward.apps.funding.models import FundingDispute, Reconciliation
from homeward.apps.funding.months import month_of
from homeward.apps.funding.services.common import (
    changing,
    code_fault,
    day_outside,
    empty,
    model_fault,
    of,
    permit_any,
    take,
    tell_approvers,
    tell_managers,
    tell_partner,
)
from homeward.engine.partner_funding.facts import DisputeFact
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

OPEN, DECIDE, RESPOND, DISPUTE, CLOSE = (
    "This reconciliation cannot be opened", "This outcome cannot be decided", "This response cannot be recorded",
    "This dispute cannot be raised", "This dispute cannot be closed",
)  # fmt: skip


@service("open_reconciliation", OPEN)
def open_reconciliation(*, line: Line, month: dt.date, reason: str = "", by: Actor) -> Reconciliation:
    """Set actual nights against what was paid at the end of a month (any of its days), since the line's first day: what
    an earlier one settled is not settled again."""
    permit_any(by, line, OPEN, P.FUNDING_PROPOSE)
    period = month_of(month)
    stands = Reconciliation.objects.filter(line=line, period__overlap=to_db(period)).exists()
    refuse_if(
        OPEN,
        [
            model_fault(line),
            day_outside(line, "month", "The month", month),
            Reason("funding.reconciled_already", {"field": "month"}) if stands else None,
            _agreed(line, period),
        ],
    )
    changing(line, by, period)
    made = Reconciliation.objects.create(
        **of(line), period=to_db(period), since=from_db(line.period).start, opened_by=by.user,
        opened_because=reason.strip(),
    )  # fmt: skip
    audit.record(by, "open_reconciliation", made, reason=reason)
    address = reconciliation_address(made)
    tell_partner(line, saying("A month is being reconciled: %(line)s", line=line), address, by)
    tell_approvers(line, saying("A reconciliation waits for its outcome: %(line)s", line=line), address, by)
    return made


@service("decide_outcome", DECIDE)
def decide_outcome(
    *, reconciliation: Reconciliation, outcome: str, reason: str, effect_on_children: str, by: Actor
) -> Reconciliation:
    """Decide what becomes of a balance below nought: carry forward, use otherwise or recover, by the pack's outcomes.

    Another person than opened it. Nothing is recovered while a dispute is open. The partner is told and asked; its answer
    to an earlier decision counts no more.
    """
    take(reconciliation, by, DECIDE, P.FUNDING_APPROVE)
    line, period = reconciliation.line, from_db(reconciliation.period)
    words = {"reason": reason.strip(), "effect_on_children": effect_on_children.strip()}
    recovers = outcome == Reconciliation.Outcome.RECOVER
    refuse_if(
        DECIDE,
        [
            Reason("funding.own_asking", {"name": by.user.name}) if reconciliation.was_asked_by(by.user) else None,
            code_fault(line, "outcome", "Outcome", "reconciliation_outcomes", outcome),
            *([] if recovers else [
                empty("reason", "Reason", reason), empty("effect_on_children", "Effect on the children", effect_on_children)
            ]),
            *(rule.against_recovery(line, period.start, **words, disputes=_facts(reconciliation)) if recovers else ()),
            _settled(reconciliation),
            _agreed(line, period),
        ],
    )  # fmt: skip
    changing(line, by, period)
    for name, value in {
        **words,
        "outcome": outcome,
        "partner_response": "",
        "responded_at": None,
        "responded_by": None,
    }.items():
        setattr(reconciliation, name, value)
    reconciliation.decided_at, reconciliation.decided_by = timezone.now(), by.user
    reconciliation.save()
    audit.record(by, "decide_outcome", reconciliation, reason=reason, outcome=outcome)
    title = saying("The outcome of a reconciliation is decided; what do you say to it? %(line)s", line=line)
    tell_partner(line, title, reconciliation_address(reconciliation), by)
    return reconciliation


def _facts(reconciliation: Reconciliation) -> list[DisputeFact]:
    """The disputes of the line: one that is open stops every recovery of it."""
    rows = FundingDispute.objects.filter(line=reconciliation.line)
    return [DisputeFact(raised_on=row.raised_on, closed_on=row.closed_on, about=row.about) for row in rows]


def _agreed(line: Line, period: DateRange) -> Reason | None:
    """A reason where both sides agreed the month: what is decided now belongs to the next one."""
    day = first_open_day(line)
    if day is None or period.start >= day:
        return None
    return Reason("funding.month_agreed", {"field": "month", "day": day.isoformat()})


def _settled(reconciliation: Reconciliation) -> Reason | None:
    if reconciliation.settled_amount is None:
        return None
    return Reason("funding.settled", {"amount": f"{reconciliation.settled_amount:,.2f}"})


@service("respond_to_outcome", RESPOND)
def respond(*, reconciliation: Reconciliation, response: str, by: Actor) -> Reconciliation:
    """What the partner says to the outcome. Without it nothing is recovered."""
    take(reconciliation, by, RESPOND, P.FUNDING_REPORT)
    refuse_if(
        RESPOND,
        [
            empty("response", "Your response", response),
            None if reconciliation.outcome else Reason("funding.no_outcome", {}),
            _settled(reconciliation),
        ],
    )
    changing(reconciliation.line, by, from_db(reconciliation.period))
    reconciliation.partner_response = response.strip()
    reconciliation.responded_at, reconciliation.responded_by = timezone.now(), by.user
    reconciliation.save(update_fields=["partner_response", "responded_at", "responded_by"])
    audit.record(by, "respond_to_outcome", reconciliation)
    title = saying("The partner answered to a reconciliation: %(line)s", line=reconciliation.line)
    tell_managers(reconciliation.line, title, reconciliation_address(reconciliation), by)
    return reconciliation


@service("raise_dispute", DISPUTE)
def raise_dispute(*, reconciliation: Reconciliation, about: str, by: Actor) -> FundingDispute:
    """Dispute a calculation. While it is open nothing is recovered; what is below nought is carried."""
    take(reconciliation, by, DISPUTE, P.FUNDING_REPORT)
    open_one = reconciliation.disputes.filter(closed_on=None).exists()
    refuse_if(
        DISPUTE,
        [
            empty("about", "What you dispute", about),
            Reason("funding.disputed_already", {}) if open_one else None,
        ],
    )
    _recounted(reconciliation, by)
    made = FundingDispute.objects.create(
        **of(reconciliation.line), reconciliation=reconciliation, about=about.strip(), raised_on=by.today,
        raised_by=by.user,
    )  # fmt: skip
    audit.record(by, "raise_dispute", reconciliation, reason=about)
    address = reconciliation_address(reconciliation)
    title = saying("A calculation is disputed; nothing is recovered: %(line)s", line=made.line)
    tell_managers(made.line, title, address, by)
    tell_approvers(made.line, title, address, by)
    return made


@service("close_dispute", CLOSE)
def close_dispute(*, dispute: FundingDispute, answer: str, by: Actor) -> FundingDispute:
    """Close a dispute with the agency's answer. Whoever decided the outcome does not answer the dispute about it."""
    take(dispute, by, CLOSE, P.FUNDING_PROPOSE, P.FUNDING_APPROVE)
    decided = dispute.reconciliation.decided_by_id == by.user.pk
    refuse_if(
        CLOSE,
        [
            Reason("funding.own_outcome", {"name": by.user.name}) if decided else None,
            empty("answer", "Answer", answer),
            Reason("funding.dispute_closed", {}) if dispute.closed_on is not None else None,
        ],
    )
    _recounted(dispute.reconciliation, by)
    dispute.answer, dispute.closed_on, dispute.closed_by = answer.strip(), by.today, by.user
    dispute.save(update_fields=["answer", "closed_on", "closed_by"])
    audit.record(by, "close_dispute", dispute.reconciliation, reason=answer)
    title = saying("Your dispute is answered: %(line)s", line=dispute.line)
    tell_partner(dispute.line, title, reconciliation_address(dispute.reconciliation), by)
    return dispute


def _recounted(reconciliation: Reconciliation, by: Actor) -> None:
    """Only a recovery that is not settled is paid otherwise by a dispute: others may be disputed without telling their month."""
    is_recovery = reconciliation.outcome == Reconciliation.Outcome.RECOVER
    if is_recovery and reconciliation.settled_amount is None:
        changing(reconciliation.line, by, from_db(reconciliation.period))
