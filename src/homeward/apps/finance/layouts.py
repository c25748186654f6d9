"""How a payment file is written: columns, their order and headings, dates, amounts, separator, control figures.

A layout is plain data. `check_export` names everything that is wrong with one, `write_file` makes the bytes:
the same layout and the same rows always give the same bytes, and no cell can be taken for a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from homeward.kernel.problems import Problem
from homeward.web.lists.exports import safe_text

Settings = Mapping[str, Any]
Value = str | int | Decimal | dt.date | None

# What a payment can tell of itself: code, words, the heading it has until somebody says otherwise.
FIELDS: dict[str, tuple[str, str]] = {
    "batch": ("Batch number", "batch"),
    "reference": ("Payment reference", "reference"),
    "kind": ("Payment or credit", "kind"),
    "payee": ("Provider", "payee"),
    "payee_reference": ("Provider number", "payee_number"),
    "business_number": ("Business number", "business_number"),
    "agreement": ("Agreement", "agreement"),
    "line": ("Line number", "line"),
    "cost_code": ("Cost code", "cost_code"),
    "quarter": ("Quarter", "quarter"),
    "first": ("First date of the quarter", "from"),
    "last": ("Last date of the quarter", "to"),
    "amount": ("Amount", "amount"),
    "currency": ("Currency", "currency"),
    "sent": ("Date of the batch", "date"),
    "text": ("Text for the remittance", "text"),
}
NEEDED = ("batch", "reference", "amount")
DATE_FORMATS = {
    "iso": ("2026-07-31", "%Y-%m-%d"),
    "dmy": ("31/07/2026", "%d/%m/%Y"),
    "mdy": ("07/31/2026", "%m/%d/%Y"),
    "plain": ("20260731", "%Y%m%d"),
}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
DECIMALS = {"point": ".", "comma": ","}
CONTROLS = ("name", "trailer", "both", "neither")
TRAILER = "TOTAL"
LONGEST_HEADING = 60


@dataclass(frozen=True)
class Written:
    """A file as it leaves: name and bytes."""

    name: str
    content: bytes


def default_export() -> dict[str, Any]:
    """The layout of a body that has entered none: every needed column, dates as 2026-07-31, commas."""
    first = (
        "batch",
        "reference",
        "payee",
        "payee_reference",
        "agreement",
        "line",
        "cost_code",
        "quarter",
        "amount",
        "currency",
    )
    return {
        "columns": [{"field": field, "heading": FIELDS[field][1]} for field in first],
        "dates": "iso", "decimal": "point", "separator": "comma", "control": "both",
    }  # fmt: skip


def check_export(settings: Settings) -> list[Problem]:
    """Everything that is wrong with a layout; an empty list when it can be used."""
    return [*_columns(settings.get("columns")), *_formats(settings)]


def _columns(columns: Any) -> Iterator[Problem]:
    if not isinstance(columns, list) or not columns:
        yield Problem(
            "layout_empty", "No column is chosen.", "Give at least one column a place.", column="columns"
        )
        return
    fields = [column.get("field") for column in columns]
    for field in NEEDED:
        if field not in fields:
            words = FIELDS[field][0]
            remedy = "Give it a place: without it the answer could not be matched."
            yield Problem("layout_needed", f"The column “{words}” is missing.", remedy, column=field)
    headings: dict[str, str] = {}
    for column in columns:
        field, heading = column.get("field"), str(column.get("heading", ""))
        if field not in FIELDS:
            yield Problem("layout_unknown", f"{field} is no column.", "Remove it.", column=str(field))
            continue
        if fields.count(field) > 1:
            yield Problem("layout_twice", f"“{FIELDS[field][0]}” stands twice.", "Keep one.", column=field)
        yield from _heading(field, heading, headings)


def _heading(field: str, heading: str, seen: dict[str, str]) -> Iterator[Problem]:
    if not heading.strip() or len(heading) > LONGEST_HEADING or not heading.isprintable():
        remedy = f"Write 1 to {LONGEST_HEADING} characters on one line."
        yield Problem("layout_heading", f"“{FIELDS[field][0]}” has no usable heading.", remedy, column=field)
    elif safe_text(heading) != heading:
        problem = f"The heading “{heading}” begins like a formula."
        yield Problem("layout_formula", problem, "Begin it with a letter.", column=field)
    elif (other := seen.setdefault(heading.casefold(), field)) != field:
        problem = f"“{FIELDS[field][0]}” and “{FIELDS[other][0]}” have the same heading."
        yield Problem("layout_heading_twice", problem, "Name each column once.", column=field)


def _formats(settings: Settings) -> Iterator[Problem]:
    known: dict[str, Collection[str]] = {
        "dates": DATE_FORMATS,
        "decimal": DECIMALS,
        "separator": SEPARATORS,
        "control": CONTROLS,
    }
    for name, values in known.items():
        if settings.get(name) not in values:
            remedy = f"Use one of: {', '.join(values)}."
            yield Problem("layout_format", f"{name} is {settings.get(name)!r}.", remedy, column=name)
    if settings.get("decimal") == settings.get("separator") == "comma":
        problem = "A comma cannot both separate the columns and mark the cents."
        yield Problem(
            "layout_comma_twice", problem, "Separate by semicolons, or write points.", column="separator"
        )


def write_file(
    settings: Settings, rows: Sequence[Mapping[str, Value]], *, batch: str, count: int, total: Decimal
) -> Written:
    """The file of a batch by a checked layout: UTF-8, lines ended as spreadsheets do."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATORS[settings["separator"]], lineterminator="\r\n")
    columns = settings["columns"]
    writer.writerow([column["heading"] for column in columns])
    writer.writerows([_written(row.get(column["field"]), settings) for column in columns] for row in rows)
    if settings["control"] in ("trailer", "both"):
        writer.writerow([TRAILER, str(count), _amount(total, settings)])
    name = batch
    if settings["control"] in ("name", "both"):
        name = f"{batch}_{count}_{_amount(total, {'decimal': 'point'})}"
    return Written(f"{name}.csv", text.getvalue().encode())


