"""The records of many lines as columns, in a number of queries that does not grow with the lines.

Gathered apart from `facts.py`, so that a slip in one of the two shows as a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.statements.models import Disallowance
from homeward.engine.nights.columns import Columns, ColumnsBuilder, Counted, Reading, count
from homeward.engine.utilisation.records import ADULT_AGE
from homeward.engine.utilisation.twin import reading_on
from homeward.kernel.ranges import DateRange, subtract
from homeward.kernel.years import birthday

HOLD, CARE_TYPE, DISALLOWED, RESPITE = "hold", "care_type", "disallowed", "respite_elsewhere"


@dataclass
class LineRecords:
    """What one line's nights rest on. Stays: reference of the record, child, nights, and spells within."""

    terms: list[tuple[Reading, DateRange]] = field(default_factory=list)
    stays: list[tuple[str, str, DateRange]] = field(default_factory=list)
    spells: list[tuple[str, str, DateRange, str, str, DateRange]] = field(default_factory=list)
    wide: list[tuple[str, str, DateRange]] = field(default_factory=list)

    def add_to(self, builder: ColumnsBuilder, line: int, child: str | None = None) -> None:
        """As a line of that number; with a child, that child's records alone."""
        for reading, nights in self.terms:
            builder.term(line, reading, nights)
        for record, of, stay in self.stays:
            if child in (None, of):
                builder.stay(line, record, of, stay.start, stay.end)
        for record, of, stay, kind, code, nights in self.spells:
            if child in (None, of):
                builder.spell(line, record, of, stay, kind, code, nights)
        for of, kind, nights in self.wide:
            if child in (None, of):
                builder.for_child(line, of, kind, nights)


def gather_lines(
    body: CommissioningBody, lines: Sequence[Line], periods: Sequence[DateRange]
) -> dict[int, LineRecords]:
    """Records of each line by its primary key, as far as they touch the periods. Lines bring their agreement."""
    found = {line.pk: LineRecords() for line in lines}
    if not periods or not found:  # a body without lines may have no such code lists either
        return found
    _terms(body, lines, periods, found)
    span = DateRange(min(p.start for p in periods), max(p.end for p in periods if p.end is not None))
    stays = _stays(found, span)
    _spells(stays, found)
    _wide(body, lines, stays, span, found)
    return found


def columns_of_lines(records: Sequence[LineRecords]) -> Columns:
    """Lines are numbered by their place."""
    builder = ColumnsBuilder()
    for place, item in enumerate(records):
        item.add_to(builder, place)
    return builder.build()


def count_lines(
    body: CommissioningBody, lines: Sequence[Line], periods: Sequence[DateRange]
) -> dict[tuple[int, int], Counted]:
    """Every line and period counted at once: figures by the line's primary key and the period's place."""
    records = gather_lines(body, lines, periods)
    keys = list(records)
    found = count(columns_of_lines(list(records.values())), periods) if records else {}
    return {(keys[line], place): counted for (line, place), counted in found.items()}


def _terms(
    body: CommissioningBody,
    lines: Sequence[Line],
    periods: Sequence[DateRange],
    found: dict[int, LineRecords],
) -> None:
    prefetch_related_objects(list(lines), "overrides")
    policy = pack_of(body).policy()
    read: dict[Any, Reading] = {}
    for line in lines:
        in_force = from_db(line.period).clip(from_db(line.agreement.period)) or from_db(line.period)
        own = list(line.overrides.all())
        mine = policy.with_overrides([_override(item) for item in own]) if own else policy
        for period in periods:
            window = in_force.clip(period)
            if window is None:
                continue
            key = (line.pk if own else None, line.service_type, window.start)
            if key not in read:
                read[key] = reading_on(mine, window.start, line.service_type)
            found[line.pk].terms.append((read[key], window))


def _override(item: Any) -> dict[str, Any]:
    period = from_db(item.period)
    return {
        "path": item.parameter, "key": item.key or None, "value": item.value, "reference": item.reference,
        "from": period.start.isoformat(), "until": period.end.isoformat() if period.end else None,
    }  # fmt: skip


@dataclass(frozen=True)
class _Stay:
    line: int
    record: str
    child_pk: int
    child: str
    born_on: Any
    nights: DateRange


def _stays(found: dict[int, LineRecords], span: DateRange) -> dict[int, _Stay]:
    rows = Placement.objects.filter(line_id__in=found, period__overlap=to_db(span)).values_list(
        "pk", "line_id", "public_id", "child_id", "child__reference", "child__born_on", "period"
    )
    stays = {
        pk: _Stay(line, record, child_pk, child, born_on, from_db(period))
        for pk, line, record, child_pk, child, born_on, period in rows
    }
    for stay in stays.values():
        found[stay.line].stays.append((stay.record, stay.child, stay.nights))
    return stays


def _spells(stays: dict[int, _Stay], found: dict[int, LineRecords]) -> None:
    spells = Spell.objects.filter(placement_id__in=stays).values_list(
        "placement_id", "kind", "code", "decided_by", "period"
    )
    for pk, kind, code, decided_by, period in spells:
        stay = stays[pk]
        meant = decided_by if kind == HOLD else code if kind == CARE_TYPE else ""
        found[stay.line].spells.append((stay.record, stay.child, stay.nights, kind, meant, from_db(period)))
    refused = Disallowance.objects.filter(placement_id__in=stays, lifted_at=None).values_list(
        "placement_id", "statement__period", "period"
    )
    for pk, of, period in refused:
        stay = stays[pk]
        nights = from_db(period).clip(from_db(of))
        if nights is not None:
            found[stay.line].spells.append((stay.record, stay.child, stay.nights, DISALLOWED, "", nights))


def _wide(
    body: CommissioningBody,
    lines: Sequence[Line],
    stays: dict[int, _Stay],
    span: DateRange,
    found: dict[int, LineRecords],
) -> None:
    """Birthdays, and respite under another line, where a reading of the line asks for it."""
    for line, child, born_on in {(s.line, s.child, s.born_on) for s in stays.values() if s.born_on}:
        if any(reading.from_birthday for reading, _ in found[line].terms):
            found[line].wide.append((child, "birthday", DateRange(birthday(born_on, ADULT_AGE))))
    types = pack_of(body).vocabulary("service_types")
    asking = {
        line.pk
        for line in lines
        if not types.attribute(line.service_type, "respite")
        and any(reading.respite_stops for reading, _ in found[line.pk].terms)
    }
    if not asking:
        return
    children: dict[int, set[int]] = {}
    for stay in stays.values():
        if stay.line in asking:
            children.setdefault(stay.child_pk, set()).add(stay.line)
    respite = [code for code in types.codes if types.attribute(code, "respite")]
    others = Placement.objects.filter(
        child_id__in=children, line__service_type__in=respite, period__overlap=to_db(span)
    ).prefetch_related("spells")
    for other in others.select_related("child"):
        holds = [from_db(s.period) for s in other.spells.all() if s.kind == HOLD and s.decided_by == "dcp"]
        for line in children[other.child_id] - {other.line_id}:
            for nights in subtract(from_db(other.period), holds):
                found[line].wide.append((other.child.reference, RESPITE, nights))
