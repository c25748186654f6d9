"""A list ready to be drawn: heads with their links, prepared cells, pages, exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from homeward.web.lists.columns import Cell, Text


@dataclass(frozen=True)
class Head:
    """A column's head. ``sorted`` is "ascending", "descending" or "" for `aria-sort`."""

    text: Text
    numeric: bool
    hidden: bool
    href: str
    sorted: str


@dataclass(frozen=True)
class PageLink:
    """One step of the pagination; ``href`` is empty for a gap."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Listing:
    """What the macro ``list_view`` draws.

    ``found`` of ``total`` rows match; ``rows`` are the prepared cells of this page, ``records`` the records
    behind them in the same order. ``narrowed`` says whether a search or filter is in force.
    """

    label: Text
    heads: list[Head]
    rows: list[list[Cell]]
    records: list[Any]
    found: int
    total: int
    counted: str
    pages: list[PageLink]
    previous: str
    next: str
    exports: list[tuple[str, str]]
    form: forms.Form | None
    search_label: Text
    search: str
    sort: str
    narrowed: bool
    clear: str
    empty: Text
