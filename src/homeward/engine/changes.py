"""What differs between two sets of facts of one line and period: the records behind a difference of figures.

Pure comparison of what was gathered then and now; nothing is looked up. Records with an identifier are told by it,
terms without one by their content: a term that was changed reads as one taken away and one added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from homeward.kernel.jsontypes import JSON

Json = Mapping[str, Any]
ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One record. ``kind``: placement, spell, target, rate, override, loading, line, exceed_approval, disallowed,
    remoteness, child, other_line, previous_level, other. ``id``: its identifier where it has one."""

    kind: str
    what: str
    id: str | None = None
    placement: str | None = None
    child: str | None = None
    before: JSON = None
    after: JSON = None

    def to_json(self) -> dict[str, JSON]:
        return {
            "kind": self.kind,
            "what": self.what,
            "id": self.id,
            "placement": self.placement,
            "child": self.child,
            "before": self.before,
            "after": self.after,
        }


def changes_between(before: Json, after: Json) -> list[Change]:
    """Every record that differs, stays first. Adjustments taken in from elsewhere are no records of this quarter."""
    return [
        *_stays(before.get("placements", ()), after.get("placements", ())),
        *_terms(before["line"], after["line"]),
        *_listed("exceed_approval", before.get("exceed_approvals"), after.get("exceed_approvals")),
        *_listed("disallowed", before.get("disallowed"), after.get("disallowed")),
        *_named("remoteness", before.get("homes"), after.get("homes")),
        *_named("child", before.get("children"), after.get("children")),
        *_listed("other_line", before.get("other_lines"), after.get("other_lines")),
        *_listed("previous_level", before.get("previous_levels"), after.get("previous_levels")),
    ]


def _stays(before: Iterable[Json], after: Iterable[Json]) -> Iterator[Change]:
    then, now = _by_id(before), _by_id(after)
    for key in [*then, *(k for k in now if k not in then)]:
        old, new = then.get(key), now.get(key)
        whose = (new or old or {})["child"]
        if _bare(old) != _bare(new):
            yield Change("placement", _what(old, new), key, key, whose, _bare(old), _bare(new))
        if old is not None and new is not None:
            yield from _spells(key, whose, _by_id(old.get("spells", ())), _by_id(new.get("spells", ())))


def _spells(
    placement: str, child: str, then: Mapping[str, Json], now: Mapping[str, Json]
) -> Iterator[Change]:
    for key in [*then, *(k for k in now if k not in then)]:
        old, new = then.get(key), now.get(key)
        if old != new:
            yield Change("spell", _what(old, new), key, placement, child, _plain(old), _plain(new))


def _terms(before: Json, after: Json) -> Iterator[Change]:
    for kind in ("target", "rate", "override", "loading"):
        yield from _listed(kind, before.get(f"{kind}s"), after.get(f"{kind}s"))
    for name in ("in_force", "placement_type", "service_type", "method"):
        if before.get(name) != after.get(name):
            yield Change("line", CHANGED, name, before=before.get(name), after=after.get(name))


def _listed(kind: str, before: Iterable[Json] | None, after: Iterable[Json] | None) -> Iterator[Change]:
    then, now = _by_text(before or ()), _by_text(after or ())
    for text, row in then.items():
        if text not in now:
            yield Change(kind, REMOVED, _id(row), row.get("placement"), row.get("child"), before=_plain(row))
    for text, row in now.items():
        if text not in then:
            yield Change(kind, ADDED, _id(row), row.get("placement"), row.get("child"), after=_plain(row))


def _named(kind: str, before: Iterable[Json] | None, after: Iterable[Json] | None) -> Iterator[Change]:
    """Records told by their identifier. Who or what is merely new or gone is told by the stay that brought it."""
    then, now = _by_id(before or ()), _by_id(after or ())
    for key, old in then.items():
        new = now.get(key)
        if new is not None and new != old:
            child = key if kind == "child" else None
            yield Change(kind, CHANGED, key, child=child, before=_plain(old), after=_plain(new))


def _by_id(rows: Iterable[Json]) -> dict[str, Json]:
    return {row["id"]: row for row in rows}


def _by_text(rows: Iterable[Json]) -> dict[str, Json]:
    return {json.dumps(row, sort_keys=True): row for row in rows}


def _id(row: Json) -> str | None:
    return row.get("id") or row.get("reference")


def _what(old: Json | None, new: Json | None) -> str:
    if old is None:
        return ADDED
    return REMOVED if new is None else CHANGED


def _bare(row: Json | None) -> JSON:
    """A stay without its spells, which are told one by one."""
    return None if row is None else {key: value for key, value in row.items() if key != "spells"}


def _plain(row: Json | None) -> JSON:
    return None if row is None else dict(row)
