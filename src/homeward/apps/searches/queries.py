"""Searches and invitations as a person may see them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from homeward.apps.accounts.actors import Actor
from homeward.apps.referrals.models import Referral
from homeward.apps.searches.models import Invitation, Offer, Search


def searches(actor: Actor) -> Any:
    """With the numbers of providers asked and of offers not taken back."""
    offered = ~Q(invitations__offers__state=Offer.State.WITHDRAWN)
    return (
        Search.objects.visible_to(actor)
        .select_related("referral", "body")
        .annotate(
            asked=Count("invitations", distinct=True),
            offers_count=Count("invitations__offers", filter=offered, distinct=True),
        )
    )


def without_a_home(rows: Any) -> Any:
    """Of some searches those that ended without a home while their referral stands, checked or in an emergency still to be."""
    state = Referral.State
    return rows.filter(
        outcome__in=(Search.Outcome.NONE_FOUND, Search.Outcome.LAPSED), referral__placed_at=None,
        referral__state__in=(state.DRAFT, state.CHECKING, state.READY),
    )  # fmt: skip


def invitations(actor: Actor) -> Any:
    return Invitation.objects.visible_to(actor).select_related(
        "search__referral", "body", "lot", "version", "organisation"
    )


def shortlisted(invitation: Invitation) -> bool:
    """Whether one of the provider's own offers is on the shortlist: then it learns who the children are."""
    return invitation.offers.filter(state__in=(Offer.State.SHORTLISTED, Offer.State.ACCEPTED)).exists()


def is_sealed(search: Search, actor: Actor) -> bool:
    """Whether the authority reads no offer yet: they are read together, when answers are closed."""
    return not actor.is_provider and search.state == Search.State.OPEN


def is_over(invitation: Invitation) -> bool:
    """Whether the search has ended without this provider: then it reads the referral no longer.

    It stays so when the home that was chosen is let go and the search is open again: the provider was told that it is
    over. Only what it is asked anew, or still offers, opens it.
    """
    search = invitation.search
    if search.state == Search.State.ENDED:
        return search.chosen is None or search.chosen.invitation_id != invitation.pk
    asked = invitation.state in (Invitation.State.INVITED, Invitation.State.VIEWED)
    offers = Offer.objects.filter(invitation__search=search)
    live = offers.filter(invitation=invitation, state__in=(*Offer.LIVE, Offer.State.ACCEPTED))
    return not asked and offers.filter(state=Offer.State.NOT_CHOSEN).exists() and not live.exists()
