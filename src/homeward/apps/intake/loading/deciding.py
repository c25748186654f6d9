"""What each sound row would do: make a record, change one, or nothing because it is already known. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from homeward.apps.core.folding import fold
from homeward.apps.intake.checks.check_spell_placement import placement_of
from homeward.apps.intake.checks.check_stay_facts import stored_stay
from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.kinds.returns import ReturnStay, find_home, stays_of
from homeward.apps.intake.kinds.rows import CheckedRow, only, run_checks
from homeward.apps.intake.kinds.ssda903 import HeaderRow
from homeward.apps.intake.kinds.world import Known, World
from homeward.apps.intake.loading.geography import area_told
from homeward.kernel.ranges import DateRange


def examine(kind: str, rows: Sequence[CheckedRow], world: World) -> None:
    """Check the rows and decide what each would do. The same call foresees the load and does it."""
    run_checks(rows, world, KINDS[kind].checks)
    decide(kind, rows, world)


def decide(kind: str, rows: Sequence[CheckedRow], world: World) -> None:
    sound = [row for row in rows if row.data is not None and not row.has_error]
    for row in sound:
        row.fate, row.target, row.changes = "", None, {}
    _DECIDERS[kind](sound, world)


def _compared(row: CheckedRow, stored: Known | None, told: dict[str, Any]) -> None:
    """New without a stored record; changed where the file tells something else. An empty cell tells nothing."""
    row.target = stored
    if stored is None:
        row.fate = "new"
        return
    row.changes = {k: v for k, v in told.items() if v is not None and stored.values.get(k) != v}
    row.fate = "changed" if row.changes else "same"


def _homes(rows: Sequence[CheckedRow], world: World) -> None:
    for row in rows:
        d = row.data
        provider = world.providers.get(fold(d.provider)) if d.provider else None
        told = {
            "name": " ".join(d.name.split()),
            "kind": d.kind,
            "places": d.places,
            "urn": d.urn,
            "opened_on": d.opened_on,
            "provider": provider.pk if provider else None,
            "remoteness": d.remoteness_class,
        }
        _compared(row, world.homes.get(d.reference), told)


def _areas(rows: Sequence[CheckedRow], world: World) -> None:
    for row in rows:
        _compared(row, world.areas.get(row.data.code), area_told(row.data))


def _postcodes(rows: Sequence[CheckedRow], world: World) -> None:
    for row in rows:
        d = row.data
        told = {"easting": d.easting, "northing": d.northing, "area": d.area}
        _compared(row, world.postcodes.get(d.postcode), told)


def _children(rows: Sequence[CheckedRow], world: World) -> None:
    for row in rows:
        d = row.data
        told = {
            "born_on": d.born_on,
            "given_name": d.given_name,
            "family_name": d.family_name,
            "sex": d.sex,
        }
        stored = world.children.get(d.client_number)
        _compared(row, stored, told)
        if stored and d.fact and world.facts.get((stored.pk, d.fact)) != d.fact_value:
            row.changes["fact"] = d.fact_value
            row.fate = "changed"


def _placements(rows: Sequence[CheckedRow], world: World) -> None:
    for row in rows:
        d, stored = row.data, stored_stay(row, world)
        row.target = stored
        if stored is None:
            row.fate = "new"
            continue
        line = world.lines[d.agreement, d.line].pk if d.agreement else None
        told = {
            "child": (world.children[d.child].pk, stored.child),
            "home": (world.homes[d.home].pk, stored.home),
            "line": (line, stored.line),
            "period": (DateRange(d.start, d.end), stored.period),
            "placement_type": (d.placement_type or stored.placement_type, stored.placement_type),
            "end_reason": (d.end_reason or stored.end_reason, stored.end_reason),
            "source_key": (d.placement or stored.source_key, stored.source_key),
        }
        row.changes = {name: new for name, (new, old) in told.items() if new != old}
        row.fate = "changed" if row.changes else "same"


def _spells(rows: Sequence[CheckedRow], world: World) -> None:
    for row in rows:
        d, stay = row.data, placement_of(row, world)
        if stay is None:
            continue
        inside = DateRange(d.start, d.end).clip(stay.period)
        if inside is None:
            continue
        known = world.spells.get(stay.pk, [])
        stored = next((s for s in known if (s.kind, s.period.start) == (d.kind, inside.start)), None)
        row.target = stored
        if stored is None:
            row.fate = "new"
            continue
        told = {
            "period": (inside, stored.period),
            "code": ((d.code or stored.code) if d.kind == "care_type" else "", stored.code),
            "decided_by": (
                (d.decided_by or stored.decided_by) if d.kind == "hold" else "",
                stored.decided_by,
            ),
            "reference": (d.reference or stored.reference, stored.reference),
        }
        row.changes = {name: new for name, (new, old) in told.items() if new != old}
        row.fate = "changed" if row.changes else "same"


def _return(rows: Sequence[CheckedRow], world: World) -> None:
    for row in only(rows, HeaderRow):
        d, stored = row.data, world.children.get(row.data.CHILD)
        _compared(row, stored, {"born_on": d.DOB, "sex": d.SEX})
        if stored:
            told = facts_of(row)
            row.changes |= {k: v for k, v in told.items() if world.facts.get((stored.pk, k)) != v}
            row.fate = "changed" if row.changes else "same"
    for stay in stays_of(rows, world):
        _return_stay(stay, world)


def facts_of(row: CheckedRow) -> dict[str, str]:
    """What a header row says of a child's status, by the kinds of fact of the pack."""
    d = row.data
    told = {
        "ethnicity": d.ETHNIC,
        "unique_pupil_number": d.UPN,
        "mother": d.MOTHER if d.MOTHER in ("0", "1") else None,
    }
    return {kind: value for kind, value in told.items() if value}


def _return_stay(stay: ReturnStay, world: World) -> None:
    """Every row of a stay shares its fate. What an earlier return told of its beginning stands."""
    stored = stay.stored
    changes: dict[str, Any] = {}
    if stored is not None:
        start = min(stored.period.start, stay.start) if stored.source_key != stay.source_key else stay.start
        told = {
            "home": (find_home(stay.home, world), stored.home),
            "period": (DateRange(start, stay.end), stored.period),
            "placement_type": (stay.place, stored.placement_type),
            "end_reason": (stay.end_reason, stored.end_reason),
        }
        changes = {name: new for name, (new, old) in told.items() if new != old}
    for row in stay.rows:
        row.target, row.changes = stored, changes
        row.fate = "new" if stored is None else "changed" if changes else "same"


_DECIDERS: dict[str, Callable[[Sequence[CheckedRow], World], None]] = {
    "homes": _homes,
    "areas": _areas,
    "postcodes": _postcodes,
    "children": _children,
    "placements": _placements,
    "spells": _spells,
    "ssda903": _return,
}
