"""The pack's journey, as the pages and services of this app ask for it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils.translation import get_language

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.parts import acts_as, holders, parts_of
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.vocabulary import code_list, label_of
from homeward.kernel.reasons import Reason
from homeward.policy import Move, Workflow, load_pack

JOURNEY, APPROVAL = "approval", "held_approval"


def has_journey(body: CommissioningBody) -> bool:
    """Whether organisations become care partners here by a journey of the pack."""
    return JOURNEY in load_pack(body.pack).workflows


def journey_of(body: CommissioningBody, name: str = JOURNEY) -> Workflow:
    """The journey of the pack, which no body changes. Raises KeyError where the jurisdiction has none."""
    return load_pack(body.pack).workflow(name)


@lru_cache(maxsize=16)
def holidays_around(pack_id: str, year: int) -> frozenset[dt.date]:
    """The calendar library's days, which no body changes: by the pack's own country."""
    return frozenset(public_holidays(load_pack(pack_id), range(year - 3, year + 2)))


def state_words(body: CommissioningBody, state: str, name: str = JOURNEY) -> str:
    return journey_of(body, name).label(state, get_language() or "en")


def move_words(body: CommissioningBody, move: str, name: str = JOURNEY) -> str:
    return journey_of(body, name).words(move, get_language() or "en")


def part_words(body: CommissioningBody, part: str) -> str:
    return label_of(body, journey_of(body).roles, part)


def phases_of(body: CommissioningBody) -> list[tuple[str, str]]:
    """Code and label of each phase, in order."""
    flow = journey_of(body)
    assert flow.phases is not None
    found = code_list(body, flow.phases)
    assert found is not None
    return [(code, label_of(body, flow.phases, code)) for code in found.codes]


def phase_of(application: Application) -> str:
    """The phase it is in; paused, the phase in which it was paused; over, that of its last state on the road."""
    flow = journey_of(application.body)
    left = application.resumes_at or application.before_end or None
    return flow.phase_of(application.state, left) or "preparation"


def part_in(application: Application, by: Actor, parts: tuple[str, ...]) -> str:
    """In which of the parts the person acts here; empty in none."""
    held = holders(application)
    return next((part for part in parts if acts_as(by, part, held.get(part))), "")


def own_moves(application: Application, by: Actor, on: dt.date) -> list[Move]:
    """The moves from here that are this person's to make, in the order of the journey."""
    flow = journey_of(application.body)
    return [m for m in flow.moves_from(application.state, on) if part_in(application, by, m.who)]


def own_part(application: Application, by: Actor, *parts: str) -> Reason | None:
    """A reason when somebody acts in none of the parts."""
    if part_in(application, by, parts):
        return None
    names = ", ".join(part_words(application.body, part) for part in parts)
    return Reason("application.other_part", {"parts": names})


def given_to_another(application: Application, by: Actor, parts: tuple[str, ...]) -> Reason | None:
    """A reason when somebody has the role of a part that was given to another person here."""
    if not set(parts) & set(parts_of(by.role)):
        return None
    return own_part(application, by, *(part for part in parts if part in parts_of(by.role)))


def stands_at(application: Application, *states: str) -> Reason | None:
    """A reason when the journey stands where this is not done."""
    if application.state in states:
        return None
    allowed = ", ".join(f"“{state_words(application.body, state)}”" for state in states)
    return Reason(
        "application.not_now", {"state": state_words(application.body, application.state), "allowed": allowed}
    )
