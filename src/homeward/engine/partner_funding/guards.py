"""The guards of money: approval and agreement, one paid night, rates and their notice, approvals of absences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from homeward.engine.partner_funding.additional import additional_refusals
from homeward.engine.partner_funding.ahead import rate_on, year_start
from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.individual import individual_refusals
from homeward.engine.partner_funding.nights import ChildNights, window_of
from homeward.engine.partner_funding.rates import unrated
from homeward.engine.partner_funding.reads import GATE, NOTICE, ONE_NIGHT, Settings, looked_back
from homeward.engine.partner_funding.reconcile import calculated_on
from homeward.engine.partner_funding.refusals import Refused, day_text, nights_text, refused, spans_json
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.engine.values import Values
from homeward.kernel.ranges import DateRange, intersect, union

Counted = Mapping[str, Sequence[ChildNights]]


def money_refusals(facts: FundingFacts, counted: Counted, settings: Settings) -> Iterator[Refused]:
    """Everything that keeps these facts from being paid. ``counted``: the nights of each line in the period."""
    period = DateRange(facts.period.start, facts.period.end)
    yield from _gate(facts, counted, period, settings.own)
    yield from _one_night(facts, counted, settings.own)
    for index, line in enumerate(facts.lines):
        values, place = settings.of_line[line.id], f"lines.{index}"
        back = looked_back(facts, line)
        window = window_of(line, DateRange(back.start if back else period.start, period.end))
        if window is not None:
            yield from _rates(place, line, window, counted[line.id])
        yield from notice_refusals(place, line, values)
        yield from _committed(place, line, facts, settings)
        yield from additional_refusals(place, line)
        if line.method == "individualised" and window is not None:
            yield from individual_refusals(place, line, counted[line.id], values)
    yield from _absences(facts)


def _gate(facts: FundingFacts, counted: Counted, period: DateRange, values: Values) -> Iterator[Refused]:
    """Nothing is paid for days before the approval and the signed agreement."""
    used = values.used(GATE)
    first = _first_day(facts, counted, period)
    asked = facts.ad_hoc or facts.property or any(line.committed for line in facts.lines)
    rows = []
    if "approval" in facts.model_fields_set:  # null: there is none; left out: not asked
        rows.append(("approval", facts.approval.approved_on if facts.approval else None))
    if "agreement" in facts.model_fields_set:
        rows.append(("agreement", facts.agreement.signed_on if facts.agreement else None))
    words = {
        "approval": ("paid_before_approval", "The partner is not approved", "The approval is of",
                     "Wait for the decision on the approval"),
        "agreement": ("paid_before_agreement", "The agreement is not signed", "The agreement was signed on",
                      "Wait for both signatures"),
    }  # fmt: skip
    for what, day in rows:
        code, none, late, wait = words[what]
        column = f"{what}.{'approved_on' if what == 'approval' else 'signed_on'}"
        if day is None:
            yield refused(code, f"{none}.", f"{wait}; nothing is paid before.", column, used)
        elif first is None and asked and calculated_on(facts) < day:
            yield refused(
                code,
                f"{late} {day_text(day)}; money is asked for on {day_text(calculated_on(facts))}.",
                f"{wait}; nothing is paid before.",
                column,
                used,
                {"from": day, "on": calculated_on(facts)},
            )
        elif first is not None and first < day:
            yield refused(
                code,
                f"{late} {day_text(day)}; money is asked for {day_text(first)} already.",
                f"Pay for nights from {day_text(day)}: let line or stay begin then.",
                column,
                used,
                {"from": day, "first": first},
            )


def _first_day(facts: FundingFacts, counted: Counted, period: DateRange) -> date | None:
    """The first day of the period for which money is asked: a paid night, or a fixed line in force."""
    days = [item.range.start for found in counted.values() for child in found for item in child.paid]
    for line in facts.lines:
        window = window_of(line, period)
        if line.method == "fixed" and window is not None:
            days.append(window.start)
    return min(days, default=None)


def _one_night(facts: FundingFacts, counted: Counted, values: Values) -> Iterator[Refused]:
    """A child has one paid night for one date: on one line, by one partner."""
    used = values.used(ONE_NIGHT)
    paid = _paid_by_child(counted)
    for child in sorted(paid):
        rows = list(paid[child].items())
        for place, (one, nights) in enumerate(rows):
            for two, others in rows[place + 1 :]:
                both = intersect(nights, others)
                if both:
                    yield refused(
                        "night_on_two_lines",
                        f"The child {child} has paid nights on the lines {one} and {two} for {nights_text(both)}.",
                        "Put each night on one line.",
                        "placements",
                        used,
                        {"child": child, "lines": [one, two], "nights": spans_json(both)},
                    )
    for index, stay in enumerate(facts.other_partners):
        spans = [] if stay.is_reversed else [stay.range]
        for line, nights in paid.get(stay.child, {}).items():
            both = intersect(nights, spans)
            if both:
                yield refused(
                    "night_paid_by_two_partners",
                    f"The child {stay.child} has nights paid to {stay.partner} for {nights_text(both)} as well.",
                    "Settle with both partners where the child was; end one stay where the other begins.",
                    f"other_partners.{index}",
                    used,
                    {"child": stay.child, "partner": stay.partner, "line": line, "nights": spans_json(both)},
                )


def _paid_by_child(counted: Counted) -> dict[str, dict[str, list[DateRange]]]:
    """The paid nights of each child on each line."""
    found: dict[str, dict[str, list[DateRange]]] = {}
    for line, children in counted.items():
        for item in children:
            ranges = found.setdefault(item.child, {}).setdefault(line, [])
            ranges.extend(piece.range for piece in item.paid)
    return {child: {line: union(r) for line, r in lines.items()} for child, lines in found.items()}


def _rates(
    place: str, line: FundedLineFact, window: DateRange, children: Sequence[ChildNights]
) -> Iterator[Refused]:
    """Every night paid has a rate; a fixed line has one on all its days."""
    asked = [window] if line.method == "fixed" else [item.range for c in children for item in c.paid]
    without = intersect(union(asked), unrated(line, window))
    if without:
        yield refused(
            "rate_missing",
            f"The line {line.id} has no rate for {nights_text(without)}.",
            "Add the rate with its first day, or correct its dates.",
            f"{place}.rates",
            (),
            {"line": line.id, "nights": spans_json(without)},
        )


def _committed(
    place: str, line: FundedLineFact, facts: FundingFacts, settings: Settings
) -> Iterator[Refused]:
    """What is paid ahead needs a rate on the first day of its year."""
    given = line.committed
    if given is None or given.rate is not None:
        return
    start = year_start(given, facts.period.start, settings.policy.pack.financial_year_first_month)
    if rate_on(line, start) is None:
        yield refused(
            "rate_missing",
            f"The line {line.id} has no rate on {day_text(start)}, the first day of the year that is paid ahead.",
            "Give the rate the instalments are made from, or the line's rate from that day.",
            f"{place}.committed.rate",
            (),
            {"line": line.id, "on": start},
        )


def notice_refusals(place: str, line: FundedLineFact, values: Values) -> Iterator[Refused]:
    """A rate, or an additional rate, begins with its notice or later: rates change only forward."""
    used = values.used(NOTICE)
    rows = [(f"{place}.rates.{i}", "rate", r.start, r.notice_on) for i, r in enumerate(line.rates)]
    rows += [
        (f"{place}.additional_support.{i}", "additional support rate", a.start, a.notice_on)
        for i, a in enumerate(line.additional_support)
    ]
    for column, what, start, notice in rows:
        if notice is not None and start < notice:
            yield refused(
                "rate_before_notice",
                f"The {what} is to hold from {day_text(start)}, but notice of it was given on {day_text(notice)}.",
                f"Let it begin on {day_text(notice)} or later; rates change only forward.",
                column,
                used,
                {"start": start, "notice_on": notice},
            )


def _absences(facts: FundingFacts) -> Iterator[Refused]:
    for index, stay in enumerate(facts.placements):
        for number, away in enumerate(stay.absences):
            if away.approval is not None and away.approval.approved_by is None:
                yield refused(
                    "absence_approval_without_approver",
                    f"More paid nights of the absence from {day_text(away.start)} name nobody who approved them.",
                    "Name who approved them, or remove the approval.",
                    f"placements.{index}.absences.{number}.approval.approved_by",
                    (),
                    {"child": stay.child},
                )
