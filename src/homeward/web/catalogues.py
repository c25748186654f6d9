"""Catalogues that know two things more than Django's: which messages had no translation, and how a reader spells.

Installed once, for every language of the house. What was not translated is remembered for the page being made, so that
it can be marked as English there; the texts themselves are never changed for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import trans_real

from homeward.web.te_reo import spelled

_untranslated: ContextVar[set[str] | None] = ContextVar("untranslated", default=None)


@contextmanager
def remembering() -> Iterator[set[str]]:
    """The messages that were asked for inside the block and had no translation, in English."""
    found: set[str] = set()
    token = _untranslated.set(found)
    try:
        yield found
    finally:
        _untranslated.reset(token)


class HouseTranslation(trans_real.DjangoTranslation):
    """A language's messages, as the reader spells them; what is missing is remembered."""

    def gettext(self, message: str) -> str:
        text = super().gettext(message)
        seen = _untranslated.get()
        if seen is not None and text == message:
            seen.add(message.rpartition("\x04")[2])
        return spelled(text, self.to_language())

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        text = super().ngettext(msgid1, msgid2, n)
        seen = _untranslated.get()
        if seen is not None and text in (msgid1, msgid2):
            seen.add(text.rpartition("\x04")[2])
        return spelled(text, self.to_language())


def install(languages: list[str]) -> None:
    """Read these languages through the house's catalogues from now on."""
    for language in languages:
        trans_real._translations[language] = HouseTranslation(language)  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]  # asked for anew by whoever comes next
