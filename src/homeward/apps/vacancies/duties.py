"""What vacancies ask of people: say again what is free, before the word is too old to be believed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.periods import say_day
from homeward.apps.core.vocabulary import code_list
from homeward.apps.vacancies import queries

SOON = 2  # days before the word turns stale at which it is asked for


@duty_source
def vacancies_to_confirm(actor: Actor) -> Iterator[Duty]:
    """One duty for all homes of a keeper: they are confirmed together."""
    if not actor.holds(P.VACANCY_WRITE) or code_list(actor.body, "vacancy_blocks") is None:
        return
    rows = queries.rows_of(actor, queries.homes_kept(actor))
    never = [row for row in rows if row.vacancy is None]
    ageing = [row for row in rows if row.due is not None and (row.due - actor.today).days <= SOON]
    if not (never or ageing):
        return
    said = [row.confirmed_on for row in ageing if row.confirmed_on]
    why = []
    if said:
        why.append(_("Last confirmed on %(day)s.") % {"day": say_day(min(said))})
    if never:
        told = ngettext(
            "Of %(n)s home nobody has said anything.", "Of %(n)s homes nobody has said anything.", len(never)
        )
        why.append(told % {"n": len(never)})
    count = len(never) + len(ageing)
    yield Duty(
        title=ngettext("Confirm what is free in %(n)s home", "Confirm what is free in %(n)s homes", count) % {"n": count},
        why=" ".join(why),
        verb=_("Confirm"),
        url=reverse("vacancies_confirm"),
        due=min((row.due for row in ageing if row.due), default=None),
        since=min((row.home.opened_on for row in never if row.home.opened_on), default=None),
        kind="vacancy.confirm",
    )  # fmt: skip
