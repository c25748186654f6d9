"""How agreements are found: by reference, title or provider."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Agreement
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher


@searcher("agreements", _("Agreements"), Permission.AGREEMENT_READ, list_name="agreements")
def agreements(actor: Actor, words: Sequence[str]) -> list[Hit]:
    rows = Agreement.objects.visible_to(actor).select_related("organisation")
    found = every_word(rows, words, "reference", "title", "organisation__search_key")
    return [
        Hit(a.reference, reverse("agreement", args=[a.public_id]), f"{a.title}, {a.organisation.name}")
        for a in found.order_by("reference", "pk")[:AT_MOST]
    ]
