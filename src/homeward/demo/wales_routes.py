"""The other ways to a home in one authority: two emergencies, a telephone offer to confirm, and two steps outside the framework.

Children, homes, words and prices are invented.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import time_machine
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.children.services import add_child
from homeward.apps.referrals import services as referrals
from homeward.apps.searches import services
from homeward.apps.searches.calling import Row, call_list
from homeward.apps.searches.models import Evidence, Search, Widening
from homeward.apps.searches.widening import providers_outside
from homeward.demo.wales import AUTHORITIES, Wales
from homeward.demo.wales_referrals import _Story

AUTHORITY = AUTHORITIES[0]
DAY = dt.timedelta(days=1)
FOUR, HALF_PAST = dt.time(16, 0), dt.time(16, 30)
CALLER = "Onnen Las Fostering"  # somebody signs in for it, and finds the offer to confirm
OUTSIDE = (63, 68)  # numbers of referrals for a children's home, apart from the others'
WHY = "The grandparent was taken to hospital at noon; nobody else in the family can take them tonight."
MUSTS = ("Two places in one home", "Carers used to night terrors")


def load_routes(wales: Wales) -> None:
    """Each deed at its moment of the last fortnight; the newest emergency begins now, and waits for its first call."""
    _emergency_of_yesterday(wales)
    _emergency_of_today(wales)
    _asked(wales, OUTSIDE[0])
    _agreed(wales, OUTSIDE[1])


def _at(wales: Wales, days: int, time: dt.time) -> time_machine.travel:
    zone = ZoneInfo(wales.consortium.time_zone)
    return time_machine.travel(dt.datetime.combine(wales.manager.today - days * DAY, time, zone), tick=False)


def _begin(by: Actor, names: tuple[str, ...], number: str) -> Search:
    children = [
        add_child(
            client_number=f"{number}{place}", given_name=name, family_name="Ystwyth", source="Invented", by=by,
            born_on=by.today - dt.timedelta(days=2600 + 700 * place),
        )
        for place, name in enumerate(names)
    ]  # fmt: skip
    version = referrals.begin_emergency(
        children=children, needed_by=by.today, why=WHY, types=["foster_mainstream", "foster_siblings"], district="QX4",
        risks=["none"], musts=MUSTS if len(names) > 1 else MUSTS[1:], by=by,
    )  # fmt: skip
    return services.begin_search(referral=version.referral, by=by)


def _emergency_of_yesterday(wales: Wales) -> None:
    """Own homes called, everybody asked, one home offered by telephone: its provider has to confirm it."""
    by = wales.officer(AUTHORITY)
    with _at(wales, 1, FOUR):
        search = _begin(by, ("Gwenno",), "EM-1")
        for row in (r for r in call_list(search) if r.route == "in_house" and r.step == "call"):
            services.record_no(
                search=search,
                home=row.home,
                reason="staffing",
                words="The carer is away until Monday.",
                by=by,
            )
        services.ask_everybody(search=search, by=by)
    with _at(wales, 1, HALF_PAST):
        search.refresh_from_db()
        rows = [row for row in call_list(search) if row.step == "call"]
        chosen = next((row for row in rows if row.keeper == CALLER), None)
        for row in [row for row in rows if row is not chosen][:2]:
            services.record_no_answer(search=search, home=row.home, by=by)
        if chosen is not None:
            _telephone(search, chosen, by)


def _telephone(search: Search, row: Row, by: Actor) -> None:
    services.enter_telephone_offer(
        search=search, home=row.home, told_by="Cai Morus", told_at=timezone.now(), free_from=by.today,
        valid_until=timezone.now() + 5 * DAY, needs=[("full", "The carers did the training in spring.")],
        fees={"core": Decimal(890)}, by=by,
    )  # fmt: skip


def _emergency_of_today(wales: Wales) -> None:
    _begin(wales.officer(AUTHORITY), ("Elis", "Mabli"), "EM-2")


def _nothing_suits(wales: Wales, number: int, days: int) -> Search:
    """A planned search for a children's home that nobody on the framework could give."""
    story, by = _Story(wales, AUTHORITY, number, "open", 0.5), wales.officer(AUTHORITY)
    with _at(wales, days, FOUR):
        story.begin()
        story.go_on()
    assert story.search is not None
    with _at(wales, days - 15, FOUR):
        return services.close_offers(search=Search.objects.get(pk=story.search.pk), by=by)


def _asked(wales: Wales, number: int) -> None:
    """The head of service has to decide."""
    search, by = _nothing_suits(wales, number, 18), wales.officer(AUTHORITY)
    with _at(wales, 1, HALF_PAST):
        services.ask_to_widen(
            search=search, reason="No home on the framework has a place before January.", by=by
        )


def _agreed(wales: Wales, number: int) -> None:
    """Agreed; a provider outside is asked, and one of its documents waits for the contract manager."""
    search, by = _nothing_suits(wales, number, 20), wales.officer(AUTHORITY)
    with _at(wales, 3, HALF_PAST):
        widening: Widening = services.ask_to_widen(
            search=search,
            reason="Twenty-one asked, nobody can take a child of this age before spring.",
            by=by,
        )
    with _at(wales, 2, FOUR):
        head = wales.in_role(AUTHORITY, Role.HEAD_OF_SERVICE)
        services.agree_to_widen(widening=widening, reason="Agreed, with the documents first.", by=head)
        chosen = [
            o for o, reasons in providers_outside(search) if not reasons and o.name == "Tŷ Gwenith Care"
        ]
        services.invite_outside(search=search, organisations=chosen, by=by)
    with _at(wales, 1, FOUR):
        first, second = Evidence.objects.filter(widening=widening).order_by("pk")[:2]
        services.receive_evidence(evidence=first, words="Certificate of 3 May, by e-mail.", by=by)
        manager = wales.in_role(AUTHORITY, Role.CONTRACT_MANAGER)
        services.review_evidence(evidence=first, in_order=True, by=manager)
        services.receive_evidence(evidence=second, words="Report of the inspection in June.", by=by)
