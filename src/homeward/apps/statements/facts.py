"""The facts of one line and period, gathered from the records as the engine reads them.

Facts are plain data with references in place of names, in a fixed order, so that the same records always give
the same digest: a statement whose digest no longer matches its records cannot be agreed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.placements.models import ExceedRequest, Placement, Spell
from homeward.apps.statements.acquittals import received_on
from homeward.apps.statements.loading_facts import loading_terms, with_loadings
from homeward.apps.statements.models import (
    LOCKED_STATES,
    OPEN_STATES,
    Adjustment,
    Disallowance,
    Statement,
    Version,
)
from homeward.apps.statements.partnered.facts import gather_partnered, is_partnered
from homeward.kernel.ranges import DateRange

Json = dict[str, Any]


@dataclass(frozen=True)
class Gathered:
    """Facts and their SHA-256."""

    facts: Json
    digest: str


def gather(statement: Statement) -> Gathered:
    """The facts of a statement as the records stand now."""
    return gather_line(statement.line, from_db(statement.period), statement=statement)


def gather_line(line: Line, period: DateRange, *, statement: Statement | None = None) -> Gathered:
    """The facts of a line and period; with a statement, its disallowed nights too."""
    if is_partnered(line):
        facts = gather_partnered(line, period)
        return Gathered(facts, digest_of(facts))
    placements = list(
        Placement.objects.filter(line=line, period__overlap=to_db(period))
        .select_related("child", "home")
        .prefetch_related(Prefetch("spells", Spell.objects.order_by("kind", "period", "public_id")))
        .order_by("child__reference", "period", "public_id")
    )
    facts = {
        "period": period.to_json(),
        "line": _line(line),
        "placements": [_placement(p, period) for p in placements],
        "children": _children(placements),
        "other_lines": _other_lines(line, period, placements),
        "exceed_approvals": _approvals(line, period),
        "disallowed": _disallowed(statement),
        "previous_levels": _previous_levels(line, period),
    }
    facts = with_loadings(facts, line, period, placements, statement)
    received = _report_received(line, period, statement)
    if received is not None:
        facts["report_received_on"] = received
    if taken := _adjustments(line, period, statement):
        facts["adjustments"] = taken
    return Gathered(facts, digest_of(facts))


def canonical(data: Any) -> bytes:
    """The one text of facts or a decision: what a digest is made of, and what a download holds, byte for byte."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(data: Any) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(data)).hexdigest()


def line_facts(line: Line, period: DateRange) -> Json:
    """The terms of a line alone, as the engine reads them, with the loadings contracted in a period."""
    return {**_line(line), **loading_terms(line, period)}


def _report_received(line: Line, period: DateRange, statement: Statement | None) -> str | None:
    """The day on which the quarter's report came; of a locked statement the day it was locked with."""
    if statement is not None and statement.is_locked:
        version = statement.versions.exclude(kind="late").order_by("-number").first()
        day: str | None = version.facts.get("report_received_on") if version else None
        return day
    found = received_on(line, period)
    return found.isoformat() if found else None


def _range(period: Any, until: dt.date | None = None) -> Json:
    """A stored range; an end on or after `until` reads as open, so that what happens later changes no digest."""
    found = from_db(period)
    if until is not None and found.end is not None and found.end >= until:
        return DateRange(found.start).to_json()
    return found.to_json()


def _line(line: Line) -> Json:
    whole = from_db(line.period).clip(from_db(line.agreement.period))
    # A line outside its agreement is refused when it is written; the agreement's end wins if it is shortened later.
    in_force = whole or from_db(line.period)
    return {
        "id": line.public_id,
        "service_type": line.service_type,
        "placement_type": line.placement_type or None,
        "method": line.method,
        "in_force": in_force.to_json(),
        "targets": [
            {**_range(t.period), "placements": t.placements} for t in line.targets.order_by("period", "id")
        ],
        "rates": [
            {**_range(r.period), "kind": r.kind, "amount": str(r.amount.normalize() + 0)}
            for r in line.rates.order_by("period", "id")
        ],
        "overrides": [
            {
                "path": o.parameter, "key": o.key or None, "value": o.value, "reference": o.reference,
                "from": from_db(o.period).start.isoformat(),
                "until": end.isoformat() if (end := from_db(o.period).end) else None,
            }
            for o in line.overrides.order_by("parameter", "period", "id")
        ],
    }  # fmt: skip


