"""The documents of a restriction: evidence stays with the authority, letters to the provider it may read."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.restrictions.models import Restriction
from homeward.apps.restrictions.services.restrictions import EVIDENCE


def _may_add(by: Actor, restriction: Restriction) -> bool:
    return may(by, P.RESTRICTION_PROPOSE, restriction)


def _not_the_provider(by: Actor, restriction: Restriction) -> bool:
    """Evidence may name children, and people who spoke in confidence."""
    return not by.is_provider


register_shelf(
    Shelf(
        model=Restriction,
        address=lambda r: reverse("restriction", args=[r.public_id]),
        words=lambda r: _("Restriction of %(subject)s") % {"subject": r.subject},
        kinds=(
            PaperKind(EVIDENCE, _("Evidence"), _may_add, _not_the_provider),
            PaperKind("letter", _("Letter to the provider"), _may_add),
        ),
    )
)
