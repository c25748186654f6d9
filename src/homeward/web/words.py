"""The words of a jurisdiction: whole messages, one set per policy pack and language.

What every jurisdiction says alike goes through gettext. What they say differently (*placement* and *service
provider*, *looked-after child*, *tamariki* and *care partner*) is a whole message under a key in the pack;
a word is never put into a sentence made elsewhere. See docs/adr/0003-words-per-pack.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from homeward.policy import Pack, load_pack
from homeward.web.te_reo import spelled

_pack: ContextVar[str | Path | None] = ContextVar("words_pack", default=None)


class NoSuchMessage(LookupError):
    """A page asked for a message that the pack does not hold in any language."""


@contextmanager
def words_of(pack: str | Path | None) -> Iterator[None]:
    """Speak this pack's words inside the block; WordsMiddleware wraps each request in its body's pack."""
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


def message(pack: str | Path, language: str, key: str, /, **values: Any) -> str:
    """The message ``key`` of ``pack``: in ``language``, else in the pack's first language that has it.

    ``pack`` is the id of a shipped pack or the folder of another one. Raises NoSuchMessage.
    """
    held = _loaded(pack)
    text = held.word(key, language.split("-")[0])
    if text is None:
        raise NoSuchMessage(f"Pack {held.id} has no message {key!r}. Add it to words/ of the pack.")
    text = spelled(text, language)
    return text % values if values else text


@cache
def _loaded(pack: str | Path) -> Pack:
    return load_pack(pack)
