"""What a variation changes: the terms that stand from its day on, and those that take their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from homeward.apps.agreements.models import (
    PARTNERED,
    Agreement,
    Line,
    LineLoading,
    LineRate,
    LineTarget,
    Variation,
)
from homeward.apps.agreements.outcome_models import AgreementCareModel, CareModelSummary
from homeward.apps.core.periods import from_db, to_db
from homeward.kernel.ranges import DateRange

TARGET, RATE, LOADING, CARE_MODEL = "target", "rate", "loading", "care_model"
KINDS = (TARGET, RATE, LOADING, CARE_MODEL)
Row = LineTarget | LineRate | LineLoading | AgreementCareModel


class NotANumber(ValueError):
    """A value that cannot be read as a number, or as a percentage where one is possible."""


@dataclass(frozen=True)
class Change:
    """One term that becomes another: of one line, or the care model summary of the whole agreement (then without a line).

    `category` is the loading's code or the kind of price; `after` of a care model summary is the number of its version.
    """

    kind: str
    line: Line | None
    category: str
    after: str
    agreement: Agreement | None = None

    @property
    def on_line(self) -> Line:
        """The line, of a change that has one."""
        assert self.line is not None
        return self.line

    @property
    def whole(self) -> Agreement:
        """The agreement, of a change that is about the whole of it."""
        assert self.agreement is not None
        return self.agreement

    @property
    def period(self) -> DateRange:
        """When the line, or the whole agreement, is in force."""
        return from_db(self.line.period if self.line else self.whole.period)

    @property
    def field(self) -> str:
        """The field of a form that asks for it."""
        number = str(self.line.number) if self.line else ""
        return "_".join(part for part in (self.kind, number, self.category) if part)

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
        if given.get("kind") == CARE_MODEL:
            read.append(Change(CARE_MODEL, None, "", str(given["after"]), agreement))
            continue
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
    if change.kind == CARE_MODEL:
        return change.whole.care_models.select_related("summary")
    if change.kind == TARGET:
        return change.on_line.targets.all()
    if change.kind == RATE:
        return change.on_line.rates.filter(kind=change.category)
    return change.on_line.loadings.filter(category=change.category)


def value_of(row: Row) -> str:
    """A row's value as changes are kept."""
    if isinstance(row, AgreementCareModel):
        return str(row.summary.number)
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
        "kind": change.kind, "line": change.line.public_id if change.line else "",
        "number": change.line.number if change.line else None, "category": change.category,
        "before": before_of(rows, effective_on), "after": change.stored, "replaces": rows,
    }  # fmt: skip


def changes_nothing(change: Change, effective_on: dt.date) -> bool:
    """Whether the same value stands from that day to the end of the line already."""
    rows = standing(change, effective_on)
    end = change.period.end
    whole = (
        rows
        and rows[0]["start"] == effective_on.isoformat()
        and rows[-1]["end"] == (end.isoformat() if end else None)
    )
    return bool(whole) and {row["value"] for row in rows} == {change.stored}


def rest_of(line: Line, effective_on: dt.date) -> DateRange:
    """The nights of a line from a day to its end."""
    return DateRange(effective_on, from_db(line.period).end)


def summary_named(change: Change) -> CareModelSummary | None:
    """The agreed version that a change of the care model summary names by its number."""
    agreement = change.whole
    return CareModelSummary.objects.filter(
        body=agreement.body, organisation=agreement.organisation, number=int(change.value),
        state=CareModelSummary.State.AGREED,
    ).first()  # fmt: skip


def write_change(change: Change, variation: Variation) -> Row:
    """Let a change take the place of what stood from the variation's day on. Called by the service alone."""
    invented = False  # a price that takes the place of an invented one is no better founded
    for row in rows_of(change).select_for_update(of=("self",)):
        invented = invented or getattr(row, "is_placeholder", False)
        period = from_db(row.period)
        if period.start >= variation.effective_on:
            row.delete()
        elif period.end is None or period.end > variation.effective_on:
            row.period = to_db(DateRange(period.start, variation.effective_on))
            row.save(update_fields=["period"])
    shared: dict[str, Any] = {
        "body": variation.body, "organisation": variation.organisation, "reference": variation.reference,
        "period": to_db(DateRange(variation.effective_on, change.period.end)),
    }  # fmt: skip
    if change.kind == CARE_MODEL:
        summary = summary_named(change)
        assert summary is not None  # asked when it was proposed; an agreed version stays
        return AgreementCareModel.objects.create(agreement=change.whole, summary=summary, **shared)
    line = shared["line"] = change.on_line
    if change.kind == TARGET:
        return LineTarget.objects.create(placements=int(change.value), **shared)
    if change.kind == RATE:
        told = variation.body.day_of(variation.recorded_at) if line.method in PARTNERED else None
        return LineRate.objects.create(
            kind=change.category, amount=change.value, notice_on=told, is_placeholder=invented, **shared
        )
    measure = {"percent": change.value} if change.is_percent else {"placements": change.value}
    return LineLoading.objects.create(category=change.category, **measure, **shared)
