"""Plain text and CSV: kept as they are, unless a spreadsheet would run what stands in a cell."""

from __future__ import annotations

import csv
import io
import re

from homeward.apps.core.documents.refusing import Unfit

_NUMBER = re.compile(r"^[+-]?[\d\s.,]*\d%?$")
_MARK = b"\xef\xbb\xbf"


def clean_text(data: bytes) -> tuple[bytes, list[str]]:
    """A text in UTF-8, without the mark some programs put in front."""
    return data.removeprefix(_MARK), []


def clean_csv(data: bytes) -> tuple[bytes, list[str]]:
    """A table as text. Raises Unfit where a cell begins as a formula does."""
    text, removed = clean_text(data)
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text.decode("utf-8"))), start=1):
            for column, cell in enumerate(cells, start=1):
                if _runs(cell):
                    raise Unfit("upload.formula", row=row, column=column, cell=cell[:40])
    except csv.Error:
        raise Unfit("upload.damaged", words="CSV") from None
    return text, removed


def _runs(cell: str) -> bool:
    start = cell.lstrip(" \t\r\n'\"")
    if start[:1] in ("=", "@"):
        return True
    return (
        start[:1] in ("+", "-") and len(start) > 1 and not _NUMBER.match(start) and not start[1:2].isspace()
    )
