"""Bytes into text: UTF-8 or a refusal that names the first byte that is not, and what the file seems to be."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from homeward.apps.intake.readers.given import GivenFile
from homeward.kernel.problems import Problem

SAVE_AS_UTF8 = (
    "In the spreadsheet choose Save as, “CSV UTF-8 (comma delimited)”, or send the XLSX file instead."
)

_NOT_TEXT = (
    (b"PK\x03\x04", "an XLSX or ZIP file that is named .csv", "Name it .xlsx, or save it as CSV UTF-8."),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel workbook (.xls) or a workbook with a password",
        "Save it as XLSX without a password.",
    ),
    (b"%PDF", "a PDF", "Send the table it was made from, as CSV or XLSX."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it first."),
    (b"\xff\xd8\xff", "a picture", "Send the table as CSV or XLSX."),
    (b"\x89PNG", "a picture", "Send the table as CSV or XLSX."),
)


@dataclass(slots=True)
class Text:
    """What a text file is like: its first line, whether anything stands in it, whether its last line is ended."""

    head: str = ""
    is_blank: bool = True
    is_ended: bool = False


def look_at(file: GivenFile) -> tuple[Text, list[Problem]]:
    """A CSV file gone through once, piece by piece: what it is like, or why it is no text that is read here."""
    with file.open() as source:
        start = source.read(400)
    for mark, what, remedy in _NOT_TEXT:
        if start.startswith(mark):
            return Text(), [Problem("file_not_csv", f"{file.name} is {what}, not CSV text.", remedy)]
    if utf16 := _utf16(start):
        return Text(), [
            Problem(
                "file_encoding",
                f"{file.name} is written in {utf16}; only UTF-8 is read. Byte 1 shows it.",
                SAVE_AS_UTF8,
            )
        ]
    try:
        text = _gone_through(file)
    except UnicodeDecodeError:
        return Text(), [_where_not_utf8(file)]
    except ValueError:
        byte = file.read().index(b"\x00") + 1
        return Text(), [
            Problem(
                "file_not_text",
                f"{file.name} holds a zero byte at byte {byte}: it is damaged or not text.",
                "Export it again from where it came.",
            )
        ]
    return text, []


def _gone_through(file: GivenFile) -> Text:
    """Raises UnicodeDecodeError for what is not UTF-8, and ValueError for a zero byte."""
    decoder, found, zero = codecs.getincrementaldecoder("utf-8-sig")(), Text(), False
    for piece in (*file.pieces(), b""):
        text = decoder.decode(piece, final=not piece)
        zero = zero or "\x00" in text
        if found.is_blank:
            found.head += text
            found.is_blank = not text.strip()
        if text:
            found.is_ended = text.endswith(("\n", "\r"))
    if zero:
        raise ValueError("a zero byte")
    found.head = found.head.lstrip("\r\n").split("\n", 1)[0]
    return found


def _where_not_utf8(file: GivenFile) -> Problem:
    data = file.read()
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(file.name, data, error)
    raise AssertionError("the file changed while it was read")


def _utf16(data: bytes) -> str:
    """The name of the two-byte or four-byte encoding that the data seems to be in, or an empty text."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16 (“Unicode text”)"
    head = data[:400]
    if len(head) >= 8:
        if head[1::2].count(0) > len(head) // 3:
            return "UTF-16 without its mark"
        if head[0::2].count(0) > len(head) // 3:
            return "UTF-16 without its mark"
    return ""


def _not_utf8(name: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    # utf-8-sig counts from behind the mark
    at = error.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
    row = data.count(b"\n", 0, at) + 1
    byte = data[at]
    if error.reason == "unexpected end of data":
        return Problem(
            "file_truncated",
            f"{name} ends in the middle of a character at byte {at + 1}, row {row}: it was cut.",
            "Export it again and send the whole file.",
            row=row,
        )
    line = data[data.rfind(b"\n", 0, at) + 1 : at + 1]
    shown = line.decode("windows-1252", "replace")[-24:]
    return Problem(
        "file_encoding",
        f"{name} is not UTF-8: byte {at + 1} (value {byte:#04x}) in row {row}, after “{shown[:-1]}”, looks like"
        f" “{shown[-1:]}” in {_guess(data)}.",
        SAVE_AS_UTF8,
        row=row,
    )


def _guess(data: bytes) -> str:
    """The likely one-byte encoding. Bytes 0x80 to 0x9f are letters and quotes only in Windows-1252 and on old Macs."""
    high = [b for b in data if b >= 0x80]
    if any(0x80 <= b <= 0x9F for b in high):
        if sum(b in (0x8E, 0x8F, 0x8D, 0x87, 0x88, 0x9A, 0x9F) for b in high) > len(high) // 2:
            return "Mac Roman"
        return "Windows-1252"
    return "Windows-1252 (or ISO 8859-1)"
