"""Layouts are checked before they hold, and what is written is safe, repeatable and as asked for."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.apps.finance.answers import check_result, default_result, read_answer
from homeward.apps.finance.layouts import (
    FIELDS,
    SEPARATORS,
    Value,
    check_export,
    default_export,
    sample_rows,
    write_file,
)
from homeward.apps.intake.readers import GivenFile


def changed(**changes: Any) -> dict[str, Any]:
    return {**default_export(), **changes}


def columns(*fields: str) -> list[dict[str, str]]:
    return [{"field": field, "heading": FIELDS[field][1]} for field in fields]


def beside(heading: str, field: str = "text") -> dict[str, Any]:
    """The needed columns and one more."""
    return changed(columns=[*columns("batch", "reference", "amount"), {"field": field, "heading": heading}])


def test_what_homeward_comes_with_is_sound() -> None:
    assert check_export(default_export()) == []
    assert check_result(default_result()) == []


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        (changed(columns=[]), {"layout_empty"}),
        (changed(columns=columns("batch", "amount")), {"layout_needed"}),
        (changed(columns=columns("batch", "reference", "amount", "amount")), {"layout_twice"}),
        (beside("Child", "child"), {"layout_unknown"}),
        (beside(" "), {"layout_heading"}),
        (beside("=1+1"), {"layout_formula"}),
        (beside("BATCH"), {"layout_heading_twice"}),
        (changed(dates="american"), {"layout_format"}),
        (changed(decimal="comma"), {"layout_comma_twice"}),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(settings: dict[str, Any], codes: set[str]) -> None:
    problems = check_export(settings)
    assert {p.code for p in problems} == codes
    assert all(p.remedy for p in problems)


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({"columns": {**default_result()["columns"], "on": ""}}, {"layout_needed"}),
        ({"columns": {**default_result()["columns"], "reason": "Status"}}, {"layout_heading_twice"}),
        ({"ignored": ["Batch"]}, {"layout_heading_twice"}),
        ({"paid": []}, {"layout_words"}),
        ({"rejected": ["PAID"]}, {"layout_words_twice"}),
    ],
)
def test_a_mapping_that_cannot_be_used_is_named(settings: dict[str, Any], codes: set[str]) -> None:
    assert {p.code for p in check_result({**default_result(), **settings})} == codes


def test_formats_are_as_asked_for() -> None:
    settings = changed(columns=columns("sent", "amount", "batch", "reference"), dates="dmy", decimal="comma",
                       separator="semicolon", control="trailer")  # fmt: skip
    written = write_file(settings, sample_rows("AUD")[:1], batch="B-1", count=1, total=Decimal("72000.00"))
    lines = written.content.decode().split("\r\n")
    assert lines == [
        "date;amount;batch;reference",
        "15/10/2026;72000,00;B-20261015-7K2M9;4XQ7M2K9PRTA",
        "TOTAL;1;72000,00",
        "",
    ]
    assert written.name == "B-1.csv"


@given(
    st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4), st.sampled_from(sorted(SEPARATORS))
)
def test_no_cell_can_be_taken_for_a_formula_and_every_payment_stays_one_line(
    names: list[str], separator: str
) -> None:
    """Whatever a provider is called, a spreadsheet that opens the file sees its name and runs nothing."""
    rows: list[dict[str, Value]] = [
        {
            "payee": name,
            "batch": "B-1",
            "reference": "R",
            "amount": Decimal("-1.00"),
            "sent": dt.date(2026, 10, 1),
        }
        for name in names
    ]
    settings = changed(
        columns=columns("payee", "batch", "reference", "amount"), separator=separator, control="neither"
    )
    first = write_file(settings, rows, batch="B-1", count=len(rows), total=Decimal(0))
    assert first == write_file(settings, rows, batch="B-1", count=len(rows), total=Decimal(0))
    text = first.content.decode()
    read = list(csv.reader(io.StringIO(text), delimiter=SEPARATORS[separator]))
    assert len(read) == len(rows) + 1
    for (payee, *_rest, amount), name in zip(read[1:], names, strict=True):
        assert not payee.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))
        assert payee.removeprefix("'") == " ".join(name.split()).removeprefix("'")
        assert amount == "-1.00"


def test_an_answer_is_read_by_the_bodys_own_words() -> None:
    settings = {
        "columns": {"batch": "Run", "reference": "Our ref", "status": "Code", "on": "Value date", "amount": "Sum"},
        "ignored": ["Bank"], "paid": ["OK", "SETTLED"], "rejected": ["REJ"], "dates": "dmy", "decimal": "comma",
    }  # fmt: skip
    assert check_result(settings) == []
    text = 'Run,Our ref,Code,Value date,Sum,Bank\nB-1,AAA,settled,15/10/2026,"72.000,00",x\nB-1,BBB,ok,2026-10-15,"-1.408,70",x\n'
    rows, problems = read_answer(GivenFile("a.csv", text.encode()), settings)
    assert problems == []
    assert [(r.is_paid, r.on, r.amount, r.problems) for r in rows] == [
        (True, dt.date(2026, 10, 15), Decimal("72000.00"), []),
        (True, dt.date(2026, 10, 15), Decimal("-1408.70"), []),
    ]


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    rows, problems = read_answer(GivenFile("a.csv", data), default_result())
    assert rows or problems
