"""The disclosure log: recorded by hand, and by itself where something leaves the house in a way that is known."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.privacy.models import AccessRequest, Disclosure
from homeward.apps.privacy.services.checks import filled, known_ground, not_own_case, not_to_come
from homeward.apps.privacy.subjects import Subject
from homeward.kernel.reasons import Reason

RECORD, TAKE_BACK = "This disclosure cannot be recorded", "This disclosure cannot be taken back"
GROUNDS = "disclosure_grounds"
Consulted, Source = Disclosure.Consulted, Disclosure.Source


@service("record_disclosure", RECORD)
def record_disclosure(
    *, subject: Subject, what: str, recipient: str, given_on: dt.date, purpose: str, ground: str, law: str = "",
    consulted: str = Consulted.NOT_ABOUT, consulted_note: str = "", by: Actor,
) -> Disclosure:  # fmt: skip
    """Write down what was given of whom to whom, what for and on which ground. Of a child: whether its view was heard."""
    child = subject.child
    allowed = by.holds(P.DISCLOSURE_WRITE) and not by.is_provider
    if child is not None:
        allowed = allowed and Child.objects.visible_to(by).filter(pk=child.pk).exists()
    else:
        allowed = allowed and by.relation(P.DISCLOSURE_WRITE) is Relation.BODY
    permit(allowed, RECORD)
    unheard = consulted == Consulted.NO and not consulted_note.strip()
    open_question = child is not None and consulted == Consulted.NOT_ABOUT
    refuse_if(
        RECORD,
        [
            not_to_come(given_on, by, "given_on"), known_ground(by, GROUNDS, ground, "ground"), filled(what, "what"),
            filled(recipient, "recipient"), filled(purpose, "purpose"),
            not_own_case(subject, by), filled("", "consulted_note") if unheard else None,
            Reason("privacy.consulted_open", {"field": "consulted"}) if open_question else None,
        ],
    )  # fmt: skip
    made = Disclosure.objects.create(
        body=by.body, **subject.fields(), what=what.strip(), recipient=recipient.strip(), given_on=given_on, given_by=by.user,
        purpose=purpose.strip(), ground=ground, law=law.strip(), recorded_by=by.user,
        consulted=consulted if child is not None else Consulted.NOT_ABOUT, consulted_note=consulted_note.strip(),
    )  # fmt: skip
    audit.record(by, "record_disclosure", made, ground=ground, given_on=given_on.isoformat())
    return made


@service("take_back_disclosure", TAKE_BACK)
def take_back_disclosure(*, disclosure: Disclosure, reason: str, by: Actor) -> Disclosure:
    """Mark an entry that was recorded wrongly. It stays readable with the reason; nothing is removed."""
    permit(may(by, P.DISCLOSURE_WRITE, disclosure), TAKE_BACK)
    hold(disclosure)
    gone = disclosure.state == Disclosure.State.TAKEN_BACK
    refuse_if(TAKE_BACK, [Reason("privacy.is_taken_back", {}) if gone else None, filled(reason)])
    disclosure.state, disclosure.note = Disclosure.State.TAKEN_BACK, reason.strip()
    disclosure.save(update_fields=["state", "note"])
    audit.record(by, "take_back_disclosure", disclosure)
    return disclosure


def log_release(request: AccessRequest, by: Actor) -> Disclosure:
    """The entry of a released access request: nobody types it. For the service that releases, inside its writing."""
    made = Disclosure.objects.create(
        body=request.body, whom=request.whom, child=request.child, person=request.person, contact=request.contact,
        what=gettext("What is held, as released in %(reference)s") % {"reference": request.reference},
        recipient=request.asked_by, given_on=by.today, given_by=by.user, purpose=gettext("Answer to an access request"),
        ground="access_request", source=Source.ACCESS, source_key=request.public_id, recorded_by=by.user,
        consulted=Consulted.YES if request.child is not None and request.capacity == "self" else (
            Consulted.NO if request.child is not None else Consulted.NOT_ABOUT
        ),
        consulted_note="" if request.capacity == "self" or request.child is None
        else gettext("Asked for by who speaks for the child; see the request."),
    )  # fmt: skip
    audit.record(by, "record_disclosure", made, ground="access_request", request=request.reference)
    return made


def log_file(
    *, group: str, what: str, recipient: str, purpose: str, ground: str, key: str, by: Actor
) -> Disclosure:
    """The entry of a file about several people that was sent: once for each `key`, whoever tells of it again.

    For whoever hears of the sending, inside its writing.
    """
    found = Disclosure.objects.filter(body=by.body, source=Source.FILE, source_key=key).first()
    if found is not None:
        return found
    made = Disclosure.objects.create(
        body=by.body, whom="group", contact=group[:200], what=what[:400], recipient=recipient[:200], given_on=by.today,
        given_by=by.user, purpose=purpose[:300], ground=ground, source=Source.FILE, source_key=key, recorded_by=by.user,
    )  # fmt: skip
    audit.record(by, "record_disclosure", made, ground=ground, file=key)
    return made
