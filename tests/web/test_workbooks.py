"""Workbooks: live totals that are ours, text that stays text, properties that name nobody."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from homeward.web import formulas, workbooks
from homeward.web.formulas import FormulaError
from homeward.web.workbooks import Amount, Formula, Sheet, WorkbookError, workbook

MADE = dt.date(2026, 11, 4)
RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x.example")', "http://x.example", "12"]


def money(total=Decimal("72868.70"), **changes):
    rows = [
        ["Base", Amount(Decimal("72000.00"))],
        ["Loading", Amount(Decimal("868.70"))],
        ["Abatement", "not yet"],
    ]
    given = {"name": "Money", "head": ["Line", "Amount"], "rows": rows,
             "foot": [["Payable", Formula("SUM(B2:B4)", total, "money")]]}  # fmt: skip
    return Sheet(**{**given, **changes})


def opened(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def test_a_total_is_live_and_its_figure_stands_beside_it():
    content = workbook([money()], title="x", made=MADE)
    assert opened(content)["Money"]["B5"].value == "=SUM(B2:B4)"
    assert opened(content, data_only=True)["Money"]["B5"].value == 72868.70


@pytest.mark.parametrize("total", [Decimal("72868.69"), Decimal("72868.71"), 0])
def test_a_file_whose_total_is_not_ours_is_not_handed_out(total):
    with pytest.raises(WorkbookError, match="Money B5 gives"):
        workbook([money(total)], title="x", made=MADE)


def test_a_share_is_exact_not_as_shown():
    rows = [
        ["Actual", 972],
        ["Contracted", 1104],
        ["Share", Formula("B2/B3", Fraction(972, 1104), "percent")],
    ]
    assert workbook([Sheet("Figures", ["a", "b"], rows)], title="x", made=MADE)
    rows[2] = ["Share", Formula("B2/B3", Fraction("0.88"), "percent")]
    with pytest.raises(WorkbookError):
        workbook([Sheet("Figures", ["a", "b"], rows)], title="x", made=MADE)


def test_text_is_never_a_formula_an_address_or_a_number():
    content = workbook([Sheet("S", ["=A1"], [[r] for r in RISKY])], title="x", made=MADE)
    sheet = opened(content)["S"]
    assert [(c.value, c.data_type) for (c,) in sheet.iter_rows(min_row=2)] == [(r, "s") for r in RISKY]
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not [n for n in parts.namelist() if "external" in n.lower() or "connection" in n.lower()]
    assert b"<hyperlink" not in b"".join(parts.read(n) for n in parts.namelist())


def test_it_names_nobody_hides_nothing_and_is_the_same_each_time():
    content = workbook([money()], title="Statement", made=MADE)
    assert content == workbook([money()], title="Statement", made=MADE)
    book = opened(content)
    found = book.properties
    assert (found.creator or "", found.lastModifiedBy or "", found.title) == ("", "", "Statement")
    assert found.created.date() == MADE
    assert {s.sheet_state for s in book.worksheets} == {"visible"}


def test_a_formula_that_nobody_meant_is_found(monkeypatch):
    monkeypatch.setattr(workbooks.formulas, "evaluate_file", lambda content: {("Money", "Z9"): Fraction(1)})
    with pytest.raises(WorkbookError, match="none was meant"):
        workbook([money()], title="x", made=MADE)


VALUES = {("S", "A1"): 3, ("S", "A2"): 0.1, ("S", "A3"): "=A1*2", ("Two words", "B1"): 7, ("S", "B1"): "=B1"}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("A1+A2", Fraction("3.1")), ("A1-A2-1", Fraction("1.9")), ("A1/2*4", 6), ("(A1+1)*2", 8), ("-A1+5", 2),
        ("SUM(A1:A3)", Fraction("9.1")), ("SUM(A1:A9)", Fraction("9.1")), ("'Two words'!B1-A3", 1), ("SUM(S!A1)", 3),
        ("A9", 0),
    ],
)  # fmt: skip
def test_the_formulas_we_write_are_worked_out(text, result):
    assert formulas._Evaluation(VALUES, frozenset()).formula("S", text) == result


@pytest.mark.parametrize(
    "text",
    [
        "WEBSERVICE(A1)",
        "A1&A2",
        "SUM(A1:B3)",
        "IF(A1,1,2)",
        "A1 A2",
        "SUM(A1",
        "A1+",
        "[x.xlsx]S!A1",
        "B1",
        "",
    ],
)
def test_every_other_formula_is_refused(text):
    with pytest.raises(FormulaError):
        formulas._Evaluation(VALUES, frozenset()).formula("S", text)


def test_columns_are_named_as_in_a_spreadsheet():
    assert [formulas.column_name(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
