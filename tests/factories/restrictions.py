"""Restrictions, the reviews they ask for, and overrides for one child."""

from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone

from homeward.apps.restrictions.models import Restriction, RestrictionOverride, RestrictionReview
from tests.factories.accounts import UserFactory
from tests.factories.providers import HomeFactory


class RestrictionFactory(factory.django.DjangoModelFactory):
    """A proposal about one home, from 1 September 2026. Give `home=`, or `home=None, organisation=, body=`.

    `imposed=True` is one that another person imposed; `lifted=<day>` one lifted from that day on.
    """

    class Meta:
        model = Restriction

    class Params:
        lifted = None
        imposed = factory.LazyAttribute(lambda o: o.lifted is not None)

    home = factory.SubFactory(HomeFactory)
    body = factory.LazyAttribute(lambda o: o.home.body)
    organisation = factory.LazyAttribute(lambda o: o.home.organisation)
    cause = "quality"
    reason = "Three planned visits were put off, and no manager has been in post since May."
    what_lifts = "A manager is in post, and a visit finds the rota kept."
    starts_on = dt.date(2026, 9, 1)
    proposed_by = factory.SubFactory(UserFactory)
    proposed_from = factory.SelfAttribute("body")
    state = factory.LazyAttribute(lambda o: "lifted" if o.lifted else "imposed" if o.imposed else "proposed")
    decided_by = factory.Maybe("imposed", factory.SubFactory(UserFactory), None)
    decided_at = factory.LazyAttribute(lambda o: timezone.now() if o.imposed else None)
    lifts_on = factory.SelfAttribute("lifted")
    lift_on = factory.SelfAttribute("lifted")
    lift_proposed_by = factory.Maybe("lifted", factory.SubFactory(UserFactory), None)
    lift_proposed_at = factory.LazyAttribute(lambda o: timezone.now() if o.lifted else None)
    lifted_by = factory.Maybe("lifted", factory.SubFactory(UserFactory), None)
    lifted_at = factory.LazyAttribute(lambda o: timezone.now() if o.lifted else None)


class RestrictionReviewFactory(factory.django.DjangoModelFactory):
    """A review of one placement, to be done by mid-September 2026. Give `restriction=` and `placement=`."""

    class Meta:
        model = RestrictionReview

    body = factory.LazyAttribute(lambda o: o.placement.body)
    organisation = factory.LazyAttribute(lambda o: o.placement.organisation)
    due_on = dt.date(2026, 9, 15)


class RestrictionOverrideFactory(factory.django.DjangoModelFactory):
    """An override that waits for both sides. Give `restriction=`."""

    class Meta:
        model = RestrictionOverride

    body = factory.LazyAttribute(lambda o: o.restriction.body)
    organisation = factory.LazyAttribute(lambda o: o.restriction.organisation)
    consortium = factory.LazyAttribute(lambda o: o.restriction.body)
    reference = factory.Sequence(lambda n: f"R-{100 + n}")
    reason = "Two sisters live there already."
    asked_by = factory.SubFactory(UserFactory)
