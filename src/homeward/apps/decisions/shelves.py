"""The documents of an individual contract: who reads, adds and signs them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, Signing, register_shelf
from homeward.apps.core.models import Document
from homeward.apps.decisions.models import Contract
from homeward.apps.decisions.services.contracts import PAPER, signed, why_not_sign


def _may_sign(by: Actor, contract: Contract) -> bool:
    return may(by, P.CONTRACT_SIGN, contract)


def _may_add(by: Actor, contract: Contract) -> bool:
    return _may_sign(by, contract) or may(by, P.CONTRACT_WRITE, contract)


def _children(document: Document, contract: Contract) -> Iterable[object]:
    """The paper names them: who reads it has read their record."""
    return [row.child for row in contract.children.select_related("child")]


register_shelf(
    Shelf(
        model=Contract,
        address=lambda c: reverse("contract", args=[c.public_id]),
        words=lambda c: _("Individual contract %(reference)s") % {"reference": c.reference},
        children=_children,
        kinds=(
            PaperKind(
                PAPER, _("Individual contract"),
                signing=Signing(may_sign=_may_sign, signed=signed, may_witness=_may_sign, guards=why_not_sign),
            ),
            PaperKind("signed_paper", _("Scan of the signed paper"), _may_add),
            PaperKind("supporting", _("Supporting paper"), _may_add),
        ),
    )
)  # fmt: skip
