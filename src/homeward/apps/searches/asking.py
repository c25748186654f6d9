"""Whose records of a search somebody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from homeward.apps.restrictions.reach import bound_bodies

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


def of_the_asking(actor: Actor) -> Q:
    """Records of one's own body; for a provider also those of the authorities its consortium acts for."""
    if actor.is_provider:
        return Q(body_id__in=bound_bodies(actor.body, actor.today))
    return Q(body_id=actor.body.id)
