"""Te reo Māori in the interface: the terms used within English, and the two ways of writing a long vowel.

The terms are those of the table that the words of Aotearoa rest on; which word is chosen is to be checked by a
competent reviewer. Names are never touched: the spelling of an organisation changes words of the house alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAORI = "mi"
MIXED = "en-nz"
MACRON, DOUBLE = "macron", "double"
# Languages in which a macron is a long vowel of te reo Māori.
SPELLED = frozenset({"en", MIXED, MAORI})

TERMS = (
    "tamaiti", "tamariki", "rangatahi", "whānau", "hapū", "iwi", "mokopuna", "whakapapa", "whanaungatanga",
    "whakawhanaungatanga", "mana tamaiti", "tikanga", "kaupapa Māori", "kaimahi", "mahi", "hui", "kōrero",
    "hui ā-whānau", "kaitiaki", "kaitiakitanga", "manaakitanga", "rangatiratanga", "kotahitanga", "oranga", "aroha",
    "mātauranga", "te ao Māori", "Te Tiriti o Waitangi", "Aotearoa", "kāinga", "marae", "whāngai", "karakia", "pepeha",
    "mihi", "mihimihi", "tohutō", "whakapā mai", "Te Kāhui Kāhu", "Oranga Tamariki", "Aroturuki Tamariki",
    "Te Taura Whiri i te Reo Māori", "Te Mana Raraunga", "te reo Māori", "te reo", "tamariki Māori", "Māori", "whenua",
    "rūnanga", "kia ora",
)  # fmt: skip

_LONG = str.maketrans({short: long for long, short in zip(
    ("aa", "ee", "ii", "oo", "uu", "Aa", "Ee", "Ii", "Oo", "Uu"), "āēīōūĀĒĪŌŪ", strict=True
)})  # fmt: skip
_spelling: ContextVar[str] = ContextVar("spelling", default=MACRON)


def doubled(text: str) -> str:
    """A text with each long vowel written twice, as Waikato-Tainui writes it.

    >>> doubled("hapū Māori")
    'hapuu Maaori'
    """
    return unicodedata.normalize("NFC", text).translate(_LONG)


@contextmanager
def spelling(convention: str) -> Iterator[None]:
    """Write the house's own words by this convention inside the block."""
    token = _spelling.set(convention)
    try:
        yield
    finally:
        _spelling.reset(token)


def is_doubled(language: str | None) -> bool:
    """Whether words of the house in a language are written with double vowels now."""
    return _spelling.get() == DOUBLE and (language or "en") in SPELLED


def spelled(text: str, language: str | None) -> str:
    """A word or message of the house as the reader's organisation spells it. Never ask it of a name."""
    return doubled(text) if is_doubled(language) else text


def pattern(terms: tuple[str, ...] = TERMS) -> re.Pattern[str]:
    """The terms in either spelling, the longest first, as whole words."""
    every = {form for term in terms for form in (term, doubled(term))}
    longest = sorted(every, key=lambda term: (-len(term), term))
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", re.IGNORECASE)
