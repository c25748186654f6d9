"""The trail: who looked at what, who changed what, when and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.models import User
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.trail import events_of, kind_words
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.timeline import action_in_words
from homeward.web.dates import moment
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

DAY_FORMATS = ["%Y-%m-%d", "%d %m %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y"]


class DayFilter(django_filters.Filter):
    """A calendar day in the body's own time zone, in one box: three would take half a telephone's screen."""

    field_class = forms.DateField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, input_formats=DAY_FORMATS, widget=forms.TextInput(), **kwargs)


def _kinds(request: HttpRequest) -> list[tuple[str, str]]:
    found = events_of(actor_of(request)).order_by("kind").values_list("kind", flat=True).distinct()
    return sorted(((kind, kind_words(kind)) for kind in found), key=lambda choice: choice[1])


class TrailFilter(django_filters.FilterSet):
    did = django_filters.ChoiceFilter(
        label=_("What"),
        choices=[("read", _("Looked at")), ("changed", _("Changed"))],
        empty_label=_("All"),
        method="of_sort",
    )
    kind = django_filters.ChoiceFilter(label=_("Kind of thing"), choices=(), empty_label=_("All"))
    person = django_filters.CharFilter(label=_("Person"), method="by_person")
    thing = django_filters.CharFilter(label=_("Thing"), method="of_thing")
    since = DayFilter(label=_("From, as 27 3 2026"), method="from_day")
    until = DayFilter(label=_("To, as 27 3 2026"), method="to_day")

    class Meta:
        model = AuditEvent
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = _kinds(self.request)

    def of_sort(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(action="read") if value == "read" else rows.exclude(action="read")

    def by_person(self, rows: Any, name: str, value: str) -> Any:
        known = User.objects.filter(public_id=value.strip()).values_list("pk", flat=True)
        return rows.filter(Q(actor_label__icontains=value.strip()) | Q(actor_id__in=known))

    def of_thing(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(Q(thing=value.strip()) | Q(label__icontains=value.strip()))

    def from_day(self, rows: Any, name: str, value: dt.date) -> Any:
        return rows.filter(at__gte=_midnight(value))

    def to_day(self, rows: Any, name: str, value: dt.date) -> Any:
        if value == dt.date.max:  # there is no day after
            return rows
        return rows.filter(at__lt=_midnight(value + dt.timedelta(days=1)))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_current_timezone())


def _role(event: AuditEvent) -> str:
    words = Role(event.role).label if event.role in Role.values else ""
    return f"{words}, for {event.acting_for}" if event.acting_for else words


TRAIL = ListPage(
    name="audit",
    columns=(
        Column("at", _("When"), lambda e: moment(e.at), sort=("at",), export=lambda e: e.at),
        Column(
            "who",
            _("Who"),
            lambda e: e.actor_label.split(", ")[0],
            sort="actor_label",
            sub=_role,
            export=lambda e: f"{e.actor_label}{f' (for {e.acting_for})' if e.acting_for else ''}",
        ),
        Column("action", _("Did"), lambda e: action_in_words(e.action), sort="action"),
        Column("kind", _("Kind"), lambda e: kind_words(e.kind), sort="kind"),
        Column(
            "label",
            _("What"),
            lambda e: e.label,
            sort="label",
            sub=lambda e: e.thing,
            export=lambda e: f"{e.label} ({e.thing})",
        ),
        Column("reason", _("Why"), lambda e: e.reason),
    ),
    filters=TrailFilter,
    search=lambda rows, text: rows.filter(
        Q(label__icontains=text) | Q(actor_label__icontains=text) | Q(reason__icontains=text)
    ),
    search_label=_("Person, thing or reason"),
    order="-at",
    counted=lambda n: ngettext("%(n)s event", "%(n)s events", n) % {"n": number(n)},
    empty=_("Nothing has been recorded yet."),
)


@page(P.AUDIT_READ)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Every event of the body; reading the trail changes nothing in it."""
    rows = events_of(actor_of(request))
    lede = _(
        "Each reading of a child's record and each change, written in the same moment. "
        "Nobody can alter it, administrators neither."
    )
    return TRAIL.respond(request, rows, heading=_("Audit"), lede=lede)
