"""Panels with their agenda, proposal and items; `make_panel_world` gives an authority with homes and referrals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import factory
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.panels import services
from homeward.apps.panels.models import (
    Agenda,
    Dissent,
    Interest,
    Panel,
    PanelAction,
    PanelAttendance,
    PanelItem,
    Proposal,
)
from homeward.apps.providers.models import Home
from homeward.apps.referrals.models import Referral
from tests.factories.accounts import CommissioningBodyFactory, UserFactory, actor_in
from tests.factories.children import ChildFactory
from tests.factories.geography import AreaFactory, PostcodeFactory
from tests.factories.providers import HomeFactory, HomePlaceFactory, ProviderFactory
from tests.factories.referrals import NeedFactory, ReferralChildFactory, ReferralFactory, SectionFactory
from tests.factories.vacancies import VacancyFactory


class PanelFactory(factory.django.DjangoModelFactory):
    """A panel being prepared. Give `body=`."""

    class Meta:
        model = Panel

    body = factory.SubFactory(
        CommissioningBodyFactory,
        pack="gb_wls",
        languages=["en", "cy"],
        currency="GBP",
        time_zone="Europe/London",
    )
    held_on = factory.Sequence(lambda n: dt.date(2026, 11, 4) + dt.timedelta(days=7 * n))
    chair = factory.SubFactory(UserFactory)
    planned_by = factory.SubFactory(UserFactory)


class _OfPanel(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    body = factory.LazyAttribute(lambda o: o.panel.body)


class AgendaFactory(_OfPanel):
    """An empty agenda. Give `panel=`."""

    class Meta:
        model = Agenda

    content = factory.LazyFunction(
        lambda: {"on": "2026-11-04", "items": [], "homes": {}, "in_house": [], "extras": [], "actions": []}
    )
    digest = "0" * 64
    frozen_by = factory.SubFactory(UserFactory)


class ProposalFactory(_OfPanel):
    """A proposal for nobody. Give `panel=`."""

    class Meta:
        model = Proposal

    number = 1
    facts = factory.LazyFunction(dict)
    digest = "0" * 64
    pack, pack_version, pack_digest = "gb_wls", "2026.1", "sha256:0"
    result = factory.LazyFunction(lambda: {"units": [], "first_come": {"units": []}})
    fits = factory.LazyFunction(dict)
    made_by = factory.SubFactory(UserFactory)


class PanelItemFactory(_OfPanel):
    """A referral on the agenda, not decided on. Give `panel=`."""

    class Meta:
        model = PanelItem

    referral = factory.LazyAttribute(lambda o: ReferralFactory(body=o.panel.body, state="ready"))
    position = factory.Sequence(lambda n: n + 1)


class DissentFactory(factory.django.DjangoModelFactory):
    """Give `item=`."""

    class Meta:
        model = Dissent

    body = factory.LazyAttribute(lambda o: o.item.body)
    user = factory.SubFactory(UserFactory)
    words = "It is too far from the school."


class PanelAttendanceFactory(_OfPanel):
    """Somebody by name. Give `panel=`."""

    class Meta:
        model = PanelAttendance

    name = factory.Sequence(lambda n: f"Guest {n}")


class InterestFactory(_OfPanel):
    """An interest in one home. Give `panel=`."""

    class Meta:
        model = Interest

    user = factory.SubFactory(UserFactory)
    home = factory.LazyAttribute(lambda o: HomeFactory(provider=ProviderFactory(body=o.panel.body)))
    words = "A sister works there."


class PanelActionFactory(_OfPanel):
    """Due a week after. Give `panel=`."""

    class Meta:
        model = PanelAction

    text = "Ask the school about a bus."
    owner = factory.SubFactory(UserFactory)
    due_on = dt.date(2026, 11, 11)


ROLES = (Role.HEAD_OF_SERVICE, Role.SENIOR_PRACTITIONER, Role.PLACEMENT_OFFICER)


@dataclass
class PanelWorld:
    """An authority with people who sit on its panel, homes with places, and checked referrals."""

    body: CommissioningBody
    head: Actor
    senior: Actor
    officer: Actor
    homes: dict[str, Home] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)

    def home(self, name: str, places: int = 1, miles: int = 3, **given: Any) -> Home:
        """An in-house carer household with free places, some miles east of where everybody comes from."""
        provider = given.pop("provider", None) or ProviderFactory(body=self.body, is_in_house=True)
        home = HomeFactory(
            provider=provider, name=name, kind=Home.Kind.CARER_HOUSEHOLD, urn=f"W-{len(self.homes) + 1:04}"
        )
        HomePlaceFactory(home=home, easting=300_000 + 1609 * miles)
        VacancyFactory(home=home, places=places, confirmed_by=self.officer.user, **given)
        self.homes[name] = home
        return home

    def referral(
        self,
        name: str,
        ages: tuple[int, ...],
        *,
        days_ago: int = 3,
        needs: tuple[str, ...] = (),
        together: str = "",
    ) -> Referral:
        """A checked referral for children of these ages; more than one stay together unless `together` says otherwise."""
        today = self.body.today
        made = ReferralFactory(
            body=self.body, state="ready", created_by=self.officer.user, placement_types=["foster_mainstream"],
            needed_by=today + dt.timedelta(days=7), created_at=timezone.now() - dt.timedelta(days=days_ago),
        )  # fmt: skip
        for number, age in enumerate(ages):
            born = dt.date(today.year - age, 1, 1)
            child = ChildFactory(
                body=self.body, given_name=f"{name}{number or ''}", family_name="Prosser", born_on=born
            )
            ReferralChildFactory(referral=made, child=child, letter="ABCDEF"[number])
        SectionFactory(
            referral=made,
            code="together",
            answers={"together": together or ("together" if len(ages) > 1 else "one_child")},
        )
        SectionFactory(referral=made, code="place", answers={"district": "QX1"})
        for text in needs:
            NeedFactory(referral=made, text=text, weight="should")
        self.referrals[name] = made
        return made

    def planned(self, **given: Any) -> Panel:
        basics = {"held_on": self.body.today, "chair": self.head.user, "by": self.head}
        return services.plan_panel(**{**basics, **given})

    def opened(self) -> Panel:
        """Opened, with a proposal."""
        panel = services.open_panel(panel=self.planned(), by=self.head)
        services.propose_allocation(panel=panel, by=self.head)
        panel.refresh_from_db()
        return panel

    def item(self, panel: Panel, name: str) -> PanelItem:
        return PanelItem.objects.get(panel=panel, referral=self.referrals[name])

    def there(self, panel: Panel, *people: Actor) -> None:
        users = [a.user for a in people or (self.head, self.senior)]
        services.record_panel_attendance(panel=panel, there=users, by=self.head)


def make_panel_world() -> PanelWorld:
    """Three children, two homes: Ela came first and the larger home is nearer; Non has a sister to stay with."""
    body = CommissioningBodyFactory(
        pack="gb_wls", languages=["en", "cy"], currency="GBP", time_zone="Europe/London"
    )
    world = PanelWorld(body, *(actor_in(role, body) for role in ROLES))
    PostcodeFactory(area=AreaFactory(body=body))
    world.home("Household 1", places=2, miles=2)
    world.home("Household 2", places=1, miles=9)
    world.referral("Ela", (8,), days_ago=9)
    world.referral("Non", (9, 7), days_ago=4)
    return world
