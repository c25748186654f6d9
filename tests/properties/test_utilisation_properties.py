"""The engine against a night-by-night count, and laws that hold for all facts."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.engine.utilisation import decide
from homeward.policy import load_pack, switched_readings
from tests.properties import oracle
from tests.properties.strategies import SPAN, day, line_facts

PACK = load_pack("au_sa")
slow = settings(max_examples=60, deadline=None)


def decided(facts: dict[str, Any], **readings: Any) -> dict[str, Any]:
    return decide(facts, PACK.policy(switched_readings(readings, "test"))).to_json()


@slow
@given(line_facts())
def test_nights_equal_the_night_by_night_count(facts: dict[str, Any]) -> None:
    found, expected = decided(facts), oracle.tally(facts)
    assert found["nights"]["actual"] == expected.pop("counted")
    excluded = {reason: nights for reason, nights in found["nights"]["excluded"].items() if nights}
    assert excluded.pop("total", 0) == sum(expected.values())
    assert excluded == expected
    assert found["contracted"]["nights"] == oracle.contracted(facts)


@slow
@given(line_facts("residential_care"))
def test_residential_nights_and_nights_over_target(facts: dict[str, Any]) -> None:
    found = decided(facts)
    assert found["nights"]["actual"] == oracle.tally(facts, hold_counts=True)["counted"]
    assert found["exceed"]["unapproved_nights"] == oracle.unapproved(facts)


@slow
@given(line_facts(), st.integers(0, SPAN))
def test_splitting_a_period_neither_loses_nor_adds_a_night(facts: dict[str, Any], cut: int) -> None:
    start, middle, end = facts["period"]["start"], day(cut), facts["period"]["end"]
    in_force = facts["line"]["in_force"]["start"]
    if not max(start, in_force) < middle < end or in_force >= middle:
        return
    whole = decided(facts)["nights"]
    parts = [
        decided({**facts, "period": {"start": first, "end": last}})["nights"]
        for first, last in ((start, middle), (middle, end))
    ]
    for figure in ("stayed", "actual"):
        assert whole[figure] == sum(part[figure] for part in parts)
    assert whole["excluded"]["total"] == sum(part["excluded"]["total"] for part in parts)


@slow
@given(line_facts(), st.randoms(use_true_random=False))
def test_order_does_not_matter(facts: dict[str, Any], random: Any) -> None:
    turned = json.loads(json.dumps(facts))
    for items in (
        turned["placements"],
        turned["line"]["targets"],
        turned["disallowed"],
        turned["exceed_approvals"],
    ):
        random.shuffle(items)
    for placement in turned["placements"]:
        random.shuffle(placement["spells"])
    one, two = decided(facts), decided(turned)
    warnings = [sorted(json.dumps(w["message"]) for w in found.pop("warnings")) for found in (one, two)]
    assert warnings[0] == warnings[1]
    assert json.dumps(one) == json.dumps(two)


@slow
@given(line_facts())
def test_every_night_is_counted_or_left_out_once(facts: dict[str, Any]) -> None:
    found = decided(facts)
    nights = found["nights"]
    assert nights["stayed"] == nights["actual"] + nights["excluded"]["total"]
    assert sum(child["nights"] for child in found["children"]) == nights["actual"]
    for child in found["children"]:
        ends = [segment["start"] for segment in child["segments"]][1:]
        assert all(segment["end"] <= start for segment, start in zip(child["segments"], ends, strict=False))
        assert child["nights"] <= found["in_force"]["nights"]


@slow
@given(line_facts())
def test_growth_or_abatement_never_both_and_both_from_the_exact_share(facts: dict[str, Any]) -> None:
    found = decided(facts)
    actual, contracted = found["nights"]["actual"], found["contracted"]["nights"]
    if contracted == 0:
        assert found["level"]["status"] == "not_assessed"
        return
    share = Fraction(actual, contracted)
    assert Fraction(found["share"]["exact"]) == share
    assert found["over_performance"] == (share > 1)
    level = "1" if share >= Fraction(95, 100) else "2" if share >= Fraction(90, 100) else "3"
    assert found["level"]["code"] == level
    assert (found["growth"]["nights"] > 0) == (share > 1)
    limit = max(Fraction(0), Fraction(9, 10) * contracted - actual)
    assert Fraction(found["abatement_limit"]["nights"]) == limit
    # in a part of a quarter, too, the money comes to nights × quarterly base unit ÷ nights of the quarter
    cents = (limit * 6000 / 90 * 100 * 2 + 1) // 2
    assert Fraction(found["abatement_limit"]["amount"]) * 100 == cents


@slow
@given(line_facts())
def test_each_record_by_itself_is_never_less(facts: dict[str, Any]) -> None:
    once = decided(facts)["nights"]
    each = decided(facts, **{"nights.same_line_overlap": "each_record"})["nights"]
    assert each["actual"] >= once["actual"]
    assert each["stayed"] == sum(
        len(
            [
                night
                for night in oracle.nights_between(facts["period"]["start"], facts["period"]["end"])
                if oracle.covers(placement, night) and oracle.covers(facts["line"]["in_force"], night)
            ]
        )
        for placement in facts["placements"]
    )


@slow
@given(line_facts(), st.integers(0, SPAN))
def test_birthdays_flag_exactly_the_nights_with_another_care_type(facts: dict[str, Any], born: int) -> None:
    birthday = date.fromisoformat(day(born)).replace(year=2005)
    grown = birthday.replace(year=2023) if born > 11 else birthday.replace(year=2022)
    born_on = grown.replace(year=grown.year - 18).isoformat()
    children = [{"id": child, "born_on": born_on} for child in "abc"]
    found = decided({**facts, "children": children})
    flagged = sum(flag["nights"] for flag in found["flags"] if flag["code"] == "age_18_other_care_type")
    expected = 0
    for child in "abc":
        for night in oracle.nights_between(facts["period"]["start"], facts["period"]["end"]):
            if night >= grown.isoformat() and oracle.covers(facts["line"]["in_force"], night):
                verdict = oracle.counted(facts, night, child, hold_counts=False)
                expected += verdict not in ("none", *oracle.ADULT)
    assert flagged == expected
    assert found["blocked"] == (flagged > 0)
