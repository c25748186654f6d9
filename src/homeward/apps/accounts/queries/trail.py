"""The trail as those who may read it see it, and its actions in words."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.models import AuditEvent, JobRun, OutgoingMail


def events_of(actor: Actor) -> QuerySet[AuditEvent]:
    """Events of the body; within the providers of a scoped membership, and those that concern no provider."""
    if not actor.holds(P.AUDIT_READ):
        return AuditEvent.objects.none()
    found = AuditEvent.objects.filter(body_id=actor.body.pk)
    if actor.scope_ids:
        found = found.filter(
            Q(organisation_id=None) & ~Q(kind="child") | Q(organisation_id__in=actor.scope_ids)
        )
    return found


def jobs_of(actor: Actor) -> QuerySet[JobRun]:
    """The jobs a person started in this body; all of the body's for a role that watches them."""
    found = JobRun.objects.filter(body_id=actor.body.pk)
    return found if actor.holds(P.JOB_READ) else found.filter(user_id=actor.user.pk)


def letters_of(actor: Actor) -> QuerySet[OutgoingMail]:
    """Letters of the body."""
    if not actor.holds(P.MAIL_READ):
        return OutgoingMail.objects.none()
    return OutgoingMail.objects.filter(body_id=actor.body.pk)


def action_words(action: str) -> str:
    """An action as a person says it; one without words of its own reads as its verb."""
    known = {
        "read": _("Read"),
        "sign_in": _("Signed in"),
        "demo_sign_in": _("Signed in by one click"),
        "invite": _("Invited"),
        "send_invitation_again": _("Sent the invitation again"),
        "withdraw_invitation": _("Withdrew the invitation"),
        "accept_invitation": _("Accepted the invitation"),
        "change_membership": _("Changed the role"),
        "end_membership": _("Ended the role"),
        "deputise": _("Named a deputy"),
        "reset_mfa": _("Reset the second factor"),
        "send_mail_again": _("Sent a letter again"),
        "create_first_administrator": _("Set up the body"),
    }
    return known.get(action) or action.replace("_", " ").capitalize()
