"""What one column shows, sorts by and exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags

from homeward.web import dates, numbers

Text = str | Promise
Read = Callable[[Any], Any]


@dataclass(frozen=True)
class Cell:
    """A prepared cell: the template writes it and asks nothing."""

    text: Any
    href: str = ""
    sub: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a list.

    ``value`` reads what is shown from a row. None is shown as a dash; numbers get thousands separators, dates
    the house's form, anything else its text (markup stays markup).
    ``sort``    field or annotation to order by, or several; empty: the head is no link
    ``numeric`` sets figures to the right
    ``export``  what goes into a file instead of ``value``: keep numbers numbers and dates dates
    ``href``    address the cell leads to (None or "": no link); ``sub`` a quiet second line
    ``tag``     the state that colours the words: ok | warn | bad | info | plain | placeholder
    ``hidden``  the head is only read out, ``in_file`` keeps a column of buttons out of exports
    """

    key: str
    head: Text
    value: Read
    sort: str | tuple[str, ...] = ""
    numeric: bool = False
    export: Read | None = None
    href: Read | None = None
    sub: Read | None = None
    tag: Read | None = None
    hidden: bool = False
    in_file: bool = True

    def cell(self, row: Any) -> Cell:
        return Cell(
            text=shown(self.value(row)),
            href=(self.href(row) or "") if self.href else "",
            sub=str(self.sub(row) or "") if self.sub else "",
            tag=(self.tag(row) or "plain") if self.tag else "",
        )

    def exported(self, row: Any) -> Any:
        value = self.export(row) if self.export else self.value(row)
        if hasattr(value, "__html__"):
            return unescape(strip_tags(value.__html__()))
        return str(value) if isinstance(value, Promise) else value

    @property
    def order_fields(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else self.sort


def shown(value: Any) -> Any:
    """A value as the page writes it."""
    if value is None or value == "":
        return numbers.NONE
    if isinstance(value, bool):
        raise TypeError("Say in words what True means: a column shows no bare yes or no.")
    if isinstance(value, int | Decimal):
        return numbers.number(value)
    if isinstance(value, date):
        return dates.short_date(value)
    return value
