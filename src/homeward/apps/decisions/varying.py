"""A contract's terms through time: as it was signed, then as each variation left them; and a variation's own way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.decisions.facts import is_whole, needed_sides
from homeward.apps.decisions.models import Contract, ContractVariation
from homeward.apps.decisions.models.decisions import LIVING, Decision
from homeward.kernel.reasons import Reason

S = ContractVariation.State
FROM = (Decision.State.CONTRACTED, *LIVING)


@dataclass(frozen=True)
class Terms:
    """What a contract costs and buys from a day on, and the variation that says so; None: the contract itself."""

    since: dt.date
    weekly: Decimal
    care: Decimal
    education: Decimal
    health: Decimal
    buys: str
    variation: ContractVariation | None


def terms_of(contract: Contract, *, also: ContractVariation | None = None) -> list[Terms]:
    """The terms in order of their first day, the earliest as signed. `also`: as if this one held already."""
    rows = list(contract.variations.filter(state=S.IN_FORCE))
    if also is not None:
        rows = [*(v for v in rows if v.effective_on < also.effective_on), also]
    varied = [
        Terms(v.effective_on, v.weekly, v.care, v.education, v.health, v.buys, v)
        for v in sorted(rows, key=lambda v: v.effective_on)
    ]
    start = contract.decision.start_on
    return [
        Terms(
            start, contract.weekly, contract.care, contract.education, contract.health, contract.buys, None
        ),
        *varied,
    ]


def terms_on(contract: Contract, day: dt.date) -> Terms:
    """The terms that hold on a day; before the first night those it begins with."""
    return terms_in(terms_of(contract), day)


def terms_in(terms: Sequence[Terms], day: dt.date) -> Terms:
    """The same of terms already at hand."""
    return next((held for held in reversed(terms) if held.since <= day), terms[0])


def is_open_to_variation(contract: Contract) -> bool:
    """Whether one may be proposed now: the contract binds, and none waits."""
    waits = contract.variations.filter(state=S.PROPOSED).exists()
    return contract.decision.state in FROM and is_whole(contract) and not waits


def out_of_date(variation: ContractVariation, by: Actor | None = None, **_: object) -> list[Reason]:
    """Reasons why it no longer fits the contract it would vary."""
    decision = variation.contract.decision
    if decision.state in FROM:
        return []
    return [Reason("contract.not_to_vary", {"state": decision.get_state_display()})]


def replaced_by(contract: Contract, effective_on: dt.date) -> QuerySet[ContractVariation]:
    """What is agreed for that day or a later one: new terms hold from their day on without end, and take its place."""
    return contract.variations.filter(state=S.IN_FORCE, effective_on__gte=effective_on).order_by(
        "effective_on"
    )


MACHINE = Machine(
    "contract_variation",
    {s.value: str(s.label) for s in S},
    [
        Move("agree", (S.PROPOSED,), S.IN_FORCE, P.CONTRACT_SIGN, "agree to this variation", (out_of_date,)),
        Move("decline", (S.PROPOSED,), S.DECLINED, P.CONTRACT_SIGN, "decline this variation"),
        Move("take_back", (S.PROPOSED,), S.WITHDRAWN, P.DECISION_CARRY_OUT, "take this variation back"),
    ],
)  # fmt: skip


def sides_missing(variation: ContractVariation, signed: set[str]) -> list[str]:
    """Whose signatures it still needs: those its contract needed."""
    return [side for side in needed_sides(variation.contract) if side not in signed]
