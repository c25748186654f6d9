"""Checks of a line's facts before anything is counted. Every problem is named at once."""

from __future__ import annotations

from collections.abc import Iterator

from homeward.engine.loadings.check import check_homes, check_loading_rows, check_status
from homeward.engine.nights.check import check_dates, check_no_two, check_stays
from homeward.engine.utilisation.facts import LineFact, RateFact, UtilisationFacts
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange, subtract
from homeward.policy import Pack


def check_facts(facts: UtilisationFacts, pack: Pack) -> list[Problem]:
    """Errors and warnings in a settled order."""
    return [
        *_period(facts),
        *_line(facts.line, pack),
        *_stays(facts, pack),
        *_dates(facts),
        *_in_force(facts),
    ]


def _period(facts: UtilisationFacts) -> Iterator[Problem]:
    period = facts.period
    if period.start >= period.end:
        yield Problem(
            "period_empty",
            f"The period runs from {period.start} to {period.end}: it has no night.",
            "Give the first date and the first date after the period.",
            column="period",
        )


def _line(line: LineFact, pack: Pack) -> Iterator[Problem]:
    yield from check_dates("line.in_force", "line", line.in_force)
    types = pack.vocabulary("service_types")
    if not types.knows(line.service_type):
        yield Problem(
            "unknown_code",
            f"{line.service_type} is no code of service_types.",
            f"Use one of: {', '.join(types.codes)}.",
            column="line.service_type",
            value=line.service_type,
        )
    yield from check_no_two("line.targets", "targets", line.targets)
    for kind in ("base_unit_annual", "standard_unit_annual", "per_night", "per_week"):
        yield from check_no_two(
            "line.rates", f"{kind} rates", [rate for rate in line.rates if rate.kind == kind]
        )
    if line.method != "block" and line.targets:
        paid = "night" if line.method == "per_night" else "week"
        yield Problem(
            "target_on_fee_for_service",
            f"The line is paid per {paid}, yet it has a target.",
            "Remove the target, or make it a block line.",
            column="line.targets",
        )
    yield from check_loading_rows(line.loadings or (), line.method, pack)


def _stays(facts: UtilisationFacts, pack: Pack) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, child in enumerate(facts.children):
        if child.id in seen:
            yield Problem(
                "child_twice",
                f"The child {child.id} is given twice.",
                "Give each child once.",
                column=f"children.{index}.id",
                value=child.id,
            )
        seen.add(child.id)
        yield from check_status(index, child.status, pack)
    yield from check_homes(facts.homes, pack)
    born = {child.id: child.born_on for child in facts.children}
    yield from check_stays(facts.placements, facts.disallowed, born, pack)


def _dates(facts: UtilisationFacts) -> Iterator[Problem]:
    for index, approval in enumerate(facts.exceed_approvals):
        yield from check_dates(f"exceed_approvals.{index}", "exceed approval", approval)
    for index, stay in enumerate(facts.other_lines):
        yield from check_dates(f"other_lines.{index}", "stay elsewhere", stay)
        for number, hold in enumerate(stay.on_hold):
            yield from check_dates(f"other_lines.{index}.on_hold.{number}", "hold elsewhere", hold)


def _in_force(facts: UtilisationFacts) -> Iterator[Problem]:
    line, period = facts.line, facts.period
    if period.start >= period.end or line.in_force.is_reversed:
        return
    quarter = DateRange(period.start, period.end)
    window = line.in_force.range.clip(quarter)
    if window is None:
        yield Problem(
            "line_not_in_force",
            f"The line is not in force on any night from {period.start} to {quarter.last_night}.",
            "Choose a period in which it is in force, or correct the dates of the agreement.",
            column="line.in_force",
        )
    elif line.method == "block":
        held = [target.range for target in line.targets if not target.is_reversed]
        for gap in subtract(window, held):
            yield Problem(
                "target_not_configured",
                f"No target is set for the nights {gap.start} to {gap.last_night}: the target is not configured, so"
                " there is no share, level or limit.",
                "Add the minimum placements for these dates to the line (0 is a target too).",
                column="line.targets",
            )


def rates_of(line: LineFact, kind: str) -> list[RateFact]:
    """The line's rates of a kind in order."""
    return sorted((rate for rate in line.rates if rate.kind == kind), key=lambda rate: rate.start)
