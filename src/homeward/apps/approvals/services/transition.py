"""What follows the decision, and what the applicant says to a proposed decline."""

from __future__ import annotations

from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals.journey import own_part, part_in, stands_at
from homeward.apps.approvals.models import Application, ApplicationDecision, DeclineSubmission, Transition
from homeward.apps.approvals.parts import DELEGATE, LEAD, LOCAL, PARTNER
from homeward.apps.approvals.services.common import needed, of, take
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.kernel.reasons import Reason

CANNOT_RECORD, CANNOT_HEAR = "This cannot be recorded", "This submission cannot be recorded"
# Who writes which lines. The letter and the agreement are signed, not written down.
LINES = {LOCAL: ("lead_invited_on",), LEAD: ("touchpoint_on", "celebrated_on")}
AFTER = ("APPROVED", "CONTRACTING", "QA_CYCLE", "HANDED_OVER")
AHEAD = frozenset({"touchpoint_on"})  # a day that may lie ahead


def own_lines(application: Application, by: Actor) -> frozenset[str]:
    """The lines a person writes, by the part they act in."""
    return frozenset(n for part, names in LINES.items() if part_in(application, by, (part,)) for n in names)


@service("record_transition", CANNOT_RECORD)
def record_transition(*, application: Application, by: Actor, **changes: Any) -> Transition:
    """Write down the invitation, the touchpoint, the celebration: each by its part."""
    take(application, by, P.APPLICATION_WORK, CANNOT_RECORD)
    row = Transition.objects.filter(application=application).first()
    permit(row is not None and set(changes) <= own_lines(application, by), CANNOT_RECORD)
    assert row is not None
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    future = [
        Reason("application.in_future", {"field": name, "day": changes[name].isoformat()})
        for name in changed
        if name not in AHEAD and changes[name] is not None and changes[name] > by.today
    ]
    refuse_if(CANNOT_RECORD, [stands_at(application, *AFTER), *future])
    for name in changed:
        setattr(row, name, changes[name])
    if changed:
        row.save(update_fields=changed)
        audit.record(by, "record_transition", application, fields=changed)
    return row


@service("hear_submission", CANNOT_HEAR)
def hear_submission(*, application: Application, text: str, by: Actor) -> DeclineSubmission:
    """The applicant says why it should not be declined; the delegate is told."""
    take(application, by, P.APPLICATION_WORK, CANNOT_HEAR)
    decision = application.newest_decision
    refuse_if(
        CANNOT_HEAR,
        [own_part(application, by, PARTNER, LEAD), stands_at(application, "DECLINE_PROPOSED"),
         *needed({"text": text}, {"text": "What is said"})],
    )  # fmt: skip
    assert isinstance(decision, ApplicationDecision)
    made = DeclineSubmission.objects.create(
        **of(application), decision=decision, text=text.strip(), recorded_by=by.user
    )
    audit.record(by, "hear_submission", application)
    tell_parts(
        application, (DELEGATE, LEAD), saying("Submissions came in: %(name)s", name=application.organisation.name),
        saying("Recorded by %(who)s.", who=by.label), by,
    )  # fmt: skip
    return made
