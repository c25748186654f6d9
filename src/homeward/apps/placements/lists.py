"""The lists of placements and of requests to exceed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.models import Organisation
from homeward.apps.agreements.models import Line
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.placements import queries, words
from homeward.apps.placements.models import ExceedRequest, Placement, Spell
from homeward.apps.placements.words import breaches_in_words
from homeward.apps.providers.models import Provider
from homeward.web import dates
from homeward.web.addresses import address_of
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

STATES = {
    queries.OPEN: (pgettext_lazy("state", "Open"), "ok"),
    queries.ENDED: (_("Ended"), "plain"),
    queries.TO_COME: (_("To come"), "info"),
}
ALL = _("All")


class DayFilter(django_filters.Filter):
    """One night, typed in one box, so that an address can hold it: `?on=2026-07-10`."""

    field_class = forms.DateField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"invalid": _("Write a date such as 27 3 2026.")}
        kwargs["input_formats"] = ("%Y-%m-%d", "%d %m %Y", "%d/%m/%Y", "%d %b %Y", "%d %B %Y")
        super().__init__(*args, **kwargs)


class PlacementFilter(django_filters.FilterSet):
    line = django_filters.ModelChoiceFilter(
        label=_("Line"),
        to_field_name="public_id",
        empty_label=ALL,
        queryset=lambda request: lines_of(actor_of(request)),
    )
    provider = django_filters.ModelChoiceFilter(
        label=_("Provider"), field_name="organisation", to_field_name="public_id", empty_label=ALL,
        queryset=lambda request: providers_of(actor_of(request)),
    )  # fmt: skip
    home = django_filters.CharFilter(label=_("Home, by number or name"), method="in_home")
    service_type = django_filters.ChoiceFilter(
        label=_("Service type"), field_name="line__service_type", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=ALL, choices=[(code, text) for code, (text, _state) in STATES.items()]
    )
    care_type = django_filters.ChoiceFilter(label=_("Care type"), method="with_care_type", empty_label=ALL)
    breach = django_filters.ChoiceFilter(
        label=_("Breach"), method="with_breach", empty_label=_("With or without")
    )
    on = DayFilter(label=_("On the night of"), field_name="period", lookup_expr="contains")

    class Meta:
        model = Placement
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        for name, codes in (("service_type", "service_types"), ("care_type", "care_types")):
            self.filters[name].extra["choices"] = choices_of(actor.body, codes, actor.today)
        self.filters["breach"].extra["choices"] = [
            ("any", _("With a breach")),
            ("open", _("Not looked into yet")),
            *((code, text) for code, (text, _fact) in words.BREACHES.items()),
        ]
        if actor.is_provider:
            del self.filters["provider"]

    def in_home(self, rows: QuerySet[Placement], name: str, value: str) -> QuerySet[Placement]:
        return rows.filter(
            Q(home__reference__iexact=value.strip()) | Q(home__search_key__contains=fold(value))
        )

    def with_care_type(self, rows: QuerySet[Placement], name: str, value: str) -> QuerySet[Placement]:
        spells = Spell.objects.filter(kind=Spell.Kind.CARE_TYPE, code=value)
        if night := self.form.cleaned_data.get("on"):
            spells = spells.filter(period__contains=night)
        return rows.filter(pk__in=spells.values("placement"))

    def with_breach(self, rows: QuerySet[Placement], name: str, value: str) -> QuerySet[Placement]:
        if value == "any":
            return rows.exclude(breaches=[])
        if value == "open":
            return queries.with_open_breach(rows)
        return rows.filter(breaches__contains=[value])


def lines_of(actor: Actor) -> QuerySet[Line]:
    return (
        Line.objects.visible_to(actor).select_related("agreement").order_by("agreement__reference", "number")
    )


def providers_of(actor: Actor) -> QuerySet[Organisation]:
    known = Provider.objects.visible_to(actor).values("organisation")
    return Organisation.objects.filter(pk__in=known).order_by("search_key")


def _last_night(placement: Any) -> str:
    return str(_("no night")) if placement.stay.is_empty else dates.last_night(placement.stay)


def _flags(placement: Any) -> str:
    flags = [breaches_in_words(placement.breaches)] if placement.breaches else []
    return ", ".join([*flags, *([str(_("shared care"))] if placement.is_shared else [])])


def _flag_tag(placement: Any) -> SafeString | None:
    """The flags as a tag; a plain dash where there is none."""
    if not (text := _flags(placement)):
        return None
    state = " hw-tag--warn" if placement.open_breaches else ""
    return format_html('<span class="hw-tag{}">{}</span>', state, text)


def placements_list(actor: Actor) -> ListPage:
    """The list as this person may search it: a child's name finds only where it may be seen."""

    def service_of(placement: Placement) -> str:
        return label_of(actor.body, "service_types", placement.line.service_type) if placement.line else ""

    columns = (
        Column(
            "child", _("Child"), lambda p: p.child.reference, sort="child__reference",
            href=lambda p: address_of("placement", p.public_id),
        ),
        Column(
            "home", _("Home"), lambda p: p.home.name, sort="home__search_key",
            sub=lambda p: p.organisation.name if p.organisation else "",
        ),
        Column(
            "line", _("Line"), lambda p: str(p.line) if p.line else None,
            sort=("line__agreement__reference", "line__number"), sub=service_of,
        ),
        Column("start", _("First night"), lambda p: p.starts_on, sort="starts_on"),
        Column("end", _("Last night"), _last_night, sort="ends_on", export=lambda p: p.stay.last_night),
        Column(
            "state", _("State"), lambda p: STATES[p.state][0], sort="state", tag=lambda p: STATES[p.state][1]
        ),
        Column("flags", _("Flags"), _flag_tag, sort="breaches", export=_flags),
    )  # fmt: skip
    return replace(_PLACEMENTS, columns=columns, search=lambda rows, text: queries.search(rows, text, actor))


