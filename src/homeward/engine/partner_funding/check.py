"""Facts that cannot be read as what they say: dates, codes, names. What money is refused stands in refusals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from homeward.engine.nights.check import check_dates
from homeward.engine.partner_funding.facts import FundedPlacementFact, FundingFacts
from homeward.engine.partner_funding.terms import KIND_OF, FundedLineFact
from homeward.engine.ranking.check import check_code, check_once
from homeward.kernel.problems import Problem
from homeward.policy import Pack


def check_facts(facts: FundingFacts, pack: Pack) -> list[Problem]:
    """Every problem of the form; errors stop the calculation, warnings go with it."""
    return [
        *_period(facts),
        *_names(facts),
        *chain.from_iterable(_placement(i, item, facts, pack) for i, item in enumerate(facts.placements)),
        *chain.from_iterable(_line(i, item, pack) for i, item in enumerate(facts.lines)),
        *_rest(facts, pack),
    ]


def _period(facts: FundingFacts) -> Iterator[Problem]:
    if facts.period.end <= facts.period.start:
        yield Problem(
            "period_empty",
            f"The period ends on {facts.period.end} and has no night.",
            "The end is the first day after the period.",
            column="period",
        )
    given = facts.reconciliation
    if given is not None and given.since is not None and given.since > facts.period.start:
        yield Problem(
            "reconciled_from_later",
            f"The reconciliation looks at days from {given.since}, after the period begins on {facts.period.start}.",
            "Give the first day of the period or an earlier one.",
            column="reconciliation.since",
            value=given.since.isoformat(),
        )
    if given is not None and given.since is not None and given.since < facts.period.start:
        for index, line in enumerate(facts.lines):
            if line.method == "fixed":
                yield Problem(
                    "fixed_counts_for_the_period",
                    f"The instalment of the line {line.id} is of this period; earlier ones are not worked out.",
                    "Give what earlier periods came to under reconciliation.counted.",
                    severity="warning",
                    column=f"lines.{index}",
                )
    for index, item in enumerate(given.counted if given is not None else ()):
        if item.amount is None and (item.nights is None or item.rate is None):
            yield Problem(
                "counted_without_amount",
                "What was counted has neither an amount nor nights and a rate.",
                "Give the amount, or nights and the rate of a night.",
                column=f"reconciliation.counted.{index}",
            )


def _names(facts: FundingFacts) -> Iterator[Problem]:
    known = {line.id for line in facts.lines}
    yield from check_once("lines", "line", [line.id for line in facts.lines])
    yield from check_once("placements", "placement", [item.id for item in facts.placements if item.id])
    rows = [(f"placements.{index}.line", item.line) for index, item in enumerate(facts.placements)]
    rows += [(f"payments.{index}.line", item.line) for index, item in enumerate(facts.payments)]
    for place, name in rows:
        if name is not None and name not in known:
            yield Problem(
                "unknown_line",
                f"{name} is no line of these facts.",
                f"Use one of: {', '.join(sorted(known))}.",
                column=place,
                value=name,
            )
        elif name is None and len(known) > 1 and place.startswith("placements"):
            yield Problem(
                "line_missing",
                "There are several lines, and the stay names none.",
                f"Name one of: {', '.join(sorted(known))}.",
                column=place,
            )


def _placement(index: int, stay: FundedPlacementFact, facts: FundingFacts, pack: Pack) -> Iterator[Problem]:
    place = f"placements.{index}"
    yield from check_dates(place, "stay", stay)
    for number, away in enumerate(stay.absences):
        here = f"{place}.absences.{number}"
        yield from check_dates(here, "absence", away)
        if away.kind is not None:
            yield from check_code(f"{here}.kind", "absence_kinds", away.kind, pack)
        if stay.is_reversed or away.is_reversed:
            continue
        inside = away.range.clip(stay.range)
        if inside is None and not away.range.is_empty:
            yield Problem(
                "absence_outside_stay",
                f"The absence from {away.start} lies outside the stay from {stay.start}.",
                "Correct its dates, or put it on the stay it belongs to.",
                column=here,
            )
        elif inside is not None and inside.start > away.start:
            yield Problem(
                "absence_clipped",
                f"The absence begins on {away.start}, before the stay on {stay.start}; only nights of the stay count.",
                "Correct its dates if this is not meant.",
                severity="warning",
                column=here,
            )


def _line(index: int, line: FundedLineFact, pack: Pack) -> Iterator[Problem]:
    place = f"lines.{index}"
    if line.in_force is not None:
        yield from check_dates(f"{place}.in_force", "line", line.in_force)
    if line.support_level is not None:
        yield from check_code(f"{place}.support_level", "support_levels", line.support_level, pack)
    wanted = KIND_OF[line.method]
    for number, rate in enumerate(line.rates):
        here = f"{place}.rates.{number}"
        yield from check_dates(here, "rate", rate)
        if rate.kind not in (None, wanted):
            yield _not_for(f"{here}.kind", f"A {line.method} line has no rate of the kind {rate.kind}.")
    yield from _rates_overlap(place, line)
    for number, item in enumerate(line.additional_support):
        yield from check_dates(f"{place}.additional_support.{number}", "additional support rate", item)
    for number, gap in enumerate(line.vacancies):
        yield from check_dates(f"{place}.vacancies.{number}", "vacancy", gap)
        yield from check_code(f"{place}.vacancies.{number}.cause", "vacancy_causes", gap.cause, pack)
    for name, given, method in (
        ("additional_support", bool(line.additional_support), "dynamic"),
        ("variations", bool(line.variations), "fixed"),
        ("places", line.places is not None, "fixed"),
        ("level_override", line.level_override is not None, "individualised"),
    ):
        if given and line.method != method:
            yield _not_for(f"{place}.{name}", f"Only a {method} line has {name}; this one is {line.method}.")
    yield from _committed(place, line)


def _committed(place: str, line: FundedLineFact) -> Iterator[Problem]:
    given = line.committed
    if given is None:
        return
    if line.method == "fixed":
        yield _not_for(
            f"{place}.committed", "A fixed line is paid by its instalment; nothing is paid ahead by nights."
        )
    if given.share is not None and not 1 < given.share <= 100:
        yield Problem(
            "share_not_in_percent",
            f"The share {given.share} is no share in percent between 1 and 100.",
            'Write 70 % as "70".',
            column=f"{place}.committed.share",
            value=str(given.share),
        )


def _not_for(place: str, message: str) -> Problem:
    return Problem("not_for_this_method", message, "Remove it, or correct the method.", column=place)


def _rates_overlap(place: str, line: FundedLineFact) -> Iterator[Problem]:
    """Two rates of one night; one without an end stops where the next begins."""
    rows = sorted((rate for rate in line.rates if not rate.is_reversed), key=lambda rate: rate.start)
    for one, two in zip(rows, rows[1:], strict=False):
        if one.start == two.start or (one.end is not None and one.end > two.start):
            yield Problem(
                "rates_overlap",
                f"Two rates hold on {two.start}.",
                "Let one end where the other begins.",
                column=f"{place}.rates",
            )


def _rest(facts: FundingFacts, pack: Pack) -> Iterator[Problem]:
    for index, stay in enumerate(facts.other_partners):
        yield from check_dates(f"other_partners.{index}", "stay", stay)
    for index, cost in enumerate(facts.property):
        yield from check_code(f"property.{index}.kind", "property_kinds", cost.kind, pack)
    given = facts.reconciliation
    if given is not None and given.outcome is not None:
        yield from check_code("reconciliation.outcome", "reconciliation_outcomes", given.outcome, pack)
