"""Reading what one question rests on: the journey the state belongs to, the pack's settings, the working days."""

from __future__ import annotations

from homeward.engine.approval.case import AREA, Case
from homeward.engine.approval.facts import ApprovalFacts
from homeward.engine.calendars import working_days
from homeward.engine.refusal import Refusal
from homeward.engine.values import read_values
from homeward.kernel.problems import Problem
from homeward.policy import Pack, Policy, Workflow

READS = tuple(
    f"{AREA}.{name}"
    for name in (
        "level_needed", "level1_gate", "refused_gate_tells", "accreditation_review", "accreditation_lapse",
        "level1_report_alert", "accreditation_time", "eligibility_check", "touchpoint_from", "touchpoint_until",
        "s399_notice_days", "s405_notice_days", "earliest_decision", "notice_of_suspension",
    )
)  # fmt: skip
CALENDAR = "general"


def journey_of(pack: Pack, state: str | None) -> Workflow:
    """The approval's own journey for one of its states, else the application's. Raises Refusal for no journey at all."""
    if "approval" not in pack.workflows:
        text = f"The pack {pack.id} describes no journey to an approval."
        raise Refusal([Problem("no_journey", text, "Use a pack that has one.", column="state", value=state)])
    held = pack.workflows.get("held_approval")
    return held if held is not None and state in held.codes else pack.workflow("approval")


def read_case(facts: ApprovalFacts, policy: Policy) -> Case:
    """Raises Refusal naming every value the pack lacks on the day."""
    values = read_values(policy, facts.on, "", READS)
    days = working_days(CALENDAR, frozenset(facts.public_holidays or ()), policy, facts.on)
    return Case(facts, policy.pack, values, days, journey_of(policy.pack, facts.state))
