"""Lists of what stands in no table: the same page, address, order and files, over rows held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from homeward.web.lists.pages import ListPage

Narrow = Callable[[list[Any], Mapping[str, Any]], list[Any]]


class Rows:
    """Rows in memory that can be counted and sliced like a queryset."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = list(rows)

    def count(self) -> int:
        return len(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __getitem__(self, which: Any) -> Any:
        return self._rows[which]


@dataclass(frozen=True)
class _Narrowed:
    form: forms.Form
    qs: Rows


@dataclass(frozen=True)
class MemoryListPage(ListPage):
    """A list over rows in memory, handed in as :class:`Rows`.

    ``fields`` makes the form of filters from a request, ``narrow`` keeps the rows that fit what it holds; ``search``
    gets and gives a list. A column's ``sort`` names attributes of a row.
    """

    fields: Callable[[HttpRequest], forms.Form] | None = None
    narrow: Narrow | None = None

    def _found(self, request: HttpRequest, rows: Any) -> tuple[Any, Any]:
        found = list(rows)
        if self.search and (text := request.GET.get("q", "").strip()):
            found = list(self.search(found, text))  # type: ignore[arg-type]  # rows in memory, not a queryset
        if self.fields is None or self.narrow is None:
            return Rows(found), None
        form = self.fields(request)
        found = self.narrow(found, form.cleaned_data if form.is_valid() else {})
        return Rows(found), _Narrowed(form, Rows(found))

    def _ordered(self, request: HttpRequest, rows: Any) -> Any:
        """Sorted, rows without the value last; rows alike stay in the order they were given."""
        sort = self._sort(request)
        column = next(column for column in self.columns if column.key == sort.removeprefix("-"))
        names = column.order_fields
        rest = [row for row in rows if any(getattr(row, name) is None for name in names)]
        known = [row for row in rows if all(getattr(row, name) is not None for name in names)]
        known.sort(key=lambda row: [getattr(row, name) for name in names], reverse=sort.startswith("-"))
        return Rows([*known, *rest])
