"""``homeward nights`` on files, without a database."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlsxwriter

from homeward.cli import main

QUARTER = ["--period", "2023-01-01:2023-04-01"]


def write(folder: Path, text: str, name: str = "stays.csv", encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def counted(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["nights", *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["nights", *arguments]) == 2
    return capsys.readouterr().err


def test_placement_nights_and_unique_child_nights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path,
        "child,start,end,line\n"
        "a,2023-01-01,2023-01-03,x\n"
        "a,2023-01-02,2023-01-05,y\n"
        "b,2022-12-20,2023-01-01,x\n"
        "b,2023-03-31,,y\n"
        "c,2023-02-05,2023-02-05,x\n",
    )
    found = counted(capsys, file, *QUARTER)
    assert found == {
        "layout": "plain",
        "period": {"start": "2023-01-01", "end": "2023-04-01", "nights": 90},
        "placement_nights": 6,
        "child_nights": 5,
        "children": 2,
        "placements": 3,
        "rows": 5,
        "rows_counted": 5,
        "problems": [],
    }
    groups = counted(capsys, file, *QUARTER, "--by", "Line")["groups"]
    assert [(g["value"], g["placement_nights"], g["child_nights"]) for g in groups] == [
        ("x", 2, 2),
        ("y", 4, 4),
    ]


def test_an_ssda903_file_is_known_by_its_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path,
        "CHILD,DECOM,LS,DEC\r\n1,31/03/2023,C2,\r\n1,01/01/2023,C2,03/01/2023\r\n",
        encoding="utf-8-sig",
    )
    found = counted(capsys, file, *QUARTER)
    assert (found["layout"], found["placement_nights"]) == ("ssda903", 3)


def test_rows_that_cannot_be_counted_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path,
        "child,start,end\n,2023-01-01,\na,,\na,2023-02-30,\na,2023-01-05,2023-01-01\na,2023-01-01,soon\na,2023-01-01\n"
        "a,01/13/2023,\na,2023-01-01,2023-01-02\n",
    )
    found = counted(capsys, file, *QUARTER)
    assert (found["rows"], found["rows_counted"], found["placement_nights"]) == (8, 1, 1)
    assert [(p["row"], p["column"], p["code"]) for p in found["problems"]] == [
        (2, "child", "child_missing"),
        (3, "start", "start_wrong"),
        (4, "start", "start_wrong"),
        (5, "end", "dates_reversed"),
        (6, "end", "end_wrong"),
        (7, "end", "row_width"),
        (8, "start", "start_wrong"),
    ]
    assert all(p["message"] and p["remedy"] for p in found["problems"])
    assert main(["nights", file, *QUARTER]) == 0
    assert "7 of 8 rows were left out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "The file is empty"),
        (b"child,start,end\na,2023-01-01,\n\xff", "not UTF-8"),
        ("child,start,end\n".encode("utf-16"), "not UTF-8"),
        (b"child,start\n", "no column for the end"),
        (b"child,start,from,end\n", "more than one column for the start"),
        (b"child,start,end,End\n", "names the column End twice"),
        (b'child,start,end\n"a,2023-01-01,', "breaks off"),
        (b"%PDF-1.7 nothing", "no column for the child"),
    ],
)
def test_files_that_are_no_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, expected: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    assert expected in refused(capsys, str(path), *QUARTER)


def test_bad_arguments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, "child,start,end,line\n")
    assert "cannot be opened" in refused(capsys, str(tmp_path / "none.csv"), *QUARTER)
    assert "Use one of: child, start, end, line." in refused(capsys, file, *QUARTER, "--by", "carer")
    for period in ("2023-01-01", "2023-01-01:2023-01-01", "2023-02-30:2023-03-01", "x:y"):
        assert "period" in refused(capsys, file, "--period", period)


def test_a_spreadsheet_counts_like_its_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "stays.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, ["Child ID", "Start date", "End date"])
    sheet.write(1, 0, 17)
    sheet.write_datetime(1, 1, date(2023, 1, 30), day)
    sheet.write_datetime(1, 2, date(2023, 2, 2), day)
    sheet.write_row(2, 0, ["a", "2023-03-31", ""])
    book.close()
    assert counted(capsys, str(path), *QUARTER)["placement_nights"] == 4
    (tmp_path / "broken.xlsx").write_bytes(b"PK nothing")
    assert "cannot be read as a spreadsheet" in refused(capsys, str(tmp_path / "broken.xlsx"), *QUARTER)


def test_table_and_csv_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, "child;start;end;line\na;2023-01-01;2023-01-03;\n")
    assert main(["nights", file, *QUARTER, "--by", "line", "--format", "csv"]) == 0
    rows = list(csv.reader(capsys.readouterr().out.splitlines()))
    assert rows[1:] == [["(empty)", "2", "2", "1", "1"], ["all", "2", "2", "1", "1"]]
    assert main(["nights", file, *QUARTER]) == 0
    assert "90 nights from 2023-01-01" in capsys.readouterr().out


def test_a_crowded_file_equals_the_night_by_night_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    random = Random(903)
    start = date(2022, 11, 1)
    rows = []
    for _ in range(400):
        first = start + timedelta(days=random.randrange(200))
        last = first + timedelta(days=random.randrange(60))
        rows.append(
            (
                f"c{random.randrange(60)}",
                first,
                None if random.randrange(9) == 0 else last,
                random.choice("xy"),
            )
        )
    text = "child,start,end,line\n" + "".join(f"{c},{s},{e or ''},{k}\n" for c, s, e, k in rows)
    found = counted(capsys, write(tmp_path, text), *QUARTER, "--by", "line")
    nights = [date(2023, 1, 1) + timedelta(days=offset) for offset in range(90)]
    slow = [
        (c, k, night) for c, s, e, k in rows for night in nights if s <= night and (e is None or night < e)
    ]
    assert found["placement_nights"] == len(slow)
    assert found["child_nights"] == len({(c, night) for c, _, night in slow})
    for group in found["groups"]:
        assert group["child_nights"] == len({(c, night) for c, k, night in slow if k == group["value"]})


def test_the_command_starts_without_django_and_pydantic(tmp_path: Path) -> None:
    file = write(tmp_path, "child,start,end\na,2023-01-01,2023-01-03\n")
    code = (
        "import sys; from homeward.cli import main;"
        f" main(['nights', {file!r}, '--period', '2023-01-01:2023-04-01']);"
        " sys.exit(any(name in sys.modules for name in ('django', 'pydantic', 'yaml')))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_blank_lines_are_passed_over_and_rows_keep_their_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(
        tmp_path, "\n\nchild;start;end\n;;\n   \na;2023-01-01;2023-01-03\n\nb;2023-02-30;\n\n", "blank.csv"
    )
    found = counted(capsys, file, *QUARTER)
    assert (found["placement_nights"], found["rows"], found["rows_counted"]) == (2, 2, 1)
    assert [(problem["row"], problem["column"]) for problem in found["problems"]] == [(8, "start")]


@pytest.mark.parametrize("header", ["child,Start Date,start_date,end", "child,start,end,START"])
def test_one_column_under_two_spellings_is_refused(
    header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, header + "\na,2023-01-05,2023-01-04,2023-01-09\n")
    assert "twice" in refused(capsys, file, *QUARTER)


def test_text_that_is_not_utf8_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "child,start,end\na,2023-01-05,2023-01-09\nZoë,2023-01-05,\n"
    assert "(line 3)" in refused(capsys, write(tmp_path, text, encoding="latin-1"), *QUARTER)


def test_a_week_date_is_no_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = counted(capsys, write(tmp_path, "child,start,end\na,2023-W02-1,\n"), *QUARTER)
    assert [problem["code"] for problem in found["problems"]] == ["start_wrong"]


def test_a_period_may_be_written_with_spaces(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, "child,start,end\na,2023-03-30,\n")
    assert counted(capsys, file, "--period", " 2023-01-01 : 2023-04-01")["placement_nights"] == 2


def test_a_formula_is_refused_because_an_end_not_worked_out_would_be_an_open_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "stays.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["child", "start", "end"])
        sheet.write_row(1, 0, ["a", "2023-01-01"])
        sheet.write_formula(1, 2, "=B2+2", None, "")
    assert "C2 holds a formula" in refused(capsys, str(path), *QUARTER)
