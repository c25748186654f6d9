"""Folded names: what a person types finds what is stored, whatever the accents."""

from __future__ import annotations

import unicodedata


def fold(*texts: str | None) -> str:
    """Lower case without macrons or circumflexes; a doubled vowel equals a macron (`aa` = `ā`).

    >>> fold("Māui", "Siân")
    'maui sian'
    >>> fold("Maaui")
    'maui'
    """
    joined = " ".join(t for t in texts if t)
    plain = "".join(c for c in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(c)).lower()
    for vowel in "aeiou":
        plain = plain.replace(vowel * 2, vowel)
    return " ".join(plain.split())
