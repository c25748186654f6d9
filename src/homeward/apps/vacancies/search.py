"""How vacancies are found: by the home they are of."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.vacancies import queries


@searcher("vacancies", _("Vacancies"), Permission.VACANCY_READ, list_name="vacancies")
def vacancies(actor: Actor, words: Sequence[str]) -> list[Hit]:
    rows = queries.homes_read(actor).filter(vacancy__isnull=False).select_related("vacancy", "organisation")
    found = every_word(rows, words, "search_key", "organisation__search_key")
    return [
        Hit(h.name, reverse("vacancy", args=[h.public_id]), h.organisation.name if h.organisation else "")
        for h in found.order_by("search_key", "pk")[:AT_MOST]
    ]
