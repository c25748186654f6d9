"""What holds of every gate of the journey to an approval, whatever is recorded."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.engine.approval import decide_gate
from homeward.policy import load_pack

NZ = load_pack("nz")
JOURNEY = NZ.workflow("approval")

# Everything a journey needs from end to end, by the names of the facts.
WHOLE: dict[str, Any] = {
    "organisation": {"legal_name": "Kōwhai Trust", "nzbn": "9429000000017"},
    "local_contact": "Sina",
    "local_talks": True,
    "local_provision": {
        "already_provided": "Two homes", "spoken_to": ["The site manager"], "tamariki_maori": "With their hapū",
    },
    "joint_approach": {"requested_on": "2026-02-01", "agreed_by": ["HUB", "TKK"]},
    "conversation": {
        "held_on": "2026-02-10", "whakawhanaungatanga": True, "familiarisation": True, "practice_run": True,
        "submit_by": "2026-04-01",
    },
    "template": {
        "context_complete": True, "frozen_on": "2026-03-20",
        "domains": [{"domain": "safety", "answered": True, "evidence": 1}],
    },
    "findings": [{"domain": "safety", "finding": "Ready"}],
    "visit": {"wanted": True, "held_on": "2026-04-10", "story_understood": True},
    "content_agreed_by_lead": {"by": "Aroha", "on": "2026-05-01"},
    "content_agreed_by_partner": {"by": "Wiremu", "on": "2026-05-01"},
    "recommendation": {"drafted_by": "Aroha", "on": "2026-05-02"},
    "feedback": [{"by": "Hemi", "on": "2026-05-04", "discussed_by_lead_on": "2026-05-05", "report_updated_on": "2026-05-06"}],
    "endorsement": {"by": "Hemi", "on": "2026-05-10"},
    "accreditations": [{"level": 1, "status": "accredited", "granted_on": "2026-05-01", "nzbn": "9429000000017"}],
    "advisory_advice": {"by": "Rangi", "on": "2026-06-01"},
    "decision": {
        "outcome": "approved", "kinds": [{"kind": "iwi_social_service", "section": "396"}], "reasons": "Ready",
        "by": "Mere", "on": "2026-06-10", "satisfied_of_suitability": True,
    },
    "submissions": {"until": "2026-09-01", "received_on": "2026-06-20", "considered_on": "2026-06-21"},
    "letter": {"signed_by": "Mere", "sent_on": "2026-06-11"},
    "approved_on": "2026-06-10",
    "agreement": {
        "signed_by_agency_on": "2026-07-01", "signed_by_partner_on": "2026-07-01", "service_specification": "Shared care",
        "care_model_summary": "Ours", "funding_model": "dynamic",
    },
    "touchpoint": {"scheduled_on": "2026-09-15", "lead_invited_on": "2026-07-02"},
    "reason": "Agreed with the partner",
}  # fmt: skip
REVIEWED = ("give_feedback",)  # asks for feedback that is still open
STEPS = [
    (state, move)
    for move in JOURNEY.moves
    for state in move.sources
    if move.code not in REVIEWED and state != "PAUSED"
]
# What is itself in the way while it is there; without it less is missing.
IN_THE_WAY = {"feedback", "visit", "submissions", "accreditations", "organisation", "template"}


def refused(state: str, move: str, facts: dict[str, Any]) -> set[str]:
    gate = decide_gate({"on": "2026-08-10", "state": state, "move": move, **facts}, NZ.policy())
    return {item.code for item in gate.refusals}


@pytest.mark.parametrize(("state", "move"), STEPS, ids=lambda item: getattr(item, "code", item))
def test_with_everything_recorded_every_gate_is_open(state: str, move: Any) -> None:
    assert refused(state, move.code, WHOLE) == set()


@given(st.sampled_from(STEPS), st.sets(st.sampled_from(sorted(set(WHOLE) - IN_THE_WAY))))
def test_taking_a_fact_away_never_opens_a_gate(step: tuple[str, Any], away: set[str]) -> None:
    state, move = step
    less = {name: value for name, value in WHOLE.items() if name not in away}
    for name in sorted(less):
        still_less = {key: value for key, value in less.items() if key != name}
        if name not in IN_THE_WAY:
            assert refused(state, move.code, less) <= refused(state, move.code, still_less)


@given(st.sampled_from(STEPS), st.permutations(sorted(WHOLE)))
def test_the_order_of_the_facts_plays_no_part(step: tuple[str, Any], names: list[str]) -> None:
    state, move = step
    turned = {name: WHOLE[name] for name in names}
    assert refused(state, move.code, turned) == refused(state, move.code, WHOLE)


@given(st.sampled_from(STEPS), st.sets(st.sampled_from(sorted(WHOLE))))
def test_the_way_on_and_the_step_wished_for_say_the_same(step: tuple[str, Any], away: set[str]) -> None:
    """What a page shows as missing for the next gate is what refuses the step."""
    state, move = step
    facts = {name: value for name, value in WHOLE.items() if name not in away}
    gate = decide_gate({"on": "2026-08-10", "state": state, "move": move.code, **facts}, NZ.policy())
    ways = {way.move.code: way for way in gate.next}
    if move.code in ways:
        assert ways[move.code].refusals == gate.refusals
