"""Small builders of CSV and XLSX files for the tests of imports."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

HOMES = ("reference", "name", "kind", "provider", "places", "urn", "opened_on")
GOOD_HOMES = [
    ["H-1", "Wattle House", "residential_home", "", "4", "", "2024-07-01"],
    ["H-2", "Household Māka", "carer_household", "", "2", "", "01/08/2024"],
    ["H-3", "Karri Cottage", "residential_home", "", "", "", ""],
]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]], newline: str = "\r\n") -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=newline)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    return csv_text(header, rows).encode(encoding)


def homes(rows: Iterable[Sequence[Any]] = GOOD_HOMES, encoding: str = "utf-8") -> bytes:
    return csv_file(HOMES, rows, encoding)


def xlsx_file(header: Sequence[Any], rows: Iterable[Sequence[Any]], title: str = "Homes") -> bytes:
    return workbook({title: [header, *rows]})


def workbook(
    sheets: dict[str, Iterable[Sequence[Any]]], change: Callable[[Any], None] | None = None
) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def homes_xlsx() -> bytes:
    rows = [["H-1", "Wattle House", "residential_home", None, 4, 1234567, dt.date(2024, 7, 1)]]
    return xlsx_file(HOMES, rows)


def rezipped(
    data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    """The package with parts changed, left out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def read_xlsx(data: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(data))
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets
    }
