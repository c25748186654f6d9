"""Two versions of a text side by side: what stands in both, what came, what went. Marked by words and form, not by colour alone.

A text is a list of parts in order, each `{"title": …, "lines": [{"label": …, "text": …}]}`. Parts are matched by their
titles, and lines within them by their labels, so that a line that moved is not told as gone and new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from markupsafe import Markup, escape

Part = Mapping[str, Any]
SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of words: `same`, `added` (stands only in the later text) or `removed` (only in the earlier)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """One line of the text in both versions; None where it stands in one only."""

    label: str
    state: str
    before: tuple[Piece, ...] | None
    after: tuple[Piece, ...] | None


@dataclass(frozen=True)
class Group:
    title: str
    rows: tuple[Row, ...]

    @property
    def changed(self) -> int:
        return sum(1 for row in self.rows if row.state != SAME)


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The words of both texts, each run with whether it stands in the other too.

    >>> pieces("two homes", "three homes")[1]
    (Piece(kind='added', text='three'), Piece(kind='same', text=' homes'))
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            left.append(Piece(SAME, "".join(old[a:b])))
            right.append(Piece(SAME, "".join(new[c:d])))
            continue
        if b > a:
            left.append(Piece(REMOVED, "".join(old[a:b])))
        if d > c:
            right.append(Piece(ADDED, "".join(new[c:d])))
    return tuple(left), tuple(right)


def compare(before: Sequence[Part], after: Sequence[Part]) -> tuple[Group, ...]:
    """Part by part and line by line. What only the earlier version has stands after what the later one has."""
    olds, news = {p["title"]: p for p in before}, {p["title"]: p for p in after}
    titles = [*news, *(title for title in olds if title not in news)]
    return tuple(Group(title, _rows(olds.get(title), news.get(title))) for title in titles)


def _rows(before: Part | None, after: Part | None) -> tuple[Row, ...]:
    old, new = _lines(before), _lines(after)
    labels = [*new, *(label for label in old if label not in new)]
    return tuple(_row(label, old.get(label), new.get(label)) for label in labels)


def _lines(part: Part | None) -> dict[str, str]:
    return {line["label"]: str(line["text"]) for line in part["lines"]} if part else {}


def _row(label: str, before: str | None, after: str | None) -> Row:
    if before is None:
        return Row(label, ADDED, None, (Piece(ADDED, after or ""),))
    if after is None:
        return Row(label, REMOVED, (Piece(REMOVED, before),), None)
    left, right = pieces(before, after)
    return Row(label, SAME if before == after else CHANGED, left, right)


def marked(run: Iterable[Piece] | None, words: Mapping[str, str]) -> Markup:
    """A run as markup: what came as `ins`, what went as `del`, each with a word for who does not see its form."""
    if run is None:
        return Markup("")
    said = []
    for piece in run:
        text = escape(piece.text)
        if piece.kind == SAME or not piece.text.strip():
            said.append(text)
            continue
        tag = "ins" if piece.kind == ADDED else "del"
        word = escape(words[piece.kind])
        said.append(Markup('<{0}><span class="hw-vh">{1} </span>{2}</{0}>').format(tag, word, text))
    return Markup("").join(said)
