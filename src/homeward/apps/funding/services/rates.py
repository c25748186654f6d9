"""Additional support rates: proposed, approved by another person, renewed at their review, ended."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.funding import rule
from homeward.apps.funding.addresses import rate_address
from homeward.apps.funding.machine import lives_on_line, move, over_limit
from homeward.apps.funding.models import AdditionalRate, Asked, Renewal
from homeward.apps.funding.services.common import (
    changing,
    empty,
    model_fault,
    of,
    outside_line,
    permit_any,
    side_of,
    take,
    tell_approvers,
    tell_managers,
    tell_partner,
)
from homeward.engine.partner_funding.terms import RenewalFact
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

PROPOSE, DECIDE, RENEW, END = (
    "This additional rate cannot be proposed", "This additional rate cannot be decided",
    "This additional rate cannot be renewed", "This additional rate cannot be ended",
)  # fmt: skip


@service("propose_additional_rate", PROPOSE)
def propose_rate(
    *, line: Line, child: Child, amount: Decimal, period: DateRange, reason: str, review_on: dt.date,
    notice_on: dt.date, by: Actor,
) -> AdditionalRate:  # fmt: skip
    """Propose an additional support rate of a night for one child on a dynamic line; it is paid once approved.

    `reason` names the assessed need. It ends on `review_on` unless renewed. `notice_on`: when the partner was told.
    """
    permit_any(by, line, PROPOSE, P.FUNDING_PROPOSE)
    stands = not period.is_empty
    rate = AdditionalRate(
        **of(line), child=child, period=to_db(period) if stands else None, amount=amount, reason=reason.strip(),
        review_on=review_on, notice_on=notice_on, asked_by=by.user, asked_side=side_of(by),
    )  # fmt: skip
    refuse_if(
        PROPOSE,
        [
            model_fault(line, Line.Method.DYNAMIC),
            None if stands else Reason("record.no_night", {"field": "period", "day": period.start.isoformat()}),
            *(_faults(rate) if stands else ()),
        ],
    )  # fmt: skip
    rate.save()
    audit.record(by, "propose_additional_rate", rate, child=child.reference, amount=str(amount))
    title = saying("An additional support rate waits for your decision: %(line)s", line=line)
    tell_approvers(line, title, rate_address(rate), by)
    return rate


def _faults(rate: AdditionalRate, approver: str = "–") -> list[Reason | None]:
    line, period = rate.line, from_db(rate.period)
    held = period if period.end is not None else rule.nights_of(rate)
    told = {"field": "child", "child": rate.child.reference, "line": str(line)}
    to_come = {"field": "notice_on", "day": rate.notice_on.isoformat()}
    return [
        Reason("funding.amount_nought", {"field": "amount"}) if rate.amount <= 0 else None,
        None if held.is_empty else outside_line(line, "period", "The rate", held),
        None if lives_on_line(rate) else Reason("funding.child_not_on_line", told),
        Reason("funding.notice_to_come", to_come) if rate.notice_on > line.body.today else None,
        *rule.against_rate(rate, approver),
    ]


@service("approve_additional_rate", DECIDE)
def approve_rate(*, rate: AdditionalRate, reason: str, by: Actor) -> AdditionalRate:
    """Approve a proposed rate: it is paid for its nights, to its end or review. Another person than its proposer."""
    take(rate, by, DECIDE, P.FUNDING_APPROVE)
    nights = rule.nights_of(rate)
    if rate.state == Asked.REQUESTED:
        refuse_if(DECIDE, _faults(rate, by.user.name))
    changing(rate.line, by, nights)
    _make_room(rate)
    move(rate, "approve", reason, by)
    audit.record(by, "approve_additional_rate", rate, reason=reason)
    _tell_both(rate, saying("An additional support rate is approved: %(line)s", line=rate.line), by)
    return rate


def _make_room(rate: AdditionalRate) -> None:
    """Let rates whose review has passed, and that nobody renewed, end where this one begins."""
    start = from_db(rate.period).start
    others = AdditionalRate.objects.select_for_update().filter(
        line=rate.line, child=rate.child, state=Asked.APPROVED, period__overlap=rate.period
    )
    for other in others:
        held = rule.nights_of(other)
        if held.end is not None and held.start < start and held.end <= start:
            other.period = to_db(DateRange(held.start, start))
            other.save(update_fields=["period"])


@service("decline_additional_rate", DECIDE)
def decline_rate(*, rate: AdditionalRate, reason: str, by: Actor) -> AdditionalRate:
    take(rate, by, DECIDE, P.FUNDING_APPROVE)
    move(rate, "decline", reason, by)
    audit.record(by, "decline_additional_rate", rate, reason=reason)
    _tell_both(rate, saying("An additional support rate is declined: %(line)s", line=rate.line), by)
    return rate


@service("withdraw_additional_rate", DECIDE)
def withdraw_rate(*, rate: AdditionalRate, reason: str, by: Actor) -> AdditionalRate:
    take(rate, by, DECIDE, P.FUNDING_PROPOSE)
    move(rate, "withdraw", reason, by)
    audit.record(by, "withdraw_additional_rate", rate, reason=reason)
    return rate


@service("renew_additional_rate", RENEW)
def renew_rate(*, rate: AdditionalRate, review_on: dt.date, reason: str, by: Actor) -> Renewal:
    """Go on with a rate to its next review. Its proposer does not; once its review has passed a new rate is proposed."""
    take(rate, by, RENEW, P.FUNDING_APPROVE)
    known, today = rule.last_review(rate), line_day(rate)
    renewal = RenewalFact(review_on=review_on, approved_by=by.user.name, renewed_on=today)
    later = {"field": "review_on", "day": known.isoformat()}
    is_approved = rate.state == Asked.APPROVED
    refuse_if(
        RENEW,
        [
            None if is_approved else Reason("funding.not_approved", {"state": str(rate.get_state_display())}),
            Reason("funding.own_asking", {"name": by.user.name}) if rate.asked_by_id == by.user.pk else None,
            empty("reason", "Reason", reason),
            None if review_on > known else Reason("funding.review_not_later", later),
            *over_limit(rate.amount * max(0, (review_on - known).days), by),
            *(rule.against_rate(rate, by.user.name, [renewal]) if is_approved else ()),
        ],
    )  # fmt: skip
    before, after = rule.nights_of(rate), rule.nights_of(rate, review_on)
    if before.end is not None and after.end is not None and after.end > before.end:
        changing(rate.line, by, DateRange(before.end, after.end))
    made = Renewal.objects.create(
        **of(rate.line), rate=rate, review_on=review_on, renewed_on=today, approved_by=by.user, reason=reason.strip()
    )  # fmt: skip
    audit.record(by, "renew_additional_rate", rate, reason=reason, review_on=review_on.isoformat())
    _tell_both(rate, saying("An additional support rate is renewed: %(line)s", line=rate.line), by)
    return made


def line_day(rate: AdditionalRate) -> dt.date:
    return rate.line.body.today


@service("end_additional_rate", END)
def end_rate(*, rate: AdditionalRate, on: dt.date, reason: str, by: Actor) -> AdditionalRate:
    """End an approved rate; `on` is the first night without it."""
    take(rate, by, END, P.FUNDING_PROPOSE)
    held = rule.nights_of(rate)
    inside = held.start < on and (held.end is None or on < held.end)
    told = {"field": "on", "start": held.start.isoformat(), "end": held.end.isoformat() if held.end else "–"}
    is_approved = rate.state == Asked.APPROVED
    refuse_if(
        END,
        [
            None if is_approved else Reason("funding.not_approved", {"state": str(rate.get_state_display())}),
            empty("reason", "Reason", reason),
            Reason("funding.end_not_inside", told) if is_approved and not inside else None,
        ],
    )
    changing(rate.line, by, DateRange(on, held.end))
    rate.period = to_db(DateRange(held.start, on))
    rate.save(update_fields=["period"])
    audit.record(by, "end_additional_rate", rate, reason=reason, on=on.isoformat())
    _tell_both(rate, saying("An additional support rate ends: %(line)s", line=rate.line), by)
    return rate


def _tell_both(rate: AdditionalRate, title: object, by: Actor) -> None:
    tell_partner(rate.line, title, rate_address(rate), by)  # type: ignore[arg-type]
    tell_managers(rate.line, title, rate_address(rate), by)  # type: ignore[arg-type]
