"""Readers of what a care partner's lines are funded for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import PARTNERED, Line
from homeward.apps.children.models import Child
from homeward.apps.core.periods import from_db, say
from homeward.apps.funding import hooks, rule
from homeward.apps.funding.escalation_models import Escalation
from homeward.apps.funding.models import (
    AdditionalRate,
    Asked,
    FundingDispute,
    FundingRequest,
    PoolUse,
    Reconciliation,
)
from homeward.apps.funding.months import month_of, months_back
from homeward.apps.placements.models import Spell

NOUGHT = Decimal("0.00")
AWAY = (Spell.Kind.MISSING, Spell.Kind.ABSENT, Spell.Kind.HOLD)
RELATED = ("line__agreement", "body", "organisation", "asked_by", "decided_by")
POOL_MONTHS = 12


def lines(actor: Actor, using: P = P.FUNDING_READ) -> QuerySet[Line]:
    """The lines on one of the funding models whose records a person may read."""
    found = Line.objects.allowed_to(actor, using).filter(method__in=PARTNERED)
    return found.select_related("agreement__provider__organisation", "organisation", "body")


def requests(actor: Actor) -> QuerySet[FundingRequest]:
    return FundingRequest.objects.visible_to(actor).select_related(*RELATED)


def rates(actor: Actor) -> QuerySet[AdditionalRate]:
    return (
        AdditionalRate.objects.visible_to(actor)
        .select_related(*RELATED, "child")
        .prefetch_related("renewals")
    )


def escalations(actor: Actor) -> QuerySet[Escalation]:
    found = Escalation.objects.visible_to(actor).select_related(
        "body", "organisation", "line__agreement", "raised_by"
    )
    return found.prefetch_related("pauses")


def reconciliations(actor: Actor) -> QuerySet[Reconciliation]:
    found = Reconciliation.objects.visible_to(actor).select_related("line__agreement", "body", "organisation")
    return found.prefetch_related("disputes")


def open_disputes(actor: Actor) -> QuerySet[FundingDispute]:
    found = FundingDispute.objects.visible_to(actor).filter(closed_on=None)
    return found.select_related("reconciliation", "line__agreement", "organisation", "body")


def children_on(line: Line) -> QuerySet[Child]:
    """The children with a stay on a line, by reference: whoever proposes a rate names one, and sees no more of them."""
    return Child.objects.filter(placements__line=line).distinct().order_by("reference")


def absences_on(line: Line) -> QuerySet[Spell]:
    """Nights away of children on a line, newest first, that nobody has decided on."""
    found = Spell.objects.filter(placement__line=line, kind__in=AWAY).select_related("placement__child")
    decided = line.absenceapprovals.values_list("placement_id", "period")
    rows = found.order_by("-period")
    kept = [
        s.pk for s in rows if not any(p == s.placement_id and s.period.lower == r.lower for p, r in decided)
    ]
    return rows.filter(pk__in=kept)


def absence_words(spell: Spell) -> str:
    return f"{spell.placement.child.reference}, {spell.get_kind_display()}, {say(from_db(spell.period))}"


def for_review(actor: Actor, by: dt.date) -> list[AdditionalRate]:
    """Approved rates whose review is due by a day and that have not ended before, the earliest first."""
    found = rates(actor).filter(state=Asked.APPROVED, review_on__lte=by)
    rows = [(rule.last_review(rate), rate) for rate in found]
    due = [(day, rate) for day, rate in rows if day <= by and _runs_to(rate, day)]
    return [rate for _day, rate in sorted(due, key=lambda row: (row[0], row[1].pk))]


def _runs_to(rate: AdditionalRate, day: dt.date) -> bool:
    end = from_db(rate.period).end
    return end is None or end >= day


@dataclass(frozen=True)
class Standing:
    """How an additional rate stands on a day: waiting, running, to begin, ended, or not approved."""

    words: Any
    tone: str


@dataclass(frozen=True)
class PoolMonth:
    """One month of a partner's pool. Amounts without tax. `received` is None where no payment is known."""

    month: dt.date
    received: Decimal | None
    used: Decimal | None
    balance: Decimal | None


def pool_lines(actor: Actor, organisation: Organisation) -> list[Line]:
    """The dynamic lines of a partner: general support may be used across its children."""
    found = lines(actor).filter(organisation=organisation, method=Line.Method.DYNAMIC)
    return list(found.order_by("agreement__reference", "number"))


def pool_of(of_lines: list[Line], today: dt.date) -> list[PoolMonth]:
    """Received against used by month, oldest first, with the running balance of the months shown.

    A month in which nothing was received nor reported counts as nought from the first one that has either.
    """
    paid: dict[dt.date, Decimal] = {}
    known = False
    for line in of_lines:
        found = hooks.received(line)
        known = known or found is not None
        for day, amount in (found or {}).items():
            first = month_of(day).start
            paid[first] = paid.get(first, NOUGHT) + amount
    used: dict[dt.date, Decimal] = {}
    for use in PoolUse.objects.filter(line__in=of_lines):
        used[use.period.lower] = used.get(use.period.lower, NOUGHT) + use.amount
    return _months(paid, used, known, today)


def _months(
    paid: dict[dt.date, Decimal], used: dict[dt.date, Decimal], known: bool, today: dt.date
) -> list[PoolMonth]:
    begun = min([*paid, *used], default=None)
    months, balance = [], NOUGHT
    shown = [m for m in reversed(months_back(today, POOL_MONTHS)) if begun is not None and m >= begun]
    earlier = sum((a for m, a in paid.items() if m < shown[0]), NOUGHT) if shown else NOUGHT
    earlier -= sum((a for m, a in used.items() if m < shown[0]), NOUGHT) if shown else NOUGHT
    balance += earlier
    for month in shown:
        received = paid.get(month, NOUGHT) if known else None
        balance += (received or NOUGHT) - used.get(month, NOUGHT)
        months.append(PoolMonth(month, received, used.get(month), balance if known else None))
    return months


def waiting_of(line: Line) -> dict[str, int]:
    """How much of a line waits: requests and rates to decide, disputes open."""
    return {
        "requests": line.fundingrequests.filter(state=Asked.REQUESTED).count(),
        "rates": line.additionalrates.filter(state=Asked.REQUESTED).count(),
        "disputes": line.fundingdisputes.filter(closed_on=None).count(),
    }


def running(rate: AdditionalRate, today: dt.date) -> bool:
    nights = rule.nights_of(rate)
    return rate.state == Asked.APPROVED and (nights.end is None or nights.end > today)


def open_reconciliations(actor: Actor) -> QuerySet[Reconciliation]:
    """Those that wait: for an outcome, or for the partner's answer to it."""
    found = reconciliations(actor).filter(settled_amount=None)
    return found.filter(Q(outcome="") | Q(partner_response=""))
