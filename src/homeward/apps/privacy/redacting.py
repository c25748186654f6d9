"""Taking passages out of a text, so that the reader sees that something is missing, and never what or how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

MARK = "[withheld]"


def missing_passages(text: str, passages: Sequence[str]) -> list[str]:
    """The passages that do not stand in the text."""
    return [passage for passage in passages if passage not in text]


def blacked_out(text: str, passages: Sequence[str]) -> str:
    """The text with each passage, wherever it stands, replaced by the same mark: its length tells nothing.

    All are found in the text as it was, and what overlaps or touches becomes one mark: no end of any of them is left.
    """
    kept, since = [], 0
    for start, end in _merged(sorted(_spans(text, passages))):
        kept += [text[since:start], MARK]
        since = end
    return "".join([*kept, text[since:]])


def _spans(text: str, passages: Sequence[str]) -> Iterator[tuple[int, int]]:
    for passage in filter(None, passages):
        at = text.find(passage)
        while at >= 0:
            yield at, at + len(passage)
            at = text.find(passage, at + 1)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
