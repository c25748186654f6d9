"""Reading a PDF back for tests: its text, its tree of tags, and whatever stands outside both tree and artifacts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

SHOWS = {"Tj", "TJ", "'", '"'}
PAINTS = {"f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "Do", "sh"}


@dataclass
class Tag:
    """A node of the tree of tags: its kind (`H1`, `TH`), alt text and children."""

    kind: str
    alt: str = ""
    children: list[Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        yield self
        for child in self.children:
            yield from child.walk()


class Paper:
    """An opened PDF."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.language = str(self.pdf.Root.get("/Lang", ""))
        with self.pdf.open_metadata() as data:
            self.title = data.get("dc:title")
            self.part = data.get("pdfuaid:part")
            self.archive = (data.get("pdfaid:part"), data.get("pdfaid:conformance"))

    @property
    def tags(self) -> list[Tag]:
        """Every tag in reading order."""
        roles = {str(k): str(v) for k, v in dict(self.pdf.Root.StructTreeRoot.get("/RoleMap", {})).items()}
        return list(_tag(self.pdf.Root.StructTreeRoot, roles).walk())

    def kinds(self, start: str) -> list[str]:
        return [t.kind for t in self.tags if t.kind.startswith(start)]

    @property
    def text(self) -> str:
        """The words of all pages, in the order they are drawn; lines that were broken are joined."""
        drawn = " ".join(piece for page in self.pdf.pages for piece, _ in _pieces(page))
        return " ".join(drawn.split())

    @property
    def untagged(self) -> int:
        """How many pieces of text or drawing stand in no tag and are no artifact."""
        return sum(not covered for page in self.pdf.pages for _, covered in _pieces(page))


def _tag(node: Any, roles: dict[str, str]) -> Tag:
    kind = str(node.get("/S", "/Root"))
    found = Tag(roles.get(kind, kind).lstrip("/"), str(node.get("/Alt", "")))
    below = node.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found.children.append(_tag(child, roles))
    return found


def _pieces(page: Any) -> Iterator[tuple[str, bool]]:
    """Each piece of text or drawing of a page, and whether marked content covers it."""
    fonts = {name: _unicode(font) for name, font in dict(page.Resources.get("/Font", {})).items()}
    covers: list[bool] = []
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            marked = str(operands[0]) == "/Artifact" or (name == "BDC" and "/MCID" in operands[1])
            covers.append(marked)
        elif name == "EMC":
            covers.pop()
        elif name == "Tf":
            letters = fonts[str(operands[0])]
        elif name in SHOWS:
            yield _decoded(operands[0], letters), any(covers)
        elif name in PAINTS:
            yield "", any(covers)


def _decoded(shown: Any, letters: dict[int, str]) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(p) for p in parts if isinstance(p, pikepdf.String))
    return "".join(
        letters.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2)
    )


def _unicode(font: Any) -> dict[int, str]:
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int.from_bytes(bytes.fromhex(text), "big")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(start + step)
    return found
