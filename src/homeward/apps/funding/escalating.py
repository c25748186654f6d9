"""The ladder of a matter: its steps and days by the pack, its clock in working days, and the way of its states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.machines import Machine, Move
from homeward.apps.core.vocabulary import choices_of, code_list, label_of
from homeward.apps.funding.escalation_models import Escalation, EscalationPause
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.calendars import WorkingDays, working_days
from homeward.kernel.reasons import Reason
from homeward.policy import load_pack

STEPS, STREAMS, ROUTES, DAYS = "escalation_steps", "escalation_streams", "outside_routes", "escalation.days"
CALENDAR = "general"
TAKING_PART = (P.FUNDING_PROPOSE, P.FUNDING_APPROVE, P.FUNDING_REPORT)
State = Escalation.State
_DAY = dt.timedelta(days=1)


def takes_part(thing: Escalation, by: Actor, **_: object) -> Sequence[Reason]:
    """Whoever proposes, decides or reports takes part in a matter; who only reads does not."""
    return [] if any(by.holds(p) for p in TAKING_PART) else [Reason("escalation.only_reads", {})]


def reason_given(thing: Escalation, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("record.missing", {"field": "reason", "label": "Reason"})]


def has_next(thing: Escalation, by: Actor, **_: object) -> Sequence[Reason]:
    return (
        [] if next_step(thing) else [Reason("escalation.last_step", {"step": step_words(thing, thing.step)})]
    )


def is_running(thing: Escalation, by: Actor, **_: object) -> Sequence[Reason]:
    return [Reason("escalation.paused", {})] if open_pause(thing) else []


def is_paused(thing: Escalation, by: Actor, **_: object) -> Sequence[Reason]:
    return [] if open_pause(thing) else [Reason("escalation.not_paused", {})]


def own_side(thing: Escalation, by: Actor, **_: object) -> Sequence[Reason]:
    mine = "provider" if by.is_provider else "body"
    return [] if thing.raised_side == mine else [Reason("escalation.other_side", {})]


MACHINE = Machine(
    "escalation",
    {state.value: str(state.label) for state in State},
    (
        Move("move_up", (State.OPEN,), State.OPEN, P.FUNDING_READ, "take this matter a step further",
             (takes_part, reason_given, has_next, is_running)),
        Move("pause", (State.OPEN,), State.OPEN, P.FUNDING_READ, "pause the clock of this matter",
             (takes_part, reason_given, is_running)),
        Move("resume", (State.OPEN,), State.OPEN, P.FUNDING_READ, "let the clock of this matter go on",
             (takes_part, is_paused)),
        Move("settle", (State.OPEN,), State.SETTLED, P.FUNDING_READ, "settle this matter", (takes_part, reason_given)),
        Move("withdraw", (State.OPEN,), State.WITHDRAWN, P.FUNDING_READ, "withdraw this matter",
             (takes_part, reason_given, own_side)),
    ),
)  # fmt: skip


def steps_of(thing: Escalation) -> list[str]:
    """The ladder's steps, first to last."""
    held = code_list(thing.body, STEPS)
    if held is None:
        return []
    return sorted(held.codes, key=lambda code: int(str(held.attribute(code, "order"))))


def next_step(thing: Escalation) -> str | None:
    steps = steps_of(thing)
    place = steps.index(thing.step) if thing.step in steps else -1
    return steps[place + 1] if place + 1 < len(steps) else None


def step_words(thing: Escalation, code: str) -> str:
    return label_of(thing.body, STEPS, code)


def outside_routes(thing: Escalation | Actor) -> list[str]:
    """Where anybody may go outside the agency, at any time; shown whatever the state."""
    return [label for _code, label in choices_of(thing.body, ROUTES, thing.body.today)]


def open_pause(thing: Escalation) -> EscalationPause | None:
    return thing.pauses.filter(end=None).first()


@lru_cache(maxsize=16)
def _holidays(pack_id: str, year: int) -> frozenset[dt.date]:
    return frozenset(public_holidays(load_pack(pack_id), range(year - 1, year + 3)))


@dataclass(frozen=True)
class Clock:
    """Where the clock of a step stands. `target`: working days aimed at, a placeholder; `due`: None while it is paused."""

    target: int
    used: int
    due: dt.date | None
    calendar: str

    def is_late(self, today: dt.date) -> bool:
        return self.due is not None and self.due < today


def clock_of(thing: Escalation) -> Clock | None:
    """Working days used at the step since the day after it was reached, without pauses; None where the pack aims at nothing."""
    policy = pack_of(thing.body).policy()
    found = policy.look_or_none(DAYS, on=thing.step_since, key=thing.step)
    if found is None:
        return None
    days = working_days(CALENDAR, _holidays(thing.body.pack, thing.step_since.year), policy, thing.step_since)
    pauses = list(thing.pauses.all())
    target = int(str(found.value))
    used = _counted(days, pauses, thing.step_since, thing.body.today)
    stands = any(pause.end is None for pause in pauses)
    return Clock(target, used, None if stands else _due(days, pauses, thing.step_since, target), CALENDAR)


def _is_counted(days: WorkingDays, pauses: Sequence[EscalationPause], day: dt.date) -> bool:
    stands = any(p.start <= day and (p.end is None or day < p.end) for p in pauses)
    return days.is_worked(day) and not stands


def _counted(days: WorkingDays, pauses: Sequence[EscalationPause], since: dt.date, until: dt.date) -> int:
    return sum(_is_counted(days, pauses, since + _DAY * n) for n in range(1, (until - since).days + 1))


def _due(days: WorkingDays, pauses: Sequence[EscalationPause], since: dt.date, count: int) -> dt.date:
    """The last of so many counted days. Every pause has ended, so it comes."""
    day = since
    while count:
        day += _DAY
        count -= _is_counted(days, pauses, day)
    return day
