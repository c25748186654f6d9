"""What the data exchange asks of people: send what is due, read what came, look at a profile that waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.exchange import queries
from homeward.apps.exchange.models import DataReturn, ExchangeProfile
from homeward.web.dates import month as month_in_words

SEPARATELY = 6


@duty_source
def returns_to_send(actor: Actor) -> Iterator[Duty]:
    """A partner's own months that are over and not in."""
    if actor.relation(P.EXCHANGE_SEND) is not Relation.ORGANISATION:
        return
    for item in queries.missing(actor)[:SEPARATELY]:
        back = item.sent_back
        yield Duty(
            title=(_("Send the return again: %(month)s") if back else _("Send the return of the data exchange: %(month)s"))
            % {"month": month_in_words(item.month)},
            why=back.answer_reason if back else _(
                "What the records hold already is filled in. The day is counted by the general calendar of working days."
            ),
            verb=_("Make it"), url=f"{reverse('data_return_new')}?month={item.month:%Y-%m}", due=item.due, kind="exchange",
        )  # fmt: skip


@duty_source
def returns_not_in(actor: Actor) -> Iterator[Duty]:
    """For the body: the returns that are late, in one line for each month."""
    if actor.relation(P.EXCHANGE_ANSWER) is not Relation.BODY:
        return
    late: dict[tuple[dt.date, dt.date], list[str]] = {}
    for item in queries.missing(actor):
        if item.due < actor.today:
            late.setdefault((item.month, item.due), []).append(item.organisation.name)
    for (month, due), names in late.items():
        yield Duty(
            title=_("Returns of %(month)s that are not in: %(n)s") % {"month": month_in_words(month), "n": len(names)},
            why=", ".join(names), verb=_("Show them"), url=f"{reverse('data_returns')}#not-in", due=due, kind="exchange.late",
        )  # fmt: skip


@duty_source
def returns_to_read(actor: Actor) -> Iterator[Duty]:
    """For the body: what came in and nobody has answered."""
    if actor.relation(P.EXCHANGE_ANSWER) is not Relation.BODY:
        return
    rows = queries.listed(actor).filter(state=DataReturn.State.SUBMITTED).order_by("submitted_at")
    for row in rows[:SEPARATELY]:
        yield Duty(
            title=_("Read the return: %(name)s, %(month)s") % {"name": row.organisation.name, "month": row.month_words},
            why=_("Accept it, or send it back with what is to be put right."), verb=_("Open"),
            url=reverse("data_return", args=[row.public_id]), due=None, kind="exchange.read",
            since=row.body.day_of(row.submitted_at) if row.submitted_at else None,
        )  # fmt: skip


@duty_source
def profile_waits(actor: Actor) -> Iterator[Duty]:
    """A proposed profile, for whoever may publish it and did not draft it."""
    if not actor.holds(P.EXCHANGE_PUBLISH):
        return
    rows = ExchangeProfile.objects.allowed_to(actor, P.EXCHANGE_PUBLISH).filter(
        state=ExchangeProfile.State.PROPOSED
    )
    for row in rows.exclude(drafted_by=actor.user).select_related("drafted_by", "body"):
        yield Duty(
            title=_("A data exchange profile waits for a second person: version %(number)s") % {"number": row.number},
            why=_("%(who)s drafted it.") % {"who": row.drafted_by.name}, verb=_("Look at it"),
            url=reverse("exchange_profile", args=[row.public_id]), due=None, kind="exchange.profile",
            since=row.body.day_of(row.since),
        )  # fmt: skip
