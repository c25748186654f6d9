"""The documents of an inspection: its report."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.inspections.models import Inspection
from homeward.apps.inspections.services import REPORT


def _may_add(by: Actor, row: Inspection) -> bool:
    return row.body_id == by.body.pk and may(by, P.INSPECTION_WRITE, row)


register_shelf(
    Shelf(
        model=Inspection,
        address=lambda row: reverse("inspection", args=[row.public_id]),
        words=lambda row: _("Inspection of %(subject)s") % {"subject": row.subject},
        kinds=(PaperKind(REPORT, _("Report"), _may_add),),
    )
)
