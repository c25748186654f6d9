"""The rate of a loading category: each night carries the one in force, as it carries its price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from homeward.engine.loadings.facts import ABORIGINAL
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy

RATE, CLASS_RATE = "loadings.aboriginal", "loadings.remoteness"


@dataclass(frozen=True, slots=True)
class RatedPiece:
    """Nights with one rate; ``used`` is None where none is on record."""

    range: DateRange
    used: ValueUsed | None


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one category over the nights in force."""

    pieces: tuple[RatedPiece, ...]

    @property
    def first(self) -> ValueUsed | None:
        """The rate of the first night."""
        return self.pieces[0].used if self.pieces else None

    @property
    def changes(self) -> bool:
        return len(self.pieces) > 1

    @property
    def used(self) -> tuple[ValueUsed, ...]:
        return tuple(piece.used for piece in self.pieces if piece.used is not None)

    @property
    def percent(self) -> Fraction | None:
        """Percent of the base unit, weighted by nights where it changes; None when a night has no rate."""
        total, nights = Fraction(0), 0
        for piece in self.pieces:
            if piece.used is None:
                return None
            total += percent_of(piece.used) * piece.range.nights
            nights += piece.range.nights
        return total / nights if nights else None


NO_RATES = Rates(())


def percent_of(used: ValueUsed) -> Fraction:
    return Fraction(str(used.value))


def rates_over(policy: Policy, category: str, window: DateRange) -> Rates:
    """The category's rate on every night of the window; neighbouring nights with one value are one piece."""
    path, key = (RATE, None) if category == ABORIGINAL else (CLASS_RATE, category)
    starts = sorted({window.start, *_borders(policy, path, key, window)})
    ends = [*starts[1:], window.end]
    pieces: list[RatedPiece] = []
    for start, end in zip(starts, ends, strict=True):
        used = policy.look_or_none(path, on=start, key=key)
        last = pieces[-1] if pieces else None
        if last is not None and _same(last.used, used):
            pieces[-1] = RatedPiece(DateRange(last.range.start, end), last.used)
        else:
            pieces.append(RatedPiece(DateRange(start, end), used))
    return Rates(tuple(pieces))


def _borders(policy: Policy, path: str, key: str | None, window: DateRange) -> set[date]:
    """Days within the window on which a row of the pack or of an override begins or has ended."""
    rows = [row.in_force for row in policy.pack.parameters[path].rows(key)]
    rows += [row.in_force for row in policy.overrides if row.path == path and row.key in (None, key)]
    days = {day for row in rows for day in (row.start, row.end) if day is not None}
    return {day for day in days if day > window.start and window.contains(day)}


def _same(one: ValueUsed | None, two: ValueUsed | None) -> bool:
    if one is None or two is None:
        return one is two
    return (one.value, one.standing, one.clause, one.overridden_by, one.from_) == (
        two.value, two.standing, two.clause, two.overridden_by, two.from_,
    )  # fmt: skip
