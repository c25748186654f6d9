"""Rows that are worked out and stand in no table, for the same list pages: sorted, filtered and paged alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial, reduce
from typing import Any

from django_filters import FilterSet

from homeward.kernel.folding import fold
from homeward.web.folded import Folded


class Rows(Sequence[Any]):
    """Worked-out rows that answer what a list page asks of records. `a__b` reads `row.a.b`."""

    model = None

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = list(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def count(self, value: Any = None) -> int:
        return len(self._rows)

    def all(self) -> Rows:
        return self

    def filter(self, **wanted: Any) -> Rows:
        """Rows whose fields are exactly as given; the only lookup is `exact`."""
        pairs = [(name.removesuffix("__exact"), str(value)) for name, value in wanted.items()]
        return Rows(row for row in self if all(str(_read(row, name)) == value for name, value in pairs))

    def containing(self, text: str, *names: str) -> Rows:
        """Rows in which one of the named fields holds the text, whatever its case."""
        folded = text.casefold()
        return Rows(row for row in self if any(folded in str(_read(row, n)).casefold() for n in names))

    def order_by(self, *orders: Any) -> Rows:
        """Sorted by the orders of a list page, empty values last; equal rows keep their places."""
        rows = list(self._rows)
        for order in reversed([o for o in orders if not isinstance(o, str)]):
            folds = isinstance(order.expression, Folded)
            name = (order.expression.source_expressions[0] if folds else order.expression).name
            filled = [row for row in rows if _read(row, name) is not None]
            empty = [row for row in rows if _read(row, name) is None]
            filled.sort(key=partial(_key, name, folds), reverse=order.descending)
            rows = [*filled, *empty]
        return Rows(rows)


class RowFilter(FilterSet):
    """A filter over `Rows`."""

    def filter_queryset(self, queryset: Any) -> Any:
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset


def _key(name: str, folds: bool, row: Any) -> Any:
    found = _read(row, name)
    return fold(str(found)) if folds else found


def _read(row: Any, name: str) -> Any:
    return reduce(getattr, name.split("__"), row)
