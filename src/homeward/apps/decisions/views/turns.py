"""What a person can do with a decision now, and why not where a move is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.refusals import Refused, Sentence, present
from homeward.apps.decisions.machine import MACHINE
from homeward.apps.decisions.models import Agreed, Contract, Decision
from homeward.apps.decisions.models.decisions import LIVING, PROMISED

S = Decision.State
WORDS = {
    S.PROPOSED: _l("The head of service decides."),
    S.AGREED: _l("The head of service agreed. Accepting promises the place and tells every provider."),
    S.REFUSED: _l("Refused. Another offer may be proposed."),
    S.WITHDRAWN: _l("Taken back. Another offer may be proposed."),
    S.ACCEPTED: _l("The offer is accepted. The contract stands once everybody has signed."),
    S.RETURNED: _l("It went back: the head of service decides again."),
    S.CONTRACTED: _l(
        "Everybody has signed. On the first night the placement is recorded, and its nights count."
    ),
    S.STARTED: _l("The children live there. Their nights are counted and paid."),
    S.NOTICE: _l("Notice is given; the nights count until the children leave."),
    S.ENDED: _l("The placement has ended."),
}


@dataclass
class Turn:
    """`posts`: moves without a form."""

    text: str
    actions: list[dict[str, Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    why_not: list[Sentence] = field(default_factory=list)
    more: list[dict[str, Any]] = field(default_factory=list)

    @property
    def acts(self) -> bool:
        return bool(self.actions or self.posts)


def turn_of(decision: Decision, actor: Actor, contract: Contract | None) -> Turn:
    turn = Turn(str(WORDS[S(decision.state)]))
    if decision.state == S.WITHDRAWN and decision.search.outcome:
        turn.text = _("Taken back: the search ended without a home.")
    if actor.holds(P.DECISION_DECIDE) and not actor.is_provider:
        _for_decider(decision, actor, turn)
    if actor.holds(P.DECISION_PROPOSE) and decision.state in (S.PROPOSED, S.AGREED):
        turn.more.append(_to(_("Take the proposal back"), "withdraw_decision", decision.public_id))
    if actor.holds(P.DECISION_CARRY_OUT):
        _for_officer(decision, actor, contract, turn)
    drawn = contract is not None and contract.document is not None and decision.state in (S.ACCEPTED, *LIVING)
    if drawn and contract is not None and actor.holds(P.CONTRACT_SIGN):
        turn.actions.append(_to(_("Read and sign the contract"), "contract", contract.public_id))
    if decision.state == S.STARTED and (actor.holds(P.CONTRACT_SIGN) or actor.holds(P.DECISION_CARRY_OUT)):
        turn.more.append(_to(_("Give notice"), "give_notice", decision.public_id))
    return turn


def _to(text: str, name: str, *args: str) -> dict[str, Any]:
    return {"text": text, "href": reverse(name, args=args)}


def _for_decider(decision: Decision, actor: Actor, turn: Turn) -> None:
    key = decision.public_id
    verbal = Agreed.objects.filter(
        decision=decision, kind=Agreed.Kind.VERBAL, past_at=None, confirmed_at=None
    ).exists()
    if decision.state in (S.PROPOSED, S.RETURNED):
        reasons = _reasons("agree" if decision.state == S.PROPOSED else "agree_again", decision, actor)
        turn.why_not += reasons
        turn.actions.append(_to(_("Decide"), "decide_placement", key))
    elif verbal and decision.is_live:
        turn.actions.append(_to(_("Confirm the verbal approval"), "decide_placement", key))


def _for_officer(decision: Decision, actor: Actor, contract: Contract | None, turn: Turn) -> None:
    key, state = decision.public_id, decision.state
    emergency = decision.search.referral.urgency == "emergency"
    if state in (S.PROPOSED, S.AGREED):
        reasons = _reasons("accept", decision, actor)
        if not reasons:
            turn.actions.append(_to(_("Accept this home"), "accept_offer", key))
        elif state == S.AGREED:
            turn.why_not += reasons
        if emergency and state == S.PROPOSED:
            turn.actions.append(_to(_("Record a verbal approval"), "record_verbal", key))
    if state in (S.ACCEPTED, S.RETURNED) and actor.holds(P.CONTRACT_WRITE):
        words = _("Draw the contract up anew") if contract else _("Draw up the contract")
        (turn.more if contract else turn.actions).append(_to(words, "draw_contract", key))
    if state == S.CONTRACTED or (state == S.ACCEPTED and emergency and contract is not None):
        reasons = _reasons("start", decision, actor)
        if reasons:
            turn.why_not += reasons
        else:
            turn.posts.append(_to(_("The children have come"), "start_placement", key))
    if state in PROMISED:
        turn.more.append(_to(_("The children will not come"), "let_home_go", key))
    if state in LIVING:
        turn.more.append(_to(_("Record the end"), "end_decision", key))
    if state == S.NOTICE:
        turn.more.append(_to(_("Take the notice back"), "take_notice_back", key))


def _reasons(move: str, decision: Decision, actor: Actor) -> list[Sentence]:
    try:
        return [present(reason) for reason in MACHINE.why_not(move, decision, actor)]
    except Refused as refused:
        return [present(reason) for reason in refused.reasons]
