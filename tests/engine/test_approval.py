"""The journey to an approval beyond the worked cases: what holds of every gate."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.engine.approval import decide_gate
from homeward.engine.approval.needs import NEEDS
from homeward.engine.refusal import Refusal
from homeward.engine.rules import RULES
from homeward.kernel.years import months_after
from homeward.policy import load_pack

NZ = load_pack("nz")
JOURNEY, HELD = NZ.workflow("approval"), NZ.workflow("held_approval")
DAY = "2026-08-10"


def asked(**facts: Any) -> Any:
    return decide_gate({"on": DAY, **facts}, NZ.policy())


@pytest.mark.parametrize("journey", [JOURNEY, HELD], ids=lambda journey: journey.name)
def test_every_missing_item_says_what_lifts_it_and_by_which_clause(journey: Any) -> None:
    lifts = NZ.vocabulary("approval_lifts")
    for move in journey.moves:
        for state in move.sources or (None,):
            gate = asked(state=state, move=move.code, left=journey.start)
            for item in (*gate.refusals, *gate.warnings):
                assert lifts.knows(item.lift), item.code
                assert item.reason.clause is not None, item.code


def test_every_requirement_of_the_code_list_is_judged_or_found_by_the_rule_itself() -> None:
    by_itself = {
        "WRONG_ROLE", "DECLARED_INTEREST", "NOT_FROM_HERE", "OTHER_APPLICATION", "AGREEMENT_UNSIGNED",
        "APPROVAL_SUSPENDED", "APPROVAL_ENDED", "LEVEL1_REPORT_LATE", "START_ACCREDITATION_NOW",
    }  # fmt: skip
    assert set(NZ.vocabulary("approval_requirements").codes) == set(NEEDS) | by_itself


@pytest.mark.parametrize("journey", [JOURNEY, HELD], ids=lambda journey: journey.name)
def test_a_refused_step_changes_nothing(journey: Any) -> None:
    for move in journey.moves:
        for state in journey.codes:
            actor = {"person": "p", "role": "HUBADMIN"}
            gate = asked(state=state, move=move.code, left=journey.start, by=actor)
            if not gate.is_allowed:
                assert gate.to == state
                assert gate.tasks == ()


def test_nothing_leaves_the_approval_phase_upwards_without_level_1() -> None:
    for reading in ("phase_entry", "decision"):
        policy = NZ.policy([{
            "path": "approval.level1_gate", "from": dt.date(2020, 1, 1), "value": reading, "reference": "test",
        }])  # fmt: skip
        gate = decide_gate({"on": DAY, "state": "DCE_DECISION", "move": "approve"}, policy)
        assert gate.code == "LEVEL1_REQUIRED"
        assert gate.tells == ("PARTNER", "NQL", "TKK")


@given(st.integers(min_value=1, max_value=4), st.sampled_from(NZ.vocabulary("accreditation_statuses").codes))
def test_only_level_1_accredited_counts(level: int, status: str) -> None:
    gate = asked(accreditations=[{"level": level, "status": status, "granted_on": "2026-01-01"}])
    assert gate.level1_held == (level == 1 and status == "accredited")


@given(st.dates(dt.date(2021, 7, 1), dt.date(2040, 12, 31)))
def test_the_first_touchpoint_lies_in_its_window(approved: dt.date) -> None:
    gate = asked(state="QA_CYCLE", approved_on=approved, on=approved)
    found = gate.touchpoint
    assert found is not None
    assert found.window_start == months_after(approved, 3)
    assert found.window_start < found.window_end < found.overdue_from
    assert found.overdue_from - found.window_end == dt.timedelta(days=1)
    assert found.window_start <= found.suggested_on <= found.window_end
    assert found.suggested_on.weekday() < 5


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 60))
def test_months_are_clamped_from_the_day_itself(day: dt.date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


def test_public_holidays_not_given_are_said_not_to_be_known() -> None:
    assert asked().dates["calendar"] == {"name": "general", "public_holidays_known": False}
    assert asked(public_holidays=[]).dates["calendar"]["public_holidays_known"] is True


def test_a_pack_without_a_journey_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        decide_gate({"on": DAY}, load_pack("gb_wls").policy())
    assert refused.value.codes == ("no_journey",)


def test_a_day_before_the_journey_names_every_value_that_is_missing() -> None:
    with pytest.raises(Refusal) as refused:
        decide_gate({"on": "2019-01-01"}, NZ.policy())
    assert set(refused.value.codes) == {"policy_value_missing"}
    assert len(refused.value.problems) > 5


def test_the_schema_names_states_steps_and_codes() -> None:
    schema = RULES["approval"].schema(NZ)
    fields = schema["properties"]
    assert {"QM_ENDORSED", "ACTIVE"} <= set(fields["state"]["enum"])
    assert {"endorse", "decline", "APPROVED"} <= set(fields["move"]["enum"])
    assert "INTEREST_LOGGED" not in fields["approval_state"]["enum"]
    assert "community_service" in schema["$defs"]["KindFact"]["properties"]["kind"]["enum"]


def test_what_goes_back_needs_to_know_where_to() -> None:
    for state, move in (("PAUSED", "resume"), ("REVOCATION_PROPOSED", "end_proposal")):
        with pytest.raises(Refusal) as refused:
            asked(state=state, move=move)
        assert refused.value.codes == ("left_missing",)


def test_a_placeholder_marks_only_what_it_touches() -> None:
    assert not asked(state="COLLECTING").authority.values
    counted = {"level": 1, "status": "accredited"}
    window = asked(state="QA_CYCLE", approved_on="2026-08-01", accreditations=[counted]).authority
    assert {v.path for v in window.values} == {
        "approval.touchpoint_from",
        "approval.touchpoint_until",
        "calendar.closed",
    }
    assert not window.has_placeholder
    assert asked(state="HUB_REVIEW", since="2026-08-03").authority.has_placeholder
