"""The languages a body can choose. Django ships English and Welsh; te reo Māori is added here.

Settings import :data:`LANGUAGES` and :data:`FORMAT_MODULE_PATH` and call :func:`register` once.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import locale

from homeward.web.te_reo import MAORI, MIXED

LANGUAGES = [("en", "English"), ("cy", "Cymraeg"), ("mi", "Te reo Māori"), (MIXED, "Mixed")]
FORMAT_MODULE_PATH = ["homeward.web.formats"]
# Every catalogue but the source language is a draft until a speaker has read it; pages say so.
DRAFT_TRANSLATIONS = frozenset({"cy", "mi", MIXED})


def register() -> None:
    """Tell Django about te reo Māori, so that its name and direction are known."""
    locale.LANG_INFO.setdefault(
        "mi",
        {"bidi": False, "code": "mi", "name": "Māori", "name_local": "Te reo Māori"},
    )
    locale.LANG_INFO.setdefault(
        MIXED,
        {"bidi": False, "code": MIXED, "name": "English with te reo Māori", "name_local": "Mixed"},
    )


def offered(languages: Sequence[str]) -> list[str]:
    """The languages people of a body may choose, by those of its pack: with te reo Māori, mixed English comes first."""
    return [MIXED, *languages] if MAORI in languages else list(languages)


def name_of(code: str) -> str:
    """A language's own name: "Cymraeg"."""
    return dict(LANGUAGES).get(code, code)
