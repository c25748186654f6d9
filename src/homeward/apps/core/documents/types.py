"""The kinds of file that are taken, found by their bytes; everything else is named and refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from homeward.apps.core.documents.refusing import Unfit


@dataclass(frozen=True)
class FileType:
    """A kind of file: its media type, the endings its name may have, and what senders call it."""

    code: str
    words: str
    media_type: str
    endings: tuple[str, ...]
    called: tuple[str, ...] = ()
    shown_inline: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
# Browsers draw no PDF inside a sandbox, so a PDF is given out as a download only.
PDF = FileType("pdf", "PDF", "application/pdf", ("pdf",), ("application/x-pdf",))
PNG = FileType("png", "PNG picture", "image/png", ("png",), ("image/x-png",), True)
JPEG = FileType(
    "jpeg", "JPEG picture", "image/jpeg", ("jpg", "jpeg", "jpe"), ("image/jpg", "image/pjpeg"), True
)
WEBP = FileType("webp", "WebP picture", "image/webp", ("webp",))
HEIC = FileType("heic", "HEIC picture", "image/heic", ("heic", "heif"), ("image/heif",))
DOCX = FileType(
    "docx", "Word document (DOCX)", _OFFICE + "wordprocessingml.document", ("docx",), ("application/zip",)
)
XLSX = FileType(
    "xlsx", "Excel workbook (XLSX)", _OFFICE + "spreadsheetml.sheet", ("xlsx",), ("application/zip",)
)
CSV = FileType(
    "csv", "CSV", "text/csv", ("csv",), ("text/plain", "application/csv", "application/vnd.ms-excel")
)
TEXT = FileType("text", "plain text", "text/plain", ("txt", "text"))

ALL = (PDF, PNG, JPEG, WEBP, HEIC, DOCX, XLSX, CSV, TEXT)
BY_MEDIA_TYPE = {t.media_type: t for t in ALL}
BY_ENDING = {ending: t for t in ALL for ending in t.endings}
# What a sender says when it does not know.
SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})
TAKEN = "PDF, JPEG, PNG, WebP, DOCX, XLSX, CSV and plain text"
ACCEPT = ",".join(f".{ending}" for ending in BY_ENDING)

# The first bytes; a file that begins otherwise is not of the kind, wherever else in it the mark may stand.
_MARKS: tuple[tuple[bytes, FileType], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
# What a text may not begin with: a browser, a shell or a word processor would run or draw it.
_ACTIVE_TEXT = (
    (b"<!doctype", "a web page"), (b"<html", "a web page"), (b"<script", "a script"), (b"<svg", "an SVG picture"),
    (b"<?xml", "XML"), (b"<?php", "a script"), (b"<!--", "a web page"), (b"<head", "a web page"), (b"<body", "a web page"),
    (b"<iframe", "a web page"), (b"<img", "a web page"), (b"<a ", "a web page"), (b"<mhtml", "a web page"),
    (b"{\\rtf", "an RTF document"), (b"%!ps", "PostScript"), (b"#!", "a script"), (b"mime-version:", "a saved web page or mail"),
    (b"begin:vcard", "a contact card"), (b"begin:vcalendar", "a calendar file"), (b"[internetshortcut]", "a shortcut"),
    (b"@echo", "a script"), (b"-----begin", "a key or certificate"), (b"%pdf-", "a damaged PDF"),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What the bytes are: a type that is taken, or words for what they are instead."""

    type: FileType | None
    words: str = ""
    remedy: str = field(default=f"Send it as one of: {TAKEN}.")


def find_type(data: bytes) -> Found:
    """What a file is, by its bytes alone."""
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return Found(kind)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Found(WEBP)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return Found(HEIC)
    if data[:4] == b"PK\x03\x04":
        return _package(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return Found(
            None,
            "an Office file of the old kind, or one protected by a password",
            "Open it, take the password off and save it as DOCX or XLSX.",
        )
    return _text(data) or Found(None, _named(data))


def _package(data: bytes) -> Found:
    """A ZIP: which Office format it is, is said by its table of contents; read with care later."""
    from homeward.apps.core.documents.packages import main_part

    part = main_part(data)
    if part == "word/document.xml":
        return Found(DOCX)
    if part == "xl/workbook.xml":
        return Found(XLSX)
    if part:
        return Found(None, "an Office file of another kind", "Save it as DOCX, XLSX or PDF.")
    return Found(None, "a ZIP package", "Send the files in it one by one.")


def _text(data: bytes) -> Found | None:
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, words in _ACTIVE_TEXT:
        if start.startswith(mark):
            return Found(None, words)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Found(None, "a text in UTF-16", "Save it as text or CSV in UTF-8.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(ord(c) < 32 and c not in "\t\n\r\f" or ord(c) == 127 for c in text):
        return None
    return Found(TEXT)


def _named(data: bytes) -> str:
    """The library's name for what is not taken."""
    import puremagic

    try:
        found = puremagic.magic_string(data)
    except (puremagic.PureError, ValueError, IndexError):
        return "of no kind that is known here, or damaged"
    best = found[0]
    return f"{best.name or best.extension or 'something else'}".strip()


def check_agreement(found: Found, ending: str, declared: str) -> FileType:
    """The type of a file whose bytes, name and sender agree about it. Raises Unfit."""
    if found.type is None:
        raise Unfit("upload.kind", words=found.words, remedy=found.remedy, taken=TAKEN)
    kind = found.type
    if kind is TEXT and ending == "csv":
        kind = CSV
    if ending not in kind.endings:
        raise Unfit(
            "upload.ending",
            words=kind.words,
            ending=f".{ending}" if ending else "no ending",
            wanted=" or ".join(f".{e}" for e in kind.endings),
        )
    said = declared.split(";")[0].strip().lower()
    if said not in SAYS_NOTHING and said != kind.media_type and said not in kind.called:
        raise Unfit("upload.declared", words=kind.words, declared=said[:80])
    return kind
