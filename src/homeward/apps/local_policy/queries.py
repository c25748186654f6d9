"""The policy of a body: its jurisdiction's pack with the values that were entered locally laid over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.timeline import Entry, Watched, timeline
from homeward.apps.local_policy.layer import confirmed, laid, lay, standing
from homeward.apps.local_policy.models import LocalValue
from homeward.engine.parameters import AWAITED, DECLARED
from homeward.kernel.ranges import DateRange
from homeward.policy import Pack
from homeward.policy.parameters import Parameter, Value

State = LocalValue.State
_READ_BY = {item.path: item.read_by for item in DECLARED}


def pack_of(body: CommissioningBody, *, known_at: dt.datetime | None = None) -> Pack:
    """The policy a body works by now, or as it was known at a moment: every value confirmed until then."""
    return laid(body, known_at)


def laid_with(value: LocalValue) -> Pack:
    """The policy as it would be were this row confirmed now. Raises PackError with every fault."""
    return lay(value.body, [*confirmed(value.body), value])


def values_of(actor: Actor) -> QuerySet[LocalValue]:
    """The local values a person may see, with the people who signed them."""
    return LocalValue.objects.visible_to(actor).select_related(
        "entered_by", "decided_by", "withdraws", "withdraws__entered_by", "body"
    )


def waiting(actor: Actor) -> QuerySet[LocalValue]:
    """What waits for a second person, oldest first."""
    return values_of(actor).filter(state=State.PROPOSED).order_by("entered_at", "pk")


def is_read(path: str) -> bool:
    """Whether a rule reads the parameter today."""
    return not _READ_BY.get(path, AWAITED).startswith(AWAITED)


def read_by(path: str) -> str:
    """Which rule reads a parameter, as the engine declares it."""
    return _READ_BY.get(path, "")


@dataclass(frozen=True)
class Unfounded:
    """A value in force that no source gives."""

    path: str
    key: str | None
    since: dt.date


def placeholders(pack: Pack, on: dt.date) -> list[Unfounded]:
    """The values without a source that rules read on a day, in the order of the pack."""
    found = []
    for path, parameter in sorted(pack.parameters.items()):
        if is_read(path):
            for key in parameter.placeholders_on(on):
                value = parameter.on(on, key)
                assert value is not None
                found.append(Unfounded(path, key, value.in_force.start))
    return found


def is_placeholder(pack: Pack, path: str, on: dt.date, keys: Iterable[str] = ()) -> bool:
    """Whether a value in force on a day is a placeholder; with `keys`, for one of these."""
    parameter = pack.parameters.get(path)
    if parameter is None:
        return False
    found = parameter.placeholders_on(on)
    wanted = set(keys)
    return any(not wanted or key in wanted for key in found)


def differences(then: Pack, now: Pack, period: DateRange, keys: dict[str, str]) -> list[str]:
    """The parameters that read differently in a period under two packs.

    `keys` narrows parameters kept by a code list to one code of it (`{"service_types": "residential_care"}`).
    """
    if then.digest == now.digest:
        return []
    paths = sorted(then.parameters.keys() | now.parameters.keys())
    return [path for path in paths if _told(then, path, period, keys) != _told(now, path, period, keys)]


def _told(pack: Pack, path: str, period: DateRange, keys: dict[str, str]) -> list[Any]:
    """What a parameter says in a period: values, dates cut to it, and how well founded each is."""
    parameter = pack.parameters.get(path)
    if parameter is None:
        return []
    only = keys.get(parameter.keyed_by or "")
    return [
        (value.key, cut, value.value, value.standing, value.clause)
        for value in sorted(parameter.values, key=_place)
        if (only is None or value.key == only) and (cut := value.in_force.clip(period))
    ]


def _place(value: Value) -> tuple[str, dt.date]:
    return value.key or "", value.in_force.start


def spans(parameter: Parameter, keys: Iterable[str], period: DateRange) -> list[Value]:
    """The values in force in a period for some keys (none: a parameter without keys), by key and day."""
    wanted: set[str | None] = set(keys) or {None}
    found = [v for v in parameter.values if v.key in wanted and v.in_force.overlaps(period)]
    return sorted(found, key=_place)


def is_standing(value: LocalValue) -> bool:
    """Whether a confirmed value is not withdrawn by a later row."""
    return value.pk in {row.pk for row in standing(confirmed(value.body))}


def timeline_of(value: LocalValue) -> list[Entry]:
    """What happened to a value: drafted, proposed, decided, by whom."""
    hidden = frozenset({"value", "keys", "decided_at", "decided_by", "entered_at", "withdraws"})
    return timeline(value, [Watched(LocalValue, "Value", labels={"period": "In force"}, hidden=hidden)])
