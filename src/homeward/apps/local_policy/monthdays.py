"""A day of each year, as the pack writes it (07-01) and as people read it (1 July)."""

from __future__ import annotations

from django.utils.dates import MONTHS


def say(text: str) -> str:
    """`07-01` as 1 July."""
    month, day = text.split("-")
    return f"{int(day)} {MONTHS[int(month)]}"


def write(day: int, month: int) -> str:
    """1 July as `07-01`."""
    return f"{month:02d}-{day:02d}"
