"""Matching, standing and the panel: the edges that scenarios do not reach."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from homeward.api.examples import ASKED_OF
from homeward.engine.allocation.facts import AllocationFacts
from homeward.engine.allocation.first_come import first_come
from homeward.engine.allocation.gather import gather
from homeward.engine.allocation.problem import Problem, faults, plan_of
from homeward.engine.allocation.solve import solve
from homeward.engine.facts import parse_facts
from homeward.engine.matching.columns import Codes, TooManyCodes
from homeward.engine.matching.decide import decide
from homeward.engine.matching.distance import Whereabouts, whereabouts
from homeward.engine.matching.twin import compare
from homeward.engine.refusal import Refusal
from homeward.engine.rules import RULES
from homeward.engine.standing.answers import answers_due
from homeward.engine.standing.may_accept import decide_acceptance
from homeward.kernel.reasons import Reason
from homeward.kernel.years import age_on
from homeward.policy import load_pack

WALES = load_pack("gb_wls")
NEW_RULES = ("match", "may-accept", "may-widen", "panel")


def facts_of(rule: str) -> dict[str, Any]:
    facts: dict[str, Any] = deepcopy(ASKED_OF[rule]["facts"])
    return facts


@pytest.mark.parametrize("rule", NEW_RULES)
def test_a_pack_without_matching_refuses_and_names_the_value(rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        RULES[rule].decide(facts_of(rule), load_pack("au_sa").policy())
    assert set(refused.value.codes) == {"policy_value_missing"}


def test_facts_that_contradict_themselves_are_refused_together() -> None:
    facts = facts_of("match")
    facts["candidates"] *= 2
    facts["referral"]["children"][0]["born_on"] = "2027-01-01"
    facts["choice"] = {"candidate": "nowhere"}
    with pytest.raises(Refusal) as refused:
        decide(facts, WALES.policy())
    assert refused.value.codes == ("listed_twice", "born_after_start", "choice_not_listed")


def test_every_obstacle_says_what_lifts_it_and_who_can_in_words_of_the_pack() -> None:
    for name in ("gb_wls", "gb_eng"):
        pack = load_pack(name)
        obstacles, lifts = pack.vocabulary("placement_obstacles"), pack.vocabulary("placement_lifts")
        roles = pack.vocabulary("placement_deciders")
        asked = set(pack.parameters["matching.obstacle"].keys)
        assert asked == set(obstacles.codes)
        for row in obstacles.rows:
            assert lifts.knows(str(row.attributes["lift"]))
            assert all(roles.knows(str(who)) for who in row.attributes["who"])  # type: ignore[union-attr]
            assert row.attributes["who"] or row.attributes["lift"] == "none"


def test_every_obstacle_the_rules_can_find_is_known_to_the_packs() -> None:
    from homeward.engine.matching.exclusions import CODES
    from homeward.engine.standing import may_accept, may_widen

    found = {*CODES, *may_accept.OWN, *may_widen.CODES}
    assert found == set(WALES.vocabulary("placement_obstacles").codes)


def test_somebody_born_on_29_february_is_older_on_1_march() -> None:
    born = date(2008, 2, 29)
    assert [age_on(born, date(2026, *day)) for day in ((2, 28), (3, 1))] == [17, 18]
    assert age_on(born, date(2028, 2, 29)) == 20


def test_no_fact_of_a_place_follows_from_another_being_unknown() -> None:
    assert whereabouts(None, 200, "A", None, ["B"]) == Whereabouts(None, None, None, None)
    assert whereabouts(200, 200, "A", "B", None) == Whereabouts(200, False, True, None)
    assert whereabouts(201, 200, "A", "B", ["B"]) == Whereabouts(201, True, True, False)
    assert whereabouts(1, 200, "A", "C", ["B"]) == Whereabouts(1, False, True, True)


def test_a_planted_difference_between_plain_rule_and_columns_is_told() -> None:
    decision = decide(facts_of("match"), WALES.policy())
    assert compare(decision, WALES.policy()) is None
    score = decision.matches[0].score
    assert score is not None
    spoiled = replace(decision, matches=(replace(decision.matches[0], score=score + 1),))
    (apart,) = compare(spoiled, WALES.policy()) or []
    assert apart == {"candidate": "V-31", "plain": [score + 1], "columns": [score]}


def test_more_codes_than_a_mask_holds_are_refused() -> None:
    with pytest.raises(TooManyCodes, match="64 different codes"):
        Codes.of([[f"c{number}" for number in range(64)]])


def test_two_hours_are_two_hours_when_the_clocks_change() -> None:
    due = answers_due("emergency", datetime.fromisoformat("2026-03-29T00:30"), [], WALES.policy())
    assert due.at.isoformat() == "2026-03-29T03:30:00+01:00"
    assert due.value.standing == "placeholder"


def test_working_days_end_at_midnight_after_the_last_and_skip_holidays() -> None:
    sent = datetime.fromisoformat("2026-04-02T15:00")
    holidays = [date(2026, 4, 3), date(2026, 4, 6)]
    assert answers_due("urgent", sent, holidays, WALES.policy()).at.isoformat() == "2026-04-08T00:00:00+01:00"
    assert answers_due("planned", sent, [], WALES.policy()).at.date() == date(2026, 4, 10)


def test_a_refusal_reads_back_as_a_reason_with_its_clause() -> None:
    facts = facts_of("may-accept")
    facts["decision"] = None
    (refusal,) = decide_acceptance(facts, WALES.policy()).refusals
    again = Reason.from_json(refusal.to_json())
    assert again == refusal.reason
    assert again.clause is not None and again.clause.source == "rct-board"
    assert [used.path for used in again.values] == ["matching.obstacle", "matching.decided_before"]


def test_what_the_pack_does_not_ask_about_does_not_stand_in_the_way() -> None:
    from homeward.policy import switched_readings

    facts = facts_of("may-accept")
    facts["decision"] = None
    for effect, allowed, warned in (
        ("warns", True, True),
        ("not_asked", True, False),
        ("blocks", False, False),
    ):
        rows = switched_readings({"matching.obstacle": {"decision_missing": effect}}, "test")
        decision = decide_acceptance(facts, WALES.policy(rows))
        told = {item.code for item in decision.warnings}
        assert (decision.is_allowed, "decision_missing" in told) == (allowed, warned)


def test_a_plan_the_solver_had_no_time_for_says_it_is_not_proven() -> None:
    panel = gather(parse_facts(AllocationFacts, facts_of("panel")), 0)
    queue = first_come(panel.problem, panel.order)
    hurried = solve(panel.problem, queue, seconds=0.0)
    proven = solve(panel.problem, queue)
    assert proven.is_proven and proven.plan.placed == 3 > queue.placed
    assert not hurried.is_proven
    assert hurried.plan.value == queue.value < proven.plan.value <= hurried.bound


def test_columns_of_a_panel_that_cannot_be_are_refused() -> None:
    one, two = np.array([1]), np.array([1, 0])
    good = Problem(np.array([0]), one, np.array([False]), 1, one, np.array([0]), np.array([0]), np.array([5]))
    assert faults(good, plan_of(good, [0])) == []
    with pytest.raises(ValueError, match="sorted by option"):
        replace(good, pair_option=two, pair_home=two, pair_score=two)
    with pytest.raises(ValueError, match="between 0 and 100"):
        replace(good, pair_score=np.array([100_001]))
    with pytest.raises(ValueError, match="room for all"):
        replace(good, capacity=np.array([0]))


def test_every_fault_of_a_plan_is_found() -> None:
    problem = Problem(
        np.array([0, 0, 0]), np.array([2, 1, 1]), np.array([False, True, True]), 1, np.array([2, 2]),
        np.array([0, 0, 1, 2]), np.array([0, 1, 0, 0]), np.array([1, 1, 1, 1]),
    )  # fmt: skip
    assert faults(problem, plan_of(problem, [0])) == []
    assert faults(problem, plan_of(problem, [0, 1])) == ["placed_twice"]
    assert faults(problem, plan_of(problem, [1, 2])) == ["whole_and_split"]
    assert faults(problem, plan_of(problem, [0, 2])) == ["over_capacity", "whole_and_split"]


def test_the_rules_do_not_load_the_solver_until_a_panel_is_worked_out() -> None:
    import subprocess
    import sys

    code = "import sys, homeward.engine.rules; sys.exit('scipy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
