"""What a change of terms that reaches back will do, told before it is proposed and before it is signed.

Apps above know of quarters; here they are only asked::

    @term_consequence
    def locked_quarters(line, nights): return ["Line 1: Q1 2026-27 is agreed …"]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from homeward.apps.agreements.models import Line
from homeward.kernel.ranges import DateRange

Source = Callable[[Line, DateRange], Iterable[str]]
_SOURCES: list[Source] = []


def term_consequence(source: Source) -> Source:
    """Register a function from a line and the nights whose terms change to sentences."""
    _SOURCES.append(source)
    return source


def consequences_of(line: Line, nights: DateRange) -> list[str]:
    return [sentence for source in _SOURCES for sentence in source(line, nights)]
