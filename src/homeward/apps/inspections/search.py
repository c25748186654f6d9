"""Finding inspections by provider or home."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.inspections import queries
from homeward.apps.inspections.remarks import said


@searcher("inspections", _("Inspections"), Permission.INSPECTION_READ, list_name="inspections")
def inspections(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest first."""
    found = every_word(queries.listed(actor), words, "organisation__search_key", "home__search_key")
    return [
        Hit(str(row), reverse("inspection", args=[row.public_id]), said(row))
        for row in found.order_by("-inspected_on", "pk")[:AT_MOST]
    ]
