"""What a choice by marks asks of people: marks to give, questions about the gateway to decide, one to publish."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.searches.models import GatewayWaiver, Offer, Scoring, Search
from homeward.apps.searches.scoring import marking_roles, waiving_role


def _open(actor: Actor) -> list[Scoring]:
    rows = Scoring.objects.visible_to(actor).filter(
        state=Scoring.State.OPEN, search__state=Search.State.SHORTLIST
    )
    return list(rows.select_related("search__referral", "body").order_by("opened_at", "pk"))


def _unmarked(scoring: Scoring) -> int:
    """Live offers without marks, whoever the gateway keeps out among them."""
    offers = Offer.objects.filter(invitation__search=scoring.search, state__in=Offer.LIVE)
    return offers.exclude(marks__in=scoring.marks.exclude(skills=None)).count()


@duty_source
def scorings(actor: Actor) -> Iterator[Duty]:
    """Marks to give, for the role the policy names; to publish, for whoever opened it."""
    if actor.is_provider or not (actor.holds(P.SCORING_MARK) or actor.holds(P.SCORING_WRITE)):
        return
    for scoring in _open(actor):
        told = {"referral": scoring.search.referral}
        address, due = reverse("scoring", args=[scoring.public_id]), scoring.search.referral.needed_by
        left = _unmarked(scoring)
        if left and actor.holds(P.SCORING_MARK) and str(actor.role) in marking_roles(scoring):
            yield Duty(
                title=_("Give marks to the offers for referral %(referral)s") % told,
                why=_("Offers without marks: %(n)s. Each needs a reason.") % {"n": left}, verb=_("Give marks"),
                url=address, due=due, kind="scoring.mark",
            )  # fmt: skip
        elif not left and actor.holds(P.SCORING_WRITE) and scoring.opened_by_id == actor.user.pk:
            yield Duty(
                title=_("Publish the choice by marks for referral %(referral)s") % told,
                why=_("Every offer has its marks."), verb=_("Publish"), url=address, due=due, kind="scoring.publish",
            )  # fmt: skip


@duty_source
def waivers(actor: Actor) -> Iterator[Duty]:
    """Questions about the gateway, for the office the policy names, but never one's own."""
    if not actor.holds(P.SCORING_WAIVE) or str(actor.role) != waiving_role(actor.body):
        return
    rows = GatewayWaiver.objects.visible_to(actor).filter(state=GatewayWaiver.State.ASKED)
    rows = rows.exclude(asked_by=actor.user).filter(offer__state__in=Offer.LIVE)
    for row in rows.select_related("offer__home", "offer__invitation__search__referral").order_by(
        "asked_at", "pk"
    ):
        search = row.offer.invitation.search
        told = {"home": row.offer.home.name, "referral": search.referral}
        yield Duty(
            title=_("May %(home)s be scored for referral %(referral)s?") % told, why=row.reason, verb=_("Decide"),
            url=reverse("gateway_waiver", args=[row.public_id]), due=search.referral.needed_by, kind="scoring.waiver",
        )  # fmt: skip
