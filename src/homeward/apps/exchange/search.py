"""Finding returns by their partner."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.exchange import queries


@searcher(
    "data_returns", _("Returns of the data exchange"), Permission.EXCHANGE_READ, list_name="data_returns"
)
def data_returns(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest month first."""
    found = every_word(queries.listed(actor), words, "organisation__search_key")
    return [
        Hit(
            f"{row.organisation.name}, {row.month_words}",
            reverse("data_return", args=[row.public_id]),
            str(row.get_state_display()),
        )
        for row in found.order_by("-month", "-version", "pk")[:AT_MOST]
    ]
