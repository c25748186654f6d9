"""Stays, their spells and requests to exceed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory

from homeward.apps.core.periods import to_db
from homeward.apps.placements.models import ExceedRequest, Placement, Spell
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import UserFactory
from tests.factories.agreements import LineFactory
from tests.factories.children import ChildFactory
from tests.factories.providers import HomeFactory


def period(start: str, end: str | None = None) -> Any:
    """A stored range from two ISO dates: `period("2026-07-01", "2026-07-15")`."""
    return to_db(DateRange(dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None))


class PlacementFactory(factory.django.DjangoModelFactory):
    """A stay in a home of the line's provider, open since July 2026. Or give `home=` and `line=None`."""

    class Meta:
        model = Placement

    line = factory.SubFactory(LineFactory)
    home = factory.SubFactory(HomeFactory, provider=factory.SelfAttribute("..line.agreement.provider"))
    body = factory.LazyAttribute(lambda o: o.home.body)
    organisation = factory.LazyAttribute(lambda o: o.line.organisation if o.line else o.home.organisation)
    child = factory.SubFactory(ChildFactory, body=factory.SelfAttribute("..body"))
    period = factory.LazyFunction(lambda: period("2026-07-01"))
    placement_type = "foster_care"
    source = "placements.csv, row 2"


class SpellFactory(factory.django.DjangoModelFactory):
    """A hold decided by the department, in July 2026."""

    class Meta:
        model = Spell

    placement = factory.SubFactory(PlacementFactory)
    body = factory.LazyAttribute(lambda o: o.placement.body)
    organisation = factory.LazyAttribute(lambda o: o.placement.organisation)
    kind = Spell.Kind.HOLD
    decided_by = factory.LazyAttribute(lambda o: Spell.DecidedBy.BODY if o.kind == Spell.Kind.HOLD else "")
    period = factory.LazyFunction(lambda: period("2026-07-10", "2026-07-20"))
    reference = "Decision of 9 July"


class ExceedRequestFactory(factory.django.DjangoModelFactory):
    """A waiting request for one extra place in August 2026."""

    class Meta:
        model = ExceedRequest

    line = factory.SubFactory(LineFactory, service_type="residential_care", placement_type="residential")
    body = factory.LazyAttribute(lambda o: o.line.body)
    organisation = factory.LazyAttribute(lambda o: o.line.organisation)
    period = factory.LazyFunction(lambda: period("2026-08-01", "2026-08-11"))
    extra_places = 1
    reason = "A sibling needs to stay close while a home is found."
    requested_by = factory.SubFactory(UserFactory)
