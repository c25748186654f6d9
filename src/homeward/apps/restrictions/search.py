"""Finding restrictions by provider or home."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.restrictions import queries
from homeward.apps.restrictions.words import standing_words


@searcher("restrictions", _("Restrictions"), Permission.RESTRICTION_READ, list_name="restrictions")
def restrictions(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest first."""
    found = every_word(queries.listed(actor), words, "organisation__search_key", "home__search_key")
    return [
        Hit(
            str(row),
            reverse("restriction", args=[row.public_id]),
            standing_words(row, actor.today, is_provider=actor.is_provider)[0],
        )
        for row in found.order_by("-starts_on", "pk")[:AT_MOST]
    ]
