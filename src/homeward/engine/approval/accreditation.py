"""Accreditation: is the level held that an approval needs, when is its review due, is its report late.

Level 1 is the most demanding; a higher number is a lower level. It belongs to one legal entity and cannot be
transferred. Suspended, ended or lapsed counts as not held, for every gate and for keeping an approval.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from homeward.engine.approval.case import Case, Missing
from homeward.engine.approval.parts import AccreditationFact, OrganisationFact
from homeward.kernel.folding import fold
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.years import months_after

STATUSES = "accreditation_statuses"
ENTRY_MOVES = ("enter_approval", "consult_group", "advise")  # before the decision itself
LATER_MOVES = ("advise", "begin_contracting", "enter_cycle")  # after a gate that had asked for it


@dataclass(frozen=True)
class Held:
    """One record as it stands: ``why_not`` is None when it counts as the level needed."""

    record: AccreditationFact
    next_review_due: date | None
    why_not: str | None

    def to_json(self) -> dict[str, JSON]:
        return {
            "level": self.record.level,
            "status": self.record.status,
            "granted_on": plain(self.record.granted_on),
            "next_review_due": plain(self.next_review_due),
            "counts": self.why_not is None,
            "why_not": self.why_not,
        }


def next_review_due(case: Case, record: AccreditationFact) -> date | None:
    """As recorded, else the pack's months after the grant; a leap day is clamped."""
    if record.next_review_due is not None or record.granted_on is None:
        return record.next_review_due
    return months_after(record.granted_on, case.whole("accreditation_review"))


def records(case: Case) -> list[Held]:
    return [Held(row, next_review_due(case, row), _why_not(case, row)) for row in case.facts.accreditations]


def _why_not(case: Case, row: AccreditationFact) -> str | None:
    organisation = case.facts.organisation
    due = next_review_due(case, row)
    if row.level > case.whole("level_needed"):
        return "lower_level"
    if case.pack.vocabulary(STATUSES).attribute(row.status, "held", case.on) is not True:
        return row.status
    if organisation is not None and _of_another(row, organisation):
        return "other_entity"
    if row.granted_on is not None and row.granted_on > case.on:
        return "not_granted_yet"
    if due is not None and due < case.on and case.is_("accreditation_lapse", "after_review_due"):
        return "lapsed"
    return None


def is_held(case: Case) -> bool:
    return any(item.why_not is None for item in records(case))


def _of_another(row: AccreditationFact, organisation: OrganisationFact) -> bool:
    """It belongs to one legal entity: told by the business number, or by the name where a number is missing."""
    if row.nzbn is not None and organisation.nzbn is not None:
        return row.nzbn != organisation.nzbn
    names = (row.legal_entity, organisation.legal_name)
    return None not in names and fold(names[0]) != fold(names[1])


def level1(case: Case) -> Iterator[Missing]:
    """At the entry of the phase it blocks or is only said, by the chosen reading; at the decision it always blocks.

    Past a gate that had asked for it, a record that no longer counts blocks; no record at all is only said.
    """
    if is_held(case):
        return
    used = case.used("level_needed", "level1_gate")
    code = None if case.move is None else case.move.code
    soft = code in ENTRY_MOVES and case.is_("level1_gate", "decision")
    untold = code in LATER_MOVES and not case.facts.accreditations
    held = [item.to_json() for item in records(case)]
    inputs: dict[str, object] = {"needed": case.whole("level_needed"), "held": held}
    if soft:
        inputs["blocks_at"] = "approve"
    yield Missing(inputs, used, soft or untold)


def alerts(case: Case) -> Iterator[tuple[str, Missing]]:
    """What has to be looked at: a late report, accreditation to be started now, an approved partner that lost it."""
    days = case.whole("level1_report_alert")
    for row in case.facts.accreditations:
        if row.level <= case.whole("level_needed") and case.by_then(row.report_completed_on):
            assert row.report_completed_on is not None
            last = case.days.after(row.report_completed_on, days)
            if not case.by_then(row.report_received_on) and case.on > last:
                yield (
                    "LEVEL1_REPORT_LATE",
                    Missing(
                        {"completed_on": row.report_completed_on, "due": last},
                        case.used("level1_report_alert"),
                    ),
                )
    yield from _start_now(case)


def _start_now(case: Case) -> Iterator[tuple[str, Missing]]:
    target = case.facts.target_approval_on
    if target is None or is_held(case):
        return
    months = case.whole("accreditation_time")
    if months_after(case.on, months) > target:
        used = case.used("accreditation_time")
        earliest = months_after(case.on, months)
        yield "START_ACCREDITATION_NOW", Missing({"target_approval_on": target, "earliest": earliest}, used)
