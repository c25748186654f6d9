"""Laws of the ranking that hold for all providers, prices and scores."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.engine.ranking import decide_mini_competition, decide_ranking
from homeward.policy import load_pack, switched_readings

PACK = load_pack("gb_wls")
many = settings(max_examples=60, deadline=None)
BASES = ("quality", "total", "criteria_set")
# Few values, so that ties in every key come up.
scores = st.sampled_from(["0", "40", "60", "60.5", "80", "90", "100"])
prices = st.sampled_from(["600.00", "800.00", "812.50", "900.00", "1200.00"])


def ranked(bidders: list[dict[str, Any]], /, basis: str = "quality", **more: Any) -> dict[str, Any]:
    facts = {"lot": {"id": "1"}, "period": {"start": "2026-04-01"}, "bidders": bidders, **more}
    readings = switched_readings({"ranking.reassessed_share_basis": basis}, "test")
    return decide_ranking(facts, PACK.policy(readings)).to_json()


def by_bidder(decision: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["bidder"]: item for item in decision["ranked"]}


def ranks(decision: dict[str, Any]) -> dict[str, int]:
    return {name: item["rank"] for name, item in by_bidder(decision).items()}


@st.composite
def lots(draw: st.DrawFn) -> list[dict[str, Any]]:
    bidders = []
    for number in range(draw(st.integers(1, 7))):
        annual = [
            {"year": year, "total": draw(scores)} for year in (2024, 2025, 2026) if draw(st.integers(0, 2))
        ]
        bidders.append(
            {
                "id": f"p{number}",
                "admitted": None if draw(st.integers(0, 9)) == 0 else {"start": "2024-04-01"},
                "tender": {"total": draw(scores)},
                "annual": annual,
                "price": None if draw(st.integers(0, 9)) == 0 else {"weekly": draw(prices)},
            }
        )
    return bidders


@many
@given(lots(), st.sampled_from(BASES), st.randoms(use_true_random=False))
def test_neither_order_nor_name_decides(bidders: Any, basis: str, chance: random.Random) -> None:
    decision = ranked(bidders, basis)
    mixed = list(bidders)
    chance.shuffle(mixed)
    assert ranked(mixed, basis) == decision
    renamed = [{**item, "id": f"z{9 - int(item['id'][1:])}"} for item in bidders]
    expected = {f"z{9 - int(name[1:])}": rank for name, rank in ranks(decision).items()}
    assert ranks(ranked(renamed, basis)) == expected


@many
@given(lots(), st.sampled_from(BASES), st.data())
def test_a_lower_price_never_worsens_the_own_rank(bidders: Any, basis: str, data: st.DataObject) -> None:
    before = ranks(ranked(bidders, basis))
    for index, bidder in enumerate(bidders):
        if bidder["id"] not in before:
            continue
        lower = str(Fraction(bidder["price"]["weekly"]) * data.draw(st.integers(1, 99)) // 100)
        after = [*bidders[:index], {**bidder, "price": {"weekly": lower}}, *bidders[index + 1 :]]
        assert ranks(ranked(after, basis))[bidder["id"]] <= before[bidder["id"]]


@many
@given(lots(), st.sampled_from(BASES))
def test_scores_lie_between_0_and_100_and_everybody_is_answered_once(bidders: Any, basis: str) -> None:
    decision = ranked(bidders, basis)
    for item in decision["ranked"]:
        for name in ("quality", "price", "total"):
            assert 0 <= Fraction(item[name]["exact"]) <= 100
        points = [Fraction(item["points"][name]["exact"]) for name in ("quality", "price")]
        assert sum(points) == Fraction(item["total"]["exact"])
    told = [item["bidder"] for part in ("ranked", "not_ranked") for item in decision[part]]
    assert sorted(told) == sorted(item["id"] for item in bidders)
    assert all(item["reasons"] for item in decision["not_ranked"])


@many
@given(lots(), st.sampled_from(BASES))
def test_ranks_are_one_more_than_the_number_who_stand_before(bidders: Any, basis: str) -> None:
    items = ranked(bidders, basis)["ranked"]
    for item in items:
        assert item["rank"] == 1 + sum(other["rank"] < item["rank"] for other in items)
        equal = {other["bidder"] for other in items if other["rank"] == item["rank"]} - {item["bidder"]}
        assert set(item["joint_with"]) == equal
        if not item["tied_with"]:
            total = Fraction(item["total"]["exact"])
            assert item["rank"] == 1 + sum(Fraction(o["total"]["exact"]) > total for o in items)


@many
@given(lots())
def test_one_block_of_criteria_is_the_reading_of_quality(bidders: Any) -> None:
    as_quality = by_bidder(ranked(bidders, "quality"))
    as_set = by_bidder(ranked(bidders, "criteria_set"))
    assert {k: v["total"] for k, v in as_set.items()} == {k: v["total"] for k, v in as_quality.items()}
    # and where the tender's criteria were all scored alike, by criterion too
    criteria = [{"code": "fixed", "weight": "60"}, {"code": "anew", "weight": "40", "reassessed": True}]
    by_criterion = []
    for item in bidders:
        total = item["tender"]["total"]
        tender = [{"criterion": code, "score": total} for code in ("fixed", "anew")]
        annual = [
            {"year": row["year"], "scores": [{"criterion": "anew", "score": row["total"]}]}
            for row in item["annual"]
        ]
        by_criterion.append({**item, "tender": {"scores": tender}, "annual": annual})
    spread = by_bidder(ranked(by_criterion, "criteria_set", criteria=criteria))
    assert {k: v["total"] for k, v in spread.items()} == {k: v["total"] for k, v in as_quality.items()}


@many
@given(lots(), st.sampled_from(BASES))
def test_a_missing_annual_score_is_the_last_one_carried_forward(bidders: Any, basis: str) -> None:
    without = [{**item, "annual": [row for row in item["annual"] if row["year"] != 2026]} for item in bidders]
    carried = [
        {**item, "annual": [{**item["annual"][-1], "year": 2026}] if item["annual"] else []}
        for item in without
    ]
    found, expected = by_bidder(ranked(without, basis)), by_bidder(ranked(carried, basis))
    for name, item in found.items():
        assert item["quality"] == expected[name]["quality"]
        assert item["rank"] == expected[name]["rank"]
        assert item["stale"] == (item["annual"] is not None)


@many
@given(lots())
def test_who_is_not_ranked_changes_nothing_for_the_others(bidders: Any) -> None:
    decision = ranked(bidders)
    inside = {item["bidder"] for item in decision["ranked"]}
    alone = ranked([item for item in bidders if item["id"] in inside])
    assert alone["ranked"] == decision["ranked"]


@many
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["0", "5", "7.5", "10"]), prices, st.sampled_from(["improve", "inadequate"])
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_the_scored_choice_depends_on_marks_alone(given_: Any, chance: random.Random) -> None:
    offers = [
        {
            "id": f"o{number}",
            "skills": skills,
            "weekly_fee": fee,
            "inspection": {"grade": grade, "on": "2026-01-01"},
        }
        for number, (skills, fee, grade) in enumerate(given_)
    ]
    decision = decide_mini_competition({"on": "2026-05-01", "offers": offers}, PACK.policy()).to_json()
    mixed = list(offers)
    chance.shuffle(mixed)
    assert decide_mini_competition({"on": "2026-05-01", "offers": mixed}, PACK.policy()).to_json() == decision
    assert {item["offer"] for item in decision["not_scored"]} == {
        item["id"] for item in offers if item["inspection"]["grade"] == "inadequate"
    }
    for item in decision["scored"]:
        assert 0 <= Fraction(item["total"]["exact"]) <= 15
        better = sum(
            Fraction(o["total"]["exact"]) > Fraction(item["total"]["exact"]) for o in decision["scored"]
        )
        assert item["rank"] >= 1 + better
