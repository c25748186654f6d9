"""A search from the checked referral to the shortlist, with providers answering as themselves."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import Notice
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.referrals import services as referrals
from homeward.apps.restrictions import services as restrictions
from homeward.apps.searches import services
from homeward.apps.searches.comparing import compare
from homeward.apps.searches.deadlines import answer_by
from homeward.apps.searches.fees import weekly_fee
from homeward.apps.searches.models import Invitation, Offer, Search
from tests.apps.searches.market import Market
from tests.browsing import client_of
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.providers import ProviderFactory
from tests.factories.referrals import Authority
from tests.factories.restrictions import RestrictionFactory
from tests.factories.searches import a_lot, admit
from tests.refusing import refused_by


def test_a_search_begins_only_from_a_checked_referral(authority: Authority) -> None:
    referral = authority.sent()
    assert refused_by(services.begin_search, referral=referral, by=authority.officer) == {
        "search.not_checked"
    }
    passed = referrals.pass_check(referral=referral, by=authority.senior)
    services.begin_search(referral=passed, by=authority.officer)
    assert refused_by(services.begin_search, referral=passed, by=authority.officer) == {"search.begun_before"}


def test_in_house_comes_before_anybody_outside(market: Market) -> None:
    assert refused_by(services.go_outside, search=market.search, by=market.officer) == {
        "search.nobody_considered"
    }
    named = {"words": "Seren’s aunt", "reason": "One room.", "search": market.search, "by": market.officer}
    assert refused_by(services.consider_in_house, **named) == {"referral.names_a_child"}
    assert refused_by(services.invite_framework, search=market.search, by=market.officer) == {"machine.state"}


def test_everybody_eligible_is_asked_at_once_and_told(market: Market) -> None:
    found = market.asked()
    assert [i.state for i in found] == ["invited"] * 3
    assert {i.version.number for i in found} == {1}
    assert len({i.answer_by for i in found}) == 1
    for manager in market.managers:
        assert Notice.objects.filter(user_id=manager.user.pk).count() == 1


def test_who_has_no_standing_is_not_asked_and_the_reason_is_kept(market: Market) -> None:
    provider = market.homes[1].provider
    assert provider is not None
    type(provider).objects.filter(pk=provider.pk).update(end=market.officer.today - dt.timedelta(days=1))
    services.consider_in_house(search=market.search, words="An aunt", reason="One room.", by=market.officer)
    services.go_outside(search=market.search, by=market.officer)
    services.invite_framework(search=market.search, by=market.officer)
    asked = set(Invitation.objects.values_list("organisation__name", flat=True))
    assert asked == {"Afon Gwyn", "Derwen Fach"}
    kept = market.search.not_invited.get()
    assert kept.organisation.name == "Bryn Heulog" and kept.reasons[0]["lift"]


def test_a_lot_for_another_kind_of_home_is_not_asked(market: Market) -> None:
    other = a_lot(market.authority.body, ("residential_core",))
    stranger = OrganisationFactory(name="Cartref Mawr")
    ProviderFactory(body=market.authority.body, organisation=stranger)
    admit(other, stranger)
    market.asked()
    assert not Invitation.objects.filter(organisation=stranger).exists()


def test_answers_are_a_provider_s_own(market: Market) -> None:
    """Nobody sees another's invitation or offer, nor may answer in its place."""
    market.asked()
    offer = market.offer(0)
    first, second = market.managers[:2]
    client = client_of(second)
    for name, thing in (
        ("invitation", offer.invitation),
        ("make_offer", offer.invitation),
        ("change_fee", offer),
    ):
        assert client.get(reverse(name, args=[thing.public_id])).status_code == 404
    assert refused_by(services.withdraw_offer, offer=offer, reason="No.", by=second) == {
        "record.not_permitted"
    }
    own = client_of(first).get(reverse("invitation", args=[offer.invitation.public_id])).content.decode()
    assert "Bryn Heulog" not in own and "900" in own
    listed = client.get(reverse("invitations_to_offer")).content.decode()
    assert "1 invitation" in listed and "Afon Gwyn" not in listed


def test_a_provider_reads_letters_until_its_home_is_shortlisted(market: Market, settings: Any) -> None:
    settings.DEMO = True
    market.asked()
    offer = market.offer(0)
    address = reverse("invitation", args=[offer.invitation.public_id])
    client = client_of(market.managers[0])
    page = client.get(address).content.decode()
    assert "Child A, 5 to 9" in page and "Seren" not in page
    services.close_offers(search=market.search, reason="All we need is here.", by=market.officer)
    services.judge_offer(offer=offer, suitable=True, by=market.officer)
    page = client.get(address).content.decode()
    assert "Seren" in page and "Prosser" not in page
    other = Invitation.objects.get(organisation=market.managers[1].organisation)
    assert (
        "Seren"
        not in client_of(market.managers[1])
        .get(reverse("invitation", args=[other.public_id]))
        .content.decode()
    )


