"""The working of a figure laid flat: each step numbered, with its result; then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from homeward.web import papers

Json = dict[str, Any]


class WorkingRow(NamedTuple):
    """One step: its number (2.1 stands within 2), depth, words and result."""

    number: str
    depth: int
    text: str
    value: str


def working_rows(explained: Json) -> list[WorkingRow]:
    """The steps in order. The share leads to the actual nights, whose own working tells them child by child once."""
    rows = _flat(explained["steps"], "", 0)
    return [r for r in rows if not (explained["key"] == "share" and r.depth)]


def _flat(steps: list[Json], prefix: str, depth: int) -> Iterable[WorkingRow]:
    for at, step in enumerate(steps, start=1):
        number = f"{prefix}{at}"
        yield WorkingRow(number, depth, step["text"], step["value"])
        yield from _flat(step.get("rows", []), f"{number}.", depth + 1)


def working_blocks(rows: list[WorkingRow], authority: list[Json]) -> list[Json | None]:
    """The steps as a table, the authority as pairs with its marks."""
    columns = [
        papers.column("Step"),
        papers.column("Working", wide=1),
        papers.column("Result", numeric=True),
    ]
    cells = [
        (r.number, papers.cell(r.text, depth=r.depth), papers.cell(r.value, bold=not r.depth)) for r in rows
    ]
    return [
        papers.table(columns, cells),
        papers.pairs(papers.pair(a["label"], a["text"], a["mark"]) for a in authority),
    ]
