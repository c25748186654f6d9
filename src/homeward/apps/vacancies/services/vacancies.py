"""Saying what homes can give: all of them in one form, or in one press that nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.providers.models import Home
from homeward.apps.vacancies import checks
from homeward.apps.vacancies.checks import Said
from homeward.apps.vacancies.models import Vacancy
from homeward.apps.vacancies.queries import terms_on
from homeward.kernel.reasons import Reason

WHAT = "These vacancies cannot be confirmed"


@service("confirm_vacancies", WHAT)
def confirm_vacancies(*, said: Sequence[Said], by: Actor) -> list[Vacancy]:
    """Record what is said of each home, all of them or none. What was said before stays in the history.

    `seen` of a row is when the vacancy a person looked at had been confirmed: when somebody was quicker, the row is
    refused. Raises Refused with every reason of every row; `field` of a reason names the row's input.
    """
    homes = _locked([s.home for s in said], by)
    said = [replace(s, home=homes[s.home.pk]) for s in said]  # as they are now, not as the page read them
    stored = _stored(homes)
    terms = terms_on([home.pk for home in homes.values()], by.today)
    reasons: list[Reason] = []
    for one in said:
        reasons += checks.check_keeper(one.home, by)
        reasons += checks.check_said(one, terms.get(one.home.pk), by.today)
        reasons += checks.check_unchanged(one.home, stored.get(one.home.pk), one.seen)
    refuse_if(WHAT, reasons)
    return [_store(one, stored.get(one.home.pk), by) for one in said]


@service("confirm_unchanged", WHAT)
def confirm_unchanged(*, seen: Mapping[Home, dt.datetime | None], by: Actor) -> list[Vacancy]:
    """Say of each home that what was last said still holds. `seen`: when each had been confirmed, as it was looked at."""
    homes = _locked(list(seen), by)
    stored = _stored(homes)
    reasons: list[Reason] = []
    for home in homes.values():
        reasons += checks.check_keeper(home, by)
        vacancy = stored.get(home.pk)
        if vacancy is None:
            told: dict[str, Any] = {"home": home.name, "field": f"places_{home.public_id}"}
            reasons.append(Reason("vacancy.never_said", told))
    for home, when in seen.items():
        reasons += checks.check_unchanged(home, stored.get(home.pk), when)
    refuse_if(WHAT, reasons)
    rows = list(stored.values())
    for vacancy in rows:
        vacancy.confirmed_at, vacancy.confirmed_by = timezone.now(), by.user
        vacancy.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record_many(by, "confirm_unchanged", rows)
    return rows


def _locked(homes: Sequence[Home], by: Actor) -> dict[int, Home]:
    """The homes, locked in one order, if the actor may speak for each of them."""
    refuse_if(WHAT, [None if homes else Reason("vacancy.no_home", {})])
    permit(by.holds(P.VACANCY_WRITE), WHAT)
    mine = Home.objects.allowed_to(by, P.HOME_READ).filter(pk__in=[h.pk for h in homes], body=by.body)
    permit(mine.count() == len({h.pk for h in homes}), WHAT)
    rows = Home.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[h.pk for h in homes])
    return {h.pk: h for h in rows.select_related("provider__organisation", "body").order_by("pk")}


def _stored(homes: Mapping[int, Home]) -> dict[int, Vacancy]:
    rows = Vacancy.objects.select_for_update(of=("self",)).filter(home__in=homes).order_by("pk")
    return {v.home_id: v for v in rows.select_related("home", "confirmed_by")}


def _store(said: Said, vacancy: Vacancy | None, by: Actor) -> Vacancy:
    home, values = said.home, said.values()
    if vacancy is None:
        vacancy = Vacancy(body=home.body, organisation=home.organisation, home=home)
    changed = sorted(n for n, v in values.items() if vacancy.pk is None or getattr(vacancy, n) != v)
    for name, value in values.items():
        setattr(vacancy, name, value)
    vacancy.confirmed_at, vacancy.confirmed_by = timezone.now(), by.user
    vacancy.save()
    audit.record(by, "confirm_vacancy", vacancy, fields=changed)
    return vacancy
