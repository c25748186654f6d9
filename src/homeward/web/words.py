"""The words of a jurisdiction: whole messages, one set per policy pack and language.

What every jurisdiction says alike goes through gettext. What they say differently (*placement* and *service
provider*, *looked-after child*, *tamariki* and *care partner*) is a whole message under a key in the pack;
a word is never put into a sentence made elsewhere. See docs/adr/0003-words-per-pack.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.utils.translation import get_language

from homeward.policy import load_pack

_pack: ContextVar[str | None] = ContextVar("words_pack", default=None)


class NoSuchMessage(LookupError):
    """A page asked for a message that the pack does not hold in any language."""


@contextmanager
def words_of(pack: str | None) -> Iterator[None]:
    """Speak this pack's words inside the block; the middleware wraps each request in the body's pack."""
    token = _pack.set(pack)
    try:
        yield
    finally:
        _pack.reset(token)


def word(key: str, /, **values: Any) -> str:
    """The message ``key`` of the pack in force, in the language of the page."""
    pack = _pack.get()
    if pack is None:
        raise NoSuchMessage(f"No pack is in force, so {key!r} has no words. Wrap the work in words_of(pack).")
    return message(pack, get_language() or "en", key, **values)


def message(pack: str, language: str, key: str, /, **values: Any) -> str:
    """The message ``key`` of ``pack``: in ``language``, else in the pack's first language that has it."""
    words = _words(pack)
    for code in (language, language.split("-")[0], *words):
        if (text := words.get(code, {}).get(key)) is not None:
            return text % values if values else text
    raise NoSuchMessage(f"Pack {pack} has no message {key!r}. Add it to the pack's words.")


@cache
def _words(pack: str) -> Mapping[str, Mapping[str, str]]:
    return load_pack(pack).words
