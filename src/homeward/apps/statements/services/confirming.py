"""Confirming what a care partner's agreed month comes to: nothing is abated; what is due goes on to its approver."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.writing import service
from homeward.apps.statements import figures
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Assessment, Statement
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.apps.statements.services.moving import lock, move, require, tell_holders


@service("statement.assess", "This payment cannot be confirmed")
def confirm_payment(*, statement: Statement, note: str = "", by: Actor) -> Assessment:
    """Confirm the amount of an agreed month, with tax, in the body's currency. Raises Refused with every reason."""
    require(Permission.STATEMENT_ASSESS, statement, by)
    statement = lock(statement)
    if not is_partnered(statement.line):
        raise ValueError("a line with a target is assessed, not confirmed")
    moved = move(statement, "assess", by=by, note=note.strip())
    version = newest(moved)
    values = {
        "body": moved.body, "organisation": moved.organisation, "version": version, "level": version.level,
        "responses": [], "factors": [], "abatement_amount": Decimal(0), "growth_amount": Decimal(0),
        "payable_amount": figures.base_payable(version.decision), "assessed_at": timezone.now(), "assessed_by": by.user,
        "approved_at": None, "approved_by": None,
    }  # fmt: skip
    assessment, _ = Assessment.objects.update_or_create(statement=moved, defaults=values)
    tell_holders(moved, f"{moved.line} {moved.label} waits for your approval", but=by)
    return assessment
