"""How large and how many documents may be. Each limit is told in words where it refuses."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes as received, pixels of a picture, pages of a PDF, bytes and parts of an unpacked package, letters of a
    text; documents on one thing, bytes of a body, uploads of a person in an hour."""

    bytes: int = 20_000_000
    pixels: int = 60_000_000
    side_pixels: int = 20_000
    pages: int = 2_000
    objects: int = 200_000
    unpacked_bytes: int = 200_000_000
    parts: int = 3_000
    ratio: int = 300
    on_one_thing: int = 100
    bytes_of_a_body: int = 50_000_000_000
    of_a_person_in_an_hour: int = 120


def limits() -> Limits:
    """The limits in force: the settings' where they name one."""
    return Limits(**getattr(settings, "DOCUMENT_LIMITS", {}))


def in_words(size: int) -> str:
    """Bytes for people: 431 bytes, 12 kB, 3.4 MB."""
    if size < 1_000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{round(size / 1_000)} kB"
    millions = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return f"{millions} MB" if size < 1_000_000_000 else f"{size / 1_000_000_000:.0f} GB"
