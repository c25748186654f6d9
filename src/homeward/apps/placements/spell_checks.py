"""What can be wrong with a spell within a placement, or with a request to exceed. Pure, like `checks.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from homeward.apps.core.periods import say_day
from homeward.apps.placements.checks import check_code, check_dates, shown_stay
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.policy import Vocabulary

WORDS = {
    "hold": "hold",
    "missing": "missing episode",
    "absent": "absence",
    "shared_care": "shared care",
    "care_type": "care type",
}


@dataclass(frozen=True)
class OtherSpell:
    id: str
    kind: str
    code: str
    period: DateRange


@dataclass(frozen=True)
class SpellFacts:
    """A spell as it would be recorded within the placement's stay."""

    kind: str
    start: dt.date | None
    end: dt.date | None
    today: dt.date
    stay: DateRange
    code: str = ""
    decided_by: str = ""
    care_types: Vocabulary | None = None
    deciders: Vocabulary | None = None
    others: Sequence[OtherSpell] = field(default_factory=tuple)


def check_spell(facts: SpellFacts) -> list[Problem]:
    """Everything that is wrong with a spell; a warning where it is clipped to its placement."""
    problems: list[Problem] = []
    if facts.kind not in WORDS:
        problems.append(
            Problem(
                "unknown_kind",
                f"“{facts.kind}” is no kind of spell.",
                f"Use one of: {', '.join(WORDS)}.",
                column="kind",
                value=facts.kind,
            )
        )
    problems += _check_when(facts)
    problems += _check_what(facts)
    return problems


def _check_when(facts: SpellFacts) -> list[Problem]:
    problems = check_dates(facts.start, facts.end, facts.today)
    if facts.start is None or any(p.severity == "error" for p in problems):
        return problems
    word = WORDS.get(facts.kind, "spell")
    if facts.start == facts.end:
        return [
            *problems,
            Problem(
                "spell_without_night",
                f"The {word} begins and ends on {say_day(facts.start)}: it covers no night.",
                "Give the first day after it, or leave it out.",
                column="end",
                value=facts.start.isoformat(),
            ),
        ]
    period = DateRange(facts.start, facts.end)
    inside = period.clip(facts.stay)
    if inside is None:
        return [
            *problems,
            Problem(
                "spell_outside",
                f"The {word} {shown_stay(period)} lies wholly outside the placement, "
                f"which runs {shown_stay(facts.stay)}.",
                "Correct a date, or record it with the placement it belongs to.",
                column="start",
                value=facts.start.isoformat(),
            ),
        ]
    if inside != period:
        problems.append(
            Problem(
                "spell_clipped",
                f"The {word} {shown_stay(period)} lies partly outside the placement; "
                f"it is kept {shown_stay(inside)}.",
                "Nothing needs doing unless the placement's dates are wrong.",
                severity="warning",
                column="start",
                value=facts.start.isoformat(),
            )
        )
    return problems


def _check_what(facts: SpellFacts) -> list[Problem]:
    problems: list[Problem] = []
    if facts.kind == "hold":
        if not facts.decided_by:
            problems.append(
                Problem(
                    "hold_without_decider",
                    "Nobody is named who decided the hold.",
                    "Say whether the department or the provider decided it: that settles what counts.",
                    column="decided_by",
                )
            )
        problems += check_code("decided_by", facts.decided_by, facts.deciders, facts.start)
    if facts.kind == "care_type":
        if not facts.code:
            problems.append(
                Problem(
                    "care_type_without_code",
                    "No care type is named.",
                    "Choose the care type that was recorded.",
                    column="code",
                )
            )
        problems += check_code("care_type", facts.code, facts.care_types, facts.start)
        problems += _two_care_types(facts)
    return problems


def _two_care_types(facts: SpellFacts) -> list[Problem]:
    if facts.start is None or (facts.end is not None and facts.end <= facts.start):
        return []
    period = DateRange(facts.start, facts.end)
    return [
        Problem(
            "two_care_types",
            f"Another care type, {other.code.replace('_', ' ')}, is recorded {shown_stay(other.period)}.",
            "End that one on the day this one begins.",
            column="start",
            value=other.id,
        )
        for other in facts.others
        if other.kind == "care_type" and other.code != facts.code and other.period.overlaps(period)
    ]


@dataclass(frozen=True)
class ExceedFacts:
    """A request to exceed, as it would be made. `needed` False: this line needs no approval to exceed."""

    start: dt.date | None
    end: dt.date | None
    today: dt.date
    extra_places: int | None
    reason: str
    line_name: str
    line_period: DateRange
    needed: bool


def check_exceed(facts: ExceedFacts) -> list[Problem]:
    problems = check_dates(facts.start, facts.end, facts.today)
    problems = [p for p in problems if p.code != "start_ahead"]  # a request is about what is to come
    if not facts.needed:
        problems.append(
            Problem(
                "exceed_not_needed",
                f"{facts.line_name} needs no approval to go over its target.",
                "Record the placements; what is over the target is counted by itself.",
                column="line",
            )
        )
    if facts.start is not None and facts.end is None:
        problems.append(
            Problem(
                "exceed_without_end",
                "A short-term request needs an end.",
                "Give the first day without the extra place.",
                column="end",
            )
        )
    elif facts.start is not None and facts.end == facts.start:
        problems.append(
            Problem(
                "exceed_without_night",
                "The request covers no night.",
                "Give the first day without the extra place.",
                column="end",
            )
        )
    if (
        facts.start
        and facts.end
        and facts.end > facts.start
        and not DateRange(facts.start, facts.end).overlaps(facts.line_period)
    ):
        problems.append(
            Problem(
                "exceed_outside_line",
                f"{facts.line_name} runs {shown_stay(facts.line_period)}, not on these nights.",
                "Correct the dates, or choose the line in force then.",
                column="start",
            )
        )
    if facts.extra_places is None or facts.extra_places < 1:
        problems.append(
            Problem(
                "exceed_places",
                "The number of extra places must be 1 or more.",
                "Give how many places above the target are needed.",
                column="extra_places",
            )
        )
    if not facts.reason.strip():
        problems.append(
            Problem("exceed_reason", "No reason is given.", "Say why the places are needed.", column="reason")
        )
    return problems
