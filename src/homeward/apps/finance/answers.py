"""How the finance system's answer is read: which of its columns says what, and in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from homeward.apps.finance.layouts import DATE_FORMATS, DECIMALS
from homeward.apps.intake.readers import GivenFile, Reading, read_files
from homeward.apps.intake.readers.headers import fold_header
from homeward.kernel.problems import Problem

Settings = Mapping[str, Any]
# What an answer says of a payment: code, words, whether it must be there.
FIELDS: dict[str, tuple[str, bool]] = {
    "batch": ("Batch number", True),
    "reference": ("Payment reference", True),
    "status": ("Status", True),
    "on": ("Date", True),
    "amount": ("Amount", False),
    "reason": ("Reason", False),
}
LONGEST_CELL = 2_000


def default_result() -> dict[str, Any]:
    """The mapping of a body that has entered none."""
    return {
        "columns": {"batch": "batch", "reference": "reference", "status": "status", "on": "date", "amount": "amount",
                    "reason": "reason"},
        "ignored": [], "paid": ["paid"], "rejected": ["rejected"], "dates": "iso", "decimal": "point",
    }  # fmt: skip


def check_result(settings: Settings) -> list[Problem]:
    """Everything that is wrong with a mapping; an empty list when it can be used."""
    return [*_columns(settings), *_words(settings)]


def _columns(settings: Settings) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    columns = settings.get("columns") or {}
    for field, (words, needed) in FIELDS.items():
        name = str(columns.get(field, "")).strip()
        if not name:
            if needed:
                remedy = "Write the heading of that column in the finance system's file."
                yield Problem("layout_needed", f"No column is named for “{words}”.", remedy, column=field)
        elif (other := seen.setdefault(fold_header(name), field)) != field:
            problem = f"“{words}” and “{FIELDS[other][0]}” name the same column."
            yield Problem("layout_heading_twice", problem, "Name each column once.", column=field)
    for name in settings.get("ignored") or []:
        if fold_header(name) in seen:
            problem = f"“{name}” is read and cannot also be left aside."
            yield Problem("layout_heading_twice", problem, "Take it out of one of them.", column="ignored")
    for name, known in (("dates", DATE_FORMATS), ("decimal", DECIMALS)):
        if settings.get(name) not in known:
            remedy = f"Use one of: {', '.join(known)}."
            yield Problem("layout_format", f"{name} is {settings.get(name)!r}.", remedy, column=name)


def _words(settings: Settings) -> Iterator[Problem]:
    paid = {fold_header(w) for w in settings.get("paid") or []}
    rejected = {fold_header(w) for w in settings.get("rejected") or []}
    for name, words in (("paid", paid), ("rejected", rejected)):
        if not words:
            remedy = "Write the word that the finance system uses."
            yield Problem("layout_words", f"No word means {name}.", remedy, column=name)
    if both := paid & rejected:
        problem = f"“{sorted(both)[0]}” cannot mean both paid and rejected."
        yield Problem("layout_words_twice", problem, "Take it out of one of them.", column="rejected")


@dataclass(frozen=True)
class Shape:
    """The table a reader looks for."""

    name: str
    known: tuple[str, ...]
    required: tuple[str, ...]


def shape_of(settings: Settings) -> Shape:
    columns = settings["columns"]
    named = [columns[field] for field in FIELDS if columns.get(field)]
    required = [columns[field] for field, (_, needed) in FIELDS.items() if needed]
    return Shape("answers to payments", (*named, *settings.get("ignored", ())), tuple(required))


@dataclass
class Answer:
    """One row of an answer as it was read; `problems` say what is wrong with it."""

    row: int
    batch: str
    reference: str
    is_paid: bool | None
    on: dt.date | None
    amount: Decimal | None
    reason: str
    problems: list[Problem]


def read_answer(file: GivenFile, settings: Settings) -> tuple[list[Answer], list[Problem]]:
    """The rows of an answer file, or why it is refused whole."""
    reading: Reading = read_files([file], [shape_of(settings)])
    if reading.is_refused or not reading.tables:
        return [], reading.problems
    rows = [_answer(row.number, row.cells, list(row.problems), settings) for row in reading.tables[0].rows]
    return rows, reading.problems


def _answer(number: int, cells: Mapping[str, str], problems: list[Problem], settings: Settings) -> Answer:
    names = settings["columns"]
    cell = {field: cells.get(names.get(field) or "", "").strip()[:LONGEST_CELL] for field in FIELDS}
    amount, wrong = _amount(cell["amount"], settings)
    if wrong is None:
        # A credit begins with a minus, which is no formula where an amount stands.
        problems = [p for p in problems if not (p.code == "cell_formula" and p.column == names.get("amount"))]
    answer = Answer(
        number, cell["batch"], cell["reference"], _status(cell["status"], settings), _date(cell["on"], settings),
        amount, cell["reason"], problems,
    )  # fmt: skip
    answer.problems += [
        _at(number, names, p) for p in (wrong, *_wrong(cell, answer, settings)) if p is not None
    ]
    return answer


def _at(row: int, names: Mapping[str, str], problem: Problem) -> Problem:
    column = names.get(problem.column or "") or problem.column
    return Problem(problem.code, problem.message, problem.remedy, problem.severity, row=row, column=column,
                   value=problem.value)  # fmt: skip


def _wrong(cell: Mapping[str, str], answer: Answer, settings: Settings) -> Iterator[Problem]:
    if not cell["reference"]:
        yield Problem("answer_reference", "No payment is named.", "Give the payment reference of our file.",
                      column="reference")  # fmt: skip
    if answer.is_paid is None:
        words = ", ".join([*settings["paid"], *settings["rejected"]])
        yield Problem("answer_status", f"“{cell['status'][:40]}” says neither paid nor rejected.",
                      f"Use one of: {words}. Another word is entered in the layout of answers.",
                      column="status", value=cell["status"][:60])  # fmt: skip
    if answer.on is None:
        shown = DATE_FORMATS[settings["dates"]][0]
        yield Problem("answer_date", f"“{cell['on'][:40]}” is no date as they are written here.",
                      f"Write it as {shown}, or correct the layout of answers.", column="on",
                      value=cell["on"][:60])  # fmt: skip
    if answer.is_paid is False and not answer.reason:
        yield Problem("answer_reason", "The payment was rejected without a reason.",
                      "Ask the finance system for its reason and write it into the row.", column="reason")  # fmt: skip


def _status(text: str, settings: Settings) -> bool | None:
    folded = fold_header(text)
    if folded in {fold_header(w) for w in settings["paid"]}:
        return True
    return False if folded in {fold_header(w) for w in settings["rejected"]} else None


def _date(text: str, settings: Settings) -> dt.date | None:
    # A workbook's own dates come from the reader as 2026-07-31, whatever the text form of the layout.
    for form in (DATE_FORMATS[settings["dates"]][1], "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007  (a date of the calendar, no moment)
        except ValueError:
            continue
    return None


def _amount(text: str, settings: Settings) -> tuple[Decimal | None, Problem | None]:
    if not text:
        return None, None
    plain = text.replace("\u2212", "-").replace(" ", "").replace("\u00a0", "")
    comma = settings["decimal"] == "comma"
    plain = plain.replace(".", "").replace(",", ".") if comma else plain.replace(",", "")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount.is_finite() and amount == round(amount, 2):
        return round(amount, 2), None
    return None, Problem("answer_amount", f"“{text[:40]}” is no amount as they are written here.",
                         "Correct it, or correct the layout of answers.", column="amount", value=text[:60])  # fmt: skip
