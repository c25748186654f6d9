"""Checks of the facts loadings rest on. Every problem is named at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from homeward.engine.loadings.facts import ABORIGINAL, HomeFact, LoadingFact, StatusFact
from homeward.engine.nights.check import check_no_two
from homeward.kernel.problems import Problem
from homeward.policy import Pack


def check_loading_rows(rows: Sequence[LoadingFact], method: str, pack: Pack) -> Iterator[Problem]:
    """The contract loadings of a line."""
    if rows and method != "block":
        paid = "week" if method == "per_week" else "night"
        yield Problem(
            "loading_on_fee_for_service",
            f"The line is paid per {paid}, yet it has a contract loading.",
            "Remove the loading, or make it a block line.",
            column="line.loadings",
        )
    known = [ABORIGINAL, *_codes(pack, "remoteness_classes")]
    for index, row in enumerate(rows):
        if row.category not in known:
            yield _unknown(f"line.loadings.{index}.category", row.category, "the loadings", known)
    for category in sorted({row.category for row in rows}):
        own = [row for row in rows if row.category == category]
        yield from check_no_two("line.loadings", f"{category} loadings", own)


def check_homes(homes: Sequence[HomeFact], pack: Pack) -> Iterator[Problem]:
    """Homes once each, their classes known and one at a time."""
    yield from _twice("homes", "home", [home.id for home in homes])
    known = _codes(pack, "remoteness_classes")
    for index, home in enumerate(homes):
        place = f"homes.{index}.remoteness"
        for number, row in enumerate(home.remoteness):
            if row.code not in known:
                yield _unknown(f"{place}.{number}.code", row.code, "remoteness_classes", known)
        yield from check_no_two(place, "remoteness classes", home.remoteness, one="remoteness class")


def check_status(index: int, rows: Sequence[StatusFact], pack: Pack) -> Iterator[Problem]:
    """What is on record about one child: kinds and values known, one of each kind at a time."""
    known = _codes(pack, "status_facts")
    place = f"children.{index}.status"
    for number, row in enumerate(rows):
        if row.kind not in known:
            yield _unknown(f"{place}.{number}.kind", row.kind, "status_facts", known)
            continue
        values: Any = pack.vocabulary("status_facts").attribute(row.kind, "values")
        if isinstance(values, list) and row.value not in values:
            yield _unknown(f"{place}.{number}.value", row.value, f"the values of {row.kind}", values)
    for kind in sorted({row.kind for row in rows}):
        yield from check_no_two(place, f"{kind} facts", [row for row in rows if row.kind == kind])


def _codes(pack: Pack, name: str) -> Sequence[str]:
    return pack.vocabulary(name).codes if name in pack.vocabularies else ()


def _twice(place: str, what: str, names: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Problem(
                f"{what}_twice",
                f"The {what} {name} is given twice.",
                f"Give each {what} once.",
                column=f"{place}.{index}.id",
                value=name,
            )
        seen.add(name)


def _unknown(place: str, value: str, what: str, known: Sequence[str]) -> Problem:
    remedy = f"Use one of: {', '.join(known)}." if known else "The pack has no such codes: leave it out."
    return Problem("unknown_code", f"{value} is no code of {what}.", remedy, column=place, value=value)
