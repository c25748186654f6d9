"""Paying approved statements: together, once, under a number and a control total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core import audit
from homeward.apps.core.ids import random_code
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.writing import service
from homeward.apps.statements import figures
from homeward.apps.statements.machine import MACHINE, newest
from homeward.apps.statements.models import Payment, PaymentBatch, Statement
from homeward.apps.statements.services.moving import move, require
from homeward.kernel.reasons import Reason


@service("payment.batch", "This payment cannot be made")
def pay(*, statements: Sequence[Statement], by: Actor) -> PaymentBatch:
    """Put approved statements into one batch. All of them or none; each exactly once.

    The rows are locked in one order, line by line as a change of records does, so that two people paying the same
    statement get one payment and one refusal.
    """
    chosen = sorted({s.pk for s in statements})
    empty = None if chosen else Reason("statement.nothing_to_pay", {})
    refuse_if("No payment can be made", [empty])
    for statement in statements:
        require(Permission.PAYMENT_MAKE, statement, by)
    locked = list(
        Statement.objects.select_for_update(of=("self",)).filter(pk__in=chosen).order_by("line_id", "pk")
        .select_related("line__agreement", "body", "organisation", "assessment")
    )  # fmt: skip
    reasons = [r for s in locked for r in MACHINE.why_not("pay", s, by)]
    if reasons:
        raise Refused("This payment cannot be made", reasons)
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
