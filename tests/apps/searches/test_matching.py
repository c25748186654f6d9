"""Comparing offers: facts from the records, what is unknown, what stands in the way, why a score, and which may be chosen."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import Refused
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.providers.models import Home, HomePlace
from homeward.apps.referrals.models import Section
from homeward.apps.searches import facts, services
from homeward.apps.searches.benchmark import benchmarks_of, middle
from homeward.apps.searches.comparing import compare
from homeward.apps.searches.models import Offer
from homeward.apps.searches.services.offering import Household
from homeward.cli import decide as decide_command
from homeward.engine.matching.choice import Choice
from homeward.engine.matching.decide import decide
from homeward.engine.matching.facts import CandidateFact, ChoiceFact
from homeward.kernel.ranges import DateRange
from tests.apps.searches.market import Market
from tests.browsing import client_of
from tests.factories.accounts import UserFactory, actor_in
from tests.factories.agreements import LineFactory, LineRateFactory
from tests.factories.children import ChildFactory
from tests.factories.geography import AreaFactory, PostcodeFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory
from tests.factories.restrictions import RestrictionFactory, RestrictionOverrideFactory
from tests.factories.vacancies import ApprovalTermsFactory, VacancyFactory
from tests.refusing import refused_by


def fact_of(offer: Offer) -> CandidateFact:
    return facts.candidate_of(Offer.objects.get(pk=offer.pk))


def write(market: Market, code: str, **answers: Any) -> None:
    """Put answers into a section, and into the version that providers read, as if they had been there from the first."""
    referral = market.search.referral
    row = Section.objects.get(referral=referral, code=code)
    row.answers |= answers
    row.save()
    version = referral.versions.get()
    version.content["sections"][code] |= answers
    version.save()


def closed(market: Market) -> None:
    services.close_offers(search=market.search, reason="All we need is here.", by=market.officer)
    market.search.refresh_from_db()


def live_there(offer: Offer, home: Home | None = None, **given: Any) -> Child:
    """A child who lives in the offered home since the spring."""
    child = ChildFactory(body=offer.body, **given)
    at = home or offer.home
    PlacementFactory(child=child, home=at, body=offer.body, organisation=at.organisation, line=None,
                     period=to_db(DateRange(dt.date(2026, 3, 1), None)))  # fmt: skip
    return child


# What a referral seeks


def test_a_referral_is_read_as_the_rule_asks(market: Market) -> None:
    body = market.authority.body
    area = AreaFactory(body=body, code="CF", is_own=True, adjoining=["VG"])
    PostcodeFactory(body=body, code="CF10 1AA", district="CF10", easting=318_000, northing=176_000, area=area)
    write(market, "health", keeps_school="yes")
    write(market, "contact", avoid=["dog"])
    write(market, "place", avoid_areas=["VG"])
    found = facts.referral_fact(market.search.referral)
    assert (found.together, found.language, found.keeps_school) == ("required", "cy", True)
    assert (found.area, found.adjoining_areas, found.avoid_areas) == ("CF", ["VG"], ["VG"])
    assert found.point is not None and (found.point.easting, found.point.northing) == (318_000, 176_000)
    assert (found.max_miles, found.avoid) == (Decimal(20), ["dog"])
    assert [(n.code, n.is_essential) for n in found.needs] == [("Two places in one home", True)]


def test_what_nobody_recorded_stays_unknown(market: Market) -> None:
    found = facts.referral_fact(market.search.referral)
    assert found.point is None and found.area is None and found.adjoining_areas is None
    market.asked()
    offer = fact_of(market.offer(0))
    assert offer.point is None and offer.area is None and offer.quality is None and offer.rank is None
    assert offer.traits is None and offer.languages is None and offer.school is None
    assert offer.comparable_price is None and offer.impact is None and offer.children_there == 0


def test_a_referral_without_a_birthday_is_told_so_and_nothing_is_compared(
    market: Market, settings: Any
) -> None:
    settings.DEMO = True
    market.asked()
    offer = market.offer(0)
    closed(market)
    Child.objects.update(born_on=None)
    with pytest.raises(Refused) as refused:
        facts.match_offers(market.search)
    assert [r.code for r in refused.value.reasons] == ["match.no_birthday"]
    page = (
        client_of(market.officer).get(reverse("home_search", args=[market.search.public_id])).content.decode()
    )
    assert "Child A, Child B" in page and "cannot be compared yet" in page
    assert refused_by(facts.match_facts, market.search) == {"match.no_birthday"}
    assert facts.referral_facts([market.search.referral]) == {}
    assert offer.state == "open"


def test_only_the_child_of_a_parent_who_comes_too_counts_as_with_a_parent(market: Market) -> None:
    write(market, "together", with_parent=["B"])
    assert [c.with_parent for c in facts.referral_fact(market.search.referral).children] == [False, False]
    write(market, "together", parent_and_child="yes")
    assert [c.with_parent for c in facts.referral_fact(market.search.referral).children] == [False, True]


# What a home gives


def test_an_offer_brings_what_its_home_s_records_say(market: Market) -> None:
    market.asked()
    offer = market.offer(0, core="900", household=Household("part", ["cy"], []))
    home, body = offer.home, market.authority.body
    HomePlace.objects.create(
        body=body, organisation=home.organisation, home=home, easting=318_000, northing=176_000, source="Map",
        period=to_db(DateRange(dt.date(2020, 1, 1), None)),
    )  # fmt: skip
    VacancyFactory(
        home=home,
        body=body,
        organisation=home.organisation,
        places=3,
        age_from=5,
        age_to=12,
        types=["foster_siblings"],
    )
    ApprovalTermsFactory(
        home=home, body=body, organisation=home.organisation, children=3, age_from=0, age_to=10
    )
    found = fact_of(offer)
    assert (found.places, found.age_low, found.age_high, found.types) == (3, 5, 12, ["foster_siblings"])
    assert found.approval is not None and (found.approval.children_most, found.approval.age_high) == (3, 10)
    assert found.weekly_price == Decimal("450.00")  # 900 for two children
    assert (found.school, found.languages, found.traits) == ("part", ["cy"], [])
    assert found.point is not None and found.is_registered and found.admission == "admitted"
    assert found.meets == {"Two places in one home": "full"}
    assert found.confirmed_on == market.officer.today  # the offer is the freshest word


def test_a_carer_household_lives_under_the_registration_of_its_service(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    home = offer.home
    Home.objects.filter(pk=home.pk).update(urn="", kind=Home.Kind.CARER_HOUSEHOLD)
    assert not fact_of(offer).is_registered
    assert home.provider is not None
    type(home.provider).objects.filter(pk=home.provider.pk).update(registration="SIN-0001")
    assert fact_of(offer).is_registered
    Home.objects.filter(pk=home.pk).update(kind=Home.Kind.RESIDENTIAL_HOME)
    assert not fact_of(offer).is_registered


def test_children_there_are_counted_over_every_body_s_record_of_the_home(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    live_there(offer)
    elsewhere = HomeFactory(
        body=market.homes[1].body, provider=None, organisation=offer.organisation, urn=offer.home.urn
    )
    live_there(offer, elsewhere)
    sought = market.search.referral.children.first()
    assert sought is not None
    PlacementFactory(child=sought.child, home=offer.home, body=offer.body, organisation=offer.organisation, line=None,
                     period=to_db(DateRange(dt.date(2026, 3, 1), None)))  # fmt: skip
    assert fact_of(offer).children_there == 2  # and not the child the home is sought for


def test_who_leaves_before_the_first_night_does_not_count(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    child = live_there(offer)
    child.placements.update(period=to_db(DateRange(dt.date(2026, 3, 1), market.search.referral.needed_by)))
    assert fact_of(offer).children_there == 0


def test_a_restriction_is_told_with_the_overrides_for_this_referral_only(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    row = RestrictionFactory(home=offer.home, imposed=True, starts_on=market.officer.today)
    found = fact_of(offer).restrictions
    assert [(r.scope, r.of, r.overrides) for r in found] == [("home", fact_of(offer).home, [])]
    given = RestrictionOverrideFactory(
        restriction=row, body=offer.body, reference=market.search.referral.reference, state="agreed",
        service_by=UserFactory(), consortium_by=UserFactory(),
    )  # fmt: skip
    roles = {o.role for o in fact_of(offer).restrictions[0].overrides}
    assert roles == {"head_of_service", "consortium_officer"}
    type(given).objects.update(reference="R-OTHER", child=None)
    assert fact_of(offer).restrictions[0].overrides == []


def test_comparable_placements_are_those_of_the_last_year_priced_by_the_week(market: Market) -> None:
    body, today = market.authority.body, market.officer.today
    assert middle([]) is None
    for amount, kind in (("700", "per_week"), ("100", "per_night"), ("800", "per_week")):
        line = LineFactory(agreement__provider__body=body, service_type="fostering", placement_type="")
        LineRateFactory(
            line=line, kind=kind, amount=Decimal(amount), period=to_db(DateRange(dt.date(2020, 1, 1), None))
        )
        PlacementFactory(line=line, body=body, child__body=body, home__body=body,
                         period=to_db(DateRange(today - dt.timedelta(days=90), None)))  # fmt: skip
    found = benchmarks_of(body, today).of("fostering", ["foster_mainstream"])
    assert (found.weekly, found.count) == (Decimal("700.00"), 3)
    assert found.period.end == today
    assert benchmarks_of(body, today).of("residential", ["residential_core"]).weekly is None


def test_vacancies_are_read_with_their_route(market: Market) -> None:
    body = market.authority.body
    own, framed = HomeFactory(body=body, provider=None, urn="SIN-OWN"), market.homes[0]
    for home in (own, framed):
        VacancyFactory(home=home, body=body, organisation=home.organisation, places=2)
    found = {v.home_id: fact for v, fact in facts.candidates_of_vacancies(body, market.search.referral)}
    assert found[own.pk].route == "in_house" and found[own.pk].admission is None
    assert found[framed.pk].route == "framework" and found[framed.pk].admission == "admitted"
    assert {fact.id for fact in found.values()} == {own.public_id, framed.public_id}


def test_more_places_cost_no_more_queries(market: Market) -> None:
    body = market.authority.body
    VacancyFactory(home=market.homes[0], body=body, organisation=market.homes[0].organisation)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            facts.candidates_of_vacancies(body, market.search.referral)
        return len(made)

    few = asked()
    for home in [
        *market.homes[1:],
        *(HomeFactory(provider=market.homes[0].provider, urn=f"SIN-X{n}") for n in range(5)),
    ]:
        VacancyFactory(home=home, body=body, organisation=home.organisation)
    assert asked() == few


# Side by side


def test_what_is_in_the_way_comes_first_with_every_reason_and_clause(market: Market, settings: Any) -> None:
    settings.DEMO = True
    market.asked()
    offer = market.offer(0, met="no")
    market.offer(1)
    live_there(offer)
    closed(market)
    found = compare(market.search)
    assert [c.offer.pk for c in found.excluded] == [offer.pk]
    codes = {o.code for o in found.excluded[0].match.obstacles if o.effect == "blocks"}
    assert codes == {"essential_need_unmet", "impact_missing"}
    page = (
        client_of(market.officer).get(reverse("home_search", args=[market.search.public_id])).content.decode()
    )
    assert "1 home cannot be chosen" in page and page.index("cannot be chosen") < page.index(
        "What the children need"
    )
    for sentence in found.excluded[0].blocking:
        assert sentence.title in page and sentence.authority in page


def test_unknown_is_named_and_takes_no_part(market: Market, settings: Any) -> None:
    settings.DEMO = True
    market.asked()
    market.offer(0)
    closed(market)
    found = compare(market.search).eligible[0]
    assert found.score == "100" and found.unknown
    page = (
        client_of(market.officer).get(reverse("home_search", args=[market.search.public_id])).content.decode()
    )
    assert all(words in page for words in found.unknown)


def test_a_score_opens_with_its_working_and_its_values(market: Market, settings: Any) -> None:
    settings.DEMO = True
    market.asked()
    offer = market.offer(0, household=Household("", ["en"], None))
    closed(market)
    page = client_of(market.officer).get(reverse("why_score", args=[offer.public_id])).content.decode()
    for words in (
        "Score 81.818 of 100",
        "Needs met: 1 met. 100 points, weight 30 %",
        "Language",
        "not known, takes no part",
        "Placeholder",
    ):
        assert words in page, words


def test_nobody_but_the_authority_opens_a_score_or_the_facts(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    addresses = [
        reverse("why_score", args=[offer.public_id]),
        reverse("match_facts", args=[market.search.public_id]),
    ]
    for address in addresses:
        assert client_of(market.managers[0]).get(address).status_code in (403, 404)
        assert client_of(actor_in(Role.HEAD_OF_SERVICE)).get(address).status_code in (403, 404)
        assert client_of(market.officer).get(address).status_code == 409  # sealed while answers are open


def test_the_downloaded_facts_give_the_same_answer(
    market: Market, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An auditor runs `homeward decide match` on the file and reads what the page said."""
    settings.DEMO = True
    market.asked()
    market.offer(0, met="part", household=Household("", ["cy"], None))
    restricted = market.offer(1, core="1000.01")
    RestrictionFactory(home=restricted.home, imposed=True, starts_on=market.officer.today)
    live_there(market.offer(2))
    closed(market)
    told = client_of(market.officer).get(reverse("match_facts", args=[market.search.public_id]))
    assert told["Content-Disposition"].startswith("attachment")
    text = told.content.decode()
    assert "Seren" not in text and "Prosser" not in text
    file = tmp_path / "facts.json"
    file.write_text(text)
    assert decide_command.run(["match", str(file), "--pack", "gb_wls"]) == 0
    answer = json.loads(capsys.readouterr().out)
    found, _ = facts.match_offers(market.search)
    assert answer == json.loads(json.dumps(found.to_json()))
    assert (answer["eligible"], answer["excluded"]) == (1, 2)


