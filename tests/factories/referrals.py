"""Referrals, their children, needs and sections; `make_authority` gives people and children to work with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import factory

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.referrals import services
from homeward.apps.referrals.models import Need, Referral, ReferralChild, ReferralVersion, Section
from tests.factories.accounts import CommissioningBodyFactory, UserFactory, actor_in
from tests.factories.children import ChildFactory


class ReferralFactory(factory.django.DjangoModelFactory):
    """A referral being written, for a home needed by the end of 2026. Give `body=`."""

    class Meta:
        model = Referral

    body = factory.SubFactory(CommissioningBodyFactory, pack="gb_wls", languages=["en", "cy"])
    urgency = "planned"
    needed_by = dt.date(2026, 12, 31)
    created_by = factory.SubFactory(UserFactory)


class _OfReferral(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    body = factory.LazyAttribute(lambda o: o.referral.body)


class ReferralChildFactory(_OfReferral):
    """Child A. Give `referral=`."""

    class Meta:
        model = ReferralChild

    child = factory.LazyAttribute(lambda o: ChildFactory(body=o.referral.body))
    letter = "A"


class NeedFactory(_OfReferral):
    """Something the home must be. Give `referral=`."""

    class Meta:
        model = Need

    weight = Need.Weight.MUST
    text = "Carers used to night terrors"
    source = "Needs assessment, 9 November"
    position = factory.Sequence(lambda n: n + 1)


class SectionFactory(_OfReferral):
    """The section on health, written in part. Give `referral=`."""

    class Meta:
        model = Section

    code = "health"
    answers = factory.LazyFunction(lambda: {"health": "Asthma."})
    saved_by = factory.SubFactory(UserFactory)


class ReferralVersionFactory(_OfReferral):
    """The first version as sent. Give `referral=`."""

    class Meta:
        model = ReferralVersion

    number = 1
    content = factory.LazyFunction(dict)
    digest = "0" * 64
    made_by = factory.SubFactory(UserFactory)


# One complete answer for each section.
WRITTEN: dict[str, dict[str, Any]] = {
    "together": {
        "together": "together", "parent_and_child": "no", "situation": "Child A and Child B live with a grandparent.",
        "status": "Accommodated; the mother keeps parental responsibility.",
    },
    "home": {"types": ["foster_mainstream"], "length": "Until the hearing in March"},
    "place": {"district": "CF10", "most_miles": 20},
    "health": {"health": "Asthma.", "education": "Year 4, no additional needs."},
    "risks": {"kinds": ["none"]},
    "language": {"language": "welsh_home"},
    "contact": {"contact": "Mam each Saturday."},
    "wishes": {"asked": "Their social worker, 9 November", "wishes": "A garden."},
}  # fmt: skip


@dataclass
class Authority:
    body: CommissioningBody
    officer: Actor
    senior: Actor
    children: list[Child]

    def begin(self, **given: Any) -> Referral:
        basics = {"urgency": "planned", "needed_by": self.officer.today + dt.timedelta(days=30)}
        return services.begin_referral(**{"children": self.children, **basics, **given}, by=self.officer)

    def write(self, referral: Referral) -> Referral:
        """Everything the quality check needs."""
        for code, answers in WRITTEN.items():
            services.save_section(referral=referral, code=code, answers=answers, by=self.officer)
        services.add_need(
            referral=referral, weight="must", text="Two places in one home", source="Care plan, 3 November", by=self.officer
        )  # fmt: skip
        return referral

    def sent(self) -> Referral:
        referral = self.write(self.begin())
        services.send_referral(referral=referral, by=self.officer)
        referral.refresh_from_db()
        return referral


def make_authority() -> Authority:
    """An authority with somebody to write referrals, somebody to check them, and two children."""
    body = CommissioningBodyFactory(
        pack="gb_wls", languages=["en", "cy"], currency="GBP", time_zone="Europe/London"
    )
    children = [
        ChildFactory(body=body, given_name="Seren", family_name="Prosser", born_on=dt.date(2017, 2, 28)),
        ChildFactory(body=body, given_name="Macsen", family_name="Prosser", born_on=dt.date(2019, 7, 1)),
    ]
    officer, senior = actor_in(Role.PLACEMENT_OFFICER, body), actor_in(Role.SENIOR_PRACTITIONER, body)
    return Authority(body, officer, senior, children)