def test_an_offer_answers_every_need_and_names_its_fee(market: Market) -> None:
    market.asked()
    assert refused_by(market.offer, 0, needs=[]) == {"search.needs_unanswered"}
    assert refused_by(market.offer, 0, needs=[("full", " ")]) == {"search.need_without_words"}
    assert refused_by(market.offer, 0, fees={"core": Decimal(0)}) == {"search.fee_missing"}
    assert refused_by(market.offer, 0, fees={"core": Decimal(5), "discount": Decimal(5)}) == {
        "search.fee_nought",
        "search.discount_without_reason",
    }
    assert refused_by(market.offer, 0, valid_until=timezone.now()) == {"search.valid_too_short"}
    assert refused_by(market.offer, 0, home=market.homes[1]) == {"record.not_permitted"}
    market.offer(0)
    assert refused_by(market.offer, 0) == {"search.home_offered"}


def test_fee_rounds_are_kept_and_the_newest_counts(market: Market) -> None:
    market.asked()
    offer = market.offer(
        0,
        fees={"core": Decimal(900), "therapy": Decimal(80), "discount": Decimal(50)},
        discount_reason="Siblings together",
    )
    assert weekly_fee(offer) == Decimal(930)
    services.change_fee(offer=offer, fees={"core": Decimal(880)}, by=market.managers[0])
    offer = Offer.objects.get(pk=offer.pk)
    assert weekly_fee(offer) == Decimal(880)
    assert sorted({f.round for f in offer.fees.all()}) == [1, 2]


def test_declining_needs_a_reason_of_the_list(market: Market) -> None:
    invitation = market.asked()[0]
    manager = market.managers[0]
    no = {"invitation": invitation, "by": manager}
    assert refused_by(services.decline_invitation, **no, reason="just no") == {
        "search.decline_reason_unknown"
    }
    code = next(iter(_reasons(market)))
    declined = services.decline_invitation(**no, reason=code, words="No carer free before January.")
    assert (declined.state, declined.decline_reason) == ("declined", code)
    assert refused_by(market.offer, 0) == {"search.declined_before"}


def _reasons(market: Market) -> dict[str, str]:
    return dict(choices_of(market.authority.body, "decline_reasons", market.officer.today))


