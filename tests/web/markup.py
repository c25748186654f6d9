"""A page's markup as a tree, with the standard library alone."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        at = self.open[-1]
        if len(at):
            at[-1].tail = (at[-1].tail or "") + data
        else:
            at.text = (at.text or "") + data


def parse(html: str) -> Element:
    """The tree of a page or a part of one; markup that is not properly nested fails."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root], f"never closed: {[e.tag for e in builder.open[1:]]}"
    return builder.root


def all_of(tree: Element, tag: str = "*", **attributes: str) -> list[Element]:
    """Elements with these attributes; ``class_`` asks for one class among several."""
    wanted = attributes.pop("class_", None)
    found = [e for e in tree.iter() if tag in ("*", e.tag)]
    found = [e for e in found if all(e.get(name.rstrip("_")) == value for name, value in attributes.items())]
    return [e for e in found if wanted is None or wanted in e.get("class", "").split()]


def one(tree: Element, tag: str = "*", **attributes: str) -> Element:
    """The only such element."""
    found = all_of(tree, tag, **attributes)
    assert len(found) == 1, f"{len(found)} of <{tag}> {attributes}"
    return found[0]


def text_of(element: Element) -> str:
    """Its words, white space folded."""
    return " ".join("".join(element.itertext()).split())
