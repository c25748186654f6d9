"""Offers the authority writes down: by telephone, and of its own homes; and what the provider says to them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import Notice
from homeward.apps.searches import services
from homeward.apps.searches.facts import live_offers
from homeward.apps.searches.fees import weekly_fee
from homeward.apps.searches.models import Invitation, Offer
from homeward.apps.searches.services.offering import Household
from tests.browsing import client_of
from tests.factories.markets import Open, make_market, without_checks
from tests.factories.restrictions import RestrictionFactory
from tests.refusing import refused_by

FRIDAY_FIVE = dt.datetime(2026, 11, 20, 17, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def market(db: None, monkeypatch: pytest.MonkeyPatch) -> Open:
    without_checks(monkeypatch)
    return make_market()


def test_a_telephone_offer_is_the_same_offer_and_waits_for_the_provider(market: Open) -> None:
    with time_machine.travel(FRIDAY_FIVE, tick=False):
        market.emergency()
        market.ask()
        place = market.framework[0]
        offer = market.telephone(place)
        assert (offer.state, offer.told_by, offer.entered_by) == ("open", "Mair Tomos", market.officer.user)
        assert offer.confirm_by == dt.date(2026, 11, 23)  # Monday
        assert Invitation.objects.get(pk=offer.invitation_id).state == "offered"
        due = {d.kind: d.due for d in duties_of(place.answerer)}
        assert due["search.confirm"] == dt.date(2026, 11, 23)
        assert "search.confirm_overdue" not in {d.kind for d in duties_of(market.officer)}
        assert Notice.objects.filter(user_id=place.answerer.user.pk, title__startswith="Confirm").exists()
    with time_machine.travel(FRIDAY_FIVE + dt.timedelta(days=4), tick=False):
        assert "search.confirm_overdue" in {d.kind for d in duties_of(market.officer)}


def test_only_an_invited_provider_is_written_down_while_offers_are_open(market: Open) -> None:
    market.emergency()
    assert refused_by(market.telephone, market.framework[0]) == {"search.not_open_for_calls"}
    market.ask()
    assert refused_by(market.telephone, market.outside) == {"search.provider_not_asked"}


def test_the_clock_of_a_call_is_kept(market: Open) -> None:
    market.emergency()
    market.ask()
    now = timezone.now()
    call = market.framework[0]
    assert refused_by(market.telephone, call, told_at=now + dt.timedelta(hours=1)) == {
        "search.told_in_the_future"
    }
    assert refused_by(market.telephone, call, told_at=now - dt.timedelta(hours=1)) == {
        "search.told_before_asked"
    }
    assert refused_by(market.telephone, call, told_by=" ", fees={"core": Decimal(0)}) == {
        "search.nobody_told", "search.fee_missing",
    }  # fmt: skip
    Invitation.objects.update(answer_by=now - dt.timedelta(minutes=1), sent_at=now - dt.timedelta(hours=2))
    assert refused_by(market.telephone, call) == {"search.told_after_deadline"}
    assert market.telephone(call, told_at=now - dt.timedelta(minutes=5)).state == "open"


def test_a_restricted_home_is_not_taken_by_telephone(market: Open) -> None:
    market.emergency()
    market.ask()
    RestrictionFactory(home=market.framework[0].home, imposed=True, starts_on=market.officer.today)
    assert refused_by(market.telephone, market.framework[0]) == {"standing.restricted"}


def test_a_provider_that_declined_may_call_back(market: Open) -> None:
    market.emergency()
    invitation = next(
        i for i in market.ask() if i.organisation_id == market.framework[0].home.organisation_id
    )
    services.decline_invitation(invitation=invitation, reason="no_vacancy", by=market.framework[0].answerer)
    offer = market.telephone(market.framework[0])
    assert (offer.invitation.state, offer.invitation.decline_reason) == ("offered", "")


def confirm(market: Open, offer: Offer, **given: Any) -> Offer:
    said = {k: v for k, v in market.said(**given).items() if k != "valid_until"}
    return services.confirm_offer(offer=offer, **said, by=market.framework[0].answerer)


def test_the_provider_confirms_as_it_was_written(market: Open) -> None:
    market.emergency()
    market.ask()
    offer = market.telephone(market.framework[0], needs=[("full", "")])  # in full, without words
    assert refused_by(confirm, market, offer, needs=[("full", "")]) == {"search.need_without_words"}
    done = confirm(market, offer, free_from=offer.free_from)
    assert done.corrections == [] and done.confirmed_by == market.framework[0].answerer.user
    assert done.needs.get().words == "Two rooms on one landing"
    assert refused_by(confirm, market, offer) == {"search.confirmed_before"}


def test_what_the_provider_puts_right_counts_and_is_kept(market: Open) -> None:
    market.emergency()
    market.ask()
    offer = market.telephone(market.framework[0])
    done = confirm(market, offer, fees={"core": Decimal(950)}, needs=[("part", "One room")])
    assert weekly_fee(Offer.objects.get(pk=offer.pk)) == Decimal(950)
    assert {c["what"] for c in done.corrections} == {"Weekly fee", "Two places in one home"}
    assert sorted({f.round for f in done.fees.all()}) == [1, 2]
    assert Notice.objects.filter(user_id=market.officer.user.pk, title__contains="is confirmed").exists()


def test_what_both_sides_are_told_is_in_the_language_of_each(
    market: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeward.apps.core.notices.gettext", lambda message: f"§{message}")
    market.emergency()
    market.ask()
    first, other = (market.telephone(place) for place in market.framework[:2])
    confirm(market, first, fees={"core": Decimal(950)}, needs=[("part", "One room")])
    services.confirm_offer(
        offer=other, by=market.framework[1].answerer,
        **{k: v for k, v in market.said().items() if k != "valid_until"},
    )  # fmt: skip
    services.end_search(search=market.found, outcome="lapsed", reason="An aunt can.", by=market.officer)
    users = [market.officer.user.pk, *(place.answerer.user.pk for place in market.framework)]
    told = {text for n in Notice.objects.filter(user_id__in=users) for text in (n.title, n.text) if text}
    assert {"§Things it put right: 2.", "§As it was written down.", "§The search lapsed."} <= told
    assert [text for text in told if not text.startswith("§")] == []


def test_after_the_decision_a_correction_is_kept_and_changes_nothing(market: Open) -> None:
    market.emergency()
    market.ask()
    offer = market.telephone(market.framework[0])
    Offer.objects.filter(pk=offer.pk).update(state="accepted")
    done = confirm(market, offer, fees={"core": Decimal(950)})
    assert [c["what"] for c in done.corrections] == ["Weekly fee"]
    assert weekly_fee(Offer.objects.get(pk=offer.pk)) == Decimal(900)


def test_nobody_confirms_for_another_provider(market: Open) -> None:
    market.emergency()
    market.ask()
    offer = market.telephone(market.framework[0])
    other = market.framework[1].answerer
    assert client_of(other).get(reverse("confirm_offer", args=[offer.public_id])).status_code == 404
    said = {k: v for k, v in market.said().items() if k != "valid_until"}
    assert refused_by(services.confirm_offer, offer=offer, **said, by=other) == {"record.not_permitted"}


def test_an_in_house_home_takes_the_same_road(market: Open) -> None:
    search = market.planned()
    told = {"search": search, "home": market.own.home, "told_by": "Fostering team", "by": market.officer}
    offer = services.enter_in_house_offer(**told, **market.said())
    assert (offer.invitation.route, offer.invitation.lot, offer.confirm_by) == ("in_house", None, None)
    services.compare_in_house(search=search, by=market.officer)
    assert [o.home.name for o in live_offers(search)] == ["Own household 1"]
    assert refused_by(services.go_outside, search=search, by=market.officer) == {
        "search.in_house_stands", "search.nobody_considered",
    }  # fmt: skip
    services.judge_offer(offer=offer, suitable=False, reason="One room only.", by=market.officer)
    assert services.go_outside(search=search, by=market.officer).state == "framework"


def test_only_an_own_home_is_in_house(market: Open) -> None:
    search = market.planned()
    told = {"search": search, "home": market.framework[0].home, "told_by": "Team", "by": market.officer}
    assert refused_by(services.enter_in_house_offer, **told, **market.said()) == {"search.home_not_in_house"}
    assert refused_by(services.compare_in_house, search=search, by=market.officer) == {
        "search.no_in_house_offer"
    }


def test_the_pages_of_a_telephone_offer(market: Open, settings: Any) -> None:
    settings.DEMO = True
    search = market.emergency()
    market.ask()
    place = market.framework[0]
    officer, manager = client_of(market.officer), client_of(place.answerer)
    address = reverse("enter_offer", args=[search.public_id, place.home.public_id])
    assert "Two places in one home" in officer.get(address).content.decode()
    now = timezone.localtime()
    sent = {
        "told_by": "Mair Tomos", "told_on": now.date().isoformat(), "told_time": f"{now:%H:%M}", "fee_core": "900",
        "free_from": now.date().isoformat(), "valid_until": (now.date() + dt.timedelta(days=2)).isoformat(), "met_1": "full",
    }  # fmt: skip
    assert officer.post(address, {**sent, "told_by": ""}).status_code == 200
    assert officer.post(address, sent).status_code == 302
    offer = Offer.objects.get()
    assert "Confirm" in manager.get("/").content.decode()
    page = manager.get(reverse("confirm_offer", args=[offer.public_id])).content.decode()
    assert "Mair Tomos" in page and 'value="900.00"' in page
    done = manager.post(
        reverse("confirm_offer", args=[offer.public_id]),
        {"free_from": now.date().isoformat(), "met_1": "full", "words_1": "Two rooms", "fee_core": "910"},
    )
    assert done.status_code == 302
    shown = manager.get(done["Location"]).content.decode()
    assert "Put right" in shown and "Mair Tomos" in shown


# What the match asks of the household ----------------------------------------------------------------------


def asks(offer_or_invitation: Any) -> None:
    """The version the provider reads asks for the school, and the children must not live with a dog or a cat."""
    version = offer_or_invitation.version
    version.content["sections"] |= {"health": {"keeps_school": "yes"}, "contact": {"avoid": ["dog", "cat"]}}
    version.save(update_fields=["content"])


SAID = Household(school="full", languages=["cy"], traits=["dog"])


def told(market: Open) -> Offer:
    market.emergency()
    market.ask()
    asks(Invitation.objects.get(organisation=market.framework[0].home.organisation))
    return market.telephone(market.framework[0], household=SAID)


def test_silence_takes_back_nothing_that_was_said(market: Open) -> None:
    offer = told(market)
    done = confirm(market, offer, free_from=offer.free_from)
    kept = Offer.objects.get(pk=done.pk)
    assert (kept.school, kept.languages, kept.traits) == ("full", ["cy"], ["dog"])
    assert done.corrections == []


def test_what_the_provider_says_of_the_household_counts_and_is_kept(market: Open) -> None:
    offer = told(market)
    done = confirm(market, offer, free_from=offer.free_from, household=Household(school="no", traits=[]))
    kept = Offer.objects.get(pk=done.pk)
    assert (kept.school, kept.languages, kept.traits) == ("no", ["cy"], [])
    assert [(c["what"], c["after"]) for c in done.corrections] == [
        ("School kept", "Not met"),
        ("Household", "None of them"),
    ]


def test_after_the_decision_the_household_stays_as_it_was_decided_on(market: Open) -> None:
    offer = told(market)
    Offer.objects.filter(pk=offer.pk).update(state="accepted")
    done = confirm(market, offer, free_from=offer.free_from, household=Household(school="no"))
    assert Offer.objects.get(pk=done.pk).school == "full"
    assert [c["what"] for c in done.corrections] == ["School kept"]


def test_both_pages_ask_of_the_household_and_show_what_was_said(market: Open, settings: Any) -> None:
    settings.DEMO = True
    search = market.emergency()
    market.ask()
    place = market.framework[0]
    asks(Invitation.objects.get(organisation=place.home.organisation))
    officer, manager = client_of(market.officer), client_of(place.answerer)
    address = reverse("enter_offer", args=[search.public_id, place.home.public_id])
    form = officer.get(address).content.decode()
    assert (
        "Do they keep their school?" in form
        and "Languages the home lives in" in form
        and "None of them" in form
    )
    now = timezone.localtime()
    sent = {
        "told_by": "Mair Tomos", "told_on": now.date().isoformat(), "told_time": f"{now:%H:%M}", "fee_core": "900",
        "free_from": now.date().isoformat(), "valid_until": (now.date() + dt.timedelta(days=2)).isoformat(), "met_1": "full",
        "school": "part", "languages": ["en", "cy"], "traits": ["none"],
    }  # fmt: skip
    assert officer.post(address, {**sent, "traits": ["none", "dog"]}).status_code == 200
    assert officer.post(address, sent).status_code == 302
    offer = Offer.objects.get()
    assert (offer.school, offer.languages, offer.traits) == ("part", ["en", "cy"], [])
    page = manager.get(reverse("confirm_offer", args=[offer.public_id])).content.decode()
    for name, value in (("school", "part"), ("languages", "cy"), ("traits", "none")):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*value="{value}"[^>]*checked', page), name
    done = manager.post(
        reverse("confirm_offer", args=[offer.public_id]),
        {
            "free_from": now.date().isoformat(), "met_1": "full", "words_1": "Two rooms", "fee_core": "900", "school": "full",
            "languages": ["en", "cy"], "traits": ["cat"],
        },
    )  # fmt: skip
    assert done.status_code == 302
    offer.refresh_from_db()
    assert (offer.school, offer.traits) == ("full", ["cat"])


def test_an_in_house_home_is_asked_the_same(market: Open) -> None:
    search = market.emergency()
    page = client_of(market.officer).get(
        reverse("enter_offer", args=[search.public_id, market.own.home.public_id])
    )
    assert "Languages the home lives in" in page.content.decode()