def test_comparing_more_offers_costs_no_more_queries(market: Market) -> None:
    market.asked()
    market.offer(0)
    closed(market)

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            compare(market.search)
        return len(made)

    compare(market.search)  # what is read once a process is read
    one = asked()
    type(market.search).objects.update(state="open")
    market.offer(1)
    market.offer(2)
    type(market.search).objects.update(state="shortlist")
    assert asked() == one


# Which may be chosen


def choice_of(market: Market, offer: Offer, reason: str) -> Choice:
    asked = facts.match_facts(market.search, ChoiceFact(candidate=offer.public_id, reason=reason))
    found = decide(asked, pack_of(market.search.body).policy()).choice
    assert found is not None
    return found


def test_the_best_needs_no_reason_and_another_does(market: Market) -> None:
    """R8: rank and score are no veto; passing over asks why."""
    market.asked()
    best, worse = market.offer(0), market.offer(1, met="part")
    closed(market)
    assert choice_of(market, best, "").status == "best"
    found = choice_of(market, worse, " ")
    assert (found.status, found.by_score) == ("reason_missing", (best.public_id,))
    assert choice_of(market, worse, "The older boy agreed to no other.").is_allowed


def test_one_that_is_excluded_names_every_obstacle(market: Market) -> None:
    market.asked()
    offer = market.offer(0, met="no")
    live_there(offer)
    closed(market)
    found = choice_of(market, offer, "We want it.")
    assert found.status == "excluded"
    assert {o.code for o in found.excluded_by} == {"essential_need_unmet", "impact_missing"}


