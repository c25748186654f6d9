"""The list of all parameters of a body's policy, and the list of values entered locally."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.core.folding import fold
from homeward.apps.local_policy import words
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.presenters import Row
from homeward.apps.local_policy.queries import pack_of
from homeward.web.lists import Column, ListPage, MemoryListPage

STATES = {
    "draft": "plain", "proposed": "warn", "confirmed": "ok", "declined": "bad", "withdrawn": "plain",
}  # fmt: skip


class ParameterFilters(forms.Form):
    area = forms.ChoiceField(label=_("Area"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), required=False)
    read = forms.ChoiceField(
        label=_("Read by a rule"),
        required=False,
        choices=[("", _("All")), ("yes", _("Touches figures")), ("no", _("Not read yet"))],
    )


def parameter_filters(request: HttpRequest) -> forms.Form:
    form = ParameterFilters(request.GET or None)
    areas = {path.split(".")[0]: words.area_name(path) for path in pack_of(actor_of(request).body).parameters}
    fields: Any = form.fields
    fields["area"].choices = [("", _("All")), *sorted(areas.items(), key=lambda item: item[1])]
    standings = [(name, text) for name, (text, _state, _meaning) in words.STANDINGS.items()]
    fields["standing"].choices = [("", _("All")), *standings, ("waiting", _("Waiting for a second person"))]
    return form


def narrow(rows: list[Row], given: Mapping[str, Any]) -> list[Row]:
    if area := given.get("area"):
        rows = [row for row in rows if row.area == area]
    if standing := given.get("standing"):
        rows = [row for row in rows if (row.waits if standing == "waiting" else standing in row.standings)]
    if read := given.get("read"):
        rows = [row for row in rows if row.is_read == (read == "yes")]
    return rows


def _search(rows: Any, text: str) -> Any:
    wanted = fold(text).split()
    return [row for row in rows if all(word in row.text for word in wanted)]


PARAMETERS = MemoryListPage(
    name="rules",
    columns=(
        Column("name", _("Parameter"), lambda r: r.name, sort="name", href=lambda r: reverse("parameter", args=[r.path]),
               sub=lambda r: r.keys),
        Column("area", _("Area"), lambda r: r.area_name, sort=("area", "name")),
        Column("value", _("In force today"), lambda r: r.value),
        Column("since", _("Since"), lambda r: r.since, sort="since"),
        Column("standing", _("Standing"), lambda r: r.standing_words, sort=("standing_order", "name"),
               tag=lambda r: words.STANDINGS[r.standing][1] if r.standing else "plain",
               sub=lambda r: _("A value waits for a second person") if r.waits else ""),
        Column("clause", _("Where it is written"), lambda r: r.clause),
        Column("read", _("Used for"), lambda r: r.read, sort=("read", "name")),
    ),
    fields=parameter_filters,
    narrow=narrow,
    search=_search,
    search_label=_("Parameter, value or source"),
    order="area",
    counted=lambda n: ngettext("%(n)s parameter", "%(n)s parameters", n) % {"n": n},
    per_page=100,
)  # fmt: skip


class ValueFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=LocalValue.State.choices, empty_label=_("All")
    )

    class Meta:
        model = LocalValue
        fields = ()


def _find(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(source_title__folds=text) | rows.filter(path__icontains=text.replace(" ", "_"))


VALUES = ListPage(
    name="local-values",
    columns=(
        Column("what", _("Value"), words.describe, sort="path", href=lambda v: reverse("local_value", args=[v.public_id]),
               sub=lambda v: words.said(v)),
        Column("source", _("Source"), lambda v: v.source_title or v.note, sort="source_title", sub=lambda v: v.source_clause),
        Column("entered", _("Entered"), lambda v: timezone.localtime(v.entered_at).date(), sort="entered_at",
               sub=lambda v: v.entered_by.name),
        Column("decided", _("Decided"),
               lambda v: timezone.localtime(v.decided_at).date() if v.decided_at else None, sort="decided_at",
               sub=lambda v: v.decided_by.name if v.decided_by else ""),
        Column("state", _("State"), lambda v: v.get_state_display(), sort="state", tag=lambda v: STATES[v.state]),
    ),
    filters=ValueFilter,
    search=_find,
    search_label=_("Parameter or source"),
    order="-entered",
    counted=lambda n: ngettext("%(n)s value", "%(n)s values", n) % {"n": n},
    empty=_("No value has been entered here. The pack’s own values are in force."),
)  # fmt: skip
