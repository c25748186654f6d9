"""What follows the decision, and what the applicant says to a proposed decline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals.journey import own_part, part_in, stands_at
from homeward.apps.approvals.models import Application, ApplicationDecision, DeclineSubmission, Transition
from homeward.apps.approvals.papers import letter_paper
from homeward.apps.approvals.parts import DELEGATE, LEAD, LOCAL, PARTNER
from homeward.apps.approvals.services.common import needed, of, take
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core import audit
from homeward.apps.core.documents.services import store_made
from homeward.apps.core.models import Document
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.kernel.reasons import Reason

LETTER = "letter"
CANNOT_RECORD, CANNOT_HEAR = "This cannot be recorded", "This submission cannot be recorded"
# Who writes which lines.
LINES = {
    DELEGATE: ("letter_sent_on",),
    LOCAL: ("agreement_signed_on", "specification", "care_model", "funding_model", "lead_invited_on"),
    PARTNER: ("care_model",),
    LEAD: ("touchpoint_on", "celebrated_on"),
}
AFTER = ("APPROVED", "CONTRACTING", "QA_CYCLE", "HANDED_OVER")
AHEAD = frozenset({"touchpoint_on"})  # a day that may lie ahead


def own_lines(application: Application, by: Actor) -> frozenset[str]:
    """The lines a person writes, by the part they act in."""
    return frozenset(n for part, names in LINES.items() if part_in(application, by, (part,)) for n in names)


@service("record_transition", CANNOT_RECORD)
def record_transition(*, application: Application, by: Actor, **changes: Any) -> Transition:
    """Write down the letter, the contract documents, the invitation, the touchpoint, the celebration: each by its part."""
    take(application, by, P.APPLICATION_WORK, CANNOT_RECORD)
    row = Transition.objects.filter(application=application).first()
    permit(row is not None and set(changes) <= own_lines(application, by), CANNOT_RECORD)
    assert row is not None
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    future = [
        Reason("application.in_future", {"field": name, "day": changes[name].isoformat()})
        for name in changed
        if name.endswith("_on")
        and name not in AHEAD
        and changes[name] is not None
        and changes[name] > by.today
    ]
    refuse_if(CANNOT_RECORD, [stands_at(application, *AFTER), *future])
    for name in changed:
        setattr(row, name, changes[name])
    if changed:
        row.save(update_fields=changed)
        audit.record(by, "record_transition", application, fields=changed)
    if "letter_sent_on" in changed and row.letter_sent_on is not None:
        _keep_letter(application, by)
    return row


def _keep_letter(application: Application, by: Actor) -> None:
    """The letter as a document that both sides read: the next version where one was sent before."""
    decision = application.applicationdecisions.filter(outcome="approved").order_by("pk").last()
    if decision is None:
        return
    earlier = Document.objects.filter(
        thing_kind="approvals.application", thing=application.public_id, kind=LETTER, replaced_by=None
    ).first()
    store_made(
        content=letter_paper(application, decision), filename=f"{application.reference} approval.pdf",
        media_type="application/pdf", title=_("Letter of approval"), kind=LETTER, thing=application, by=by,
        replaces=earlier,
    )  # fmt: skip


@service("hear_submission", CANNOT_HEAR)
def hear_submission(*, application: Application, text: str, by: Actor) -> DeclineSubmission:
    """The applicant says why it should not be declined; the delegate is told."""
    take(application, by, P.APPLICATION_WORK, CANNOT_HEAR)
    decision = (
        ApplicationDecision.objects.filter(application=application, outcome="decline_proposed")
        .order_by("pk")
        .last()
    )
    refuse_if(
        CANNOT_HEAR,
        [own_part(application, by, PARTNER, LEAD), stands_at(application, "DECLINE_PROPOSED"),
         *needed({"text": text}, {"text": "What is said"})],
    )  # fmt: skip
    assert decision is not None
    made = DeclineSubmission.objects.create(
        **of(application), decision=decision, text=text.strip(), recorded_by=by.user
    )
    audit.record(by, "hear_submission", application)
    tell_parts(
        application, (DELEGATE, LEAD), saying("Submissions came in: %(name)s", name=application.organisation.name),
        saying("Recorded by %(who)s.", who=by.label), by,
    )  # fmt: skip
    return made