_PLACEMENTS = ListPage(
    name="placements",
    columns=(),
    filters=PlacementFilter,
    search_label=_("Child's reference, home or provider"),
    order="-start",
    counted=lambda n: ngettext("%(n)s placement", "%(n)s placements", n) % {"n": number(n)},
    empty=_("No placement is recorded yet."),
)


class ExceedFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ExceedRequest.State.choices, empty_label=ALL
    )
    line = django_filters.ModelChoiceFilter(
        label=_("Line"),
        to_field_name="public_id",
        empty_label=ALL,
        queryset=lambda request: lines_of(actor_of(request)),
    )

    class Meta:
        model = ExceedRequest
        fields = ()


EXCEEDS = ListPage(
    name="exceed-requests",
    columns=(
        Column(
            "line", _("Line"), lambda r: str(r.line), sort=("line__agreement__reference", "line__number"),
            href=lambda r: address_of("exceed_request", r.public_id), sub=lambda r: r.organisation.name,
        ),
        Column("start", _("First extra night"), lambda r: r.starts_on, sort="starts_on"),
        Column("end", _("Last extra night"), lambda r: dates.last_night(r.period), sort="ends_on"),
        Column("places", _("Extra places"), lambda r: r.extra_places, sort="extra_places", numeric=True),
        Column(
            "state", _("State"), lambda r: r.get_state_display(), sort="state",
            tag=lambda r: words.EXCEED_STATES[r.state],
        ),
        Column(
            "asked", _("Asked"), lambda r: r.requested_at, sort="requested_at",
            sub=lambda r: r.requested_by.name,
        ),
    ),
    filters=ExceedFilter,
    order="-asked",
    counted=lambda n: ngettext("%(n)s request", "%(n)s requests", n) % {"n": number(n)},
    empty=_("Nobody has asked to exceed a target yet."),
)  # fmt: skip
