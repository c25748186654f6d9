"""Reading meetings: the lines of a quarter, what missed its target, who may take something on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.core.vocabulary import label_of
from homeward.apps.meetings.changes import change_between, change_json
from homeward.apps.meetings.models import Action, Meeting, ShortfallReason, Side
from homeward.apps.statements import figures
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import LOCKED_STATES, State, Statement
from homeward.apps.statements.queries import board, line_words

Json = dict[str, Any]
# Responses of a level that ask for a meeting, strongest first (the pack's matrix says which level asks for which).
ASK_FOR_A_MEETING = ("mandatory_meeting", "discuss_causes", "lighter_meeting")


def missed_nights(version: Any) -> int | None:
    """Nights short of the target; None without a target, 0 when it was met."""
    if version.contracted_nights is None:
        return None
    return max(0, version.contracted_nights - version.actual_nights)


def live_reasons(statement: Statement) -> Any:
    return (
        statement.shortfall_reasons.filter(replaced_at=None).select_related("given_by").order_by("side", "pk")
    )


def reasons_json(statement: Statement, rows: Iterable[ShortfallReason] | None = None) -> list[Json]:
    """The reasons both sides gave, in words."""
    found = live_reasons(statement) if rows is None else rows
    return [
        {
            "side": r.get_side_display(), "code": r.code, "label": label_of(statement.body, "shortfall_reasons", r.code),
            "nights": r.nights, "text": r.text, "by": r.given_by.name,
        }
        for r in found
    ]  # fmt: skip


def statements_of(actor: Actor, organisation: Organisation, label: str) -> list[Statement]:
    """The statements with a target of one provider and quarter that the actor may see, in the order of lines."""
    rows = board(actor).filter(organisation=organisation, label=label).exclude(contracted=None)
    return list(rows.order_by("line__agreement__reference", "line__number"))


def item_of(statement: Statement) -> Json:
    """One line as a meeting looks at it: figures, assessment, change since the last quarter, reasons."""
    version = newest(statement)
    level = version.decision["level"]
    assessment = getattr(statement, "assessment", None)
    decided = assessment if assessment is not None and statement.state != State.AGREED else None
    return {
        "statement": statement.public_id,
        "line": str(statement.line),
        "words": line_words(statement),
        "version": version.number,
        "state": statement.get_state_display(),
        "share": version.decision["share"]["shown"] if version.decision["share"] else "n/a",
        "level": level["code"] or "",
        "actual": version.actual_nights,
        "contracted": version.contracted_nights,
        "missed": missed_nights(version) or 0,
        "responses": list(decided.responses) if decided else figures.responses(version.decision),
        "assessed": decided is not None,
        "change": _change(statement, version),
        "reasons": reasons_json(statement),
    }


def _change(statement: Statement, version: Any) -> Json | None:
    before = (
        Statement.objects.filter(line=statement.line, period__fully_lt=statement.period)
        .exclude(state=State.DRAFT)
        .order_by("-period")
        .first()
    )
    if before is None:
        return None
    earlier = newest(before)
    return change_json(change_between(earlier.decision, version.decision, before.label, statement.body))


@dataclass(frozen=True)
class Owner:
    """Somebody who can take something on."""

    user: User
    side: str


def owners(body: Any, organisation: Organisation) -> list[Owner]:
    """Who can be asked or take something on: those of either side who may read its meetings today."""
    found = []
    for side, held_at in ((Side.BODY, HeldAt.BODY), (Side.PROVIDER, HeldAt.ORGANISATION)):
        roles = roles_with(P.MEETING_READ, held_at)
        people = people_in(roles, body=body, organisation_id=organisation.pk)
        found += [Owner(user, str(side)) for user in people]
    return found


def meetings(actor: Actor) -> Any:
    return Meeting.objects.visible_to(actor).select_related("organisation", "body", "planned_by")


def actions(actor: Actor) -> Any:
    rows = Action.objects.visible_to(actor).exclude(meeting__state=Meeting.State.CANCELLED)
    return rows.select_related("organisation", "meeting", "owner", "statement__line__agreement", "done_by")


def reasons(actor: Actor) -> Any:
    """Every live reason the actor may see, with the quarter and service type it belongs to."""
    rows = ShortfallReason.objects.visible_to(actor).filter(
        replaced_at=None, statement__in=Statement.objects.visible_to(actor)
    )
    return rows.select_related(
        "statement__line__agreement",
        "statement__line__home",
        "statement__body",
        "organisation",
        "given_by",
        "body",
    ).annotate(label=F("statement__label"), service_type=F("statement__line__service_type"))


@dataclass
class Blockage:
    """One reason over quarters: how often it was given and how many nights it explained."""

    code: str
    label: str
    lines: dict[str, int] = field(default_factory=dict)
    nights: dict[str, int] = field(default_factory=dict)

    @property
    def total_lines(self) -> int:
        return sum(self.lines.values())

    @property
    def total_nights(self) -> int:
        return sum(self.nights.values())


def blockages(rows: Any, body: Any, *, count: int = 6) -> tuple[list[str], list[Blockage]]:
    """Reasons against quarters, the commonest first, over the last quarters that have any."""
    found: dict[str, Blockage] = {}
    quarters: dict[str, Any] = {}
    for row in rows:
        quarters[row.label] = row.statement.period.lower
        blockage = found.setdefault(
            row.code, Blockage(row.code, label_of(body, "shortfall_reasons", row.code))
        )
        blockage.lines[row.label] = blockage.lines.get(row.label, 0) + 1
        blockage.nights[row.label] = blockage.nights.get(row.label, 0) + (row.nights or 0)
    labels = sorted(quarters, key=lambda label: quarters[label])[-count:]
    for blockage in found.values():
        blockage.lines = {label: n for label, n in blockage.lines.items() if label in labels}
        blockage.nights = {label: n for label, n in blockage.nights.items() if label in labels}
    kept = [b for b in found.values() if b.lines]
    return labels, sorted(kept, key=lambda b: (-b.total_lines, -b.total_nights, b.label))


def quarters_with_statements(actor: Actor) -> list[tuple[str, Any]]:
    """Labels and periods of quarters with issued statements, the newest first."""
    rows = Statement.objects.visible_to(actor).exclude(state=State.DRAFT).order_by("-period")
    return list(rows.values_list("label", "period").distinct())


def lines_to_explain(actor: Actor, side: str) -> list[Any]:
    """Statements below their target for which this side gave no reason yet: issued or later, not yet paid."""
    explained = ShortfallReason.objects.filter(replaced_at=None, side=side).values("statement")
    rows = board(actor).exclude(state__in=[State.DRAFT, State.PAID]).exclude(pk__in=explained)
    return list(rows.filter(contracted__gt=F("actual")).order_by("period", "pk"))


@dataclass(frozen=True)
class Wanted:
    """A meeting nobody has planned: for the newest quarter that asks for one, with how many before it also did."""

    organisation: Organisation
    label: str
    response: str
    since: dt.date
    earlier: int = 0


def to_plan(actor: Actor) -> list[Wanted]:
    """One meeting a provider: its newest quarter whose assessment asks for one, if none is planned for it or a later one."""
    planned = set(
        Meeting.objects.visible_to(actor)
        .exclude(state=Meeting.State.CANCELLED)
        .values_list("organisation_id", "label")
    )
    wanted: dict[int, Wanted] = {}
    seen: set[tuple[int, str]] = set()
    rows = Statement.objects.visible_to(actor).filter(state__in=set(LOCKED_STATES) - {State.AGREED})
    for statement in rows.select_related("organisation", "assessment").order_by("period", "pk"):
        response = next((r for r in ASK_FOR_A_MEETING if r in statement.assessment.responses), None)
        of, key = statement.organisation_id, (statement.organisation_id, statement.label)
        if key in planned:
            wanted.pop(of, None)  # the meeting about this quarter looks back on those before it
        elif response and key not in seen:
            seen.add(key)
            earlier = wanted[of].earlier + 1 if of in wanted else 0
            at = timezone.localtime(statement.assessment.assessed_at).date()
            wanted[of] = Wanted(statement.organisation, statement.label, response, at, earlier)
    return list(wanted.values())
