"""The letter of approval: written when it is decided, signed by the delegate who decided, read by both sides."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.approvals.journey import own_part
from homeward.apps.approvals.models import Application, ApplicationDecision, Transition
from homeward.apps.approvals.papers import letter_paper
from homeward.apps.approvals.parts import DELEGATE, HUB, LOCAL, PARTNER
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core import audit
from homeward.apps.core.documents.services import store_made
from homeward.apps.core.models import Document, Signature
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.kernel.reasons import Reason

LETTER = "letter"
SIDES = ("body",)


def draw_letter(application: Application, decision: ApplicationDecision, by: Actor) -> Document:
    """Write the letter of a decision. Asked inside the writing of the decision; it counts once it is signed."""
    return store_made(
        content=letter_paper(application, decision), filename=f"{application.reference} approval.pdf",
        media_type="application/pdf", title=_("Letter of approval"), kind=LETTER, thing=application, by=by,
    )  # fmt: skip


def may_sign(by: Actor, application: Application) -> bool:
    return may(by, P.APPLICATION_DECIDE, application)


def why_not_sign(document: Document, application: Application, by: Actor, side: str) -> Sequence[Reason]:
    """The letter is signed by whoever decided, or by a deputy who acts for them."""
    row = Transition.objects.filter(application=application).first()
    if row is None or row.letter_id != document.pk:
        return [Reason("signature.not_newest", {"title": document.title})]
    found = [own_part(application, by, DELEGATE)]
    decision = application.newest_decision
    principal = by.membership.deputy_for
    people = (by.user.pk, principal.user_id if principal else None)
    if decision is not None and decision.decided_by_id not in people:
        found.append(Reason("letter.other_decided", {"name": decision.decided_by.name}))
    return [reason for reason in found if reason is not None]


def signed(signature: Signature, application: Application, by: Actor) -> None:
    """The letter is signed, and so it is sent: the partner reads it at once."""
    refuse_if(
        "You cannot sign this document",
        why_not_sign(signature.document, application, by, signature.side),
    )
    Transition.objects.filter(application=application).update(letter_sent_on=signature.signed_on)
    audit.record(by, "sign_letter", application, digest=signature.digest)
    title = saying("The letter of approval of %(name)s is signed", name=application.organisation.name)
    tell_parts(application, (PARTNER, LOCAL, HUB), title, saying("Signed by %(who)s.", who=by.label), by)
