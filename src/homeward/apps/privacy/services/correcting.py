"""Corrections: taken down by one person, decided by another; linked to the change, or refused with the person's statement."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.privacy.clocks import answer_due
from homeward.apps.privacy.machine import CORRECTION
from homeward.apps.privacy.models import Correction
from homeward.apps.privacy.queries import change_words, changes_since
from homeward.apps.privacy.services.checks import filled, not_own_case, not_to_come, tellable
from homeward.apps.privacy.subjects import Subject
from homeward.kernel.reasons import Reason

RECORD, CHANGE = "This request cannot be recorded", "This request cannot be changed"


@service("record_correction", RECORD)
def record_correction(
    *, subject: Subject, requester: str, capacity: str, channel: str, received_on: dt.date, what: str, wanted: str,
    statement: str = "", due_on: dt.date | None = None, by: Actor,
) -> Correction:  # fmt: skip
    """Take down that something is said to be wrong. A statement given now is kept for the case that it is refused."""
    permit(by.relation(P.PRIVACY_WRITE) is Relation.BODY, RECORD)
    refuse_if(
        RECORD,
        [
            not_own_case(subject, by),
            not_to_come(received_on, by, "received_on"),
            filled(what, "what"),
            filled(wanted, "wanted"),
            filled(requester, "requester"),
        ],
    )
    due = answer_due(by.body, received_on)
    made = Correction.objects.create(
        body=by.body, **subject.fields(), requester=requester.strip(), capacity=capacity, channel=channel,
        received_on=received_on, due_on=due.on if due else due_on, what=what.strip(), wanted=wanted.strip(),
        statement=statement.strip(), recorded_by=by.user,
    )  # fmt: skip
    audit.record(by, "record_correction", made, received_on=received_on.isoformat())
    people = people_in(roles_with(P.PRIVACY_CHECK, HeldAt.BODY), body=by.body, organisation_id=None)
    tell(
        tellable(people, made, by), body=by.body,
        title=saying("A request for correction waits for a decision: %(reference)s", reference=made.reference),
        url=reverse("correction", args=[made.public_id]),
    )  # fmt: skip
    return made


@service("decide_correction", CHANGE)
def decide_correction(*, correction: Correction, agree: bool, reason: str, by: Actor) -> Correction:
    """Decide that it is to be corrected, or not, with reasons. Whoever took the request down does not decide.

    When it is refused, a statement that was given with it is attached from now on.
    """
    permit(may(by, P.PRIVACY_CHECK, correction), CHANGE)
    hold(correction)
    attached = {}
    if not agree and correction.statement:
        attached = {"statement_at": timezone.now(), "statement_by": by.user}
    CORRECTION.make(
        "agree" if agree else "refuse", correction, by, reason=reason, decided_by=by.user, decided_at=timezone.now(),
        reasons=reason.strip(), **attached,
    )  # fmt: skip
    audit.record(by, "decide_correction", correction, agreed=agree)
    return correction


@service("link_change", CHANGE)
def link_change(*, correction: Correction, event: int, by: Actor) -> Correction:
    """Close an agreed correction with the change that made it: one of the record's own trail since it was asked for."""
    permit(may(by, P.PRIVACY_WRITE, correction), CHANGE)
    hold(correction)
    found = changes_since(correction).filter(pk=event).first()
    refuse_if(CHANGE, [None if found else Reason("privacy.no_such_change", {"field": "event"})])
    assert found is not None
    CORRECTION.make("correct", correction, by, change_event=found.pk, change_words=change_words(found)[:300])
    audit.record(by, "link_change", correction, event=found.pk)
    return correction


@service("attach_statement", CHANGE)
def attach_statement(*, correction: Correction, statement: str, by: Actor) -> Correction:
    """Attach the person's own words to a record that was not corrected; whoever reads the record reads them."""
    permit(may(by, P.PRIVACY_WRITE, correction), CHANGE)
    hold(correction)
    told = {"what": correction.reference, "state": str(correction.get_state_display())}
    refuse_if(
        CHANGE,
        [
            None if correction.state == Correction.State.REFUSED else Reason("privacy.not_refused", told),
            None if statement.strip() else Reason("privacy.statement_missing", {"field": "statement"}),
        ],
    )
    correction.statement, correction.statement_at, correction.statement_by = (
        statement.strip(),
        timezone.now(),
        by.user,
    )
    correction.save(update_fields=["statement", "statement_at", "statement_by"])
    audit.record(by, "attach_statement", correction)
    return correction


@service("withdraw_correction", CHANGE)
def withdraw_correction(*, correction: Correction, reason: str, by: Actor) -> Correction:
    permit(may(by, P.PRIVACY_WRITE, correction), CHANGE)
    hold(correction)
    CORRECTION.make("withdraw", correction, by, reason=reason, note=reason.strip())
    audit.record(by, "withdraw_correction", correction)
    return correction
