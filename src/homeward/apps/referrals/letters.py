"""What stands for a child's name wherever others read: a letter, in the reader's language. One place for all of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def by_letter(letter: str) -> str:
    return _("Child %(letter)s") % {"letter": letter}


def by_letters(letters: Iterable[str]) -> str:
    return ", ".join(by_letter(letter) for letter in letters)
