"""The evidence of a company-wide check: added by the keeper, read by whoever reads scores there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.frameworks.models import ProcurementCheck


def _keeps(by: Any, check: Any) -> bool:
    return may(by, P.FRAMEWORK_WRITE, check)


def _reads(by: Any, check: Any) -> bool:
    return by.relation(P.SCORE_READ) is Relation.BODY


register_shelf(
    Shelf(
        model=ProcurementCheck,
        address=lambda check: reverse("procurement_check", args=[check.public_id]),
        words=str,
        kinds=(PaperKind("evidence", _("Evidence of a check"), _keeps, _reads),),
    )
)
