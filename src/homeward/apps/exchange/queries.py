"""Readers of returns: what came, what is expected, what is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.approvals.models import PartnerApproval
from homeward.apps.approvals.models.standing import OVER
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.vocabulary import label_of
from homeward.apps.exchange import profiles
from homeward.apps.exchange.models import DataReturn, next_month
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.calendars import WorkingDays, working_days

DUE = "exchange.due_days"
CALENDAR = "general"
RELATED = ("body", "organisation", "agreement", "profile", "tried_by", "submitted_by", "answered_by")
LONGEST_BACK = 12  # months; an older one that never came is no longer asked for by itself
ONE = dt.timedelta(days=1)


def listed(actor: Actor) -> QuerySet[DataReturn]:
    """The returns a person may see, without trials that were laid aside."""
    rows = DataReturn.objects.visible_to(actor).exclude(state=DataReturn.State.LAID_ASIDE)
    return rows.select_related(*RELATED).defer("document")


def versions_of(row: DataReturn, actor: Actor) -> list[DataReturn]:
    """Every version of the same month, newest first."""
    same = listed(actor).filter(
        organisation=row.organisation, agreement=row.agreement, month=row.month, version__gt=0
    )
    return list(same.order_by("-version"))


@dataclass(frozen=True)
class Expectation:
    """When the return of a month is expected, and by what that day was counted."""

    due: dt.date
    days: int
    calendar: str
    is_placeholder: bool


def expected_by(body: CommissioningBody, month: dt.date) -> Expectation:
    """The last of the policy's working days after a month, by the calendar the pack names."""
    over = next_month(month)
    policy = pack_of(body).policy()
    used = policy.look(DUE, on=over)
    calendar: WorkingDays = working_days(
        CALENDAR, public_holidays(pack_of(body), (over.year, over.year + 1)), policy, over
    )
    days = int(str(used.value))
    return Expectation(calendar.after(over - ONE, days), days, CALENDAR, used.standing == "placeholder")


@dataclass(frozen=True)
class Missing:
    """A month of a partner that has not come, or was sent back and not replaced."""

    organisation: Organisation
    month: dt.date
    due: dt.date
    sent_back: DataReturn | None = None


def missing(actor: Actor) -> list[Missing]:
    """The months not in, of every care partner this person may see: the oldest first."""
    body = actor.body
    if not profiles.exchanges(body):
        return []
    rows = DataReturn.objects.visible_to(actor).filter(version__gt=0).defer("document")
    in_ = {(r.organisation_id, r.month) for r in rows if r.state in ("submitted", "accepted")}
    back = {
        (r.organisation_id, r.month): r
        for r in rows.filter(state=DataReturn.State.SENT_BACK).order_by("version")
    }
    first = _first_month(body)
    found = [
        Missing(organisation, month, expected_by(body, month).due, back.get((organisation.pk, month)))
        for organisation, approved_on in _partners(actor)
        for month in _months(max(next_month(approved_on), first), body.today)
        if (organisation.pk, month) not in in_
    ]
    return sorted(found, key=lambda m: (m.due, m.organisation.search_key))


def _partners(actor: Actor) -> Iterator[tuple[Organisation, dt.date]]:
    """Approved care partners; a partner's own people find their own organisation alone."""
    rows = (
        PartnerApproval.objects.filter(body=actor.body).exclude(state__in=OVER).select_related("organisation")
    )
    if actor.organisation is not None:
        rows = rows.filter(organisation=actor.organisation)
    elif actor.scope_ids:
        rows = rows.filter(organisation_id__in=actor.scope_ids)
    for row in rows.order_by("organisation__search_key"):
        yield row.organisation, row.approved_on


def _first_month(body: CommissioningBody) -> dt.date:
    """From when returns are asked for: the first month of a published profile; before one is, the last month alone."""
    starts = [p.applies_from for p in profiles.published(body) if p.applies_from]
    last = _month_before(body.today)
    return max(min(starts, default=last), _months_before(body.today, LONGEST_BACK))


def _month_before(day: dt.date) -> dt.date:
    return (day.replace(day=1) - ONE).replace(day=1)


def _months_before(day: dt.date, count: int) -> dt.date:
    for _turn in range(count):
        day = _month_before(day)
    return day


def _months(first: dt.date, today: dt.date) -> Iterator[dt.date]:
    """Each month from a first one that is over."""
    while next_month(first) <= today:
        yield first
        first = next_month(first)


def choosable_months(body: CommissioningBody) -> list[dt.date]:
    """The months a return can be made for now, the newest first."""
    return list(_months(_months_before(body.today, LONGEST_BACK), body.today))[::-1]


def calendar_words(body: CommissioningBody, name: str) -> str:
    """What a calendar of working days is called."""
    return label_of(body, "working_calendars", name)
