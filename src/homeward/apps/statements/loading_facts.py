"""What loadings rest on, gathered: contract loadings, classes of the homes, what is on record of the children.

Only what touches the period, and nothing that happens after it: an end on or after its last night reads as open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from homeward.apps.agreements.models import Line
from homeward.apps.agreements.term_checks import loadings_apply
from homeward.apps.children.models import StatusFact
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import HomeRemoteness
from homeward.apps.statements.models import Statement
from homeward.kernel.ranges import DateRange

Json = dict[str, Any]


def with_loadings(
    facts: Json, line: Line, period: DateRange, placements: Iterable[Placement], statement: Statement | None
) -> Json:
    """The facts with what loadings rest on; as they are where the line's service carries none."""
    on = max(period.start, from_db(line.period).start)
    if not loadings_apply(line, on):
        return facts
    placements = list(placements)
    status = _status(line, on, placements, statement)
    return {
        **facts,
        "line": {**facts["line"], "loadings": contract_loadings(line, period)},
        "homes": _homes(placements, period),
        "children": [{**child, "status": status.get(child["id"], [])} for child in facts["children"]],
    }


def loading_terms(line: Line, period: DateRange) -> Json:
    """What is contracted for loadings in a period; nothing where the line's service carries none."""
    on = max(period.start, from_db(line.period).start)
    return {"loadings": contract_loadings(line, period)} if loadings_apply(line, on) else {}


def contract_loadings(line: Line, period: DateRange) -> list[Json] | None:
    """The contract loadings that touch the period; None where there is none: not configured."""
    rows = line.loadings.filter(period__overlap=to_db(period)).order_by("category", "period", "id")
    found = [
        {
            **_range(row.period, period),
            "category": row.category,
            "placements": None if row.placements is None else str(row.placements.normalize() + 0),
            "percent": None if row.percent is None else str(row.percent.normalize() + 0),
            "reference": row.reference,
        }
        for row in rows
    ]
    return found or None


def _homes(placements: Iterable[Placement], period: DateRange) -> list[Json]:
    homes = {p.home_id: p.home for p in placements}
    rows = HomeRemoteness.objects.filter(home_id__in=homes, period__overlap=to_db(period))
    classes: dict[int, list[Json]] = {}
    for row in rows.order_by("home_id", "period"):
        classes.setdefault(row.home_id, []).append(
            {
                **_range(row.period, period), "code": row.code, "edition": row.edition or None,
                "source": row.source or None,
            }
        )  # fmt: skip
    return [
        {"id": home.reference, "remoteness": classes.get(home.pk, [])}
        for home in sorted(homes.values(), key=lambda home: home.reference)
    ]


def _status(
    line: Line, on: dt.date, placements: Iterable[Placement], statement: Statement | None
) -> Mapping[str, list[Json]]:
    """What is on record of each child: now, or with what the quarter was locked. A locked quarter is not opened by a
    correction; only a child who came into it later brings what is on record now."""
    children = {p.child.reference: p.child_id for p in placements}
    locked = _locked_with(statement)
    fresh = {reference: key for reference, key in children.items() if reference not in locked}
    pack = pack_of(line.body)
    used = pack.policy().look_or_none("loadings.identities", on=on)
    rows = StatusFact.objects.filter(
        child_id__in=fresh.values(), kind__in=used.value if used is not None else []
    ).order_by("recorded_at", "id")
    zone = ZoneInfo(pack.time_zone)
    found: dict[str, list[Json]] = {reference: [] for reference in fresh}
    references = {key: reference for reference, key in fresh.items()}
    for row in rows:
        start = _day(row.recorded_at, zone)
        end = None if row.superseded_at is None else _day(row.superseded_at, zone)
        if end is None or end > start:  # what was corrected on its own day held for no night
            found[references[row.child_id]].append(
                {"kind": row.kind, "value": row.value, **DateRange(start, end).to_json()}
            )
    return {**found, **locked}


def _locked_with(statement: Statement | None) -> dict[str, list[Json]]:
    if statement is None or not statement.is_locked:
        return {}
    agreed = statement.versions.filter(kind="count").order_by("-number").first()
    if agreed is None:
        return {}
    # A child who came into the quarter late keeps what was on record then, though it leave and come again.
    late = statement.versions.filter(kind="late").order_by("-number")
    known = [child for version in (*late, agreed) for child in version.facts.get("children", [])]
    return {child["id"]: child.get("status", []) for child in known}


def _day(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    return moment.astimezone(zone).date()


def _range(stored: Any, period: DateRange) -> Json:
    found = from_db(stored)
    if found.end is not None and period.end is not None and found.end >= period.end:
        return DateRange(found.start).to_json()
    return found.to_json()
