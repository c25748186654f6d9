"""Hostile files of homes. Each has the code that must be found and whether the file is refused whole.

`whole` True: nothing of the file is taken in. False: the named row is left out and the rest stands.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from tests.intake_files import build
from tests.intake_files.build import (
    GOOD_HOMES,
    HOMES,
    csv_file,
    csv_text,
    homes,
    homes_xlsx,
    rezipped,
    workbook,
    xlsx_file,
)


@dataclass(frozen=True)
class Hostile:
    name: str
    file: str
    data: bytes
    code: str
    whole: bool = True


ROW = ["H-9", "Acacia House", "residential_home", "", "4", "", "2024-07-01"]


def changed(column: str, value: str) -> bytes:
    """Three good rows and one whose cell holds `value`."""
    row = list(ROW)
    row[HOMES.index(column)] = value
    return homes([*GOOD_HOMES, row])


def hostile_files() -> Iterator[Hostile]:
    yield from _encodings()
    yield from _cut()
    yield from _shapes()
    yield from _cells()
    yield from _workbooks()
    yield from _packages()


def _encodings() -> Iterator[Hostile]:
    accented = [["H-1", "Médoc – “Maison”", "residential_home", "", "", "", ""], *GOOD_HOMES[2:]]
    for encoding in ("windows-1252", "mac-roman", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield Hostile(f"encoded as {encoding}", "homes.csv", homes(accented, encoding), "file_encoding")
    latin = homes([["H-1", "Zoë House", "residential_home", "", "", "", ""]], "latin-1")
    yield Hostile("encoded as latin-1", "homes.csv", latin, "file_encoding")
    yield Hostile("cp1252 behind a UTF-8 mark", "homes.csv", b"\xef\xbb\xbf" + latin, "file_encoding")
    yield Hostile(
        "encoded as shift-jis",
        "homes.csv",
        homes([["H-1", "家の名前", "other", "", "", "", ""]], "shift-jis"),
        "file_encoding",
    )
    yield Hostile("ends inside a letter", "homes.csv", homes().rstrip() + "ā".encode()[:1], "file_truncated")
    yield Hostile("zero bytes", "homes.csv", homes().replace(b"House", b"Ho\x00se"), "file_not_text")
    yield Hostile("lost letter", "homes.csv", changed("name", "Ta\ufffdnes House"), "cell_damaged", False)
    yield Hostile("bell in a cell", "homes.csv", changed("name", "Wattle\x07House"), "cell_control", False)


def _cut() -> Iterator[Hostile]:
    quoted = csv_text(HOMES, [*GOOD_HOMES, ["H-9", 'House, "the" long one', "other", "", "", "", ""]])
    inside = quoted.index("the")
    yield Hostile("quotes never closed", "homes.csv", quoted[:inside].encode(), "file_truncated")
    whole = homes()
    for columns in (1, 3, 5):
        cut = whole.rstrip().rsplit(b",", 7 - columns)[0]
        yield Hostile(f"cut after column {columns} of the last row", "homes.csv", cut, "file_truncated")
    package = homes_xlsx()
    for percent in (1, 10, 25, 50, 75, 90, 99):
        cut = package[: len(package) * percent // 100]
        yield Hostile(f"workbook cut at {percent} %", "homes.xlsx", cut, "file_truncated")
    middle = bytearray(package)
    at = len(middle) // 3
    middle[at : at + 40] = bytes(40)
    yield Hostile("workbook overwritten in the middle", "homes.xlsx", bytes(middle), "file_truncated")


def _shapes() -> Iterator[Hostile]:
    yield Hostile("empty", "homes.csv", b"", "file_empty")
    yield Hostile("blank lines only", "homes.csv", b"\r\n\r\n  \r\n", "file_empty")
    yield Hostile("header only", "homes.csv", csv_file(HOMES, []), "file_no_rows")
    for delimiter in (";", "\t", "|"):
        text = csv_text(HOMES, GOOD_HOMES).replace(",", delimiter)
        yield Hostile(f"separated by {delimiter!r}", "homes.csv", text.encode(), "file_delimiter")
    yield Hostile("a line for the spreadsheet", "homes.csv", b"sep=,\r\n" + homes(), "file_delimiter")
    yield Hostile(
        "two columns of one name",
        "homes.csv",
        csv_file([*HOMES, "Name"], [[*r, "x"] for r in GOOD_HOMES]),
        "header_duplicate",
    )
    yield Hostile(
        "unknown column",
        "homes.csv",
        csv_file([*HOMES, "colour"], [[*r, "red"] for r in GOOD_HOMES]),
        "header_unknown",
    )
    yield Hostile(
        "missing column", "homes.csv", csv_file(HOMES[:2], [r[:2] for r in GOOD_HOMES]), "header_missing"
    )
    yield Hostile(
        "column without a name",
        "homes.csv",
        csv_file(["reference", "", "name", "kind"], [["H-1", "?", "A", "other"]]),
        "header_empty",
    )
    yield Hostile(
        "no header at all", "homes.csv", csv_text(GOOD_HOMES[0], GOOD_HOMES[1:]).encode(), "sheet_unknown"
    )
    yield Hostile(
        "another table", "homes.csv", csv_file(["child", "start"], [["C-1", "2024-01-01"]]), "sheet_unknown"
    )
    yield Hostile(
        "a stray quotation mark",
        "homes.csv",
        homes().replace(b"Wattle House", b'"Wattle" House'),
        "file_quotes",
    )
    yield Hostile(
        "row too long", "homes.csv", homes([*GOOD_HOMES, [*ROW, "left over"]]), "row_too_long", False
    )
    yield Hostile("row too short", "homes.csv", homes([ROW[:4], *GOOD_HOMES]), "row_too_short", False)
    yield Hostile("cell far too long", "homes.csv", changed("name", "x" * 2_500), "cell_too_long")
    yield Hostile(
        "cell longer than the parser takes", "homes.csv", changed("name", "x" * 140_000), "cell_too_long"
    )
    yield Hostile(
        "hundreds of columns",
        "homes.csv",
        csv_file([f"c{n}" for n in range(300)], [["1"] * 300]),
        "file_too_many_columns",
    )
    yield Hostile("a picture", "homes.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "file_not_csv")
    yield Hostile("a document", "homes.csv", b"%PDF-1.7\n%\xe2\xe3", "file_not_csv")
    yield Hostile("a workbook named csv", "homes.csv", homes_xlsx(), "file_not_csv")
    yield Hostile("an unknown kind", "homes.docx", homes(), "file_kind")


def _cells() -> Iterator[Hostile]:
    for formula in (
        "=1+1",
        "+61 8 5550 0100",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "\t=1+1",
        '=HYPERLINK("x")',
    ):
        yield Hostile(f"formula {formula!r}", "homes.csv", changed("urn", formula), "cell_formula", False)
    for day in (
        "31/02/2024",
        "2024-13-01",
        "2023-02-29",
        "00/01/2024",
        "0000-00-00",
        "2024-06-31",
        "99/99/9999",
        "01/01/0001",
    ):
        yield Hostile(
            f"impossible date {day}", "homes.csv", changed("opened_on", day), "date_impossible", False
        )
    for day in (
        "1/7/2024",
        "07-01-2024",
        "2024-7-1",
        "1 July 2024",
        "45474",
        "yesterday",
        "2024-07-01T00:00",
        "٢٠٢٤-٠٧-٠١",
    ):
        yield Hostile(f"date written {day}", "homes.csv", changed("opened_on", day), "date_form", False)
    yield Hostile("month first", "homes.csv", changed("opened_on", "07/31/2024"), "date_impossible", False)
    yield Hostile("unknown code", "homes.csv", changed("kind", "castle"), "unknown_code", False)
    yield Hostile("empty name", "homes.csv", changed("name", ""), "cell_empty", False)
    yield Hostile("empty key", "homes.csv", changed("reference", "   "), "cell_empty", False)
    for number in ("four", "4.5", "٤", "1e3", "99999999999"):
        yield Hostile(
            f"number written {number}", "homes.csv", changed("places", number), "number_form", False
        )
    yield Hostile("places beyond reason", "homes.csv", changed("places", "40000"), "places_too_many", False)
    yield Hostile("key too long", "homes.csv", changed("reference", "H" * 60), "cell_too_long", False)
    yield Hostile("one home twice", "homes.csv", changed("reference", "H-1"), "row_twice", False)
    yield Hostile(
        "unknown provider", "homes.csv", changed("provider", "Nobody’s Homes"), "unknown_provider", False
    )
    yield Hostile(
        "wrongly encoded once before",
        "homes.csv",
        changed("name", "MÃ©doc House"),
        "cell_twice_encoded",
        False,
    )


def _workbooks() -> Iterator[Hostile]:
    def formula(book: object) -> None:
        book["Homes"]["B2"] = "=A2"  # type: ignore[index]

    good = [HOMES, *GOOD_HOMES]
    yield Hostile("formula in a workbook", "homes.xlsx", workbook({"Homes": good}, formula), "file_formulas")
    yield Hostile(
        "two sheets of homes", "homes.xlsx", workbook({"Homes": good, "Homes 2": good}), "file_twice"
    )
    yield Hostile(
        "a sheet of something else",
        "homes.xlsx",
        workbook({"Homes": good, "Notes": [["call Sam"]]}),
        "sheet_unknown",
    )
    yield Hostile("empty workbook", "homes.xlsx", workbook({"Homes": []}), "file_empty")
    yield Hostile(
        "a cell far to the right",
        "homes.xlsx",
        workbook({"Homes": good}, lambda b: b["Homes"].__setitem__("XFD3", "x")),
        "file_too_many_columns",
    )
    yield Hostile(
        "error value",
        "homes.xlsx",
        workbook({"Homes": good}, lambda b: b["Homes"].__setitem__("B3", "#REF!")),
        "cell_error",
        False,
    )
    yield Hostile("a time of day", "homes.xlsx", workbook({"Homes": good}, _moment), "cell_time", False)
    yield Hostile(
        "a number that lost digits",
        "homes.xlsx",
        xlsx_file(HOMES, [[12345678901234567890, "A", "other"], *GOOD_HOMES]),
        "cell_imprecise",
        False,
    )
    yield Hostile(
        "macros",
        "homes.xlsx",
        rezipped(homes_xlsx(), lambda n, d: d, {"xl/vbaProject.bin": b"x"}),
        "file_macros",
    )
    yield Hostile("named for macros", "homes.xlsm", homes_xlsx(), "file_macros")
    yield Hostile(
        "old workbook", "homes.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "file_not_xlsx"
    )
    yield Hostile("text named xlsx", "homes.xlsx", homes(), "file_truncated")


def _moment(book: object) -> None:
    import datetime as dt

    book["Homes"]["G3"] = dt.datetime(2024, 7, 1, 14, 30)  # type: ignore[index]  # noqa: DTZ001 - a cell has no zone


def _packages() -> Iterator[Hostile]:
    good = homes_xlsx()
    yield Hostile(
        "no sheets",
        "homes.xlsx",
        rezipped(good, lambda n, d: None if "worksheets/" in n else d),
        "file_empty",
    )
    yield Hostile("not a workbook", "homes.xlsx", build.zipped({"readme.txt": b"hello"}), "file_not_xlsx")
    yield Hostile(
        "sheet is not XML",
        "homes.xlsx",
        rezipped(good, lambda n, d: b"<a><b>" if "sheet1" in n else d),
        "file_damaged",
    )
    yield Hostile("entities that explode", "homes.xlsx", rezipped(good, _entities), "file_bomb")
    yield Hostile("a part that unpacks to 300 MB", "homes.xlsx", _bomb(good), "file_bomb")
    yield Hostile("a part that says it is huge", "homes.xlsx", _claims(good), "file_bomb")
    yield Hostile("two parts of one name", "homes.xlsx", _twice(good), "file_damaged")
    yield Hostile("a password", "homes.zip", _locked(), "file_password")
    yield Hostile("zip without a table", "homes.zip", build.zipped({"notes.md": b"x"}), "file_empty")
    yield Hostile(
        "zip with two tables", "homes.zip", build.zipped({"a.csv": homes(), "b/b.csv": homes()}), "file_twice"
    )


def _entities(name: str, part: bytes) -> bytes:
    if "sheet1" not in name:
        return part
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    at = part.index(b"<worksheet")
    return part[:at] + declared + part[at:]


def _bomb(good: bytes) -> bytes:
    return rezipped(good, lambda n, d: d, {"xl/media/image1.bin": bytes(300_000_000)})


def _claims(good: bytes) -> bytes:
    """The directory says one part has 2 GB; the zip itself stays small."""
    data = bytearray(good)
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 2_000_000_000)
    return bytes(data)


def _twice(good: bytes) -> bytes:
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a") as archive:
        archive.filelist.append(archive.filelist[0])
        archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def _locked() -> bytes:
    data = bytearray(build.zipped({"homes.csv": homes()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at] |= 1
    return bytes(data)
