"""Taking passages out of a text, so that the reader sees that something is missing, and never what or how much."""

from __future__ import annotations

from collections.abc import Sequence

MARK = "[withheld]"


def missing_passages(text: str, passages: Sequence[str]) -> list[str]:
    """The passages that do not stand in the text."""
    return [passage for passage in passages if passage not in text]


def blacked_out(text: str, passages: Sequence[str]) -> str:
    """The text with each passage, wherever it stands, replaced by the same mark: its length tells nothing.

    The longest first, so that a passage within another does not leave the rest of that one behind.
    """
    for passage in sorted(passages, key=len, reverse=True):
        text = text.replace(passage, MARK)
    return text
