"""The documents of a panel: its minutes, made by Homeward when it closes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.panels.models import Panel
from homeward.apps.panels.services.closing import MINUTES

register_shelf(
    Shelf(
        model=Panel,
        address=lambda p: reverse("panel", args=[p.public_id]),
        words=str,
        kinds=(PaperKind(MINUTES, _("Minutes")),),
    )
)
