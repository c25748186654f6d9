"""The trail as those who may read it see it, and its kinds of things in words."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

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


# How the kinds of things read where the name of the record says too little; the others read as they are named.
KINDS = {
    "commissioningbody": _("Body"),
    "exceedrequest": _("Request to exceed"),
    "importbatch": _("Import"),
    "jobrun": _("Job"),
    "line": _("Agreement line"),
    "membership": _("Role of a person"),
    "outgoingmail": _("Letter"),
    "periodclose": _("Quarter close"),
    "user": _("Person"),
}


def kind_words(kind: str) -> str:
    """What kind of thing an event is about: "paymentbatch" reads "Payment batch"."""
    return str(KINDS.get(kind) or _named().get(kind) or kind.replace("_", " ")).capitalize()


@cache
def _named() -> dict[str, str]:
    return {model._meta.model_name or "": str(model._meta.verbose_name) for model in apps.get_models()}
