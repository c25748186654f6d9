"""The score: points for each criterion that is known, weighed by the pack. Unknown takes no part.

A criterion has 0 to 10 000 points (hundredths), rounded half-up once. The score is their weighted mean over what is
known, in thousandths of a point, rounded half-up once: the weight of what is unknown is spread over the rest in
proportion. Whole numbers throughout, so that the columns agree to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence

from homeward.engine.matching.exclusions import room, tenths_between
from homeward.engine.matching.rows import CRITERIA, WHOLE, Ask, Row


def points_of(row: Row, ask: Ask) -> tuple[int | None, ...]:
    """Points per criterion in the order of CRITERIA; None where unknown or not asked for."""
    return (
        _needs(row, ask),
        _distance(row, ask),
        _siblings(row, ask),
        _met(row.school, ask) if ask.keeps_school else None,
        None if ask.language is None or row.languages is None else WHOLE * (ask.language in row.languages),
        None if row.quality is None else min(row.quality, WHOLE),
        _price(row),
    )


def score_of(points: Sequence[int | None], weights: Sequence[int]) -> int | None:
    """Thousandths of a point, 0 to 100 000; None when nothing with a weight is known."""
    known = [(weight, found) for weight, found in zip(weights, points, strict=True) if found is not None]
    whole = sum(weight for weight, _ in known)
    if not whole:
        return None
    return (20 * sum(weight * found for weight, found in known) + whole) // (2 * whole)


def asked(ask: Ask) -> tuple[bool, ...]:
    """Which criteria this referral asks about at all, in the order of CRITERIA."""
    return (
        bool(ask.needs),
        True,
        ask.siblings_in_all > 1,
        ask.keeps_school,
        ask.language is not None,
        True,
        True,
    )


def _met(met: int | None, ask: Ask) -> int | None:
    return None if met is None else (0, ask.part, WHOLE)[met]


def _needs(row: Row, ask: Ask) -> int | None:
    found = [(0, ask.part, WHOLE)[row.meets[code]] for code in ask.needs if code in row.meets]
    return (2 * sum(found) + len(found)) // (2 * len(found)) if found else None


def _distance(row: Row, ask: Ask) -> int | None:
    tenths = tenths_between(row, ask)
    if tenths is None:
        return None
    return next((points for edge, points in ask.bands if edge is None or tenths <= edge), 0)


def living_together(row: Row, ask: Ask) -> int:
    """How many of the siblings would live in this home; one alone is not together."""
    together = min(room(row), ask.size) + ask.siblings_at.get(row.home, 0)
    return together if together > 1 else 0


def _siblings(row: Row, ask: Ask) -> int | None:
    if ask.siblings_in_all < 2:
        return None
    return (2 * WHOLE * living_together(row, ask) + ask.siblings_in_all) // (2 * ask.siblings_in_all)


def _price(row: Row) -> int | None:
    if row.price is None or not row.comparable:
        return None
    if row.price <= row.comparable:
        return WHOLE
    return (2 * WHOLE * row.comparable + row.price) // (2 * row.price)


__all__ = ["CRITERIA", "asked", "living_together", "points_of", "score_of"]
