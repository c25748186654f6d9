"""The documents of an access request: the answer that was released, and what came with the request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.privacy.models import AccessRequest
from homeward.apps.privacy.services.access import RELEASE


def _may_add(by: Actor, row: AccessRequest) -> bool:
    return row.is_open and may(by, P.PRIVACY_WRITE, row)


def _children(document: Any, row: AccessRequest) -> Iterable[Any]:
    return [row.child] if row.child is not None else []


register_shelf(
    Shelf(
        model=AccessRequest,
        address=lambda row: reverse("access_request", args=[row.public_id]),
        words=lambda row: _("Access request %(reference)s") % {"reference": row.reference},
        kinds=(PaperKind(RELEASE, _("Answer")), PaperKind("received", _("What came in"), _may_add)),
        children=_children,
    )
)
