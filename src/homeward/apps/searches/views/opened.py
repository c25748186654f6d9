"""An offer as the authority meets it: sealed while answers are open, so that an address tells no more than the list."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible
from homeward.apps.accounts.permissions import Permission
from homeward.apps.searches.models import Offer
from homeward.apps.searches.queries import is_sealed


def get_opened_offer(request: HttpRequest, public_id: str, using: Permission) -> Offer:
    """The offer the person may use, or 404: what is sealed looks like what does not exist."""
    offer = get_visible(Offer, request, public_id, using=using)
    if is_sealed(offer.invitation.search, actor_of(request)):
        raise Http404
    return offer
