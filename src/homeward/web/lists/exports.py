"""A list as a file. A cell that a spreadsheet would run as a formula is written as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from homeward.web.lists.columns import Column

# The last four are the wide forms, which some spreadsheets read as the plain ones.
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_text(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula; numbers and dates stay what they are."""
    if isinstance(value, str) and value.startswith(RISKY_STARTS):
        return "'" + value
    return value


def csv_file(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """UTF-8 with a byte order mark, so that a spreadsheet shows macrons; dates as 2026-07-01."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([safe_text(str(column.head)) for column in columns])
    for row in rows:
        writer.writerow([_csv_value(column.exported(row)) for column in columns])
    return _attachment("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_file(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """A workbook with one sheet; text is never read as a formula, an address or a number."""
    import xlsxwriter  # slow to import, and few requests need it

    buffer = io.BytesIO()
    options = {
        "in_memory": True, "default_date_format": "yyyy-mm-dd",
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for across, column in enumerate(columns):
        sheet.write_string(0, across, str(column.head), bold)
    for down, row in enumerate(rows, start=1):
        for across, column in enumerate(columns):
            _write_cell(sheet, down, across, column.exported(row))
    book.close()
    return _attachment(buffer.getvalue(), XLSX, f"{name}.xlsx")


def _write_cell(sheet: Any, down: int, across: int, value: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(down, across, None)
    elif isinstance(value, bool) or not isinstance(value, int | Decimal | date):
        sheet.write_string(down, across, str(value))
    elif isinstance(value, datetime):
        sheet.write_datetime(down, across, _naive(value))
    elif isinstance(value, date):
        sheet.write_datetime(down, across, value)
    else:
        sheet.write_number(down, across, value)


def _csv_value(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _naive(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | Decimal) else safe_text(str(value))


def _naive(value: datetime) -> datetime:
    return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value


def _attachment(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
