"""The formal assessment: level, response, factors, abatement within its limit, growth; then approval by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.statements import figures
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Assessment, Statement
from homeward.apps.statements.services.moving import lock, move, require, tell_holders
from homeward.kernel.reasons import Reason


@service("statement.assess", "This assessment cannot be recorded")
def assess(
    *, statement: Statement, responses: Sequence[str], factors: Mapping[str, str], abatement: Decimal, abatement_reason: str,
    growth: Decimal, growth_reason: str, by: Actor,
) -> Assessment:  # fmt: skip
    """Decide on an agreed statement. Amounts are in the body's currency.

    `factors` maps each factor considered (section 4.4.2) to what was found. Abatement is discretionary, from nothing
    to its limit. Raises Refused with every reason.
    """
    require(Permission.STATEMENT_ASSESS, statement, by)
    statement = lock(statement)
    missing = []
    if abatement and not abatement_reason.strip():
        missing.append(Reason("statement.reason_missing", {"what": "An abatement"}))
    if growth != figures.growth_payable(newest(statement).decision) and not growth_reason.strip():
        missing.append(
            Reason("statement.reason_missing", {"what": "A growth payment other than the entitlement"})
        )
    refuse_if("This assessment cannot be recorded", missing)
    moved = move(
        statement, "assess", by=by, abatement=abatement, growth=growth, note=abatement_reason or growth_reason
    )
    version = newest(moved)
    payable = figures.base_payable(version.decision) + growth - abatement
    values = {
        "body": moved.body, "organisation": moved.organisation, "version": version,
        "level": version.level, "responses": list(responses),
        "factors": [{"factor": k, "found": v} for k, v in factors.items() if v.strip()],
        "abatement_amount": abatement, "abatement_reason": abatement_reason, "growth_amount": growth,
        "growth_reason": growth_reason, "payable_amount": payable, "assessed_at": timezone.now(), "assessed_by": by.user,
        "approved_at": None, "approved_by": None,
    }  # fmt: skip
    assessment, _ = Assessment.objects.update_or_create(statement=moved, defaults=values)
    tell_holders(moved, f"{moved.line} {moved.label} waits for your approval", but=by)
    return assessment


@service("statement.approve", "This statement cannot be approved")
def approve(*, statement: Statement, by: Actor) -> Statement:
    """Approve the assessed amount, within one's delegation and not one's own work."""
    require(Permission.STATEMENT_APPROVE, statement, by)
    moved = move(lock(statement), "approve", by=by)
    Assessment.objects.filter(statement=moved).update(approved_at=timezone.now(), approved_by=by.user)
    tell_holders(moved, f"{moved.line} {moved.label} is approved and can be paid", but=by)
    return moved


@service("statement.send_back", "This assessment cannot be sent back")
def send_back(*, statement: Statement, reason: str, by: Actor) -> Statement:
    """Return an assessment to be decided again, with the reason. The agreed figures stay locked."""
    require(Permission.STATEMENT_APPROVE, statement, by)
    empty = (
        None if reason.strip() else Reason("statement.reason_missing", {"what": "Sending an assessment back"})
    )
    refuse_if("This assessment cannot be sent back", [empty])
    moved = move(lock(statement), "send_back", by=by, note=reason.strip())
    tell_holders(moved, f"{moved.line} {moved.label}: the assessment came back", reason, but=by)
    return moved
