"""Paying approved statements together, and what the finance system made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core import audit
from homeward.apps.core.ids import random_code
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.writing import service
from homeward.apps.statements import figures
from homeward.apps.statements.machine import MACHINE, newest
from homeward.apps.statements.models import Payment, PaymentBatch, Statement
from homeward.apps.statements.services.moving import move, require, tell_holders
from homeward.kernel.reasons import Reason


@service("payment.batch", "This payment cannot be made")
def pay(*, statements: Sequence[Statement], by: Actor, credits_looked_at: bool = False) -> PaymentBatch:
    """Put approved statements into one batch. All of them or none; each exactly once.

    A payable amount below zero goes as a credit line. Where a payee's lines together are below zero, somebody has to
    have looked at it: `credits_looked_at`. The rows are locked in one order, line by line as a change of records does,
    so that two people paying the same statement get one payment and one refusal.
    """
    chosen = sorted({s.pk for s in statements})
    empty = None if chosen else Reason("statement.nothing_to_pay", {})
    refuse_if("No payment can be made", [empty])
    for statement in statements:
        require(Permission.PAYMENT_MAKE, statement, by)
    locked = _lock(chosen)
    reasons = [r for s in locked for r in MACHINE.why_not("pay", s, by)]
    if not credits_looked_at:
        reasons += [
            Reason("payment.below_zero", {"payee": payee.name, "amount": f"{amount:,.2f}", "currency": by.body.currency})
            for payee, amount in payees_below_zero(locked)
        ]  # fmt: skip
    if reasons:
        raise Refused("This payment cannot be made", reasons)
    return _send(locked, by)


def _lock(keys: Iterable[int]) -> list[Statement]:
    return list(
        Statement.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("line_id", "pk")
        .select_related("line__agreement", "body", "organisation", "assessment")
    )  # fmt: skip


def payees_below_zero(statements: Iterable[Statement]) -> Iterator[tuple[Organisation, Decimal]]:
    """Payees whose lines together would be a credit, with the amount, by name."""
    sums: dict[Organisation, Decimal] = {}
    for statement in statements:
        assessment = getattr(statement, "assessment", None)
        if assessment is not None:
            payee = statement.organisation
            sums[payee] = sums.get(payee, Decimal(0)) + assessment.payable_amount
    return ((o, amount) for o, amount in sorted(sums.items(), key=lambda i: i[0].name) if amount < 0)


def _send(locked: Sequence[Statement], by: Actor) -> PaymentBatch:
    total = sum((s.assessment.payable_amount for s in locked), Decimal(0))
    batch = PaymentBatch.objects.create(
        body=by.body, number=f"B-{by.today:%Y%m%d}-{random_code(5)}", created_by=by.user, count=len(locked),
        control_total=total, currency=by.body.currency,
    )  # fmt: skip
    for statement in locked:
        move(statement, "pay", by=by, note=f"Batch {batch.number}")
        Payment.objects.create(
            body=statement.body, organisation=statement.organisation, batch=batch, statement=statement,
            amount=statement.assessment.payable_amount, cost_code=statement.line.cost_code,
            breakdown=figures.breakdown(newest(statement).decision, statement.assessment),
        )  # fmt: skip
    audit.record(by, "payment.batch", batch, count=len(locked), control_total=str(total))
    return batch


@dataclass(frozen=True)
class Outcome:
    """What the finance system says of one payment: paid, or rejected with its reason, and on which day.

    `came_back` says that somebody knows it was paid before and is now rejected.
    """

    payment: Payment
    is_paid: bool
    on: dt.date
    reason: str = ""
    came_back: bool = False


@dataclass(frozen=True)
class Recorded:
    """How many payments an answer changed, and how many it only repeated."""

    paid: int
    rejected: int
    same: int


@service("payment.result", "This result cannot be recorded")
def record_results(*, outcomes: Sequence[Outcome], source: str, by: Actor) -> Recorded:
    """Mark payments paid or rejected, all or none. What is known already changes nothing.

    A rejected payment opens its statement again: it is approved as it was and can go into another batch. A payment
    that was paid may still come back rejected; one that was rejected is never made paid. Raises Refused with every
    reason.
    """
    for outcome in outcomes:
        require(Permission.PAYMENT_MAKE, outcome.payment.statement, by)
    statements = {s.pk: s for s in _lock({o.payment.statement_id for o in outcomes})}
    rows = Payment.objects.select_for_update(of=("self",)).filter(pk__in=[o.payment.pk for o in outcomes])
    payments = {p.pk: p for p in rows.select_related("batch").order_by("pk")}
    fresh = [(o, payments[o.payment.pk]) for o in outcomes]
    refuse_if("This result cannot be recorded", [r for o, p in fresh for r in why_not_settled(o, p, by)])
    counts = {"paid": 0, "rejected": 0, "same": 0}
    for outcome, payment in fresh:
        wanted = Payment.State.PAID if outcome.is_paid else Payment.State.REJECTED
        if payment.state == wanted:
            counts["same"] += 1
            continue
        counts[wanted] += 1
        _settle(payment, statements[payment.statement_id], outcome, wanted, by)
    for batch in {p.batch for _, p in fresh}:
        audit.record(by, "payment.result", batch, source=source, counts=counts)
    return Recorded(**counts)


def why_not_settled(outcome: Outcome, payment: Payment, by: Actor) -> Iterator[Reason]:
    """Every reason why a payment cannot take this outcome; none when it may or already has."""
    named = {"reference": payment.public_id}
    if payment.state == Payment.State.REJECTED and outcome.is_paid:
        assert payment.settled_on is not None
        yield Reason("payment.rejected_before", {**named, "on": payment.settled_on.isoformat()})
    if payment.state == Payment.State.PAID and not outcome.is_paid and not outcome.came_back:
        yield Reason("payment.paid_already", named)
    sent = timezone.localtime(payment.batch.created_at).date()
    if not sent <= outcome.on <= by.today:
        days = {"on": outcome.on, "sent": sent, "today": by.today}
        yield Reason("payment.too_early", {**named, **{k: d.isoformat() for k, d in days.items()}})
    if not outcome.is_paid and not outcome.reason.strip():
        yield Reason("payment.no_reason", named)


def _settle(payment: Payment, statement: Statement, outcome: Outcome, state: str, by: Actor) -> None:
    payment.state, payment.settled_on, payment.settled_at = state, outcome.on, timezone.now()
    payment.settled_by, payment.reason = by.user, "" if outcome.is_paid else outcome.reason.strip()[:300]
    payment.save(update_fields=["state", "settled_on", "settled_at", "settled_by", "reason"])
    if outcome.is_paid:
        move(statement, "settle", by=by, note=f"Batch {payment.batch.number}, on {outcome.on.isoformat()}")
        return
    move(statement, "payment_rejected", by=by, note=f"Batch {payment.batch.number}: {payment.reason}")
    tell_holders(
        statement,
        f"{statement.line} {statement.label}: the payment was rejected and can be made again",
        but=by,
    )
