"""Office files (DOCX, XLSX): opened with care, cleaned, and packed again without dates or remains."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from homeward.apps.core.documents.limits import limits
from homeward.apps.core.documents.pictures import clean_picture
from homeward.apps.core.documents.refusing import Unfit

_MAIN = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
# Parts in which a program hides, or a whole other file.
_MACROS = re.compile(
    r"(vbaproject|vbadata|macrosheets/|dialogsheets/|activex/|attachedtoolbars|customui/|intlmacrosheets/)",
    re.I,
)
_INSIDE = re.compile(r"(/embeddings/|oleobject|/package/|\.bin$|\.exe$|\.js$|\.html?$|afchunk)", re.I)
_HARMLESS_BIN = re.compile(r"(printersettings/printersettings\d*\.bin|xl/calcchain\.bin)$", re.I)
_OUTSIDE = re.compile(
    r"(externallinks/|querytables/|connections\.xml|/externallink|webextensions/|/attachedtemplate)", re.I
)
# Formulas and fields that fetch or start something when the file is opened.
_FETCHING = re.compile(
    r"\b(WEBSERVICE|RTD|CALL|REGISTER\.ID|EXEC|IMPORTXML|IMPORTDATA)\s*\(|\|\s*'?[^'!<]*'?!", re.I
)
_FIELDS = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b")
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_STRICT_LINK = "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink"
_CLICKED = ("http://", "https://", "mailto:")
_WHEN = (1980, 1, 1, 0, 0, 0)
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_PROPERTIES = {
    "docprops/core.xml": (_CORE, "author, dates and title (properties)"),
    "docprops/app.xml": (_APP, "program and company (properties)"),
    "docprops/custom.xml": (_CUSTOM, "further properties"),
}


def main_part(data: bytes) -> str:
    """The part that says which Office format a ZIP is; empty for another ZIP or a damaged one."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except _BROKEN:
        raise Unfit("upload.damaged", words="package") from None
    return next((part for part in _MAIN if part in names), "")


def clean_package(data: bytes) -> tuple[bytes, list[str]]:
    """The same document without its properties, thumbnail and the places of its pictures. Raises Unfit."""
    parts = _read(data)
    _refuse_programs(parts)
    _refuse_links(parts)
    removed: list[str] = []
    for name in list(parts):
        lower = name.lower()
        if lower in _PROPERTIES:
            blank, words = _PROPERTIES[lower]
            if parts[name] != blank:
                removed.append(words)
            parts[name] = blank
        elif "/media/" in lower and (code := _picture(parts[name])):
            parts[name], carried = clean_picture(parts[name], code)
            removed += [f"in a picture: {words}" for words in carried]
    removed += _drop_thumbnail(parts)
    return _packed(parts), list(dict.fromkeys(removed))


def _read(data: bytes) -> dict[str, bytes]:
    """Every part by name, within the limits; damaged, locked, doubled and straying ones are refused."""
    most = limits()
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        listed = package.infolist()
    except _BROKEN:
        raise Unfit("upload.damaged", words="package") from None
    declared = sum(part.file_size for part in listed)
    if (
        len(listed) > most.parts
        or declared > most.unpacked_bytes
        or declared > most.ratio * max(len(data), 10_000)
    ):
        raise Unfit("upload.bomb", size=f"{declared:,}", parts=f"{len(listed):,}")
    if any(part.flag_bits & 1 for part in listed):
        raise Unfit("upload.password")
    names = [part.filename.lower() for part in listed]
    if len(set(names)) != len(names) or any(_strays(name) for name in names):
        raise Unfit("upload.damaged", words="package")
    parts: dict[str, bytes] = {}
    total = 0
    for part in listed:
        if part.is_dir():
            continue
        try:
            with package.open(part) as source:
                parts[part.filename] = source.read(most.unpacked_bytes - total + 1)
        except _BROKEN:
            raise Unfit("upload.damaged", words="package") from None
        total += len(parts[part.filename])
        if total > most.unpacked_bytes:
            raise Unfit("upload.bomb", size=f"more than {most.unpacked_bytes:,}", parts=f"{len(listed):,}")
    return parts


def _strays(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _refuse_programs(parts: dict[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"").lower()
    if any(_MACROS.search(name) for name in parts) or b"macroenabled" in types or b"vbaproject" in types:
        raise Unfit("upload.macros")
    for name, content in parts.items():
        if _HARMLESS_BIN.search(name):
            continue
        if _INSIDE.search(name) or content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or content[:2] == b"MZ":
            raise Unfit("upload.embedded")


def _refuse_links(parts: dict[str, bytes]) -> None:
    """Refuse what would fetch something from elsewhere when opened. A link that a reader clicks stays."""
    if any(_OUTSIDE.search(name) for name in parts):
        raise Unfit("upload.external", words="data from another file or place")
    for name, content in parts.items():
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        root = _tree(content)
        if name.lower().endswith(".rels"):
            _check_relations(root)
            continue
        for element in root.iter():
            tag = str(element.tag).rsplit("}", 1)[-1]
            text = element.text or ""
            if tag == "f" and _FETCHING.search(text):
                raise Unfit("upload.external", words="a formula that fetches or starts something")
            if tag in ("instrText", "fldSimple") and _FIELDS.search(text + " ".join(element.attrib.values())):
                raise Unfit("upload.external", words="a field that fetches something")


def _check_relations(root: Element) -> None:
    for relation in root:
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            continue
        clicked = relation.get("Type") in (_LINK, _STRICT_LINK)
        if not clicked or not target.lower().startswith((*_CLICKED, "#")):
            raise Unfit("upload.external", words="a link to another file or place")


def _tree(content: bytes) -> Element:
    try:
        return ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unfit("upload.damaged", words="package") from None


def _picture(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "jpeg" if content.startswith(b"\xff\xd8\xff") else ""


def _drop_thumbnail(parts: dict[str, bytes]) -> list[str]:
    """The small picture of the first page shows what was once there; it goes with whatever leads to it."""
    thumbnails = [name for name in parts if "thumbnail" in name.lower()]
    if not thumbnails:
        return []
    for name in thumbnails:
        del parts[name]
    for name in [n for n in parts if n.lower().endswith(".rels")]:
        parts[name] = re.sub(
            rb"<Relationship\b[^>]*thumbnail[^>]*(/>|>\s*</Relationship>)", b"", parts[name], flags=re.I
        )
    types = "[Content_Types].xml"
    parts[types] = re.sub(rb"<Override\b[^>]*thumbnail[^>]*/>", b"", parts.get(types, b""), flags=re.I)
    return ["a thumbnail of an earlier state"]


def _packed(parts: dict[str, bytes]) -> bytes:
    """The same parts in a new ZIP; the list of types comes first, as readers expect, and no date is kept."""
    out = io.BytesIO()
    order = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in order:
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return out.getvalue()
