"""The documents of a provider outside the framework: added by whoever put down that they came, opened by the reviewer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.core.vocabulary import label_of
from homeward.apps.searches.models import Evidence

PAPER = "evidence"


def _may_add(by: Actor, row: Evidence) -> bool:
    """Until it is found in order: what was reviewed is not exchanged afterwards."""
    return row.state != Evidence.State.ACCEPTED and may(by, P.EVIDENCE_WRITE, row)


def kind_words(row: Evidence) -> str:
    """Which of the documents on the list it is."""
    return label_of(row.body, "non_framework_evidence", row.kind)


register_shelf(
    Shelf(
        model=Evidence,
        address=lambda row: reverse("evidence"),
        words=lambda row: f"{kind_words(row)}, {row.organisation.name}",
        kinds=(PaperKind(PAPER, _("Document of a provider outside the framework"), _may_add),),
    )
)
