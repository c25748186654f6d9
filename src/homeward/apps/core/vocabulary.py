"""Code lists of a body's policy pack, for services, forms and pages.

A code list is the jurisdiction's own: no body changes one, so this asks the shipped pack. Values are asked of
`homeward.apps.local_policy.queries.pack_of`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import get_language

from homeward.policy import Vocabulary, load_pack
from homeward.web.te_reo import spelled


def code_list(body: Any, name: str) -> Vocabulary | None:
    """A code list of the body's pack, or None where the jurisdiction has no such list."""
    return load_pack(body.pack).vocabularies.get(name)


def label_of(body: Any, name: str, code: str, on: dt.date | None = None) -> str:
    """A code in words; a code that no list holds reads as itself, without underscores."""
    found = code_list(body, name)
    if found is None or not found.knows(code):
        return code.replace("_", " ").capitalize() if code.islower() else code
    return spelled(found.label(code, _language(), on), get_language())


def choices_of(body: Any, name: str, on: dt.date) -> list[tuple[str, str]]:
    """Code and label of each code valid on a day, for a form."""
    found = code_list(body, name)
    if found is None:
        return []
    return [(code, spelled(label, get_language())) for code, label in found.choices(_language(), on)]


def _language() -> str:
    """The language of the page as packs name it: English with words of te reo Māori is English there."""
    return (get_language() or "en").split("-")[0]


def is_code(body: Any, name: str, code: str, on: dt.date) -> bool:
    """Whether a code is valid on a day. A jurisdiction without the list holds no such code."""
    found = code_list(body, name)
    return found is not None and found.is_valid(code, on)
