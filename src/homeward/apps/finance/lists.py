"""The lists of finance."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse

from homeward.apps.core.folding import fold
from homeward.apps.finance.models import Invoice
from homeward.apps.statements.models import Acquittal, Payment
from homeward.web import numbers
from homeward.web.lists import Column, ListPage
from homeward.web.lists.rows import RowFilter

PAYMENT_TAGS = {Payment.State.SENT: "info", Payment.State.PAID: "ok", Payment.State.REJECTED: "bad"}
OUTCOME_TAGS = {"waiting": "plain", "matched": "ok", "within_tolerance": "ok", "differs": "bad"}
INVOICE_TAGS = {"open": "warn", "matched": "ok", "accepted": "ok", "returned": "plain", "withdrawn": "plain"}
ACQUITTAL_TAGS = {"due": "plain", "overdue": "bad", "sent": "info", "received": "ok"}
ACQUITTAL_WORDS = {
    "due": "Due",
    "overdue": "Overdue",
    "sent": "Sent, not yet received",
    "received": "Received",
}
BASIS_WORDS = {"estimate": "Estimate", "agreed": "Agreed", "approved": "Approved"}
BASIS_TAGS = {"estimate": "warn", "agreed": "ok", "approved": "info"}


def _amount(value: Any) -> str:
    return numbers.amount(value)


class PaymentFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="State", choices=Payment.State.choices, empty_label="Any state")

    class Meta:
        model = Payment
        fields = ()


PAYMENTS = ListPage(
    name="payments",
    columns=(
        Column("statement", "Statement", lambda p: str(p.statement), sort="statement__line__agreement__reference",
               href=lambda p: reverse("statement", args=[p.statement.public_id])),
        Column("provider", "Provider", lambda p: p.organisation.name, sort="organisation__name"),
        Column("cost_code", "Cost code", lambda p: p.cost_code, sort="cost_code"),
        Column("amount", "Amount", lambda p: _amount(p.amount), sort="amount", numeric=True, export=lambda p: p.amount),
        Column("state", "State", lambda p: p.get_state_display(), sort="state", tag=lambda p: PAYMENT_TAGS[p.state],
               sub=lambda p: p.reason),
        Column("settled", "Settled on", lambda p: p.settled_on, sort="settled_on"),
        Column("reference", "Reference", lambda p: p.public_id, sort="public_id"),
        Column("batch", "Batch", lambda p: p.batch.number, sort="batch__number"),
    ),
    filters=PaymentFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(public_id__iexact=text) | Q(batch__number__iexact=text)
        | Q(statement__line__agreement__reference__icontains=text)
    ),
    search_label="Provider, agreement, batch or reference",
    order="statement",
    empty="Nothing has been paid yet.",
    counted=lambda n: f"{n:,} payment{'s' if n != 1 else ''}",
    template="finance/batch.html",
)  # fmt: skip


class AccrualFilter(RowFilter):
    basis = django_filters.ChoiceFilter(label="Basis", choices=list(BASIS_WORDS.items()), empty_label="Any")
    label = django_filters.ChoiceFilter(label="Quarter", choices=(), empty_label="All quarters")
    provider = django_filters.ChoiceFilter(label="Provider", choices=(), empty_label="All providers")
    # The date goes along when the list is filtered; it narrows nothing.
    at = django_filters.CharFilter(label="Date", widget=forms.HiddenInput, method="as_it_is")

    def as_it_is(self, rows: Any, name: str, value: str) -> Any:
        return rows

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["at"].extra["initial"] = self.data.get("at", "")
        for name in ("label", "provider"):
            found = dict.fromkeys(getattr(row, name) for row in self.queryset.all())
            self.filters[name].extra["choices"] = [(value, value) for value in found]


def _accrual_columns(amount: str) -> tuple[Column, ...]:
    return (
        Column("provider", "Provider and line", lambda r: r.provider, sort=("provider", "line_name"),
               sub=lambda r: r.service, href=lambda r: r.href),
        Column("line", "Line", lambda r: r.line_name, sort="line_name"),
        Column("cost_code", "Cost code", lambda r: r.cost_code, sort="cost_code"),
        Column("quarter", "Quarter", lambda r: r.label, sort="start"),
        Column("last", "Nights up to", lambda r: r.period.last_night, sort="start"),
        Column("state", "State", lambda r: r.state, sort="state"),
        Column("basis", "Basis", lambda r: BASIS_WORDS[r.basis], sort="basis", tag=lambda r: BASIS_TAGS[r.basis]),
        Column("amount", amount, lambda r: _amount(r.amount), sort="amount", numeric=True, export=lambda r: r.amount,
               sub=lambda r: r.why_none or ("Placeholder" if r.placeholders else "")),
    )  # fmt: skip


def _containing(rows: Any, text: str) -> Any:
    return rows.containing(text, "provider", "line_name", "cost_code", "service")


ACCRUALS = ListPage(
    name="accruals",
    columns=_accrual_columns("Delivered, not paid"),
    filters=AccrualFilter,
    search=_containing,
    search_label="Provider, line or cost code",
    order="provider",
    empty="Nothing was delivered that is not paid.",
    counted=lambda n: f"{n:,} line{'s' if n != 1 else ''} and quarter{'s' if n != 1 else ''}",
    template="finance/accruals.html",
)
COMMITMENTS = ListPage(
    name="commitment",
    columns=_accrual_columns("Committed"),
    filters=AccrualFilter,
    search=_containing,
    search_label="Provider, line or cost code",
    order="provider",
    empty="No night of this year is left under any line.",
    counted=lambda n: f"{n:,} line{'s' if n != 1 else ''} and quarter{'s' if n != 1 else ''}",
    template="finance/accruals.html",
)


class InvoiceFilter(django_filters.FilterSet):
    outcome = django_filters.ChoiceFilter(label="Match", choices=Invoice.Outcome.choices, empty_label="Any")
    state = django_filters.ChoiceFilter(label="State", choices=Invoice.State.choices, empty_label="Any state")
    kind = django_filters.ChoiceFilter(label="Kind", choices=Invoice.Kind.choices, empty_label="Both")

    class Meta:
        model = Invoice
        fields = ()


INVOICES = ListPage(
    name="invoices",
    columns=(
        Column("number", "Number", lambda i: i.number, sort="number_key", sub=lambda i: i.get_kind_display(),
               href=lambda i: reverse("invoice", args=[i.public_id])),
        Column("provider", "Provider", lambda i: i.organisation.name, sort="organisation__name"),
        Column("line", "Line", lambda i: str(i.line), sort=("line__agreement__reference", "line__number")),
        Column("quarter", "Quarter", lambda i: i.label, sort="period"),
        Column("dated", "Dated", lambda i: i.dated_on, sort="dated_on"),
        Column("amount", "Amount", lambda i: _amount(i.amount), sort="amount", numeric=True, export=lambda i: i.amount),
        Column("outcome", "Match", lambda i: i.get_outcome_display(), sort="outcome",
               tag=lambda i: OUTCOME_TAGS[i.outcome]),
        Column("state", "State", lambda i: i.get_state_display(), sort="state", tag=lambda i: INVOICE_TAGS[i.state]),
    ),
    filters=InvoiceFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(number__icontains=text)
        | Q(line__agreement__reference__icontains=text)
    ),
    search_label="Number, provider or agreement",
    order="-dated",
    empty="No invoice is recorded yet.",
    counted=lambda n: f"{n:,} invoice{'s' if n != 1 else ''}",
)  # fmt: skip


class AcquittalFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="State", choices=list(ACQUITTAL_WORDS.items()), empty_label="Any state", method="in_state"
    )
    quarter = django_filters.ChoiceFilter(
        field_name="label", label="Quarter", choices=(), empty_label="All quarters"
    )

    class Meta:
        model = Acquittal
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = self.queryset.order_by("-period").values_list("label", flat=True)
        self.filters["quarter"].extra["choices"] = [(label, label) for label in dict.fromkeys(labels)]

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        today = self.request.actor.today
        waiting = Q(received_on=None, sent_on=None)
        return rows.filter({
            "received": Q(received_on__isnull=False), "sent": Q(received_on=None, sent_on__isnull=False),
            "overdue": waiting & Q(due_on__lt=today), "due": waiting & Q(due_on__gte=today),
        }[value])  # fmt: skip


def _acquittal_state(acquittal: Any) -> str:
    return str(acquittal.state_on(acquittal.today))


ACQUITTALS = ListPage(
    name="acquittals",
    columns=(
        Column("provider", "Provider", lambda a: a.organisation.name, sort="organisation__name",
               href=lambda a: reverse("acquittal", args=[a.public_id]), sub=lambda a: a.agreement.reference),
        Column("quarter", "Quarter", lambda a: a.label, sort="period"),
        Column("due", "Due", lambda a: a.due_on, sort="due_on"),
        Column("state", "State", lambda a: ACQUITTAL_WORDS[_acquittal_state(a)],
               tag=lambda a: ACQUITTAL_TAGS[_acquittal_state(a)]),
        Column("sent", "Sent", lambda a: a.sent_on, sort="sent_on"),
        Column("received", "Received", lambda a: a.received_on, sort="received_on"),
        Column("reminders", "Reminders", lambda a: a.reminders, sort="reminders", numeric=True),
    ),
    filters=AcquittalFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(agreement__reference__icontains=text)
    ),
    search_label="Provider or agreement",
    order="-due",
    empty="No acquittal is due yet. Each agreement gets one when a quarter ends.",
    counted=lambda n: f"{n:,} acquittal{'s' if n != 1 else ''}",
    template="finance/acquittals.html",
)  # fmt: skip
