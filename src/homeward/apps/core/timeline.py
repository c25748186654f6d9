"""What happened to a thing: who, what changed from what to what, when and why, newest first.

Two sources are read together. The triggers' history knows every change of every row, whoever made it and however;
the audit trail knows what people meant by it. No numeric key is ever shown: a key is told by what it leads to.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from homeward.apps.core import audit
from homeward.apps.core.periods import from_db, say, say_day

NOTHING = "–"
# Columns that say nothing to a reader: keys, derived search texts, whose record it is.
NOT_SHOWN = frozenset({"id", "public_id", "body", "organisation", "search_key", "postcode_digest"})
# An audit event is written moments after the change it tells of, in the same transaction.
SAME_MOMENT = dt.timedelta(minutes=10)
Format = Callable[[Any], str]
_ACTIONS: dict[str, str] = {}
_DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {}


@dataclass(frozen=True)
class Change:
    """One field's change in words. An empty side reads as a dash."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `who` is empty when nobody signed it (a command, a repair by hand)."""

    at: dt.datetime
    who: str
    title: str
    changes: tuple[Change, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Watched:
    """A tracked model whose rows belong to the thing.

    `link` is the field that leads to the thing (empty for the thing's own model), `words` what one row is called
    ("Target"), `labels` and `formats` override how fields are called and shown, `hidden` leaves fields out.
    """

    model: type[models.Model]
    words: str
    link: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, Format] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass
class _Group:
    at: dt.datetime
    told: Mapping[str, Any]
    changes: list[Change] = field(default_factory=list)
    title: str = ""


def say_actions(**words: str) -> None:
    """Register how an audit action reads: `say_actions(close_home="Closed")`."""
    _ACTIONS.update(words)


def say_details(**readers: Callable[[Mapping[str, Any]], str]) -> None:
    """Register what an event of an action says beside its title, read from its detail, where it has no reason."""
    _DETAILS.update(readers)


def _why(event: Any) -> str:
    reader = _DETAILS.get(event.action)
    return event.reason or (reader(event.detail) if reader else "")


def action_in_words(action: str) -> str:
    return _ACTIONS.get(action) or action.replace("_", " ").capitalize()


def timeline(thing: models.Model, watched: Sequence[Watched], *, limit: int = 50) -> list[Entry]:
    """The newest entries of a thing. A fixed number of queries, however much happened."""
    events = [(watch, event) for watch in watched for event in _events(thing, watch)]
    names = _names_of(events)
    groups: dict[Any, _Group] = {}
    last: dict[tuple[type, int], Any] = {}
    for watch, event in sorted(events, key=lambda pair: (pair[1].pgh_created_at, pair[1].pgh_id)):
        told = (event.pgh_context.metadata if event.pgh_context else None) or {}
        key = event.pgh_context_id or event.pgh_created_at
        group = groups.setdefault(key, _Group(event.pgh_created_at, told))
        before = last.get((watch.model, event.pgh_obj_id))
        _tell(group, watch, before, event, names)
        last[watch.model, event.pgh_obj_id] = event
    return _with_audit(thing, [g for g in groups.values() if g.changes or g.title], limit)


def _events(thing: models.Model, watch: Watched) -> list[Any]:
    key = {f"{watch.link}_id": thing.pk} if watch.link else {"pgh_obj_id": thing.pk}
    event_model = watch.model.pgh_event_model  # type: ignore[attr-defined]
    return list(event_model.objects.filter(**key).select_related("pgh_context"))


def _fields(watch: Watched) -> Iterable[models.Field[Any, Any]]:
    for f in watch.model._meta.concrete_fields:
        if f.name not in NOT_SHOWN and f.name != watch.link and f.name not in watch.hidden:
            yield f