def test_offers_stay_sealed_until_answers_are_closed(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    page = (
        client_of(market.officer).get(reverse("home_search", args=[market.search.public_id])).content.decode()
    )
    assert "900" not in page and "Offers a home" in page
    asked = (
        client_of(market.officer)
        .get(reverse("invitation", args=[offer.invitation.public_id]))
        .content.decode()
    )
    assert "900" not in asked and market.homes[0].name not in asked
    for name in ("judge_offer", "propose_placement", "ask_waiver"):
        guessed = client_of(market.officer).get(reverse(name, args=[offer.public_id]))
        assert guessed.status_code == 404, name
    assert refused_by(services.judge_offer, offer=offer, suitable=True, by=market.officer) == {
        "search.offers_open"
    }
    assert refused_by(services.close_offers, search=market.search, by=market.officer) == {"search.too_early"}
    services.close_offers(search=market.search, reason="The child comes tonight.", by=market.officer)
    page = (
        client_of(market.officer).get(reverse("home_search", args=[market.search.public_id])).content.decode()
    )
    assert "900" in page
    states = dict(Invitation.objects.values_list("organisation__name", "state"))
    assert states == {"Afon Gwyn": "offered", "Bryn Heulog": "no_response", "Derwen Fach": "no_response"}
    assert refused_by(market.offer, 1) == {"search.answers_closed"}


def test_after_the_deadline_nobody_answers_and_offers_close_without_a_reason(market: Market) -> None:
    market.asked()
    past = timezone.now() - dt.timedelta(minutes=1)
    Invitation.objects.update(answer_by=past)
    Search.objects.update(answer_by=past)
    assert refused_by(market.offer, 0) == {"search.deadline_passed"}
    assert services.close_offers(search=market.search, by=market.officer).state == "shortlist"


def test_needs_come_first_and_the_fee_alone_moves_nobody(market: Market) -> None:
    """The cheaper home that meets a need only in part comes last; without comparable placements the fee takes no part."""
    market.asked()
    market.offer(0, met="part", core="700")
    market.offer(1, core="950")
    market.offer(2, core="900")
    services.close_offers(search=market.search, by=market.officer)
    found = compare(market.search)
    order = [(item.offer.organisation.name, item.match.place) for item in found.eligible]
    assert sorted(order[:2]) == [("Bryn Heulog", 1), ("Derwen Fach", 1)]
    assert order[2] == ("Afon Gwyn", 3) and found.excluded == []


def test_unsuitable_needs_a_reason_that_only_that_provider_reads(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    services.close_offers(search=market.search, reason="Enough.", by=market.officer)
    judge = {"offer": offer, "suitable": False, "by": market.officer}
    assert refused_by(services.judge_offer, **judge) == {"search.reason_missing"}
    services.judge_offer(**judge, reason="Too far from school.")
    page = client_of(market.managers[0]).get(reverse("invitation", args=[offer.invitation.public_id]))
    assert "Too far from school." in page.content.decode()


def test_a_restriction_imposed_since_holds_the_offer(market: Market, settings: Any) -> None:
    """Imposed between offer and shortlist: the offer is held, and lifting frees it."""
    settings.DEMO = True
    market.asked()
    offer = market.offer(0)
    services.close_offers(search=market.search, reason="Enough.", by=market.officer)
    row = RestrictionFactory(home=offer.home, imposed=True, starts_on=market.officer.today)
    judge = {"offer": offer, "suitable": True, "by": market.officer}
    assert refused_by(services.judge_offer, **judge) == {"standing.restricted"}
    page = (
        client_of(market.officer).get(reverse("home_search", args=[market.search.public_id])).content.decode()
    )
    assert "Held" in page
    first, second = (actor_in(Role.HEAD_OF_SERVICE, market.authority.body) for _ in range(2))
    restrictions.propose_lift(
        restriction=row, lifts_on=market.officer.today, reason="A manager is in post.", by=first
    )
    restrictions.lift_restriction(restriction=row, by=second)
    assert services.judge_offer(**judge).state == "shortlisted"


def test_a_restricted_home_is_not_offered(market: Market) -> None:
    market.asked()
    RestrictionFactory(home=market.homes[0], imposed=True, starts_on=market.officer.today)
    assert refused_by(market.offer, 0) == {"standing.restricted"}
    assert market.offer(1).state == "open"


def test_taking_an_offer_back_opens_the_invitation_again(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    services.withdraw_offer(offer=offer, reason="The carer is ill.", by=market.managers[0])
    invitation = Invitation.objects.get(pk=offer.invitation_id)
    assert invitation.state == "viewed" and compare(market.search).columns == []
    assert market.offer(0).state == "open"


@pytest.mark.parametrize(
    ("urgency", "now", "until"),
    [
        ("emergency", "2026-11-20 16:00", "2026-11-20 18:00"),
        ("urgent", "2026-11-20 16:00", "2026-11-23 23:59"),  # Friday to Monday
        ("planned", "2026-12-23 09:00", "2027-01-04 23:59"),  # over Christmas, Boxing Day and New Year
    ],
)
def test_deadlines_by_urgency(authority: Authority, urgency: str, now: str, until: str) -> None:
    """Elapsed hours in an emergency, else working days of England and Wales."""
    zone = ZoneInfo("Europe/London")
    asked, expected = (dt.datetime.fromisoformat(day).replace(tzinfo=zone) for day in (now, until))
    found, value = answer_by(authority.body, urgency, asked)
    assert found == expected
    assert value.standing == "placeholder"


def test_the_whole_road_through_the_pages(market: Market, settings: Any) -> None:
    settings.DEMO = True
    officer, manager = client_of(market.officer), client_of(market.managers[0])
    here = reverse("home_search", args=[market.search.public_id])
    officer.post(
        reverse("consider_in_house", args=[market.search.public_id]),
        {"words": "An aunt", "reason": "One room."},
    )
    officer.post(reverse("go_outside", args=[market.search.public_id]))
    assert "Will be asked" in officer.get(here).content.decode()
    officer.post(reverse("ask_framework", args=[market.search.public_id]))
    assert "Answer " in manager.get("/").content.decode()
    invitation = Invitation.objects.get(organisation=market.managers[0].organisation)
    manager.get(reverse("invitation", args=[invitation.public_id]))
    assert "Opened, no answer yet" in officer.get(here).content.decode()
    day = market.officer.today + dt.timedelta(days=9)
    sent = {
        "home": market.homes[0].public_id, "free_from": day.isoformat(), "valid_until": day.isoformat(), "met_1": "full",
        "words_1": "", "fee_core": "900",
    }  # fmt: skip
    wrong = manager.post(reverse("make_offer", args=[invitation.public_id]), sent).content.decode()
    assert "has no answer in words" in wrong
    done = manager.post(reverse("make_offer", args=[invitation.public_id]), {**sent, "words_1": "Two rooms"})
    assert done.status_code == 302
    officer.post(reverse("close_offers", args=[market.search.public_id]), {"reason": "It fits."})
    offer = Offer.objects.get()
    officer.post(reverse("judge_offer", args=[offer.public_id]), {"suitable": "yes"})
    page = re.sub(r"\s+", " ", officer.get(here).content.decode())
    assert "Shortlisted" in page and "1 of 1" in page and "£900.00" in page


def test_a_search_is_begun_from_the_referral_to_which_its_duty_leads(
    authority: Authority, settings: Any
) -> None:
    settings.DEMO = True
    referral = referrals.pass_check(referral=authority.sent(), by=authority.senior)
    officer, auditor = client_of(authority.officer), client_of(actor_in(Role.AUDITOR, authority.body))
    duty = next(d for d in duties_of(authority.officer) if d.kind == "search.begin")
    begin = reverse("begin_search", args=[referral.public_id])
    assert begin in officer.get(duty.url).content.decode()
    assert begin not in auditor.get(duty.url).content.decode()
    assert officer.post(begin).status_code == 302
    search = Search.objects.get(referral=referral)
    page = officer.get(duty.url).content.decode()
    assert begin not in page and reverse("home_search", args=[search.public_id]) in page
