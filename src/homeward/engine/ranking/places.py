"""Ranks with ties: equals share a rank and the next one is left out (1, 1, 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody to be ranked. ``keys``: the deciding figures in order, each better the lower it is."""

    id: str
    keys: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """``tied_with``: the same first key; ``joint_with``: the same in every key; ``settled_by``: which further
    keys told this one from those it is tied with."""

    rank: int
    tied_with: tuple[str, ...] = ()
    joint_with: tuple[str, ...] = ()
    settled_by: tuple[int, ...] = ()


def places(contenders: Sequence[Contender]) -> dict[str, Place]:
    """The place of each. It depends on the keys alone, never on the order given or the name."""
    ordered = sorted(contenders, key=lambda item: item.keys)
    ranks: dict[tuple[Fraction, ...], int] = {}
    same_first: dict[Fraction, list[Contender]] = {}
    for number, item in enumerate(ordered, start=1):
        ranks.setdefault(item.keys, number)
        same_first.setdefault(item.keys[0], []).append(item)
    found = {}
    for item in contenders:
        others = [other for other in same_first[item.keys[0]] if other.id != item.id]
        told_apart = {_first_difference(item, other) for other in others if other.keys != item.keys}
        found[item.id] = Place(
            ranks[item.keys],
            tuple(sorted(other.id for other in others)),
            tuple(sorted(other.id for other in others if other.keys == item.keys)),
            tuple(sorted(told_apart)),
        )
    return found


def _first_difference(one: Contender, two: Contender) -> int:
    return next(index for index, (a, b) in enumerate(zip(one.keys, two.keys, strict=True)) if a != b)
