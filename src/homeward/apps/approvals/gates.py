"""The engine's gate, asked for an application or an approval as it stands on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.approvals.facts import facts_of, facts_of_approval
from homeward.apps.approvals.journey import move_words
from homeward.apps.approvals.models import Application, PartnerApproval
from homeward.apps.approvals.obstacles import PREFIX, reasons_of
from homeward.apps.core.refusals import Sentence, present
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.approval import Gate, decide_gate
from homeward.kernel.reasons import Reason
from homeward.policy import Move


def gate_of(
    application: Application, move: Move | None = None, by: Actor | None = None, *, reason: str = "",
    given: Mapping[str, Any] | None = None,
) -> Gate:  # fmt: skip
    """What the engine says of a move, or of the record as it stands."""
    facts = facts_of(application, move=move, by=by, reason=reason, given=dict(given or {}))
    return decide_gate(facts, pack_of(application.body).policy())


def why_not(
    application: Application,
    move: Move,
    by: Actor,
    *,
    reason: str = "",
    given: Mapping[str, Any] | None = None,
) -> list[Reason]:
    """Every reason why somebody may not make a move now; empty when they may."""
    refusals = gate_of(application, move, by, reason=reason, given=given).refusals
    return reasons_of(application, refusals, to_partner=by.is_provider)


def approval_gate(
    approval: PartnerApproval, move: Move | None = None, by: Actor | None = None, *, reason: str = "",
    given: Mapping[str, Any] | None = None,
) -> Gate:  # fmt: skip
    facts = facts_of_approval(approval, move=move, by=by, reason=reason, given=dict(given or {}))
    return decide_gate(facts, pack_of(approval.body).policy())


@dataclass(frozen=True)
class WayOn:
    """One way on from here, in words, with what is missing and what is only said."""

    move: str
    words: str
    who: tuple[str, ...]
    missing: list[Sentence]
    said: list[Sentence]
    codes: tuple[str, ...] = ()  # of what is missing, as the pack names it


def ways_on(application: Application, gate: Gate, *, to_partner: bool) -> list[WayOn]:
    """Every way on with what is missing for it."""
    found = []
    for step in gate.next:
        missing = reasons_of(application, step.refusals, to_partner=to_partner)
        said = reasons_of(application, step.warnings, to_partner=to_partner)
        found.append(
            WayOn(
                step.move.code, move_words(application.body, step.move.code), step.move.who,
                [present(reason) for reason in missing], [present(reason) for reason in said],
                tuple(reason.code.removeprefix(PREFIX) for reason in missing),
            )
        )  # fmt: skip
    return found
