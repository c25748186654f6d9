"""What must hold before a vacancy or an approval is recorded. Pure questions over the records; nothing is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.periods import say_day
from homeward.apps.core.vocabulary import code_list, is_code, label_of
from homeward.apps.providers.models import Home
from homeward.apps.vacancies.models import ApprovalTerms, Vacancy
from homeward.kernel.reasons import Reason

MOST_PLACES, OLDEST = 200, 25


@dataclass(frozen=True)
class Said:
    """What whoever keeps a home says of it now. Ages are full years, both inclusive; None says nothing.

    No traits at all are an empty tuple.
    """

    home: Home
    places: int
    free_from: dt.date | None = None
    age_from: int | None = None
    age_to: int | None = None
    types: tuple[str, ...] = ()
    languages: tuple[str, ...] | None = None
    traits: tuple[str, ...] | None = None
    conditions: str = ""
    blocked_places: int = 0
    blocked_because: str = ""
    blocked_note: str = ""
    seen: dt.datetime | None = None

    def values(self) -> dict[str, Any]:
        """By the names of the record."""
        return {
            "places": self.places,
            "free_from": self.free_from,
            "age_from": self.age_from,
            "age_to": self.age_to,
            "types": list(self.types),
            "languages": None if self.languages is None else list(self.languages),
            "traits": None if self.traits is None else list(self.traits),
            "conditions": self.conditions.strip(),
            "blocked_places": self.blocked_places,
            "blocked_because": self.blocked_because,
            "blocked_note": self.blocked_note.strip(),
        }


def kept_by_body(home: Home) -> bool:
    """Whether the body itself keeps a home's vacancy: its own service, or a home that no provider runs for it."""
    return home.provider is None or home.provider.is_in_house


def check_keeper(home: Home, by: Actor) -> list[Reason]:
    """A provider speaks for its own homes, the body for its in-house ones; nobody for a closed one."""
    found = []
    field = f"places_{home.public_id}"
    if not by.is_provider and not kept_by_body(home):
        told: dict[str, Any] = {"home": home.name, "provider": str(home.provider), "field": field}
        found.append(Reason("vacancy.not_its_keeper", told))
    if home.closed_on and home.closed_on <= by.today:
        told = {"home": home.name, "day": say_day(home.closed_on), "field": field}
        found.append(Reason("vacancy.home_closed", told))
    return found


def check_said(said: Said, terms: ApprovalTerms | None, day: dt.date) -> list[Reason]:
    """Everything against one row as it would be recorded. `field` names the row's own input."""
    home, key = said.home, said.home.public_id
    found: list[Reason] = []
    limits = [n for n in (home.places, terms.children if terms else None) if n is not None]
    holds = min(limits) if limits else MOST_PLACES
    if said.places + said.blocked_places > holds:
        told: dict[str, Any] = {
            "home": home.name, "said": said.places, "blocked": said.blocked_places, "holds": holds, "field": f"places_{key}",
        }  # fmt: skip
        found.append(Reason("vacancy.more_than_it_holds", told))
    found += _ages(said, terms)
    found += _block(said, day)
    return found


def _ages(said: Said, terms: ApprovalTerms | None) -> list[Reason]:
    home, low, high = said.home, said.age_from, said.age_to
    told: dict[str, Any] = {"home": home.name, "age_from": low, "age_to": high}
    if low is not None and high is not None and high < low:
        return [Reason("vacancy.ages_reversed", {**told, "field": f"age_to_{home.public_id}"})]
    if terms is None:
        return []
    too_young = low is not None and terms.age_from is not None and low < terms.age_from
    too_old = high is not None and terms.age_to is not None and high > terms.age_to
    if not (too_young or too_old):
        return []
    field = f"age_{'from' if too_young else 'to'}_{home.public_id}"
    words = {"approved": years(terms.age_from, terms.age_to), "given": years(low, high)}
    return [Reason("vacancy.ages_outside_approval", {"home": home.name, **words, "field": field})]


def _block(said: Said, day: dt.date) -> list[Reason]:
    home, body, code = said.home, said.home.body, said.blocked_because
    told: dict[str, Any] = {"home": home.name, "blocked": said.blocked_places}
    field = f"blocked_because_{home.public_id}"
    if said.blocked_places and not code:
        return [Reason("vacancy.block_without_reason", {**told, "field": field})]
    if code and not said.blocked_places:
        return [Reason("vacancy.reason_without_block", {**told, "field": f"blocked_places_{home.public_id}"})]
    if not code:
        return []
    listed = code_list(body, "vacancy_blocks")
    if not is_code(body, "vacancy_blocks", code, day):
        known = ", ".join(c for c, _ in listed.choices("en", day)) if listed else "none"
        told = {"field": field, "label": "The reason", "value": code, "known": known, "day": say_day(day)}
        return [Reason("record.unknown_code", told)]
    if listed is not None and listed.attribute(code, "asks_for_words") and not said.blocked_note.strip():
        label = label_of(body, "vacancy_blocks", code)
        told = {"home": home.name, "label": label, "field": f"blocked_note_{home.public_id}"}
        return [Reason("vacancy.words_missing", told)]
    return []


def check_unchanged(home: Home, vacancy: Vacancy | None, seen: dt.datetime | None) -> list[Reason]:
    """Whether what a person looked at still stands. Without `seen` nothing was looked at."""
    field = f"places_{home.public_id}"
    if vacancy is not None and vacancy.confirmed_at != seen:
        told: dict[str, Any] = {"home": home.name, "name": vacancy.confirmed_by.name, "field": field}
        return [Reason("vacancy.changed_meanwhile", told)]
    return []


def years(low: int | None, high: int | None) -> str:
    """Ages in words: "5 to 12", "from 5", "up to 12"; "any age" where neither is said."""
    if low is None and high is None:
        return "any age"
    if low is None:
        return f"up to {high}"
    return f"from {low}" if high is None else f"{low} to {high}"