def _written(value: Value, settings: Settings) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return _amount(value, settings)
    if isinstance(value, dt.date):
        return value.strftime(DATE_FORMATS[settings["dates"]][1])
    # One line a payment: what a line break would begin could be anything.
    return str(safe_text(" ".join(str(value).split())))


def _amount(value: Decimal, settings: Settings) -> str:
    return f"{value:.2f}".replace(".", DECIMALS[settings["decimal"]])


def sample_rows(currency: str) -> list[dict[str, Value]]:
    """Two invented payments for the preview: one of them a credit, one with a name that a spreadsheet would run."""
    first: dict[str, Value] = {
        "batch": "B-20261015-7K2M9", "reference": "4XQ7M2K9PRTA", "kind": "PAYMENT", "payee": "Example Family Care",
        "payee_reference": "P-0001", "business_number": "00 000 000 000", "agreement": "EX-0417", "line": 1,
        "cost_code": "CC-0417-1", "quarter": "Q1 2026-27", "first": dt.date(2026, 7, 1), "last": dt.date(2026, 9, 30),
        "amount": Decimal("72000.00"), "currency": currency, "sent": dt.date(2026, 10, 15), "text": "EX-0417 1 Q1 2026-27",
    }  # fmt: skip
    second: dict[str, Value] = {
        "reference": "9HJ3W8N5CVBE", "kind": "CREDIT", "payee": "=Example; “quoted”, care", "payee_reference": "P-0002",
        "agreement": "EX-0422", "cost_code": "CC-0422-1", "amount": Decimal("-1408.70"), "text": "EX-0422 1 Q1 2026-27",
    }  # fmt: skip
    return [first, {**first, **second}]
