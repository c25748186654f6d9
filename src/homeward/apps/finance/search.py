"""Finding payments by batch or reference, and invoices by number or provider."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher, typed
from homeward.apps.finance.models import Invoice
from homeward.apps.statements.models import Payment


@searcher("payments", "Payments", Permission.PAYMENT_READ)
def payments(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """A reference as a whole, or a part of a batch number of five characters and more."""
    wanted = Q()
    for word in words:
        wanted |= Q(public_id__iexact=typed(word))
        if len(word) >= 5:
            wanted |= Q(batch__number__icontains=typed(word))
    found = Payment.objects.visible_to(actor).filter(wanted)
    found = found.select_related("statement__line__agreement", "organisation", "batch").order_by("-pk")
    return [
        Hit(
            f"{p.organisation.name}, {p.public_id}",
            reverse("statement", args=[p.statement.public_id]),
            note=f"{p.statement}, batch {p.batch.number}, {p.get_state_display().lower()}",
        )
        for p in found[:AT_MOST]
    ]


@searcher("invoices", "Invoices", Permission.INVOICE_READ, list_name="invoices")
def invoices(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest first."""
    found = every_word(Invoice.objects.visible_to(actor), words, "organisation__search_key", "number")
    found = found.select_related("organisation", "line__agreement").order_by("-dated_on", "pk")
    return [
        Hit(
            f"{i}, {i.organisation.name}", reverse("invoice", args=[i.public_id]), note=f"{i.line}, {i.label}"
        )
        for i in found[:AT_MOST]
    ]
