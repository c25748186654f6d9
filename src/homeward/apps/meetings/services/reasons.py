"""Saying why a line missed its target (section 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import code_list, is_code, label_of
from homeward.apps.core.writing import permit, service
from homeward.apps.meetings.models import ShortfallReason, Side
from homeward.apps.meetings.queries import live_reasons, missed_nights
from homeward.apps.statements import figures
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Statement
from homeward.apps.statements.services.moving import lock
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Reason

WHAT = "These reasons cannot be recorded"


@dataclass(frozen=True)
class Given:
    """One reason: its code, the nights it explains if known, and words."""

    code: str
    nights: int | None = None
    text: str = ""


@service("give_reasons", WHAT)
def give_reasons(*, statement: Statement, reasons: Sequence[Given], by: Actor) -> list[ShortfallReason]:
    """Say for one side why a line missed its target. What this side said before is replaced and kept in the history.

    The nights given may not explain more than are missing; they may explain fewer. Raises Refused.
    """
    permit(may(by, P.SHORTFALL_EXPLAIN, statement), WHAT)
    statement = lock(statement)
    refuse_if(WHAT, check_reasons(statement, reasons))
    side = Side.PROVIDER if by.is_provider else Side.BODY
    live_reasons(statement).filter(side=side).update(replaced_at=timezone.now())
    made = [
        ShortfallReason.objects.create(
            body=statement.body, organisation=statement.organisation, statement=statement, side=side, code=g.code,
            nights=g.nights, text=g.text.strip(), given_by=by.user,
        )
        for g in reasons
    ]  # fmt: skip
    audit.record(by, "give_reasons", statement, reasons=[g.code for g in reasons])
    return made


def check_reasons(statement: Statement, reasons: Sequence[Given]) -> list[Reason]:
    """Everything against reasons as they would be recorded. `field` names the code a reason belongs to."""
    body, version = statement.body, newest(statement)
    day = figures.last_night(version.decision)
    missed = missed_nights(version)
    found = []
    if not missed:
        counted: dict[str, JSON] = {
            "actual": version.actual_nights,
            "contracted": version.contracted_nights or "no",
        }
        found.append(Reason("meeting.not_missed", counted))
    if not reasons:
        found.append(Reason("meeting.reasons_none", {"field": "reasons"}))
    listed = code_list(body, "shortfall_reasons")
    for g in reasons:
        if not is_code(body, "shortfall_reasons", g.code, day):
            found.append(Reason("meeting.reason_unknown", {"code": g.code, "field": "reasons"}))
        elif listed is not None and listed.attribute(g.code, "needs_words") and not g.text.strip():
            label = label_of(body, "shortfall_reasons", g.code)
            found.append(Reason("meeting.reason_words", {"label": label, "field": f"text_{g.code}"}))
    given = sum(g.nights or 0 for g in reasons)
    if missed and given > missed:
        last = [g for g in reasons if g.nights][-1]
        told: dict[str, JSON] = {"given": given, "missed": missed, "field": f"nights_{last.code}"}
        found.append(Reason("meeting.reasons_too_many", told))
    return found