def _names_of(events: list[tuple[Watched, Any]]) -> dict[type, dict[int, str]]:
    """What each key leads to, one query a model."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for watch, event in events:
        for f in _fields(watch):
            if isinstance(f, models.ForeignKey) and (key := getattr(event, f.attname)) is not None:
                wanted[f.related_model].add(key)
    return {model: {row.pk: str(row) for row in _with_parents(model, keys)} for model, keys in wanted.items()}


def _with_parents(model: type[models.Model], keys: set[int]) -> Any:
    """Rows with what their words may need, so that `str()` asks nothing more."""
    parents = [
        f.name for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.name != "body"
    ]
    return model._base_manager.filter(pk__in=keys).select_related(*parents)


def _tell(group: _Group, watch: Watched, before: Any, event: Any, names: dict[type, dict[int, str]]) -> None:
    """Add to a group what one event says."""

    def shown(row: Any, f: models.Field[Any, Any]) -> str:
        return _shown(watch, f, getattr(row, f.attname), names)

    if event.pgh_label == "insert" and not watch.link:
        group.title = gettext("Added")
    elif event.pgh_label in ("insert", "delete"):
        parts = [f"{_label(watch, f)} {text}" for f in _fields(watch) if (text := shown(event, f)) != NOTHING]
        summary = "; ".join(parts)
        is_new = event.pgh_label == "insert"
        group.changes.append(
            Change(watch.words, NOTHING if is_new else summary, summary if is_new else NOTHING)
        )
    elif before is not None:
        for f in _fields(watch):
            if getattr(before, f.attname) != getattr(event, f.attname):
                label = f"{watch.words}: {_label(watch, f).lower()}" if watch.link else _label(watch, f)
                group.changes.append(Change(label, shown(before, f), shown(event, f)))


def _label(watch: Watched, f: models.Field[Any, Any]) -> str:
    return watch.labels.get(f.name) or str(f.verbose_name).capitalize()


def _shown(watch: Watched, f: models.Field[Any, Any], value: Any, names: dict[type, dict[int, str]]) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(f, models.ForeignKey):
        return names.get(f.related_model, {}).get(value, NOTHING)
    if f.name in watch.formats:
        return watch.formats[f.name](value)
    if f.choices:
        return str(dict(f.flatchoices).get(value, value))
    return say_value(value)


def say_value(value: Any) -> str:
    """A stored value as a reader would write it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value)
        return f"{say_day(local.date())}, {local:%H:%M}"
    if isinstance(value, dt.date):
        return say_day(value)
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        return NOTHING if value.lower is None else say(from_db(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return ", ".join(say_value(item) for item in value)
    return str(value)


def _with_audit(thing: models.Model, groups: list[_Group], limit: int) -> list[Entry]:
    """Join what changed with what was meant; what was meant and changed no row stands by itself."""
    trail = list(audit.trail_of(thing).exclude(action="read")[: limit * 4])
    used: set[int] = set()
    entries = []
    # Whose action is known finds its event first; what is left may belong to a change made without one.
    meant = {id(g): _meant(g, trail, used) for g in sorted(groups, key=lambda g: "action" not in g.told)}
    for group in groups:
        event = meant[id(group)]
        action = event.action if event else group.told.get("action", "")
        who = event.actor_label if event else group.told.get("by", "")
        acting_for = event.acting_for if event else group.told.get("acting_for", "")
        why = (_why(event) if event else "") or group.told.get("reason", "")
        title = action_in_words(action) if action else group.title or gettext("Changed")
        at = event.at if event else group.at
        entries.append(Entry(at, _signed(who, acting_for), title, tuple(group.changes), why))
    for event in trail:
        if event.pk not in used:
            who = _signed(event.actor_label, event.acting_for)
            entries.append(Entry(event.at, who, action_in_words(event.action), (), _why(event)))
    return sorted(entries, key=lambda entry: entry.at)[::-1][:limit]


def _meant(group: _Group, trail: list[Any], used: set[int]) -> Any:
    """The audit event of a change: of the same action, if known, and first after it."""
    action = group.told.get("action")
    for event in reversed(trail):  # oldest first
        if event.pk in used or not group.at <= event.at <= group.at + SAME_MOMENT:
            continue
        if action is None or event.action == action:
            used.add(event.pk)
            return event
    return None


def _signed(who: str, acting_for: str) -> str:
    return gettext("%(who)s, for %(whom)s") % {"who": who, "whom": acting_for} if acting_for else who
