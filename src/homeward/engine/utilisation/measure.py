"""Share, level, responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from homeward.engine.utilisation.facts import PreviousLevelFact
from homeward.engine.utilisation.reads import LEVELS
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON, exact_text
from homeward.kernel.ranges import DateRange
from homeward.kernel.share import Share

LevelStatus = Literal["assessed", "not_assessed", "not_configured", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Band:
    """A level reaches from ``at_least`` percent up to, not including, the next better level."""

    level: str
    at_least: Fraction


@dataclass(frozen=True, slots=True)
class Level:
    """``code`` is None unless the level was assessed; ``why`` says what kept it from being assessed."""

    status: LevelStatus
    code: str | None = None
    why: str | None = None
    responses: tuple[str, ...] = ()
    escalated: bool = False
    bands: tuple[Band, ...] = ()

    def to_json(self) -> dict[str, JSON]:
        return {
            "status": self.status,
            "code": self.code,
            "why": self.why,
            "responses": list(self.responses),
            "escalated": self.escalated,
            "bands": [{"level": band.level, "at_least": exact_text(band.at_least)} for band in self.bands],
        }


def bands_of(values: Values) -> tuple[Band, ...]:
    """The bands in force, best first; empty when none are configured."""
    if LEVELS not in values:
        return ()
    return tuple(Band(band["level"], Fraction(band["at_least"])) for band in values.raw(LEVELS))


def assess_level(
    share: Share, period: DateRange, is_quarter: bool, earlier: Sequence[PreviousLevelFact], values: Values
) -> Level:
    """The level by the exact share: the first band whose lower edge it reaches."""
    bands = bands_of(values)
    percent = share.percent
    if not is_quarter:
        return Level("not_assessed", why="period_not_a_quarter", bands=bands)
    if percent is None:
        return Level("not_assessed", why="nothing_contracted", bands=bands)
    if not bands:
        return Level("not_configured", why="levels_not_configured")
    code = next(band.level for band in bands if percent >= band.at_least)
    responses = tuple(
        response
        for row in values.raw("utilisation.responses")
        if row["level"] == code
        for response in row["responses"]
    )
    escalation = values.raw("utilisation.escalation")
    escalated = (
        code == escalation["level"] and _in_a_row(code, period, earlier) >= escalation["consecutive_periods"]
    )
    if escalated:
        responses = (*responses, escalation["response"])
    return Level("assessed", code, None, responses, escalated, bands)


def _in_a_row(code: str, period: DateRange, earlier: Sequence[PreviousLevelFact]) -> int:
    """How many periods without a gap, this one last, have had the level."""
    before = {item.period.end: item for item in earlier}
    count, start = 1, period.start
    while (item := before.get(start)) is not None and item.level == code and item.period.start < start:
        count, start = count + 1, item.period.start
    return count


def abatement_threshold(values: Values) -> Fraction | None:
    """The share in percent down to which nothing is abated; None when it cannot be told from the bands."""
    bands = bands_of(values)
    wanted = values.text("utilisation.abatement_level")
    for index, band in enumerate(bands):
        if band.level != wanted:
            continue
        if values.is_("utilisation.abatement_edge", "lower_edge"):
            return band.at_least
        return bands[index - 1].at_least if index else None
    return None
