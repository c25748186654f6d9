"""Finding referrals by reference, or by a child one may see."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, searcher, typed
from homeward.apps.referrals.models import Referral
from homeward.apps.referrals.queries import of_known_children


@searcher("referrals", _("Referrals"), Permission.REFERRAL_READ, list_name="referrals")
def referrals(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """The soonest needed first."""
    found = Referral.objects.visible_to(actor)
    for word in words:
        found = found.filter(Q(reference__icontains=typed(word)) | Q(pk__in=of_known_children(actor, word)))
    return [
        Hit(str(r), reverse("referral", args=[r.public_id]), note=r.get_state_display())
        for r in found.order_by("needed_by", "pk")[:AT_MOST]
    ]
