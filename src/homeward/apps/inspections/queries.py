"""Readers of inspections: the one source of the latest report of a home or of a provider's service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.vocabulary import choices_of, code_list, label_of
from homeward.apps.inspections.models import Inspection
from homeward.apps.providers.models import Home, Provider
from homeward.apps.restrictions.queries import same_home
from homeward.apps.restrictions.reach import binding_bodies

REGULATORS, GRADES = "inspectorates", "inspection_grades"
RELATED = ("body", "organisation", "home", "recorded_by", "taken_back_by")


def listed(actor: Actor) -> QuerySet[Inspection]:
    """The inspections a person may see."""
    return Inspection.objects.visible_to(actor).select_related(*RELATED)


def of_subject(thing: Provider | Home) -> Q:
    """Inspections that speak of a provider's service, or of a home: its own, or that of the service it lives under."""
    service = Q(home=None, organisation=thing.organisation_id) if thing.organisation_id else Q(pk__in=[])
    if isinstance(thing, Provider):
        return service
    return service if is_household(thing) else same_home(thing)


def is_household(home: Home) -> bool:
    """A carer household is not inspected: its fostering service is."""
    return home.kind == Home.Kind.CARER_HOUSEHOLD


def _number(home: Home) -> tuple[int | None, str]:
    return (home.organisation_id, home.urn) if home.urn and home.organisation_id else (None, "")


@dataclass(frozen=True)
class Latest:
    """The latest report of each home and of each provider's service that a body knows of; a home counts however many
    bodies keep a record of it."""

    homes: dict[int, Inspection]
    numbers: dict[tuple[int | None, str], Inspection]
    services: dict[int, Inspection]

    def of(self, home: Home) -> Inspection | None:
        """The latest inspection of a home; of a carer household that of its service."""
        if is_household(home):
            return self.services.get(home.organisation_id or 0)
        own, known = self.homes.get(home.pk), self.numbers.get(_number(home))
        found = [row for row in (own, known) if row is not None]
        return max(found, key=lambda row: (row.inspected_on, row.pk), default=None)


def latest(body: CommissioningBody, homes: Iterable[Home], on: dt.date) -> Latest:
    """For some homes, in one query: recorded by the body or a consortium it belongs to, inspected on or before a day."""
    homes = list(homes)
    organisations = {home.organisation_id for home in homes if home.organisation_id}
    scope = Q(home__in=[home.pk for home in homes]) | Q(home=None, organisation__in=organisations)
    numbers = {home.urn for home in homes if home.urn and home.organisation_id}
    scope |= Q(home__organisation__in=organisations, home__urn__in=numbers)
    return _gathered(body, scope, on)


def latest_of_services(body: CommissioningBody, organisations: Iterable[int], on: dt.date) -> Latest:
    """The same for the registered services of some providers."""
    return _gathered(body, Q(home=None, organisation__in=list(organisations)), on)


def _gathered(body: CommissioningBody, scope: Q, on: dt.date) -> Latest:
    rows = Inspection.objects.filter(
        scope,
        state=Inspection.State.RECORDED,
        inspected_on__lte=on,
        body__in=binding_bodies(body, body.today),
    )
    found = Latest({}, {}, {})
    for row in rows.select_related("home", "body").order_by("inspected_on", "pk"):  # the last one stays
        if row.home is None:
            found.services[row.organisation_id or 0] = row
        else:
            found.homes[row.home_id or 0] = row
            if row.home.urn and row.home.organisation_id:
                found.numbers[_number(row.home)] = row
    return found


def grades_of(body: CommissioningBody, regulator: str, on: dt.date) -> list[tuple[str, str]]:
    """The scale of one regulator, as far as the pack knows it."""
    known = code_list(body, GRADES)
    return [
        (code, label)
        for code, label in choices_of(body, GRADES, on)
        if known and regulator in _of(known, code)
    ]


def _of(known: object, code: str) -> list[str]:
    told = known.attribute(code, "inspectorates")  # type: ignore[attr-defined]
    return [str(item) for item in told] if isinstance(told, list | tuple) else []


def grade_words(row: Inspection) -> str:
    """The grade in words; empty where the report carries none."""
    return label_of(row.body, GRADES, row.grade) if row.grade else ""


def regulator_words(row: Inspection) -> str:
    return label_of(row.body, REGULATORS, row.regulator)
