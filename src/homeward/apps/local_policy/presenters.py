"""What the pages of parameters show: each parameter as it stands today, and its values through time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import say
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy import words
from homeward.apps.local_policy.queries import is_read, read_by
from homeward.policy import Pack
from homeward.policy.parameters import Parameter, Value

FEW_KEYS = 2  # more are not named in a list, which would grow too long to read
WORST_FIRST = ("placeholder", "inferred", "local", "sourced")


@dataclass(frozen=True)
class Row:
    """One parameter in the list, as it stands on a day."""

    path: str
    area: str
    area_name: str
    name: str
    value: str
    keys: str
    since: dt.date | None
    standings: frozenset[str]
    standing: str
    standing_words: str
    standing_order: int
    clause: str
    read: str
    is_read: bool
    waits: bool
    text: str


def rows_of(pack: Pack, body: CommissioningBody, on: dt.date, waiting: Iterable[str] = ()) -> list[Row]:
    """Every parameter of the pack on a day, by area and name."""
    waits = set(waiting)
    rows = [_row(pack, body, parameter, on, path in waits) for path, parameter in pack.parameters.items()]
    return sorted(rows, key=lambda row: (row.area, row.name))


def _row(pack: Pack, body: CommissioningBody, parameter: Parameter, on: dt.date, waits: bool) -> Row:
    path = parameter.path
    today = [value for key in parameter.keys if (value := parameter.on(on, key)) is not None]
    standings = frozenset(value.standing for value in today)
    worst = next((name for name in WORST_FIRST if name in standings), "")
    said = list(dict.fromkeys(words.value_words(body, parameter, value.value) for value in today))
    name, area = words.name_of(parameter), words.area_name(path)
    clauses = list(dict.fromkeys(words.clause_words(pack, value.clause) for value in today))
    return Row(
        path=path, area=path.split(".")[0], area_name=area, name=name,
        value=said[0] if len(said) == 1 else _("%(n)d values, by key") % {"n": len(said)} if said else _("None today"),
        keys=_keys(body, parameter, today), since=max((v.in_force.start for v in today), default=None),
        standings=standings, standing=worst, standing_words=_standing_words(worst, today),
        standing_order=WORST_FIRST.index(worst) if worst else len(WORST_FIRST), clause="; ".join(clauses),
        read=words.rule_words(read_by(path)), is_read=is_read(path), waits=waits,
        text=fold(path, name, area, *said, *clauses, *parameter.options.values()),
    )  # fmt: skip


def _keys(body: CommissioningBody, parameter: Parameter, values: list[Value]) -> str:
    named = [value.key for value in values if value.key is not None]
    if len(named) > FEW_KEYS:
        return _("%(n)d of: %(list)s") % {
            "n": len(named),
            "list": (parameter.keyed_by or "").replace("_", " "),
        }
    return words.keys_words(body, parameter, named)


def _standing_words(worst: str, today: list[Value]) -> str:
    if not worst:
        return _("No value today")
    text = str(words.STANDINGS[worst][0])
    count = sum(value.standing == worst for value in today)
    if count == len(today):
        return text
    return _("%(standing)s for %(n)d of %(all)d") % {"standing": text, "n": count, "all": len(today)}


@dataclass(frozen=True)
class Line:
    """One value in a table: for which key, what, when, how well founded, where it is written, who signed it."""

    key: str
    lines: tuple[str, ...]
    period: str
    standing: str
    standing_words: str
    clause: str
    signed: str
    note: str


def lines_of(
    pack: Pack, body: CommissioningBody, parameter: Parameter, values: Iterable[Value]
) -> list[Line]:
    """Values as table rows, in the order given; what holds alike for several keys stands in one row."""
    alike: dict[Line, list[str]] = {}
    for value in values:
        line = _line(pack, body, parameter, value)
        alike.setdefault(replace(line, key=""), []).append(line.key)
    return [replace(line, key=", ".join(filter(None, keys))) for line, keys in alike.items()]


def _line(pack: Pack, body: CommissioningBody, parameter: Parameter, value: Value) -> Line:
    return Line(
        key=label_of(body, parameter.keyed_by or "", value.key) if value.key else "",
        lines=tuple(words.value_lines(body, parameter, value.value)),
        period=say(value.in_force),
        standing=words.STANDINGS[value.standing][1],
        standing_words=str(words.STANDINGS[value.standing][0]),
        clause=words.clause_words(pack, value.clause),
        signed=words.origin_words(value.origin) if value.origin else "",
        note=(value.note or "").strip(),
    )


def through_time(parameter: Parameter) -> list[Value]:
    """Every value, key by key, the newest first."""
    order = {key: place for place, key in enumerate(parameter.keys)}
    newest_first = sorted(parameter.values, key=lambda value: value.in_force.start, reverse=True)
    return sorted(newest_first, key=lambda value: order[value.key])


def beneath(pack: Pack, path: str) -> list[Value]:
    """The pack's own values under local ones, for the keys that have any."""
    shipped = pack.beneath.parameters[path] if pack.beneath else None
    if shipped is None:
        return []
    covered = {value.key for value in pack.parameters[path].values if value.standing == "local"}
    return [value for value in through_time(shipped) if value.key in covered]


def address_of(path: str, pack: Pack) -> str:
    """The page of a parameter; the list, where the pack holds no such parameter any more."""
    return reverse("parameter", args=[path]) if path in pack.parameters else reverse("rules")


def standing_mark(standing: str, path: str) -> dict[str, Any] | None:
    """The mark of a value that no source gives outright; it leads to the parameter's page."""
    if standing not in ("placeholder", "inferred"):
        return None
    text, state, _meaning = words.STANDINGS[standing]
    return {"text": str(text), "state": state, "href": reverse("parameter", args=[path])}
