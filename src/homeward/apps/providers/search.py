"""How providers and homes are found."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.providers.models import Home, Provider


@searcher("providers", _("Providers"), Permission.PROVIDER_READ, list_name="providers")
def providers(actor: Actor, words: Sequence[str]) -> list[Hit]:
    rows = Provider.objects.visible_to(actor).select_related("organisation")
    found = every_word(rows, words, "organisation__search_key", "reference")
    return [
        Hit(str(p), reverse("provider", args=[p.public_id]), p.reference)
        for p in found.order_by("organisation__search_key", "pk")[:AT_MOST]
    ]


@searcher("homes", _("Homes"), Permission.HOME_READ, list_name="homes")
def homes(actor: Actor, words: Sequence[str]) -> list[Hit]:
    found = every_word(Home.objects.visible_to(actor).select_related("organisation"), words, "search_key")
    return [
        Hit(h.name, reverse("home", args=[h.public_id]), _note(h))
        for h in found.order_by("search_key", "pk")[:AT_MOST]
    ]


def _note(home: Home) -> str:
    return ", ".join(
        part for part in (home.reference, home.organisation.name if home.organisation else "") if part
    )
