"""Finding applications and accreditations by organisation, business number or reference."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.approvals import queries
from homeward.apps.approvals.journey import state_words
from homeward.apps.approvals.models import Accreditation
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher


@searcher(
    "applications",
    _("Applications to become a care partner"),
    Permission.APPLICATION_READ,
    list_name="applications",
)
def applications(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest first."""
    found = every_word(queries.listed(actor), words, "organisation__search_key", "reference")
    return [
        Hit(str(row), reverse("application", args=[row.public_id]), state_words(row.body, row.state))
        for row in found.order_by("-logged_at", "pk")[:AT_MOST]
    ]


@searcher("accreditations", _("Accreditations"), Permission.ACCREDITATION_READ, list_name="accreditations")
def accreditations(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """By organisation."""
    rows = Accreditation.objects.visible_to(actor).select_related("organisation")
    found = every_word(rows, words, "organisation__search_key")
    return [
        Hit(
            row.organisation.name,
            reverse("accreditation", args=[row.public_id]),
            str(row.get_status_display()),
        )
        for row in found.order_by("organisation__search_key", "pk")[:AT_MOST]
    ]
