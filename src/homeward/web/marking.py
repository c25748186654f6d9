"""Which language each part of a page is in: words of te reo Māori within English, and English within te reo Māori.

A page is looked at once more when it is whole, because a word stands in messages, in the words of a pack and in what
people wrote alike. Only text is marked: no attribute, script or title. An option cannot hold a mark, so it carries one.
The mark is a `bdi`, which no style of ours speaks of.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from homeward.web.te_reo import MAORI, pattern

_PIECES = re.compile(r"(<!--.*?-->|<!DOCTYPE[^>]*>|<[^>]+>)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"^<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_LANG = re.compile(r"\slang=[\"']?([a-zA-Z-]+)")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_LEFT = frozenset({"script", "style", "title", "textarea", "svg", "option", "noscript"})
_WORDS = re.compile(r"[^\W\d_]")
_PLACE = re.compile(r"%\([a-z_]+\)[sd]|\\%\\\([a-z_]+\\\)[sd]")
_TERMS = pattern()


@dataclass
class _Page:
    """Where the reading stands: the open elements with their language, and whether text is left alone."""

    english: frozenset[str]
    shaped: re.Pattern[str] | None
    open: list[tuple[str, str]] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    @property
    def leaves(self) -> bool:
        return any(name in _LEFT for name, _language in self.open)

    def step(self, tag: str) -> None:
        found = _TAG.match(tag)
        if found is None or found[2].lower() in _VOID or tag.endswith("/>"):
            return
        name = found[2].lower()
        if not found[1]:
            told = _LANG.search(tag)
            self.open.append((name, told[1].lower() if told else self.language))
            return
        while self.open:  # what was left open inside is closed with it
            if self.open.pop()[0] == name:
                break


def marked(page: str, untranslated: Collection[str] = ()) -> str:
    """A page with `lang` on its parts that are in another language than it. `untranslated`: messages left in English."""
    reading = _Page(
        frozenset(" ".join(m.split()) for m in untranslated if not _PLACE.search(m)), _shapes(untranslated)
    )
    pieces = _PIECES.split(page)
    for at, piece in enumerate(pieces):
        if at % 2:
            reading.step(piece)
            if piece[:7].lower() == "<option":
                pieces[at] = _option(piece, pieces[at + 1], reading)
        elif _WORDS.search(piece) and not reading.leaves:
            pieces[at] = _text(piece, reading)
    return "".join(pieces)


def _shapes(messages: Collection[str]) -> re.Pattern[str] | None:
    """Messages with places to fill in, as one pattern."""
    shapes = [
        ".+?".join(map(re.escape, re.split(r"%\([a-z_]+\)[sd]", m))) for m in messages if _PLACE.search(m)
    ]
    shapes = [s for s in shapes if _WORDS.search(s)]
    return re.compile("|".join(sorted(shapes, key=len, reverse=True))) if shapes else None


def _is_english(text: str, reading: _Page) -> bool:
    said = " ".join(html.unescape(text).split())
    return said in reading.english or bool(reading.shaped and reading.shaped.fullmatch(said))


def _text(piece: str, reading: _Page) -> str:
    if reading.language.startswith(MAORI):
        return _wrapped(piece, "en", _in_english(piece)) if _is_english(piece, reading) else piece
    return _in_english(piece)


def _in_english(piece: str) -> str:
    return _TERMS.sub(lambda found: f'<bdi lang="{MAORI}">{found[0]}</bdi>', piece)


def _wrapped(piece: str, language: str, inner: str) -> str:
    bare = inner.strip()
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f'{before}<bdi lang="{language}">{bare}</bdi>{after}'


def _option(tag: str, text: str, reading: _Page) -> str:
    """An option's own `lang`, where all of it is in the other language."""
    if _LANG.search(tag):
        return tag
    here = reading.open[-2][1] if len(reading.open) > 1 else ""
    if here.startswith(MAORI):
        return tag[:-1] + ' lang="en">' if _is_english(text, reading) else tag
    return (
        tag[:-1] + f' lang="{MAORI}">'
        if _WORDS.search(text) and not _WORDS.search(_TERMS.sub("", text))
        else tag
    )
