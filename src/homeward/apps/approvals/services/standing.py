"""The approval after it was given: suspended, given notice of, revoked, given up, each through the engine's gate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.approvals.gates import approval_gate
from homeward.apps.approvals.journey import APPROVAL, journey_of, own_part, state_words
from homeward.apps.approvals.models import PartnerApproval
from homeward.apps.approvals.models.standing import OVER
from homeward.apps.approvals.obstacles import reasons_of
from homeward.apps.approvals.parts import DELEGATE, LEAD, PARTNER
from homeward.apps.approvals.services.common import needed
from homeward.apps.approvals.services.raising import raise_tasks
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.kernel.reasons import Reason
from homeward.policy import Move

CANNOT_MOVE, CANNOT_HEAR = "This approval cannot be changed", "This submission cannot be recorded"
CANNOT_CONSIDER = "This cannot be marked as considered"
GIVES_NOTICE = {"propose_revocation": "revocation", "suspend": "suspension"}


@service("move_approval", CANNOT_MOVE)
def move_approval(*, approval: PartnerApproval, move: str, reason: str = "", by: Actor) -> PartnerApproval:
    """Make one move of an approval that was given. The day of a notice starts its days; a refused move changes nothing."""
    flow = journey_of(approval.body, APPROVAL)
    permit(any(m.code == move for m in flow.moves), CANNOT_MOVE)
    chosen, reason = flow.move(move), reason.strip()
    permission = P.APPLICATION_DECIDE if chosen.who == (DELEGATE,) else P.APPLICATION_WORK
    permit(may(by, permission, approval.application), CANNOT_MOVE)
    hold(approval)
    gate = approval_gate(approval, chosen, by, reason=reason, given=_notice(approval, chosen, reason, by))
    refuse_if(CANNOT_MOVE, reasons_of(approval.application, gate.refusals, APPROVAL))
    came_from, target = approval.state, chosen.to or approval.resumes_at
    if move == "propose_revocation":
        approval.resumes_at, approval.notice_on = came_from, by.today
        earliest = gate.dates.get("earliest_decision")
        approval.decide_from = dt.date.fromisoformat(earliest) if isinstance(earliest, str) else None
        approval.heard, approval.heard_at, approval.considered_at = "", None, None
    elif came_from == "REVOCATION_PROPOSED":
        approval.resumes_at = ""
    approval.state, approval.since, approval.reason, approval.changed_by = (
        target,
        timezone.now(),
        reason,
        by.user,
    )
    if move == "confirm":
        approval.confirmed_at = timezone.now()
    approval.ended_on = by.today if target in OVER else None
    approval.save()
    raise_tasks(approval.application, chosen.tasks, by)
    audit.record(by, "move_approval", approval, reason=reason, move=move, to=target)
    words = state_words(approval.body, target, APPROVAL)
    title = saying("Approval of %(name)s: %(state)s", name=approval.organisation.name, state=words)
    tell_parts(approval.application, chosen.tells, title, reason, by)
    return approval


def _notice(approval: PartnerApproval, move: Move, reason: str, by: Actor) -> dict[str, Any]:
    """A move that is itself a notice: the engine hears of the notice as given today."""
    if move.code not in GIVES_NOTICE:
        return {}
    kinds = list(approval.kinds)
    return {
        "notice": {"of": GIVES_NOTICE[move.code], "given_on": by.today, "kinds": kinds, "reasons": reason}
    }


@service("hear_on_notice", CANNOT_HEAR)
def hear_on_notice(*, approval: PartnerApproval, text: str, by: Actor) -> PartnerApproval:
    """What the care partner says to a notice of revocation."""
    permit(may(by, P.APPLICATION_WORK, approval.application), CANNOT_HEAR)
    hold(approval)
    refuse_if(
        CANNOT_HEAR,
        [
            own_part(approval.application, by, PARTNER, LEAD),
            _proposed(approval),
            *needed({"text": text}, {"text": "What is said"}),
        ],
    )
    approval.heard, approval.heard_at, approval.considered_at = text.strip(), timezone.now(), None
    approval.save(update_fields=["heard", "heard_at", "considered_at"])
    audit.record(by, "hear_on_notice", approval)
    title = saying("Submissions on the notice came in: %(name)s", name=approval.organisation.name)
    tell_parts(
        approval.application, (DELEGATE, LEAD), title, saying("Recorded by %(who)s.", who=by.label), by
    )
    return approval


@service("consider_submissions", CANNOT_CONSIDER)
def consider_submissions(*, approval: PartnerApproval, by: Actor) -> PartnerApproval:
    """The delegate has considered what was submitted."""
    permit(may(by, P.APPLICATION_DECIDE, approval.application), CANNOT_CONSIDER)
    hold(approval)
    nothing = (
        None if approval.heard_at else Reason("approval.nothing_heard", {"name": approval.organisation.name})
    )
    refuse_if(CANNOT_CONSIDER, [_proposed(approval), nothing])
    approval.considered_at = timezone.now()
    approval.save(update_fields=["considered_at"])
    audit.record(by, "consider_submissions", approval)
    return approval


def _proposed(approval: PartnerApproval) -> Reason | None:
    if approval.state == "REVOCATION_PROPOSED":
        return None
    return Reason("approval.no_notice", {"state": state_words(approval.body, approval.state, APPROVAL)})
