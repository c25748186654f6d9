"""What matching asks of people: the assessment of the impact on children who live in an offered home."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.searches.impacts import owed_by


@duty_source
def impacts_to_assess(actor: Actor) -> Iterator[Duty]:
    """Offered homes in which children live, for whoever speaks for the home; without it the home cannot be chosen."""
    if not actor.holds(P.IMPACT_WRITE):
        return
    for offer in owed_by(actor):
        told = {"home": offer.home.name, "referral": offer.invitation.search.referral}
        yield Duty(
            title=_("Assess for %(home)s what referral %(referral)s would mean") % told,
            why=_("Children live there already. Until you assess it, the home cannot be chosen."), verb=_("Assess"),
            url=reverse("assess_impact", args=[offer.public_id]), due=timezone.localtime(offer.invitation.answer_by).date(),
            kind="search.impact",
        )  # fmt: skip
