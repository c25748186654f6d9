"""What a variation changes: the terms that stand from its day on, and those that take their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from homeward.apps.agreements.models import Agreement, Line, LineLoading, LineRate, LineTarget, Variation
from homeward.apps.core.periods import from_db, to_db
from homeward.kernel.ranges import DateRange

TARGET, RATE, LOADING = "target", "rate", "loading"
KINDS = (TARGET, RATE, LOADING)
Row = LineTarget | LineRate | LineLoading


class NotANumber(ValueError):
    """A value that cannot be read as a number, or as a percentage where one is possible."""


@dataclass(frozen=True)
class Change:
    """One term of one line that becomes another. `category` is the loading's code or the kind of price."""

    kind: str
    line: Line
    category: str
    after: str

    @property
    def field(self) -> str:
        """The field of a form that asks for it."""
        return "_".join(part for part in (self.kind, str(self.line.number), self.category) if part)

    @property
    def is_percent(self) -> bool:
        return self.kind == LOADING and self.after.rstrip().endswith("%")

    @property
    def value(self) -> Decimal:
        """The number that was given. Raises NotANumber."""
        text = self.after.strip().removesuffix("%") if self.is_percent else self.after.strip()
        try:
            number = Decimal(text.replace(",", "").replace(" ", ""))
        except InvalidOperation:
            raise NotANumber(self.after) from None
        if not number.is_finite():
            raise NotANumber(self.after)
        return number

    @property
    def stored(self) -> str:
        """The value as it is kept: `12`, `24000.5`, `12.5 %`."""
        return f"{plain_number(self.value)} %" if self.is_percent else plain_number(self.value)


def plain_number(number: Decimal) -> str:
    """A number without needless noughts.

    >>> plain_number(Decimal("24000.0000")), plain_number(Decimal("12.50"))
    ('24000', '12.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_changes(
    agreement: Agreement, changes: Iterable[Mapping[str, Any]]
) -> tuple[list[Change], list[str]]:
    """The changes with their lines, and the public ids that are no line of the agreement."""
    lines = {
        line.public_id: line for line in agreement.lines.select_related("body", "agreement", "organisation")
    }
    read, strange = [], []
    for given in changes:
        line = lines.get(str(given["line"]))
        if line is None:
            strange.append(str(given["line"]))
            continue
        read.append(
            Change(
                str(given.get("kind", TARGET)), line, str(given.get("category") or ""), str(given["after"])
            )
        )
    return read, strange


def rows_of(change: Change) -> Any:
    """Every dated row of the term that a change is about."""
    if change.kind == TARGET:
        return change.line.targets.all()
    if change.kind == RATE:
        return change.line.rates.filter(kind=change.category)
    return change.line.loadings.filter(category=change.category)


def value_of(row: Row) -> str:
    """A row's value as changes are kept."""
    if isinstance(row, LineTarget):
        return str(row.placements)
    if isinstance(row, LineRate):
        return plain_number(row.amount)
    if row.placements is not None:
        return plain_number(row.placements)
    assert row.percent is not None
    return f"{plain_number(row.percent)} %"


def standing(change: Change, effective_on: dt.date) -> list[dict[str, str | None]]:
    """What stands from a day on, in order: each value with its first night and the day after its last."""
    found = []
    for row in rows_of(change):
        period = from_db(row.period).clip(DateRange(effective_on))
        if period is not None:
            end = period.end.isoformat() if period.end else None
            found.append({"start": period.start.isoformat(), "end": end, "value": value_of(row)})
    return sorted(found, key=lambda item: str(item["start"]))


def before_of(rows: list[dict[str, str | None]], effective_on: dt.date) -> str | None:
    """The value on the first night of the change; None when none stands then."""
    first = rows[0] if rows else None
    return first["value"] if first and first["start"] == effective_on.isoformat() else None


def to_json(change: Change, effective_on: dt.date) -> dict[str, Any]:
    """A change as the variation keeps it: with what stands now, so that a later change of that is noticed."""
    rows = standing(change, effective_on)
    return {
        "kind": change.kind, "line": change.line.public_id, "number": change.line.number, "category": change.category,
        "before": before_of(rows, effective_on), "after": change.stored, "replaces": rows,
    }  # fmt: skip


def changes_nothing(change: Change, effective_on: dt.date) -> bool:
    """Whether the same value stands from that day to the end of the line already."""
    rows = standing(change, effective_on)
    end = from_db(change.line.period).end
    whole = (
        rows
        and rows[0]["start"] == effective_on.isoformat()
        and rows[-1]["end"] == (end.isoformat() if end else None)
    )
    return bool(whole) and {row["value"] for row in rows} == {change.stored}


def rest_of(line: Line, effective_on: dt.date) -> DateRange:
    """The nights of a line from a day to its end."""
    return DateRange(effective_on, from_db(line.period).end)


def write_change(change: Change, variation: Variation) -> Row:
    """Let a change take the place of what stood from the variation's day on. Called by the service alone."""
    for row in rows_of(change).select_for_update():
        period = from_db(row.period)
        if period.start >= variation.effective_on:
            row.delete()
        elif period.end is None or period.end > variation.effective_on:
            row.period = to_db(DateRange(period.start, variation.effective_on))
            row.save(update_fields=["period"])
    shared: dict[str, Any] = {
        "body": change.line.body, "organisation": change.line.organisation, "line": change.line,
        "period": to_db(rest_of(change.line, variation.effective_on)), "reference": variation.reference,
    }  # fmt: skip
    if change.kind == TARGET:
        return LineTarget.objects.create(placements=int(change.value), **shared)
    if change.kind == RATE:
        return LineRate.objects.create(kind=change.category, amount=change.value, **shared)
    measure = {"percent": change.value} if change.is_percent else {"placements": change.value}
    return LineLoading.objects.create(category=change.category, **measure, **shared)