# The offer form asks for what is compared


def test_the_offer_form_asks_what_the_referral_asks_of_a_household(market: Market, settings: Any) -> None:
    settings.DEMO = True
    write(market, "health", keeps_school="yes")
    write(market, "contact", avoid=["dog"])
    invitation = market.asked()[0]
    client = client_of(market.managers[0])
    page = client.get(reverse("make_offer", args=[invitation.public_id])).content.decode()
    assert "Do they keep their school?" in page and "A dog" in page and "Cymraeg" in page
    day = (market.officer.today + dt.timedelta(days=9)).isoformat()
    sent = {
        "home": market.homes[0].public_id, "free_from": day, "valid_until": day, "met_1": "full", "words_1": "Two rooms",
        "fee_core": "900", "fee_discount": "50", "school": "part", "traits": ["dog", "none"],
    }  # fmt: skip
    wrong = client.post(reverse("make_offer", args=[invitation.public_id]), sent).content.decode()
    assert "cannot stand beside another answer" in wrong
    again = client.post(
        reverse("make_offer", args=[invitation.public_id]), {**sent, "traits": ["none"]}
    ).content.decode()
    assert "nothing says why" in again  # a discount keeps its reason
    done = client.post(
        reverse("make_offer", args=[invitation.public_id]),
        {**sent, "traits": ["none"], "discount_reason": "Siblings"},
    )
    assert done.status_code == 302
    offer = Offer.objects.get()
    assert (offer.school, offer.languages, offer.traits) == ("part", None, [])
    assert [(p.kind, p.reason) for p in offer.fees.order_by("kind") if p.reason] == [("discount", "Siblings")]


def test_a_trait_nobody_asked_about_is_refused(market: Market) -> None:
    market.asked()
    assert refused_by(market.offer, 0, household=Household(traits=["dog"])) == {"search.trait_unknown"}


def test_a_home_with_what_must_be_avoided_is_left_out(market: Market) -> None:
    write(market, "contact", avoid=["dog"])
    market.asked()
    market.offer(0, household=Household(traits=["dog"]))
    market.offer(1, household=Household(traits=[]))
    closed(market)
    found = compare(market.search)
    assert [o.code for o in found.excluded[0].match.obstacles if o.effect == "blocks"] == [
        "matching_exclusion"
    ]
    assert "matching_exclusions" not in found.eligible[0].match.unknown
