"""Finding meetings by provider or quarter."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.meetings import queries
from homeward.web.dates import short_date


@searcher("meetings", "Meetings", Permission.MEETING_READ, list_name="meetings")
def meetings(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest first."""
    found = every_word(queries.meetings(actor), words, "organisation__search_key", "label", "place")
    return [
        Hit(
            str(m),
            reverse("meeting", args=[m.public_id]),
            note=f"{short_date(m.held_on)}, {m.get_state_display()}",
        )
        for m in found.order_by("-held_on", "pk")[:AT_MOST]
    ]
