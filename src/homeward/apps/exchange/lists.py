"""The list of returns."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.core.folding import fold
from homeward.apps.exchange import queries
from homeward.apps.exchange.models import DataReturn
from homeward.web.dates import month as month_in_words
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

ALL = _("All")
State = DataReturn.State
TAGS = {
    State.TRIAL: "warn", State.SUBMITTED: "info", State.ACCEPTED: "ok", State.SENT_BACK: "warn", State.REPLACED: "plain",
    State.LAID_ASIDE: "plain",
}  # fmt: skip
SHOWN = [choice for choice in State.choices if choice[0] != State.LAID_ASIDE]


class ReturnFilter(django_filters.FilterSet):
    month = django_filters.ChoiceFilter(label=_("Month"), method="by_month", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("State"), choices=SHOWN, empty_label=ALL)
    newest = django_filters.ChoiceFilter(
        label=_("Versions"), method="by_version", choices=[("yes", _("The one that stands"))], empty_label=ALL
    )

    class Meta:
        model = DataReturn
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = queries.choosable_months(actor_of(self.request).body)
        self.filters["month"].extra["choices"] = [(f"{m:%Y-%m}", month_in_words(m)) for m in months]

    def by_month(self, rows: QuerySet[DataReturn], name: str, value: str) -> QuerySet[DataReturn]:
        year, month = value.split("-")
        return rows.filter(month__year=int(year), month__month=int(month))

    def by_version(self, rows: QuerySet[DataReturn], name: str, value: str) -> QuerySet[DataReturn]:
        return rows.exclude(state=State.REPLACED)


def _version(row: DataReturn) -> str:
    return str(row.version) if row.version else _t("trial")


def _rows(row: DataReturn) -> int:
    return sum(int(n) for n in row.counts.get("rows", {}).values())


RETURNS = ListPage(
    name="returns",
    columns=(
        Column("organisation", _("Care partner"), lambda r: r.organisation.name, sort="organisation__search_key",
               href=lambda r: reverse("data_return", args=[r.public_id]),
               sub=lambda r: r.agreement.reference if r.agreement else ""),
        Column("month", _("Month"), lambda r: r.month_words, sort=("month", "version"), export=lambda r: r.month_code),
        Column("version", _("Version"), _version, sort="version"),
        Column("state", _("State"), lambda r: str(r.get_state_display()), sort="state", tag=lambda r: TAGS[State(r.state)]),
        Column("rows", _("Rows"), _rows, numeric=True),
        Column("warnings", _("Warnings"), lambda r: int(r.counts.get("warnings", 0)), numeric=True),
        Column("submitted", _("Submitted"), lambda r: r.body.day_of(r.submitted_at) if r.submitted_at else None,
               sort="submitted_at", sub=lambda r: r.submitted_by.name if r.submitted_by else ""),
    ),
    filters=ReturnFilter,
    search=lambda rows, text: rows.filter(organisation__search_key__contains=fold(text)),
    search_label=_("Care partner or business number"),
    order="-month",
    counted=lambda n: ngettext("%(n)s return", "%(n)s returns", n) % {"n": number(n)},
    empty=_("No return has come yet."),
    template="exchange/returns.html",
)  # fmt: skip
