"""The guards of money: approval and agreement, one paid night, rates, additional rates, individual funding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.nights import ChildNights, window_of
from homeward.engine.partner_funding.rates import unrated
from homeward.engine.partner_funding.reads import ADVICE, GATE, LEVELS, NOTICE, ONE_NIGHT, Settings
from homeward.engine.partner_funding.refusals import Refused, day_text, nights_text, refused, spans_json
from homeward.engine.partner_funding.terms import AdditionalFact, LineFact
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
        window = window_of(line, period)
        if window is not None:
            yield from _rates(place, line, window, counted[line.id])
        yield from _notice(place, line, values)
        yield from _additional(place, line)
        if line.method == "individualised":
            yield from _individual(place, line, counted[line.id], values)
    yield from _absences(facts)


def _gate(facts: FundingFacts, counted: Counted, period: DateRange, values: Values) -> Iterator[Refused]:
    """Nothing is paid for days before the approval and the signed agreement."""
    used = values.used(GATE)
    first = _first_day(facts, counted, period)
    rows = []
    if facts.approval is not None:
        rows.append(("approval", facts.approval.approved_on))
    if facts.agreement is not None:
        rows.append(("agreement", facts.agreement.signed_on))
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
    paid = {
        (line, child.child): union(item.range for item in child.paid)
        for line, found in counted.items()
        for child in found
    }
    rows = sorted(paid)
    for place, one in enumerate(rows):
        for two in rows[place + 1 :]:
            both = intersect(paid[one], paid[two]) if one[1] == two[1] else []
            if both:
                yield refused(
                    "night_on_two_lines",
                    f"The child {one[1]} has paid nights on the lines {one[0]} and {two[0]} for {nights_text(both)}.",
                    "Put each night on one line.",
                    "placements",
                    used,
                    {"child": one[1], "lines": [one[0], two[0]], "nights": spans_json(both)},
                )
    for index, stay in enumerate(facts.other_partners):
        if stay.is_reversed:
            continue
        for line, child in rows:
            both = intersect(paid[line, child], [stay.range]) if child == stay.child else []
            if both:
                yield refused(
                    "night_paid_by_two_partners",
                    f"The child {child} has nights paid to {stay.partner} for {nights_text(both)} as well.",
                    "Settle with both partners where the child was; end one stay where the other begins.",
                    f"other_partners.{index}",
                    used,
                    {"child": child, "partner": stay.partner, "line": line, "nights": spans_json(both)},
                )


def _rates(
    place: str, line: LineFact, window: DateRange, children: Sequence[ChildNights]
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


def _notice(place: str, line: LineFact, values: Values) -> Iterator[Refused]:
    used = values.used(NOTICE)
    rows = [(f"{place}.rates.{i}", "rate", r.start, r.notice_on) for i, r in enumerate(line.rates)]
    rows += [
        (f"{place}.additional.{i}", "additional support rate", a.start, a.notice_on)
        for i, a in enumerate(line.additional)
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


def _additional(place: str, line: LineFact) -> Iterator[Refused]:
    """An additional rate has a reason, a review date and an approver; so has each renewal."""
    for index, item in enumerate(line.additional):
        here = f"{place}.additional.{index}"
        told = {"child": item.child, "line": line.id}
        of = f"The additional support rate of {item.child}"
        if item.review_on is None:
            yield refused(
                "additional_rate_without_review", f"{of} has no review date.",
                "Give the date by which it is reviewed; it ends then unless it is renewed.", f"{here}.review_on", (), told,
            )  # fmt: skip
        elif item.review_on <= item.start:
            yield refused(
                "review_before_start",
                f"{of} begins on {day_text(item.start)} and is to be reviewed on {day_text(item.review_on)}.",
                "Give a review date after its first day.", f"{here}.review_on", (), told,
            )  # fmt: skip
        if not item.reason.strip():
            yield refused(
                "additional_rate_without_reason", f"{of} has no reason.",
                "Say which assessed need it answers.", f"{here}.reason", (), told,
            )  # fmt: skip
        if item.approved_by is None:
            yield refused(
                "additional_rate_without_approver", f"{of} names nobody who approved it.",
                "Name who approved it.", f"{here}.approved_by", (), told,
            )  # fmt: skip
        yield from _renewals(here, of, item, told)
    yield from _additional_overlap(place, line)


def _renewals(here: str, of: str, item: AdditionalFact, told: Mapping[str, str]) -> Iterator[Refused]:
    known = item.review_on
    rows = sorted(enumerate(item.renewals), key=lambda row: (row[1].review_on or date.max, row[0]))
    for number, renewal in rows:
        place = f"{here}.renewals.{number}"
        if renewal.review_on is None:
            yield refused(
                "additional_rate_without_review", f"{of} is renewed without a review date.",
                "Give the next review date.", f"{place}.review_on", (), told,
            )  # fmt: skip
        if renewal.approved_by is None:
            yield refused(
                "additional_rate_without_approver", f"{of} is renewed, and nobody is named who approved it.",
                "Name who approved it.", f"{place}.approved_by", (), told,
            )  # fmt: skip
        if known is not None and renewal.renewed_on is not None and renewal.renewed_on > known:
            yield refused(
                "renewed_after_review",
                f"{of} ended on its review date {day_text(known)} and was renewed on {day_text(renewal.renewed_on)}.",
                "Approve a new additional support rate from a day that is not past.", f"{place}.renewed_on", (), told,
            )  # fmt: skip
        known = renewal.review_on or known


def _additional_overlap(place: str, line: LineFact) -> Iterator[Refused]:
    rows = [
        (index, item, DateRange(item.start, min(item.end or item.last_review, item.last_review)))
        for index, item in enumerate(line.additional)
        if item.last_review is not None and item.start < item.last_review and not item.is_reversed
    ]
    for number, (_, one, span) in enumerate(rows):
        for index, two, other in rows[number + 1 :]:
            if one.child == two.child and span.overlaps(other):
                both = intersect([span], [other])
                yield refused(
                    "additional_rates_overlap",
                    f"The child {one.child} has two additional support rates for {nights_text(both)}.",
                    "Let one end where the other begins, or approve one rate for both needs.",
                    f"{place}.additional.{index}",
                    (),
                    {"child": one.child, "nights": spans_json(both)},
                )


def _individual(
    place: str, line: LineFact, children: Sequence[ChildNights], values: Values
) -> Iterator[Refused]:
    """Very high support or a decision with reason and approver, and the advice of High Needs Services."""
    used = values.used(LEVELS)
    told = {"line": line.id, "support_level": line.support_level}
    names = [child.child for child in children]
    if len(names) > 1:
        yield refused(
            "individualised_for_several", f"The individualised line {line.id} pays for {', '.join(names)}.",
            "Make a line for each young person.", f"{place}.method", (), {**told, "children": names},
        )  # fmt: skip
    if line.support_level not in values.codes(LEVELS):
        given = line.level_override
        if given is None:
            yield refused(
                "individualised_below_level",
                f"The support level is {line.support_level or 'not given'}; individual funding is for"
                f" {', '.join(values.codes(LEVELS))}.",
                "Record the decision to fund individually all the same, with reason and approver, or use another model.",
                f"{place}.support_level", used, told,
            )  # fmt: skip
        else:
            for name, value in (("reason", given.reason.strip()), ("approver", given.approved_by)):
                if not value:
                    field = "reason" if name == "reason" else "approved_by"
                    yield refused(
                        f"level_override_without_{name}", f"The decision to fund individually has no {name}.",
                        f"Record its {name}.", f"{place}.level_override.{field}", used, told,
                    )  # fmt: skip
    if values.raw(ADVICE) and line.advice is None:
        yield refused(
            "advice_missing",
            "No advice of High Needs Services is recorded; an override does not stand for it.",
            "Record the advice before the line begins.", f"{place}.advice", values.used(ADVICE), told,
        )  # fmt: skip


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
