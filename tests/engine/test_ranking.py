"""What a ranking says beside its figures: working, method, own view, days."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from homeward.engine.due_dates import ranking_query_due
from homeward.engine.ranking import decide_mini_competition, decide_ranking, own_view
from homeward.engine.ranking.decide import last_snapshot
from homeward.kernel.reasons import Explanation
from homeward.policy import load_pack, switched_readings

PACK = load_pack("gb_wls")


def bidder(name: str, tender: object, annual: object, weekly: object) -> dict[str, Any]:
    return {
        "id": name,
        "admitted": {"start": "2024-04-01"},
        "tender": {"total": tender},
        "annual": [] if annual is None else [{"year": 2026, "total": annual}],
        "price": {"weekly": weekly},
    }


LOT = {
    "lot": {"id": "1"},
    "period": {"start": "2026-04-01"},
    "bidders": [
        bidder("Afon", 80, 90, 900),
        bidder("Bryn", 84, 84, 900),
        bidder("Coed", 70, None, 800),
        {**bidder("Dôl", 90, 40, 820), "price": None},
    ],
}


def decided(facts: dict[str, Any] = LOT, **readings: Any) -> dict[str, Any]:
    policy = PACK.policy(switched_readings({f"ranking.{k}": v for k, v in readings.items()}, "test"))
    return json.loads(json.dumps(decide_ranking(facts, policy).to_json()))


def own(decision: dict[str, Any], name: str) -> dict[str, Any]:
    return next(item for item in decision["ranked"] if item["bidder"] == name)


def codes(explanation: dict[str, Any]) -> list[str]:
    return [step["code"] for step in explanation["steps"]]


def test_every_point_is_worked_out_with_its_values_and_clauses() -> None:
    told = own(decided(), "Afon")["explanations"]
    assert {key: codes(item) for key, item in told.items()} == {
        "quality": ["tender_score", "annual_score", "quality_of_year"],
        "price": ["lowest_price", "own_price", "price_points"],
        "total": ["quality_points", "price_share_points", "total_points"],
        "rank": ["ranked_on_exact_total", "tied_on_total", "joint_rank", "rank"],
    }
    terms = told["quality"]["steps"][2]["steps"]
    assert [(t["inputs"]["weight"], t["inputs"]["score"], t["shown"]) for t in terms] == [
        ("3/5", "80", "48.00"),
        ("2/5", "90", "36.00"),
    ]
    standings = {v["path"]: v["standing"] for v in told["quality"]["authority"]["values"]}
    assert standings["ranking.reassessed_share"] == "sourced"
    assert standings["ranking.reassessed_share_basis"] == "inferred"
    assert {"source": "rct-board", "clause": "Framework provision"} in told["total"]["authority"]["clauses"]
    assert told["price"]["authority"]["placeholder"]  # no source gives the price formula
    for item in told.values():
        assert Explanation.from_json(item).to_json() == item


def test_a_score_that_is_not_of_the_year_says_so_in_its_working() -> None:
    facts = {**LOT, "bidders": [bidder("Afon", 80, 90, 900)], "period": {"start": "2027-04-01"}}
    item = own(decided(facts), "Afon")
    assert codes(item["explanations"]["quality"])[1] == "annual_carried_forward"
    assert codes(own(decided(), "Coed")["explanations"]["quality"])[1] == "annual_none"


def test_the_method_is_told_whole_and_moves_with_every_value() -> None:
    method = decided()["method_version"]
    assert (method["pack"], method["version"], method["digest"]) == ("gb_wls", PACK.version, PACK.digest)
    assert method["on"] == "2026-04-01"
    assert set(method["values"]) >= {f"ranking.{name}" for name in ("quality_share", "ties", "price_points")}
    assert decided(reassessed_share_basis="total")["method_version"] != method
    assert decided({**LOT, "bidders": []})["method_version"] == method


def test_a_framework_sets_its_own_weights_with_its_reference() -> None:
    rows = [
        {"path": f"ranking.{name}_share", "from": "2024-04-01", "value": value, "reference": "Tender 4.1"}
        for name, value in (("quality", "70"), ("price", "30"))
    ]
    item = own(decided({**LOT, "lot": {"id": "1", "overrides": rows}}), "Coed")
    assert item["total"]["exact"] == "79"  # 0.7 × 70 + 0.3 × 100
    value = item["explanations"]["total"]["authority"]["values"][0]
    assert (value["standing"], value["overridden_by"]) == ("agreement", "Tender 4.1")


def test_a_provider_reads_its_own_scores_and_nothing_of_the_others() -> None:
    view = own_view(decided(), "Afon")
    assert view is not None
    assert view["own"]["rank"] == 1
    assert view["own"]["joint"] is True
    assert view["own"]["total"]["shown"] == "86.44"
    text = json.dumps(view, ensure_ascii=False)
    assert not any(word in text for word in ("Bryn", "Coed", "Dôl", "800.00", "tied_with", "joint_with"))
    refused = own_view(decided(), "Dôl")
    assert refused is not None
    assert [reason["code"] for reason in refused["own"]["reasons"]] == ["no_price"]
    assert own_view(decided(), "Nobody") is None


@pytest.mark.parametrize(
    ("day", "month_day", "expected"),
    [
        (date(2026, 4, 1), "04-01", date(2026, 4, 1)),
        (date(2026, 3, 31), "04-01", date(2025, 4, 1)),
        (date(2026, 12, 31), "04-01", date(2026, 4, 1)),
        (date(2026, 3, 1), "02-29", date(2026, 2, 28)),
        (date(2028, 2, 28), "02-29", date(2027, 2, 28)),
        (date(2028, 2, 29), "02-29", date(2028, 2, 29)),
    ],
)
def test_the_snapshot_is_the_last_one_before_the_ranking_takes_effect(
    day: date, month_day: str, expected: date
) -> None:
    assert last_snapshot(day, month_day) == expected


def test_ten_working_days_to_query_leave_out_easter() -> None:
    holidays = {date(2026, 4, 3), date(2026, 4, 6)}
    due = ranking_query_due(
        date(2026, 4, 1), PACK.policy(), lambda day: day.weekday() < 5 and day not in holidays
    )
    assert (due.on, due.value.standing) == (date(2026, 4, 17), "placeholder")


def test_marks_are_worked_out_and_marked_as_another_councils() -> None:
    facts = {"on": "2026-05-01", "offers": [{"id": "o", "skills": "8", "weekly_fee": "4000"}]}
    decision = decide_mini_competition(facts, PACK.policy()).to_json()
    told = Explanation.from_json(json.loads(json.dumps(decision))["scored"][0]["explanations"]["total"])
    assert [step.code for step in told.steps] == [
        "skills_marks",
        "lowest_price",
        "own_price",
        "fee_marks",
        "total_marks",
        "rank",
    ]
    assert "mini_competition.skills_marks" in decision["placeholders"]
    english = decide_mini_competition(facts, load_pack("gb_eng").policy()).to_json()
    assert "mini_competition.skills_marks" not in english["placeholders"]
    assert "mini_competition.fee_points" in english["placeholders"]
