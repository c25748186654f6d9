"""The choice by marks: when it may be opened, who gives marks, what the gateway keeps out, and who reads what."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.decisions import services as decisions
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import services
from homeward.apps.searches.comparing import compare
from homeward.apps.searches.models import GatewayWaiver, Offer, OfferMark, Scoring
from homeward.apps.searches.scoring import decided, record_of
from homeward.apps.searches.services.choosing import Feedback
from homeward.engine.ranking import decide_mini_competition
from homeward.policy import Pack
from tests.apps.searches.market import Market
from tests.apps.searches.test_matching import closed
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.decisions import make_house
from tests.factories.inspections import InspectionFactory
from tests.factories.searches import FeePartFactory
from tests.refusing import refused_by

WHY = "Both carers have looked after brothers before."
SHOWN = ("skills", "fee", "total")


@pytest.fixture
def offers(market: Market) -> list[Offer]:
    """Three homes at three fees, for both children together."""
    market.asked()
    found = [market.offer(n, core=core) for n, core in enumerate(("1600", "1280", "1200"))]
    closed(market)
    return found


def head(market: Market) -> Actor:
    return actor_in(Role.HEAD_OF_SERVICE, market.authority.body)


def opened(market: Market, **given: Any) -> Scoring:
    made: Scoring = services.open_scoring(search=market.search, by=market.officer, **given)
    return made


def marked(market: Market, scoring: Scoring, offers: list[Offer], *marks: str) -> None:
    for offer, skills in zip(offers, marks, strict=False):
        services.mark_offer(
            scoring=scoring, offer=offer, skills=Decimal(skills), reason=WHY, by=market.authority.senior
        )


def published(market: Market, offers: list[Offer]) -> Scoring:
    scoring = opened(market)
    marked(market, scoring, offers, "8", "7", "10")
    made: Scoring = services.publish_scoring(scoring=scoring, by=market.officer)
    return made


def inadequate(offer: Offer, **given: Any) -> Any:
    """The service the household lives under was found inadequate."""
    return InspectionFactory(
        home=None, body=offer.body, organisation=offer.organisation, grade="inadequate", **given
    )


def test_it_is_worked_out_by_the_rule_and_frozen(market: Market, offers: list[Offer]) -> None:
    made = published(market, offers)
    found = {
        item["offer"]: [item[k]["shown"] for k in SHOWN] + [item["rank"]] for item in made.result["scored"]
    }
    assert found == {
        offers[0].public_id: ["8.00", "3.75", "11.75", 2],
        offers[1].public_id: ["7.00", "4.69", "11.69", 3],
        offers[2].public_id: ["10.00", "5.00", "15.00", 1],
    }
    assert "mini_competition.marks_role" in made.result["placeholders"]
    assert made.result["method_version"]["on"] == made.body.day_of(made.opened_at).isoformat()
    market_fee(market, offers[0])
    made.refresh_from_db()
    assert [i["fee"]["shown"] for i in made.result["scored"] if i["offer"] == offers[0].public_id] == ["3.75"]
    assert refused_by(marked, market, made, offers, "1") == {"machine.state"}
    assert AuditEvent.objects.filter(action="publish_scoring").count() == 1


def market_fee(market: Market, offer: Offer) -> None:
    """A further round of the fee."""
    FeePartFactory(offer=offer, round=2, amount=Decimal("600.00"))


def test_what_was_published_cannot_be_written_over_or_deleted(market: Market, offers: list[Offer]) -> None:
    made = published(market, offers)
    attempts = (
        lambda: Scoring.objects.filter(pk=made.pk).update(result={}),
        lambda: Scoring.objects.filter(pk=made.pk).update(state="open"),
        lambda: made.marks.update(skills=10),
        lambda: made.marks.all().delete(),
        lambda: Scoring.objects.filter(pk=made.pk).delete(),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_match_is_the_same_with_and_without_it(market: Market, offers: list[Offer]) -> None:
    def seen() -> list[tuple[int, str | None, int | None]]:
        return [(c.offer.pk, c.score, c.match.place) for c in compare(market.search).columns]

    before = seen()
    published(market, offers)
    assert seen() == before


def test_it_is_left_out_of_searches_for_the_same_or_the_next_day(market: Market, offers: list[Offer]) -> None:
    for days in (0, 1):
        Referral.objects.update(needed_by=market.officer.today + dt.timedelta(days=days))
        market.search.referral.refresh_from_db()
        assert refused_by(opened, market) == {"scoring.too_near"}
        assert not Scoring.objects.exists()
    Referral.objects.update(needed_by=market.officer.today + dt.timedelta(days=2))
    market.search.referral.refresh_from_db()
    assert opened(market).state == Scoring.State.OPEN


def test_it_waits_for_answers_to_be_closed_and_for_offers(market: Market) -> None:
    assert refused_by(opened, market) == {"scoring.not_compared"}
    market.asked()
    closed(market)
    assert refused_by(opened, market) == {"scoring.no_offers"}


def test_one_is_open_at_a_time_and_another_needs_a_reason(market: Market, offers: list[Offer]) -> None:
    first = published(market, offers)
    assert refused_by(opened, market) == {"scoring.reason_missing"}
    second = opened(market, reason="Derwen Fach lowered its fee.")
    assert refused_by(opened, market, reason="Once more") == {"scoring.stands"}
    marked(market, second, offers, "8", "9", "9")
    services.publish_scoring(scoring=second, by=market.officer)
    first.refresh_from_db()
    assert (first.state, second.number) == (Scoring.State.REPLACED, 2)
    assert len(first.result["scored"]) == 3


def test_marks_are_given_by_the_role_the_policy_names(market: Market, offers: list[Offer]) -> None:
    scoring = opened(market)
    told: dict[str, Any] = {"scoring": scoring, "offer": offers[0], "skills": Decimal(8), "reason": WHY}
    assert refused_by(services.mark_offer, **told, by=market.officer) == {"scoring.another_marks"}
    assert refused_by(services.mark_offer, **told, by=market.managers[0]) == {"record.not_permitted"}
    made = services.mark_offer(**told, by=market.authority.senior)
    assert (made.given_as, made.given_by) == ("senior_practitioner", market.authority.senior.user)


def test_marks_need_a_reason_that_names_nobody_and_stay_in_their_range(
    market: Market, offers: list[Offer]
) -> None:
    scoring, senior = opened(market), market.authority.senior
    told: dict[str, Any] = {"scoring": scoring, "offer": offers[0], "by": senior}
    do = services.mark_offer
    assert refused_by(do, **told, skills=Decimal(8), reason=" ") == {"scoring.why_missing"}
    assert refused_by(do, **told, skills=Decimal(8), reason="Good for Seren") == {"referral.names_a_child"}
    assert refused_by(do, **told, skills=Decimal(-1), reason=WHY) == {"scoring.below_nothing"}
    assert refused_by(do, **told, skills=Decimal("10.5"), reason=WHY) == {"scoring.rule_refuses"}


def test_it_is_not_published_before_every_offer_has_marks(market: Market, offers: list[Offer]) -> None:
    scoring = opened(market)
    marked(market, scoring, offers, "8", "7")
    assert refused_by(services.publish_scoring, scoring=scoring, by=market.officer) == {"scoring.unmarked"}
    senior = refused_by(services.publish_scoring, scoring=scoring, by=head(market))
    assert senior == {"record.not_permitted"}
    assert refused_by(services.take_back_scoring, scoring=scoring, reason="", by=market.officer) == {
        "scoring.why_missing"
    }
    services.take_back_scoring(scoring=scoring, reason="Two offers fit so well.", by=market.officer)
    assert refused_by(services.publish_scoring, scoring=scoring, by=market.officer) == {"machine.state"}


def test_an_inadequate_inspection_keeps_an_offer_out_unless_it_is_waived(
    market: Market, offers: list[Offer]
) -> None:
    """R7: not scored, unless the office the policy names waives it with a reason, never who asked."""
    inadequate(offers[2])
    scoring = opened(market)
    marked(market, scoring, offers, "8", "7")  # the third needs none while it is kept out
    result = decided(scoring)
    kept_out = {i["offer"]: {r["code"] for r in i["reasons"]} for i in result["not_scored"]}
    assert kept_out == {offers[2].public_id: {"gateway_failed", "skills_not_marked"}}
    officer, boss = market.officer, head(market)
    assert refused_by(services.ask_waiver, offer=offers[0], reason="?", by=officer) == {
        "scoring.not_kept_out"
    }
    waiver = services.ask_waiver(offer=offers[2], reason="A brother lives there.", by=officer)
    assert [d.kind for d in duties_of(boss) if d.kind == "scoring.waiver"] == ["scoring.waiver"]
    assert refused_by(services.publish_scoring, scoring=scoring, by=officer) == {"scoring.waiver_waits"}
    assert refused_by(services.give_waiver, waiver=waiver, reason="Yes", by=officer) == {
        "record.not_permitted"
    }
    assert refused_by(services.give_waiver, waiver=waiver, reason=" ", by=boss) == {"scoring.why_missing"}
    GatewayWaiver.objects.update(asked_by=boss.user)
    assert refused_by(services.give_waiver, waiver=waiver, reason="Yes", by=boss) == {"scoring.own_waiver"}
    GatewayWaiver.objects.update(asked_by=officer.user)
    services.give_waiver(waiver=waiver, reason="The brother is doing well.", by=boss)
    assert refused_by(services.publish_scoring, scoring=scoring, by=officer) == {"scoring.unmarked"}
    marked(market, scoring, offers, "8", "7", "10")
    made = services.publish_scoring(scoring=scoring, by=officer)
    first = made.result["scored"][0]
    assert first["offer"] == offers[2].public_id
    assert [(f["code"], f["inputs"]["by"]) for f in first["flags"]] == [("gateway_waived", boss.user.name)]
    assert AuditEvent.objects.filter(action="give_waiver").count() == 1


def test_a_refused_waiver_keeps_it_out_and_one_is_about_one_report(
    market: Market, offers: list[Offer]
) -> None:
    inadequate(offers[2])
    scoring, boss = opened(market), head(market)
    waiver = services.ask_waiver(offer=offers[2], reason="A brother lives there.", by=market.officer)
    services.refuse_waiver(waiver=waiver, reason="Children were not safe.", by=boss)
    marked(market, scoring, offers, "8", "7")
    again = services.ask_waiver(offer=offers[2], reason="The manager was replaced.", by=market.officer)
    services.give_waiver(waiver=again, reason="Seen on a visit.", by=boss)
    inadequate(
        offers[2], inspected_on=dt.date(2026, 6, 1)
    )  # a later report: the waiver was about the one before
    kept_out = {
        i["offer"]
        for i in decided(scoring)["not_scored"]
        for r in i["reasons"]
        if r["code"] == "gateway_failed"
    }
    assert kept_out == {offers[2].public_id}
    made = services.publish_scoring(scoring=scoring, by=market.officer)
    assert [i["offer"] for i in made.result["not_scored"]] == [offers[2].public_id]


def test_questions_about_the_gateway_end_with_the_choice_by_marks(
    market: Market, offers: list[Offer]
) -> None:
    for offer in offers[1:]:
        inadequate(offer)
    scoring, boss = opened(market), head(market)
    asked = services.ask_waiver(offer=offers[2], reason="A brother lives there.", by=market.officer)
    given = services.ask_waiver(offer=offers[1], reason="The manager was replaced.", by=market.officer)
    services.give_waiver(waiver=given, reason="Seen on a visit.", by=boss)
    services.take_back_scoring(scoring=scoring, reason="Two offers fit so well.", by=market.officer)
    asked.refresh_from_db()
    given.refresh_from_db()
    assert (asked.state, given.state) == ("taken_back", "given")
    assert "scoring.waiver" not in {d.kind for d in duties_of(boss)}


def test_marks_of_an_open_choice_are_no_page_yet(market: Market, offers: list[Offer], demo: None) -> None:
    scoring = opened(market)
    marked(market, scoring, offers, "8", "7", "10")
    own = scoring.marks.get(offer=offers[0])
    address = reverse("own_marks", args=[own.public_id])
    assert client_of(market.officer).get(address).status_code == 404
    services.publish_scoring(scoring=scoring, by=market.officer)
    assert client_of(market.officer).get(address).status_code == 200


def test_another_office_cannot_waive(
    market: Market, offers: list[Offer], monkeypatch: pytest.MonkeyPatch
) -> None:
    inadequate(offers[2])
    opened(market)
    waiver = services.ask_waiver(offer=offers[2], reason="A brother lives there.", by=market.officer)
    monkeypatch.setattr("homeward.apps.searches.scoring.office_of", lambda body, role: "head_of_service")
    monkeypatch.setattr("homeward.apps.searches.services.waiving.waiving_role", lambda body: "director")
    for do in (services.give_waiver, services.refuse_waiver):
        assert refused_by(do, waiver=waiver, reason="Yes", by=head(market)) == {"scoring.another_waives"}
    services.take_back_waiver(waiver=waiver, by=market.officer)
    assert refused_by(services.take_back_waiver, waiver=waiver, by=market.officer) == {
        "scoring.waiver_decided"
    }


def test_a_report_without_a_grade_keeps_nobody_out_and_is_told(market: Market, offers: list[Offer]) -> None:
    InspectionFactory(
        home=None, body=offers[0].body, organisation=offers[0].organisation, regulator="ciw", grade=""
    )
    made = published(market, offers)
    flags = {i["offer"]: [f["code"] for f in i["flags"]] for i in made.result["scored"]}
    assert flags[offers[0].public_id] == ["inspection_without_grade"]
    assert flags[offers[1].public_id] == ["inspection_unknown"]


def choose(market: Market, offers: list[Offer], place: int) -> None:
    for offer in offers:
        services.judge_offer(offer=offer, suitable=True, reason="It fits", by=market.officer)
    told = {o.public_id: Feedback("other", "Another home fits better.") for o in offers}
    services.choose_offer(offer=offers[place], feedback=told, by=market.officer)


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


def test_a_provider_reads_its_own_marks_only_once_a_home_is_chosen(
    market: Market, offers: list[Offer], demo: None
) -> None:
    made = published(market, offers)
    manager = market.managers[0]
    assert not OfferMark.objects.visible_to(manager).exists()
    own = made.marks.get(offer=offers[0])
    others = made.marks.exclude(offer=offers[0])
    client = client_of(manager)
    assert client.get(reverse("own_marks", args=[own.public_id])).status_code == 404
    choose(market, offers, 1)
    assert list(OfferMark.objects.visible_to(manager)) == [own]
    page = client.get(reverse("own_marks", args=[own.public_id])).content.decode()
    assert "8.00 of 10" in page and WHY in page
    for told in ("3.75", "11.75", "4.69", "1,200", "600", "Derwen Fach", "Bryn Heulog"):
        assert told not in page
    for mark in others:
        assert client.get(reverse("own_marks", args=[mark.public_id])).status_code == 404
    for name in ("scoring", "scoring_facts", "publish_scoring", "take_back_scoring"):
        assert client.get(reverse(name, args=[made.public_id])).status_code in (403, 404)
    asked = client.get(reverse("invitation", args=[offers[0].invitation.public_id])).content.decode()
    assert reverse("own_marks", args=[own.public_id]) in asked


def test_what_a_provider_may_read_holds_nothing_of_the_others(market: Market, offers: list[Offer]) -> None:
    made = published(market, offers)
    for mark in made.marks.all():
        assert set(mark.own) == {"is_scored", "skills", "out_of", "reasons"}


def test_the_decision_keeps_its_place(market: Market, offers: list[Offer]) -> None:
    assert record_of(market.search, offers[0]) is None
    made = published(market, offers)
    found = record_of(market.search, offers[0])
    assert found is not None
    assert (found["scoring"], found["rank"], found["total"], found["out_of"]) == (
        made.public_id,
        2,
        "11.75",
        15,
    )


def test_the_decision_page_says_its_place_and_who_may_reads_on(
    db: None, demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])
    house = make_house()
    Referral.objects.update(needed_by=house.body.today + dt.timedelta(days=9))
    house.search.referral.refresh_from_db()
    scoring = services.open_scoring(search=house.search, by=house.officer)
    senior = actor_in(Role.SENIOR_PRACTITIONER, house.body)
    for offer in house.offers:
        services.mark_offer(scoring=scoring, offer=offer, skills=Decimal(7), reason=WHY, by=senior)
    services.publish_scoring(scoring=scoring, by=house.officer)
    made = decisions.propose_placement(
        offer=house.offers[0], start_on=house.body.today, reason="Nearer to school.", by=house.officer
    )
    assert made.choice["by_marks"]["scoring"] == scoring.public_id
    address = reverse("decision", args=[made.public_id])
    page = client_of(house.head).get(address).content.decode()
    assert "of 15 marks" in page and reverse("scoring", args=[scoring.public_id]) in page
    director = client_of(actor_in(Role.DIRECTOR, house.body)).get(address).content.decode()
    assert "of 15 marks" in director and reverse("scoring", args=[scoring.public_id]) not in director


def test_duties_lead_to_marks_and_to_publishing(market: Market, offers: list[Offer]) -> None:
    scoring, senior = opened(market), market.authority.senior
    kinds = [d.kind for d in duties_of(senior)]
    assert "scoring.mark" in kinds and "scoring.mark" not in [d.kind for d in duties_of(market.officer)]
    marked(market, scoring, offers, "8", "7", "10")
    assert "scoring.mark" not in [d.kind for d in duties_of(senior)]
    assert "scoring.publish" in [d.kind for d in duties_of(market.officer)]


def test_its_pages_from_opening_to_the_frozen_result(market: Market, offers: list[Offer], demo: None) -> None:
    officer, senior, boss = (client_of(a) for a in (market.officer, market.authority.senior, head(market)))
    inadequate(offers[2])
    page = officer.get(reverse("home_search", args=[market.search.public_id])).content.decode()
    opening = reverse("open_scoring", args=[market.search.public_id])
    assert opening in page and "Latest inspection" in page
    assert "Placeholder" in officer.get(opening).content.decode()
    address = officer.post(opening)["Location"]
    page = officer.get(address).content.decode()
    assert (
        "No marks yet" in page
        and "Kept out" in page
        and reverse("ask_waiver", args=[offers[2].public_id]) in page
    )
    scoring = Scoring.objects.get()
    form = reverse("give_marks", args=[scoring.public_id, offers[0].public_id])
    assert form in senior.get(address).content.decode() and form not in page
    wrong = senior.post(form, {"skills": "11", "reason": WHY}).content.decode()
    assert "There is a problem" in wrong
    for offer, skills in zip(offers, ("8", "7.5", "10"), strict=True):
        form = reverse("give_marks", args=[scoring.public_id, offer.public_id])
        assert senior.post(form, {"skills": skills, "reason": WHY})["Location"] == address
    asking = reverse("ask_waiver", args=[offers[2].public_id])
    assert officer.get(asking).status_code == 200
    officer.post(asking, {"reason": "A brother lives there."})
    question = reverse("gateway_waiver", args=[GatewayWaiver.objects.get().public_id])
    assert "Decide" not in officer.get(question).content.decode().split("<main")[1].split("Who decides")[1]
    assert boss.get(question).status_code == 200
    boss.post(question, {"gives": "yes", "reason": "He is doing well."})
    assert officer.post(reverse("publish_scoring", args=[scoring.public_id]))["Location"] == address
    page = boss.get(address).content.decode()
    for told in (
        "3 offers scored",
        "Waived",
        "15.00 of 15",
        "Marks for the fee, of 5",
        "Each point",
        "7.50 of 10",
    ):
        assert told in page
    page = officer.get(reverse("home_search", args=[market.search.public_id])).content.decode()
    assert "15.00 of 15 marks" in page
    told = officer.get(reverse("scoring_facts", args=[scoring.public_id]))
    assert told.headers["Content-Type"].startswith("application/json") and b"Derwen" not in told.content


def test_the_rule_is_asked_of_the_packs_own_values(market: Market, offers: list[Offer]) -> None:
    """Its facts, decided again as `homeward decide mini-competition` does, give the same result."""
    made = published(market, offers)
    pack: Pack = pack_of(made.body)
    assert decide_mini_competition(made.facts, pack.policy()).to_json() == made.result
