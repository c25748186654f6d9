"""The documents of invoices, acquittals and requests for information."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse

from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.finance.models import InformationRequest, Invoice
from homeward.apps.statements.models import Acquittal


def _who_records(by: Any, thing: Any) -> bool:
    return may(by, Permission.INVOICE_RECORD, thing)


def _both_sides(by: Any, thing: Any) -> bool:
    return may(by, Permission.ACQUITTAL_SEND, thing) or may(by, Permission.ACQUITTAL_RECEIVE, thing)


def _shelf(model: type[Model], name: str, *kinds: PaperKind) -> None:
    register_shelf(
        Shelf(
            model=model, address=lambda thing: reverse(name, args=[thing.public_id]), words=str, kinds=kinds
        )
    )


_shelf(
    Invoice,
    "invoice",
    PaperKind("invoice", "Invoice", may_add=_who_records),
    PaperKind("invoice_other", "What belongs to it", may_add=_who_records),
)
_shelf(Acquittal, "acquittal", PaperKind("acquittal_report", "Acquittal report", may_add=_both_sides))
_shelf(
    InformationRequest, "information_request", PaperKind("information", "Information", may_add=_both_sides)
)
