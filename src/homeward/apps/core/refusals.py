"""Refusals: every reason at once, what would lift each, who can, and the authority.

A service raises `Refused` and changes nothing. The sentence of each reason code is registered once, where
the rule lives, in English, and read by the page, the command line and the tests. It is put into the reader's language
here, when it is presented, so that no service needs to know who reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from homeward.apps.core.periods import say_day
from homeward.kernel.reasons import Reason


class Refused(Exception):
    """Something cannot be done. Nothing has been changed and nobody has been told."""

    def __init__(
        self, what: str, reasons: Iterable[Reason], *, passed: Iterable[str] = (), back: str = ""
    ) -> None:
        self.what = what
        self.reasons = tuple(reasons)
        self.passed = tuple(passed)
        self.back = back
        super().__init__(what, [r.code for r in self.reasons])


@dataclass(frozen=True)
class Sentence:
    """How a reason reads: its heading, the fact, what would lift it, who can, and where it is written."""

    title: str
    fact: str
    lift: str
    who: str
    authority: str = ""


Presenter = Callable[[Mapping[str, Any]], Sentence]
_PRESENTERS: dict[str, Presenter] = {}
_PLAIN: dict[str, tuple[str, ...]] = {}


def sentence_for(code: str) -> Callable[[Presenter], Presenter]:
    """Register the presenter of a reason code. A code has exactly one."""

    def register(presenter: Presenter) -> Presenter:
        if code in _PRESENTERS:
            raise ValueError(f"Reason {code} already has a sentence.")
        _PRESENTERS[code] = presenter
        return presenter

    return register


def plain(code: str, title: str, fact: str, lift: str, who: str, authority: str = "") -> None:
    """Register a sentence whose parts are format strings over the reason's inputs.

    The parts are messages of the catalogues: `homeward.web.extracting` finds them in the call, so they stand in it as
    they are, never put together.
    """
    parts = (title, fact, lift, who, authority)
    _PLAIN[code] = tuple(part for part in parts if part)

    @sentence_for(code)
    def present(inputs: Mapping[str, Any]) -> Sentence:
        said = {name: _said(value) for name, value in inputs.items()}
        return Sentence(*(gettext(part).format(**said) if part else "" for part in parts))


def _said(value: Any) -> Any:
    """A date of the inputs as the house writes it; anything else as it is."""
    try:
        return say_day(dt.date.fromisoformat(value)) if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value


def present(reason: Reason) -> Sentence:
    """The sentence of a reason. What a rule refuses brings its own words; any other unregistered code raises KeyError."""
    told = reason.inputs
    if reason.code not in _PRESENTERS and {"message", "remedy"} <= set(told):
        return Sentence(gettext("It cannot be worked out"), str(told["message"]), str(told["remedy"]), "")
    return _PRESENTERS[reason.code](told)


def heading_of(refused: Refused) -> str:
    """What cannot be done, in the reader's language."""
    return gettext(refused.what) if refused.what else ""


def in_words(refused: Refused) -> str:
    """A refusal for a terminal: what cannot be done, then each reason on a line."""
    said = [present(reason) for reason in refused.reasons]
    return "\n".join([f"{heading_of(refused)}:", *(f"- {s.title}. {s.fact} {s.lift}" for s in said)])


def plain_sentences() -> dict[str, tuple[str, ...]]:
    """By reason code the messages its sentence is made of, as they are registered."""
    return dict(_PLAIN)


def registered_codes() -> frozenset[str]:
    return frozenset(_PRESENTERS)


def refuse_if(what: str, reasons: Iterable[Reason | None], *, back: str = "") -> None:
    """Raise `Refused` with every reason that is not None."""
    found = [r for r in reasons if r is not None]
    if found:
        raise Refused(what, found, back=back)
