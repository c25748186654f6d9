"""What referrals ask of people: finish what was begun, check what was sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.referrals.content import urgency_words
from homeward.apps.referrals.models import Referral

State = Referral.State


@duty_source
def referrals_to_finish(actor: Actor) -> Iterator[Duty]:
    """Referrals this person began, or that were sent back to them."""
    if not actor.holds(P.REFERRAL_WRITE):
        return
    for r in Referral.objects.visible_to(actor).filter(state=State.DRAFT, created_by=actor.user):
        why = _("Sent back: %(note)s") % {"note": r.note} if r.note else urgency_words(r)
        if r.owed_by and not r.note:
            why = _("The emergency left sections open. They and the quality check are owed.")
        yield Duty(
            title=_("Finish referral %(referral)s") % {"referral": r}, why=why, verb=_("Go on"),
            url=reverse("referral", args=[r.public_id]), due=r.owed_by or r.needed_by, kind="referral.finish",
        )  # fmt: skip


@duty_source
def referrals_to_check(actor: Actor) -> Iterator[Duty]:
    """Referrals that wait for a quality check by somebody who did not write them."""
    if not actor.holds(P.REFERRAL_CHECK):
        return
    waiting = Referral.objects.visible_to(actor).filter(state=State.CHECKING)
    for r in waiting.exclude(created_by=actor.user).exclude(sent_by=actor.user):
        yield Duty(
            title=_("Check referral %(referral)s") % {"referral": r},
            why=_("It went out in an emergency, before this check.") if r.owed_by
            else _("%(urgency)s. Nothing is asked of a provider before.") % {"urgency": urgency_words(r)},
            verb=_("Check"), url=reverse("referral", args=[r.public_id]), due=r.owed_by,
            since=timezone.localtime(r.since).date(), kind="referral.check",
        )  # fmt: skip
