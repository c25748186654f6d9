"""The formal assessment: level, response, factors, abatement within its limit, growth; then approval by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.statements import figures, ledger
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Assessment, Statement
from homeward.apps.statements.services.adjusting import hold_lines, settle_after_decision
from homeward.apps.statements.services.keeping import keep_from_now
from homeward.apps.statements.services.moving import lock, move, require, tell_holders
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class LoadingAbatement:
    """How much of one loading category is abated, and why."""

    amount: Decimal
    reason: str


@dataclass(frozen=True)
class ForEarlier:
    """What is decided of an earlier quarter's growth or abatement that came to be known late, and why."""

    amount: Decimal
    reason: str = ""


@service("statement.assess", "This assessment cannot be recorded")
def assess(
    *, statement: Statement, responses: Sequence[str], factors: Mapping[str, str], abatement: Decimal, abatement_reason: str,
    growth: Decimal, growth_reason: str, earlier: Mapping[str, ForEarlier] | None = None,
    loadings: Mapping[str, LoadingAbatement] | None = None, by: Actor,
) -> Assessment:  # fmt: skip
    """Decide on an agreed statement. Amounts are in the body's currency.

    `factors` maps each factor considered (section 4.4.2) to what was found. Abatement is discretionary, from nothing
    to its limit. `earlier` decides what adjustments of earlier quarters put up for decision: by the key of its offer
    (`ledger.offers`) the amount, from nothing to all of it; less growth, or an abatement, has its reason. `loadings`
    decides how much is abated of each loading category (section 4.5.2), from nothing to its limit, each with its
    reason. Raises Refused with every reason.
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
    abated = {category: item for category, item in (loadings or {}).items() if item.amount}
    missing += [
        Reason("statement.reason_missing", {"what": f"An abatement of the loading {category}"})
        for category, item in abated.items()
        if not item.reason.strip()
    ]
    for_earlier, wrong = _for_earlier(statement, earlier or {})
    refuse_if("This assessment cannot be recorded", [*missing, *wrong])
    moved = move(
        statement, "assess", by=by, abatement=abatement, growth=growth,
        loading_abatements={category: item.amount for category, item in abated.items()},
        note=abatement_reason or growth_reason,
    )  # fmt: skip
    version = newest(moved)
    adjusted = sum((Decimal(row["approved"]) for row in for_earlier), Decimal(0))
    of_loadings = sum((item.amount for item in abated.values()), Decimal(0))
    payable = figures.base_payable(version.decision) + growth - abatement - of_loadings + adjusted
    values = {
        "body": moved.body, "organisation": moved.organisation, "version": version,
        "level": version.level, "responses": list(responses),
        "factors": [{"factor": k, "found": v} for k, v in factors.items() if v.strip()],
        "abatement_amount": abatement, "abatement_reason": abatement_reason, "growth_amount": growth,
        "growth_reason": growth_reason,
        "loading_abatements": [
            {"category": category, "amount": f"{item.amount:.2f}", "reason": item.reason.strip()}
            for category, item in sorted(abated.items())
        ],
        "loading_abatements_amount": of_loadings,
        "adjustments": for_earlier, "adjustments_amount": adjusted, "payable_amount": payable,
        "assessed_at": timezone.now(), "assessed_by": by.user,
        "approved_at": None, "approved_by": None,
    }  # fmt: skip
    assessment, _ = Assessment.objects.update_or_create(statement=moved, defaults=values)
    tell_holders(moved, f"{moved.line} {moved.label} waits for your approval", but=by)
    return assessment


def _for_earlier(
    statement: Statement, given: Mapping[str, ForEarlier]
) -> tuple[list[dict[str, str]], list[Reason]]:
    """What is decided for earlier quarters, as it is kept, and everything against it."""
    found, wrong = [], []
    offers = ledger.offers(statement)
    for offer in offers:
        answer = given.get(offer.key, ForEarlier(Decimal(0)))
        amount, most = answer.amount, abs(offer.amount)
        if not answer.reason.strip() and (
            amount if offer.amount < 0 else offer.key in given and amount < most
        ):
            wrong.append(
                Reason("statement.reason_missing", {"what": f"This decision for {offer.origin.label}"})
            )
        if not Decimal(0) <= amount <= most:
            inputs = {"label": offer.origin.label, "amount": f"{amount:,.2f}", "limit": f"{most:,.2f}"}
            wrong.append(Reason("statement.earlier_over", inputs))
        signed = amount if offer.amount > 0 else -amount
        found.append(
            {
                "origin": offer.origin.public_id, "label": offer.origin.label, "code": offer.code,
                "offered": str(offer.amount), "approved": str(signed), "up_to": str(offer.up_to),
                "reason": answer.reason.strip(),
            }
        )  # fmt: skip
    wrong += [
        Reason("statement.earlier_unknown", {"key": key})
        for key in given
        if key not in {offer.key for offer in offers}
    ]
    return found, wrong


@service("statement.approve", "This statement cannot be approved")
def approve(*, statement: Statement, by: Actor) -> Statement:
    """Approve the assessed amount, within one's delegation and not one's own work."""
    require(Permission.STATEMENT_APPROVE, statement, by)
    hold_lines(statement)  # what is decided may move money of other quarters
    moved = move(lock(statement), "approve", by=by)
    Assessment.objects.filter(statement=moved).update(approved_at=timezone.now(), approved_by=by.user)
    keep_from_now(Assessment.objects.get(statement=moved), by)
    settle_after_decision(moved, by=by)
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
