"""Taking a matter further: raised, moved up with a reason, paused with a reason, settled; a risk to a child goes elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.notices import Saying, saying, tell
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.vocabulary import is_code
from homeward.apps.core.writing import service
from homeward.apps.funding.addresses import escalation_address
from homeward.apps.funding.escalating import MACHINE, STREAMS, TAKING_PART, next_step, open_pause, steps_of
from homeward.apps.funding.escalation_models import Escalation, EscalationPause, EscalationStep, Redirection
from homeward.apps.funding.services.common import empty, permit_any, side_of, take
from homeward.kernel.reasons import Reason

RAISE, MOVE = "This matter cannot be raised", "This step cannot be taken"


@dataclass(frozen=True)
class Raised:
    """What became of raising a matter: it stands on the ladder, or its writer was sent to the report of concern."""

    escalation: Escalation | None
    redirection: Redirection | None


@service("raise_escalation", RAISE)
def raise_escalation(
    *,
    line: Line,
    stream: str = "funding",
    title: str = "",
    about: str = "",
    child_may_be_at_risk: bool | None,
    by: Actor,
) -> Raised:
    """Raise a matter about a line, on the first step of the ladder.

    Where a child may be at risk nothing of it is kept or queued: it is recorded that its writer was sent to the report
    of concern, at once. None: not said, and so refused.
    """
    permit_any(by, line, RAISE, *TAKING_PART)
    if child_may_be_at_risk:
        return Raised(None, _redirect(line.organisation, stream, by))
    unsaid = Reason("escalation.risk_unsaid", {"field": "child_may_be_at_risk"})
    known = is_code(line.body, STREAMS, stream, line.body.today)
    refuse_if(
        RAISE,
        [
            unsaid if child_may_be_at_risk is None else None,
            empty("title", "What it is about", title),
            empty("about", "What happened", about),
            None if known else Reason("escalation.no_stream", {"stream": stream}),
        ],
    )
    made = Escalation(
        body=line.body, organisation=line.organisation, line=line, stream=stream, title=title.strip()[:160],
        about=about.strip(), step_since=by.today, raised_by=by.user, raised_side=side_of(by),
    )  # fmt: skip
    steps = steps_of(made)
    if not steps:
        raise Refused(RAISE, [Reason("escalation.no_stream", {"stream": stream})])
    made.step = steps[0]
    made.save()
    audit.record(by, "raise_escalation", made)
    _tell(made, saying("A matter was raised: talk directly first, %(what)s", what=made.title), by)
    return Raised(made, None)


def _redirect(organisation: Organisation | None, stream: str, by: Actor) -> Redirection:
    made = Redirection.objects.create(
        body=by.body, organisation=organisation, stream=stream, redirected_by=by.user
    )
    audit.record(by, "redirect_to_report_of_concern", made)
    return made


@service("move_up_escalation", MOVE)
def move_up(*, escalation: Escalation, reason: str, by: Actor) -> Escalation:
    """Take a matter to the next step of the ladder, with why; its days begin anew on the day after."""
    take(escalation, by, MOVE, P.FUNDING_READ)
    left, reached = escalation.step, next_step(escalation)
    MACHINE.make("move_up", escalation, by, reason=reason, step=reached or left, step_since=by.today)
    EscalationStep.objects.create(
        **_of(escalation), reason=reason.strip(), left=left, reached=reached, made_by=by.user
    )
    audit.record(by, "move_up_escalation", escalation, reason=reason)
    _tell(escalation, saying("A matter was taken a step further: %(what)s", what=escalation.title), by)
    return escalation


@service("pause_escalation", MOVE)
def pause(*, escalation: Escalation, reason: str, by: Actor) -> EscalationPause:
    """Let the clock of a matter stand still from today, with why."""
    take(escalation, by, MOVE, P.FUNDING_READ)
    MACHINE.check("pause", escalation, by, reason=reason)
    made = EscalationPause.objects.create(
        **_of(escalation), reason=reason.strip(), start=by.today, begun_by=by.user
    )
    audit.record(by, "pause_escalation", escalation, reason=reason)
    _tell(escalation, saying("The clock of a matter stands still: %(what)s", what=escalation.title), by)
    return made


@service("resume_escalation", MOVE)
def resume(*, escalation: Escalation, by: Actor) -> Escalation:
    take(escalation, by, MOVE, P.FUNDING_READ)
    MACHINE.check("resume", escalation, by)
    _end_pause(escalation, by)
    audit.record(by, "resume_escalation", escalation)
    return escalation


def _end_pause(escalation: Escalation, by: Actor) -> None:
    found = open_pause(escalation)
    if found is not None:
        found.end, found.ended_by = by.today, by.user
        found.save(update_fields=["end", "ended_by"])


@service("settle_escalation", MOVE)
def settle(*, escalation: Escalation, reason: str, by: Actor) -> Escalation:
    """Settle a matter; `reason` says how, in words both sides can stand by."""
    return _close(
        escalation, "settle", reason, saying("A matter is settled: %(what)s", what=escalation.title), by
    )


@service("withdraw_escalation", MOVE)
def withdraw(*, escalation: Escalation, reason: str, by: Actor) -> Escalation:
    """Take a matter back; only the side that raised it does."""
    return _close(
        escalation, "withdraw", reason, saying("A matter was withdrawn: %(what)s", what=escalation.title), by
    )


def _close(escalation: Escalation, name: str, reason: str, title: Saying, by: Actor) -> Escalation:
    take(escalation, by, MOVE, P.FUNDING_READ)
    MACHINE.make(name, escalation, by, reason=reason, outcome=reason.strip(), closed_by=by.user)
    _end_pause(escalation, by)
    audit.record(by, f"{name}_escalation", escalation, reason=reason)
    _tell(escalation, title, by)
    return escalation


def _of(escalation: Escalation) -> dict[str, Any]:
    return {"escalation": escalation, "body": escalation.body, "organisation": escalation.organisation}


def _tell(escalation: Escalation, title: Saying, by: Actor) -> None:
    """Both sides: those who take part, except whoever acts."""
    asked = [(P.FUNDING_PROPOSE, HeldAt.BODY), (P.FUNDING_REPORT, HeldAt.ORGANISATION)]
    roles = [role for permission, held_at in asked for role in roles_with(permission, held_at)]
    people = people_in(roles, body=escalation.body, organisation_id=escalation.organisation_id)
    tell(
        [person for person in people if person.pk != by.user.pk], body=escalation.body, title=title,
        url=escalation_address(escalation), organisation_id=escalation.organisation_id,
    )  # fmt: skip
