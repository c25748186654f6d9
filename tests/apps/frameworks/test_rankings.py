"""From scores and prices to a published ranking that stays as it is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from homeward.apps.core.refusals import Refused
from homeward.apps.frameworks import services
from homeward.apps.frameworks.comparing import compare, version_before
from homeward.apps.frameworks.facts import digest_of, gather
from homeward.apps.frameworks.models import Ranking, Score
from homeward.apps.frameworks.queries import in_force
from homeward.apps.frameworks.services import Sheet
from tests.apps.frameworks.world import OPENED, PUBLISHED, Frameworks, on
from tests.factories.frameworks import YEAR, ProcurementCheckFactory
from tests.factories.inspections import InspectionFactory
from tests.factories.local_policy import confirmed_value

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Frameworks:
    return Frameworks.make()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.code for r in refused.value.reasons]


def rescore(world: Frameworks, name: str, value: int, reason: str = "") -> None:
    criterion = world.lot.criteria.get()
    services.save_scores(
        lot=world.lot, stage="annual", year=2026, reason=reason, by=world.keeper,
        sheets=[Sheet(world.rows[name], {criterion: Decimal(value)}, f"Note only for {name}")],
    )  # fmt: skip


def test_a_lot_is_ranked_half_on_quality_and_half_on_price_and_ties_are_joint(world: Frameworks) -> None:
    assert world.order(world.drafted()) == [
        (1, "A", "86.44"),
        (1, "B", "86.44"),
        (3, "D", "83.78"),
        (4, "C", "83.00"),
    ]


def test_a_published_ranking_stays_as_it_was_when_prices_and_scores_change(world: Frameworks) -> None:
    ranking = world.published()
    before = (ranking.facts, ranking.result, ranking.digest)
    services.set_price(lot_admission=world.rows["A"], weekly=Decimal(700), period=YEAR, by=world.keeper)
    rescore(world, "D", 100, reason="A mark was misread.")
    kept = Ranking.objects.get(pk=ranking.pk)
    assert (kept.facts, kept.result, kept.digest) == before
    assert digest_of([kept.facts, kept.result]) == kept.digest
    assert world.order(kept)[0][1] == "A"


def test_what_was_published_cannot_be_written_over_or_deleted(world: Frameworks) -> None:
    ranking = world.published()
    attempts = (
        lambda: Ranking.objects.filter(pk=ranking.pk).update(result={}),
        lambda: Ranking.objects.filter(pk=ranking.pk).update(state="draft", published_at=None, published_by=None),
        lambda: world.place(ranking, "A").delete(),
        lambda: ranking.places.update(rank=9),
        lambda: Ranking.objects.filter(pk=ranking.pk).delete(),
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with pytest.raises(Refused):
        services.remake_ranking(ranking=ranking, by=world.keeper)


def test_a_score_put_right_makes_a_new_version_and_the_earlier_one_stays_readable(world: Frameworks) -> None:
    first = world.published()
    with pytest.raises(Refused) as refused:
        rescore(world, "D", 100)
    assert codes(refused) == ["framework.changes_published"]
    rescore(world, "D", 100, reason="A mark was misread.")
    second = world.published(reason="D's yearly score was misread.")
    first.refresh_from_db()
    assert (first.state, second.number, second.state) == ("replaced", 2, "published")
    assert Ranking.objects.visible_to(world.officer).count() == 2
    assert in_force(world.lot, "", dt.date(2026, 11, 1)) == second
    assert world.order(second)[0] == (1, "D", "95.78")


def test_the_second_person_publishes_after_the_window_and_with_every_query_answered(
    world: Frameworks,
) -> None:
    ranking = world.opened()
    assert ranking.query_until == dt.date(2026, 5, 26), (
        "ten working days, the bank holiday of 25 May left out"
    )
    with on(OPENED):
        query = services.ask_query(
            place=world.place(ranking, "B"), about="all", text="Why?", by=world.managers["B"]
        )
        with pytest.raises(Refused) as refused:
            services.publish_ranking(ranking=ranking, by=world.keeper)
    assert codes(refused) == ["framework.own_ranking", "framework.window_open", "framework.queries_open"]
    with on(PUBLISHED):
        services.answer_query(query=query, answer="As the note says.", is_upheld=False, by=world.keeper)
        services.publish_ranking(ranking=ranking, by=world.second)


def test_whoever_entered_a_score_does_not_publish_it(world: Frameworks) -> None:
    criterion = world.lot.criteria.get()
    services.save_scores(
        lot=world.lot, stage="annual", year=2026, by=world.second,
        sheets=[Sheet(world.rows["A"], {criterion: Decimal(91)})],
    )  # fmt: skip
    ranking = world.opened()
    with on(PUBLISHED), pytest.raises(Refused) as refused:
        services.publish_ranking(ranking=ranking, by=world.second)
    assert codes(refused) == ["framework.own_ranking"]


def test_a_draft_whose_records_changed_is_made_again_before_it_is_published(world: Frameworks) -> None:
    ranking = world.opened()
    rescore(world, "C", 61)
    with on(PUBLISHED), pytest.raises(Refused) as refused:
        services.publish_ranking(ranking=ranking, by=world.second)
    assert codes(refused) == ["framework.records_changed"]
    with on(PUBLISHED):
        services.remake_ranking(ranking=ranking, by=world.keeper)
        assert services.publish_ranking(ranking=ranking, by=world.second).state == "published"


def test_a_missing_yearly_score_is_the_last_known_one_marked_stale_and_never_0(world: Frameworks) -> None:
    world.rows["B"].assessments.filter(stage="annual").update(year=2025)
    item = next(r for r in world.drafted().result["ranked"] if r["bidder"] == world.providers["B"].public_id)
    assert item["stale"] is True and item["quality"]["shown"] == "84.00"
    assert [f["code"] for f in item["flags"]] == ["annual_stale"]


def test_an_expired_or_failed_check_keeps_a_provider_out_with_every_reason(world: Frameworks) -> None:
    of_a = {"body": world.consortium, "organisation": world.providers["A"], "checked_on": dt.date(2026, 3, 1)}
    ProcurementCheckFactory(**of_a, kind="insurance", expires_on=dt.date(2026, 4, 1))
    ProcurementCheckFactory(**of_a, kind="safeguarding", result="failed")
    ranking = world.drafted()
    [out] = ranking.result["not_ranked"]
    assert out["bidder"] == world.providers["A"].public_id
    assert sorted(r["code"] for r in out["reasons"]) == ["check_expired", "check_failed"]
    assert world.place(ranking, "A").rank is None


def test_the_causes_of_a_move_add_up_to_the_points_gained(world: Frameworks) -> None:
    first = world.published()
    rescore(world, "D", 70, reason="Re-marked.")
    services.set_price(lot_admission=world.rows["C"], weekly=Decimal(760), period=YEAR, by=world.keeper)
    second = world.published(reason="D was re-marked, C's price corrected.")
    assert version_before(second) == first
    for moved in compare(first, second):
        before, now = (
            next(Fraction(r["total"]["exact"]) for r in v.result["ranked"] if r["bidder"] == moved.provider)
            for v in (first, second)
        )
        assert moved.quality + moved.own_price + moved.lowest_price == now - before == moved.total
    by_name = {m.name[0]: m for m in compare(first, second)}
    assert by_name["D"].quality == 6 and by_name["A"].quality == 0
    assert by_name["A"].lowest_price < 0, "the lowest price fell, so everybody else's price points do"


def test_a_score_above_the_highest_is_refused_at_its_cell_and_nothing_is_kept(world: Frameworks) -> None:
    criterion = world.lot.criteria.get()
    sheets = [
        Sheet(world.rows["A"], {criterion: Decimal(50)}),
        Sheet(world.rows["B"], {criterion: Decimal(101)}),
    ]
    with pytest.raises(Refused) as refused:
        services.save_scores(lot=world.lot, stage="annual", year=2026, sheets=sheets, by=world.keeper)
    assert [(r.code, r.inputs["field"]) for r in refused.value.reasons] == [
        ("framework.score_too_high", sheets[1].cell(criterion))
    ]
    assert not Score.objects.filter(value=50).exists()


def test_weights_that_do_not_make_100_are_refused(world: Frameworks) -> None:
    lot = services.add_lot(
        framework=world.lot.framework,
        number=9,
        title="Therapeutic",
        placement_types=["foster_mainstream"],
        by=world.keeper,
    )
    given = [
        services.frameworks.CriterionGiven("Care", Decimal(60)),
        services.frameworks.CriterionGiven("Staff", Decimal(30)),
    ]
    with pytest.raises(Refused) as refused:
        services.set_criteria(lot=lot, criteria=given, by=world.keeper)
    assert codes(refused) == ["framework.weights"]


def test_a_query_outside_the_window_is_refused(world: Frameworks) -> None:
    ranking = world.opened()
    with on(PUBLISHED), pytest.raises(Refused) as refused:
        services.ask_query(place=world.place(ranking, "A"), about="all", text="Late.", by=world.managers["A"])
    assert codes(refused) == ["framework.window_closed"]


def test_nobody_queries_for_another_provider_and_no_authority_writes(world: Frameworks) -> None:
    ranking = world.opened()
    with on(OPENED):
        with pytest.raises(Refused):
            services.ask_query(
                place=world.place(ranking, "A"), about="all", text="Why?", by=world.managers["B"]
            )
        for by in (world.officer, world.managers["A"]):
            with pytest.raises(Refused):
                services.discard_ranking(ranking=ranking, reason="No.", by=by)
            with pytest.raises(Refused):
                services.publish_ranking(ranking=ranking, by=by)


def test_a_gateway_reads_the_latest_inspection_of_each_service_where_the_policy_sets_one(
    world: Frameworks,
) -> None:
    for name, grade in (("A", "inadequate"), ("B", ""), ("C", "no_concerns")):
        InspectionFactory(
            home=None, body=world.consortium, organisation=world.providers[name], regulator="ciw", grade=grade,
            inspected_on=dt.date(2026, 2, 3),
        )  # fmt: skip
    with on(OPENED):
        without = gather(world.lot, "", YEAR)
        assert not any("inspection" in bidder for bidder in without.facts["bidders"])
        confirmed_value(body=world.consortium, path="ranking.gateway", keys=[], value="latest_inspection")
        told = {b["id"]: b.get("inspection") for b in gather(world.lot, "", YEAR).facts["bidders"]}
    assert told == {
        world.providers["A"].public_id: {"on": "2026-02-03", "grade": "inadequate"},
        world.providers["B"].public_id: {"on": "2026-02-03"},
        world.providers["C"].public_id: {"on": "2026-02-03", "grade": "no_concerns"},
        world.providers["D"].public_id: None,
    }
    ranking = world.drafted()
    left = {i["bidder"]: [r["code"] for r in i["reasons"]] for i in ranking.result["not_ranked"]}
    assert left == {world.providers["A"].public_id: ["gateway_failed"]}
