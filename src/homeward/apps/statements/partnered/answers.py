"""What the funding of a care partner's line asks of its statements: what was received, which month is open."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import from_db
from homeward.apps.funding import hooks
from homeward.apps.funding.models import Reconciliation
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import LOCKED_STATES, State, Statement
from homeward.apps.statements.partnered.facts import is_partnered, paid_by

ENDED = {"recovered": "recovered", "repurposed": "repurposed"}


def received(line: Line) -> dict[dt.date, Decimal]:
    """By first day of the month, what was paid for nights, instalments and balances, without tax."""
    paid = Statement.objects.filter(line=line, state=State.PAID).order_by("period")
    return {from_db(s.period).start: paid_by(newest(s).decision) for s in paid}


def first_open_day(line: Line) -> dt.date | None:
    """The first day after the last month both sides agreed; None where none is agreed."""
    last = Statement.objects.filter(line=line, state__in=LOCKED_STATES).order_by("period").last()
    return from_db(last.period).end if last else None


def settle_reconciliation(statement: Statement) -> None:
    """Both sides agreed the month: what was recovered or used otherwise stands, and is decided no more."""
    found = newest(statement).decision["reconciliation"] if is_partnered(statement.line) else None
    if not found or found["status"] not in ENDED:
        return
    asked = Reconciliation.objects.filter(line=statement.line, period=statement.period)
    asked.update(settled_amount=Decimal(found[ENDED[found["status"]]]))


def month_address(line: Line, day: dt.date, actor: Actor) -> str:
    """Where a person reads the month's calculation; empty where there is no statement they see."""
    found = Statement.objects.visible_to(actor).filter(line=line, period__contains=day).first()
    return reverse("statement", args=[found.public_id]) if found else ""


hooks.answer(received=received, first_open_day=first_open_day, month_address=month_address)
