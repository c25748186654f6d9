"""Why a locked quarter turned out different: each record that changed, in words, with who changed it, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone

from homeward.apps.core.models import AuditEvent
from homeward.apps.statements.models import Statement, Version
from homeward.engine.changes import Change, changes_between

Json = dict[str, Any]
SPELLS = {
    "hold": "Hold", "missing": "Missing episode", "absent": "Absence", "shared_care": "Shared care",
    "care_type": "Care type",
}  # fmt: skip


def causes_of(statement: Statement, before: Version, facts: Json, pack: Any) -> list[Json]:
    """What differs between a version and the facts as now known, and where the policy was changed since."""
    changed = changes_between(before.facts, facts)
    events = _last_events([_thing(statement, c) for c in changed])
    found = [_cause(statement, c, events.get(_thing(statement, c)[1])) for c in changed]
    if before.pack_digest != pack.digest:
        was, now = before.pack_version, pack.version
        text = f"The policy changed: version {was} to {now}" if was != now else "Values of the policy changed"
        found.append(
            {
                "kind": "policy",
                "text": text,
                "who": "",
                "at": None,
                "why": "",
                "child": None,
                "placement": None,
            }
        )
    return found


def reason_of(causes: Iterable[Json], *, most: int = 3) -> str:
    """The causes as one text; of many the first ones are named."""
    rows = list(causes)
    texts = [_sentence(row) for row in rows[:most]]
    if len(rows) > most:
        texts.append(f"And {len(rows) - most} more.")
    return " ".join(texts) or "Counted again; no record of the quarter itself changed."


def _sentence(cause: Json) -> str:
    who = f", by {cause['who']}" if cause["who"] else ""
    why = f": {cause['why'].rstrip('.')}" if cause["why"] else ""
    return f"{cause['text']}{who}{why}."


def _thing(statement: Statement, change: Change) -> tuple[str, str]:
    """Kind and public id of the thing whose trail tells of the change."""
    if change.kind in ("placement", "spell", "disallowed") and change.placement:
        return "placement", change.placement
    if change.kind == "exceed_approval" and change.id:
        return "exceedrequest", change.id
    if change.kind in ("target", "rate", "override", "loading", "line"):
        return "line", statement.line.public_id
    return "", ""


def _last_events(things: Iterable[tuple[str, str]]) -> Mapping[str, AuditEvent]:
    """The newest deed, not reading, told of each thing."""
    wanted = {thing for kind, thing in things if kind}
    rows = AuditEvent.objects.filter(thing__in=wanted).exclude(action__in=("read", "export", "flag_breach"))
    return {event.thing: event for event in rows.order_by("at", "id")}


def _cause(statement: Statement, change: Change, event: AuditEvent | None) -> Json:
    return {
        "kind": change.kind,
        "text": _WORDS.get(change.kind, _other)(statement, change),
        "child": change.child,
        "placement": change.placement if change.what != "removed" or change.kind == "spell" else None,
        "who": event.actor_label if event else "",
        "at": timezone.localtime(event.at).isoformat() if event else None,
        "why": event.reason if event else "",
        "event": event.pk if event else None,
        "change": change.to_json(),
    }


def _stay(statement: Statement, change: Change) -> str:
    old, new = _row(change.before), _row(change.after)
    if change.what == "added":
        return f"The stay of {change.child} {_span(new)} was recorded"
    if change.what == "removed":
        return f"The stay of {change.child} {_span(old)} was taken off this line"
    if (old["start"], old.get("end")) != (new["start"], new.get("end")):
        return f"The stay of {change.child} is {_span(new)}; it was {_span(old)}"
    if old.get("home") != new.get("home"):
        return f"The stay of {change.child} is at {new['home']}; it was at {old['home']}"
    return f"The record of the stay of {change.child} was changed"


def _spell(statement: Statement, change: Change) -> str:
    old, new = _row(change.before), _row(change.after)
    words = SPELLS.get(str((new or old)["kind"]), str((new or old)["kind"]))
    if change.what == "added":
        return f"{words} of {change.child} {_span(new)} was recorded"
    if change.what == "removed":
        return f"{words} of {change.child} {_span(old)} was taken away"
    if (old["start"], old.get("end")) != (new["start"], new.get("end")):
        return f"{words} of {change.child} is {_span(new)}; it was {_span(old)}"
    return f"{words} of {change.child} {_span(new)} was changed"


def _term(name: str, value: Callable[[Json], str]) -> Callable[[Statement, Change], str]:
    def told(statement: Statement, change: Change) -> str:
        row = _row(change.after) or _row(change.before)
        done = "holds now" if change.what == "added" else "holds no longer"
        return f"{name} {value(row)} {_span(row)} {done}"

    return told


def _approval(statement: Statement, change: Change) -> str:
    row = _row(change.after) or _row(change.before)
    done = "was approved" if change.what == "added" else "holds no longer"
    return f"{row['places']} places above the target {_span(row)}: the request {done}"


def _class(statement: Statement, change: Change) -> str:
    return f"The remoteness class of {change.id} was changed"


def _child(statement: Statement, change: Change) -> str:
    old, new = _row(change.before), _row(change.after)
    what = "date of birth" if old.get("born_on") != new.get("born_on") else "status"
    return f"The {what} of {change.child} was changed"


def _elsewhere(statement: Statement, change: Change) -> str:
    """Never naming the other line: it may be another provider's."""
    return f"A stay of {change.child} under another line was changed"


def _level(statement: Statement, change: Change) -> str:
    return "The level of an earlier quarter became known"


def _line(statement: Statement, change: Change) -> str:
    return "The dates of the line were changed" if change.id == "in_force" else "The line was changed"


def _other(statement: Statement, change: Change) -> str:
    return "A record of this quarter was changed"


def _loading(statement: Statement, change: Change) -> str:
    row = _row(change.after) or _row(change.before)
    done = "holds now" if change.what == "added" else "holds no longer"
    return f"The contract loading of {row.get('placements', '?')} placements {_span(row)} {done}"


def _override(statement: Statement, change: Change) -> str:
    row = _row(change.after) or _row(change.before)
    done = "holds now" if change.what == "added" else "holds no longer"
    return f"The agreement's own value of {row['path']} ({row['reference']}) {done}"


_WORDS: dict[str, Callable[[Statement, Change], str]] = {
    "placement": _stay,
    "spell": _spell,
    "target": _term("The target of", lambda row: f"{row['placements']} placements"),
    "rate": _term("The price of", lambda row: str(row["amount"])),
    "override": _override,
    "loading": _loading,
    "line": _line,
    "exceed_approval": _approval,
    "remoteness": _class,
    "child": _child,
    "other_line": _elsewhere,
    "previous_level": _level,
}


def _row(data: Any) -> Json:
    return dict(data) if data else {}


def _span(row: Json) -> str:
    """`from 10 Jan 2026 to 4 Mar 2026`, with the last night; an open end reads as running on."""
    start = _day(row["start"]) if row.get("start") else None
    end = row.get("end")
    last = _day((dt.date.fromisoformat(end) - dt.timedelta(days=1)).isoformat()) if end else None
    if start is None:
        return ""
    return f"from {start} to {last}" if last else f"from {start} on"


def _day(text: str) -> str:
    day = dt.date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"
