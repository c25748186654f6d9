"""Reading statements: the board, the past quarters of a line, totals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Subquery

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements.models import State, Statement, Version


def newest_seen_by(actor: Actor, field: str) -> Subquery:
    """A column of each statement's newest version this person may see: a provider sees none before it is issued, and
    later knowledge of a locked quarter never stands in the agreed figures' place."""
    return Subquery(
        Version.objects.visible_to(actor)
        .filter(statement=OuterRef("pk"), kind=Version.Kind.COUNT)
        .order_by("-number")
        .values(field)[:1]
    )


def newest_counted(statement: Statement, actor: Actor) -> Version | None:
    """The version people talk about, as far as this person may see it: of a locked quarter the agreed one."""
    found = Version.objects.visible_to(actor).filter(statement=statement, kind=Version.Kind.COUNT)
    first: Version | None = found.select_related("statement", "body").order_by("-number").first()
    return first


def board(actor: Actor) -> Any:
    """Statements a person may see, with the figures of the version they may see."""
    return (
        Statement.objects.visible_to(actor)
        .select_related("organisation", "line__agreement", "line__home", "body")
        .annotate(
            actual=newest_seen_by(actor, "actual_nights"),
            contracted=newest_seen_by(actor, "contracted_nights"),
            share=newest_seen_by(actor, "share_percent"),
            level=newest_seen_by(actor, "level"),
            is_known_late=Exists(
                Version.objects.visible_to(actor).filter(statement=OuterRef("pk"), kind=Version.Kind.LATE)
            ),
        )
    )


def months(actor: Actor) -> Any:
    """The board of a body whose statements are for months: with what is due with tax, as text."""
    return board(actor).annotate(payable=newest_seen_by(actor, "decision__total__with_gst"))


def line_words(statement: Statement) -> str:
    """`General family based care`, with the home where a line buys one home's places."""
    line = statement.line
    words = label_of(statement.body, "service_types", line.service_type)
    return f"{words}, {line.home.name}" if line.home_id and line.home else words


@dataclass(frozen=True)
class StateCount:
    state: State
    lines: int
    oldest: Any


def by_state(actor: Actor, label: str) -> list[StateCount]:
    """How many statements of a quarter stand in each state, in the order of the road."""
    rows = (
        Statement.objects.visible_to(actor)
        .filter(label=label)
        .order_by()
        .values("state")
        .annotate(n=Count("pk"), oldest=Min("since"))
    )
    found = {row["state"]: row for row in rows}
    return [StateCount(s, found[s]["n"], found[s]["oldest"]) for s in State if s in found]


@dataclass(frozen=True)
class PastQuarter:
    """One quarter of a line, as it stands in the newest version a person may see."""

    label: str
    public_id: str
    actual: int
    contracted: int | None
    share: Decimal | None
    level: str
    state: str


def past_quarters(statement: Statement, actor: Actor, *, count: int = 6) -> list[PastQuarter]:
    """The line's quarters up to this one, oldest first."""
    rows = (
        board(actor).filter(line=statement.line, period__not_gt=statement.period).order_by("-period")[:count]
    )
    return [
        PastQuarter(
            r.label, r.public_id, r.actual or 0, r.contracted, r.share, r.level or "", r.get_state_display()
        )
        for r in reversed(rows)
    ]


def totals_by_quarter(actor: Actor, *, count: int = 6) -> list[tuple[str, int, int]]:
    """All lines with a target together: label, actual and contracted nights, oldest first. A roll-up: display only."""
    rows = (
        board(actor)
        .exclude(contracted=None)
        .order_by("period")
        .values_list("label", "period", "actual", "contracted")
    )
    sums: dict[Any, list[Any]] = {}
    for label, period, actual, contracted in rows:
        entry = sums.setdefault(period.lower, [label, 0, 0])
        entry[1] += actual or 0
        entry[2] += contracted or 0
    return [(label, actual, contracted) for label, actual, contracted in list(sums.values())[-count:]]


def by_provider(actor: Actor, label: str) -> list[dict[str, Any]]:
    """A quarter rolled up by provider. It has no level, growth or limit: those belong to lines."""
    rows = board(actor).filter(label=label).exclude(contracted=None)
    sums: dict[str, dict[str, Any]] = {}
    for row in rows:
        entry = sums.setdefault(
            row.organisation.name,
            {"provider": row.organisation.name, "lines": 0, "actual": 0, "contracted": 0},
        )
        entry["lines"] += 1
        entry["actual"] += row.actual or 0
        entry["contracted"] += row.contracted
    return sorted(sums.values(), key=lambda e: e["provider"])
