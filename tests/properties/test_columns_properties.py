"""The columnar twin against the plain reference: the same figures for all facts under all readings."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.engine.nights.columns import Counted, count
from homeward.engine.utilisation import decide
from homeward.engine.utilisation.decision import UtilisationDecision
from homeward.engine.utilisation.twin import columns_of, compare, parted
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange
from homeward.policy import Policy, load_pack, switched_readings
from tests.properties.strategies import SPAN, dated, day, line_facts

PACK = load_pack("au_sa")
slow = settings(max_examples=25, deadline=None)
COUNTED = ("hold", "provider_pause", "missing", "absent", "shared_care", "care_type")
OPTIONS = {f"nights.{name}": ("counted", "excluded") for name in COUNTED} | {
    "nights.same_line_overlap": ("once", "each_record"),
    "nights.turning_18": ("recorded_care_type", "birthday"),
    "nights.respite_elsewhere": ("both_count", "primary_stops"),
}
readings = st.fixed_dictionaries({path: st.sampled_from(options) for path, options in OPTIONS.items()})


@st.composite
def whole_facts(draw: st.DrawFn) -> dict[str, Any]:
    """A line of either kind, with birthdays and stays of the same children elsewhere."""
    facts = draw(line_facts(draw(st.sampled_from(["general_family_based_care", "residential_care"]))))
    facts["line"]["in_force"]["end"] = draw(st.sampled_from([None, day(70), day(SPAN)]))
    facts["children"] = [
        {"id": child, "born_on": f"{date.fromisoformat(day(draw(st.integers(12, SPAN)))).year - 18}-02-28"}
        for child in "abc"
    ]
    facts["other_lines"] = [
        {
            "line": "other",
            "child": draw(st.sampled_from("abc")),
            "service_type": draw(st.sampled_from(["respite_family_based_care", "residential_care"])),
            **draw(dated()),
            "on_hold": [draw(dated()) for _ in range(draw(st.integers(0, 1)))],
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    return facts


def policy_with(switched: dict[str, Any]) -> Policy:
    return PACK.policy(switched_readings(switched, "test"))


def decided(facts: dict[str, Any], policy: Policy) -> UtilisationDecision:
    if facts["line"]["in_force"]["end"] is not None:
        start = facts["line"]["in_force"]["start"]
        facts["line"]["in_force"]["end"] = max(facts["line"]["in_force"]["end"], start, "2023-01-02")
    return decide(facts, policy)


@slow
@given(whole_facts(), readings)
def test_the_twins_are_equal_whatever_the_readings(facts: dict[str, Any], switched: dict[str, Any]) -> None:
    policy = policy_with(switched)
    assert compare(decided(facts, policy), policy) is None


@slow
@given(st.lists(whole_facts(), min_size=1, max_size=3), readings)
def test_many_lines_counted_at_once_are_each_counted_right(
    many: list[dict[str, Any]], switched: dict[str, Any]
) -> None:
    """Also with every stay swept, which the quick way does only where it must."""
    policy = policy_with(switched)
    decisions = [decided(facts, policy) for facts in many]
    columns = columns_of([item.facts for item in decisions], policy)
    quarter = [DateRange(date(2023, 1, 1), date(2023, 4, 1))]
    for sweep_all in (False, True):
        found = count(columns, quarter, sweep_all=sweep_all)
        for line, item in enumerate(decisions):
            assert parted(item.nights.to_json(), found.get((line, 0), Counted())) == {}


@slow
@given(whole_facts(), st.lists(st.integers(1, SPAN - 1), min_size=1, max_size=6, unique=True))
def test_periods_of_any_length_hold_the_nights_of_the_whole(facts: dict[str, Any], cuts: list[int]) -> None:
    policy = policy_with({})
    decision = decided(facts, policy)
    columns = columns_of([decision.facts], policy)
    borders = [date(2022, 12, 1), *(date.fromisoformat(day(cut)) for cut in sorted(cuts)), date(2023, 5, 1)]
    parts = [DateRange(one, two) for one, two in zip(borders, borders[1:], strict=False)]
    found = count(columns, [*parts, DateRange(borders[0], borders[-1])])
    whole = found.pop((0, len(parts)), Counted())
    assert parted(decision.nights.to_json(), whole) == {}
    assert sum(item.actual for item in found.values()) == whole.actual
    assert sum(item.stayed for item in found.values()) == whole.stayed


@slow
@given(line_facts())
def test_quarters_of_leap_and_common_years(facts: dict[str, Any]) -> None:
    """The same stays a year later lie in a quarter with 29 February."""
    for year, nights in ((2023, 90), (2024, 91)):
        quarter = Quarter.containing(date(year, 2, 1))
        assert quarter.nights == nights
        moved = _moved(facts, year - 2023)
        policy = policy_with({})
        decision = decide({**moved, "period": quarter.range.to_json()}, policy)
        assert compare(decision, policy) is None


def _moved(value: Any, years: int) -> Any:
    if isinstance(value, dict):
        return {key: _moved(item, years) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, years) for item in value]
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return f"{int(value[:4]) + years}{value[4:]}"
    return value