def _placement(placement: Placement, period: DateRange) -> Json:
    return {
        "id": placement.public_id,
        "child": placement.child.reference,
        "home": placement.home.reference,
        **_range(placement.period, period.end),
        "source": placement.source or None,
        "spells": [
            {
                "id": s.public_id, "kind": s.kind, **_range(s.period, period.end),
                "decided_by": s.decided_by or None, "code": s.code or None,
            }
            for s in placement.spells.all()
            if from_db(s.period).overlaps(period)
        ],
    }  # fmt: skip


def _children(placements: Iterable[Placement]) -> list[Json]:
    children = {p.child.reference: p.child for p in placements}
    return [
        {"id": ref, "born_on": child.born_on.isoformat() if child.born_on else None}
        for ref, child in sorted(children.items())
    ]


def _other_lines(line: Line, period: DateRange, placements: list[Placement]) -> list[Json]:
    """Stays of the same children under other lines: the engine flags nights that stand on two contracts."""
    others = (
        Placement.objects.filter(
            child_id__in={p.child_id for p in placements}, period__overlap=to_db(period), line__isnull=False
        )
        .exclude(line=line)
        .select_related("child", "line__agreement")
        .prefetch_related(
            Prefetch("spells", Spell.objects.filter(kind=Spell.Kind.HOLD, decided_by=Spell.DecidedBy.BODY))
        )
        .order_by("child__reference", "line_id", "period", "public_id")
    )
    return [
        {
            "line": str(p.line), "child": p.child.reference, "service_type": p.line.service_type,
            **_range(p.period, period.end),
            "on_hold": sorted(
                (_range(s.period, period.end) for s in p.spells.all() if from_db(s.period).overlaps(period)),
                key=lambda r: str(r["start"]),
            ),
        }
        for p in others
    ]  # fmt: skip


def _approvals(line: Line, period: DateRange) -> list[Json]:
    approved = ExceedRequest.objects.filter(
        line=line, state=ExceedRequest.State.APPROVED, period__overlap=to_db(period)
    )
    return [
        {**_range(a.period), "places": a.extra_places, "reference": a.public_id}
        for a in approved.order_by("period", "public_id")
    ]


def waiting_for(line: Line, period: DateRange) -> Any:
    """Adjustments that no statement has taken in and that this period of the line settles: the earliest open one after
    the quarter they come from.

    A line that has ended hands its own to another line of the agreement, once that has a period after it.
    """
    mine = Q(origin__line=line)
    ended = Q(origin__line__agreement=line.agreement_id, origin__line__period__fully_lt=to_db(period))
    sooner = Statement.objects.filter(
        line=line,
        state__in=OPEN_STATES,
        period__fully_lt=to_db(period),
        period__fully_gt=OuterRef("origin__period"),
    )
    return Adjustment.objects.filter(
        mine | ended, ~Exists(sooner), target=None, origin__period__fully_lt=to_db(period)
    )


def _adjustments(line: Line, period: DateRange, statement: Statement | None) -> list[Json]:
    """What this period settles of earlier quarters: what it took in, and while it is open what waits for it."""
    taken = Q(pk__in=[])
    if statement is not None:
        taken |= Q(target=statement)
    if statement is None or not statement.is_locked:
        taken |= Q(pk__in=waiting_for(line, period).values("pk"))
    rows = Adjustment.objects.filter(taken).select_related("origin")
    return [
        {
            "id": a.public_id, "code": a.code, "from_period": a.origin.label, "nights": a.nights, "amount": str(a.amount),
            "to_decide": str(a.to_decide), "reason": a.reason,
        }
        for a in rows.order_by("origin__period", "made_at", "id")
    ]  # fmt: skip


def _disallowed(statement: Statement | None) -> list[Json]:
    if statement is None:
        return []
    rows = Disallowance.objects.filter(statement=statement, lifted_at=None).select_related("placement")
    return [
        {"placement": d.placement.public_id, **_range(d.period), "reason": d.reason}
        for d in rows.order_by("placement__public_id", "period", "id")
    ]


def _previous_levels(line: Line, period: DateRange) -> list[Json]:
    """Levels of the periods before, as far as both sides agreed them."""
    earlier = Statement.objects.filter(line=line, period__fully_lt=to_db(period), state__in=LOCKED_STATES)
    rows = Version.objects.filter(kind=Version.Kind.COUNT).only("statement", "level")
    agreed = Prefetch("versions", rows.order_by("-number"))
    found = [(s, s.versions.all()[0]) for s in earlier.order_by("period").prefetch_related(agreed)]
    return [{"period": _range(s.period), "level": v.level} for s, v in found if v.level]
