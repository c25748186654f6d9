"""The way of what one person asks for and another decides: requested, then approved, declined or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.funding.models import AdditionalRate, Asked, FundingRequest, Side
from homeward.apps.funding.rule import nights_of
from homeward.apps.placements.models import Placement
from homeward.kernel.reasons import Reason

Thing = AdditionalRate | FundingRequest


def amount_of(thing: Thing) -> Decimal | None:
    """What approving it may come to: the amount of a request, a rate for all its nights; None where that has no end."""
    if isinstance(thing, FundingRequest):
        return thing.amount
    nights = nights_of(thing)
    return None if nights.end is None else thing.amount * nights.nights


def not_own(thing: Thing, by: Actor, **_: object) -> Sequence[Reason]:
    return [Reason("funding.own_asking", {"name": by.user.name})] if thing.asked_by_id == by.user.pk else []


def reason_given(thing: Thing, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("record.missing", {"field": "reason", "label": "Reason"})]


def within_delegation(thing: Thing, by: Actor, **_: object) -> Sequence[Reason]:
    return over_limit(amount_of(thing), by)


def over_limit(amount: Decimal | None, by: Actor) -> Sequence[Reason]:
    """Reasons where an amount is beyond what a person, or whom they stand in for, may decide; None: it has no end."""
    limit = (by.membership.deputy_for or by.membership).delegation_limit
    if limit is None:
        return [Reason("funding.no_delegation", {"name": by.user.name})]
    if amount is not None and amount > limit:
        told = {"amount": f"{amount:,.2f}", "limit": f"{limit:,.2f}", "currency": by.body.currency}
        return [Reason("funding.over_delegation", told)]
    return []


def amount_named(thing: Thing, by: Actor, **_: object) -> Sequence[Reason]:
    return [] if thing.amount > 0 else [Reason("funding.amount_open", {})]


def own_side(thing: Thing, by: Actor, **_: object) -> Sequence[Reason]:
    """Whoever's side asked takes it back; who decides money does not ask, and so does not."""
    asks = by.holds(P.FUNDING_PROPOSE) or by.holds(P.FUNDING_REPORT)
    mine = Side.PROVIDER if by.is_provider else Side.BODY
    return [] if asks and thing.asked_side == mine else [Reason("funding.other_side_asked", {})]


MACHINE = Machine(
    "funding",
    {state.value: str(state.label) for state in Asked},
    (
        Move("approve", (Asked.REQUESTED,), Asked.APPROVED, P.FUNDING_APPROVE, "approve this",
             (not_own, reason_given, amount_named, within_delegation)),
        Move("decline", (Asked.REQUESTED,), Asked.DECLINED, P.FUNDING_APPROVE, "decline this", (not_own, reason_given)),
        Move("withdraw", (Asked.REQUESTED,), Asked.WITHDRAWN, P.FUNDING_READ, "withdraw this", (own_side, reason_given)),
    ),
)  # fmt: skip


def move(thing: Thing, name: str, reason: str, by: Actor) -> None:
    """Make a move and write down who decided, when and why. For services, inside their writing."""
    chosen = MACHINE.check(name, thing, by, reason=reason)
    thing.state, thing.decision_reason = chosen.target, reason.strip()
    written: dict[str, Any] = {}
    if chosen.target != Asked.WITHDRAWN:
        written = {"decided_at": timezone.now(), "decided_by": by.user}
    for field, value in written.items():
        setattr(thing, field, value)
    thing.save(update_fields=["state", "decision_reason", *written])


def lives_on_line(rate: AdditionalRate) -> bool:
    """Whether the child has a stay on the line that touches the nights of the rate."""
    stays = Placement.objects.filter(line=rate.line, child=rate.child)
    return stays.filter(period__overlap=rate.period).exists()
