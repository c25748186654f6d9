"""The list of vacancies: searched, filtered, sorted by distance, shared by address, exported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.geography.models import Area
from homeward.apps.geography.places import miles
from homeward.apps.providers.models import Home
from homeward.apps.vacancies.checks import OLDEST
from homeward.apps.vacancies.queries import Row
from homeward.web.lists import Column, MemoryListPage
from homeward.web.numbers import number

ALL = ("", _("All"))
SHORT = {"class": "govuk-input--width-5"}


class VacancyFilters(forms.Form):
    free = forms.ChoiceField(
        label=_("Free"),
        required=False,
        choices=[ALL, ("now", _("Free now")), ("later", _("Free now or later"))],
    )
    kind = forms.ChoiceField(label=_("Kind of home"), required=False, choices=[ALL, *Home.Kind.choices])
    can_be = forms.ChoiceField(label=_("What it can be"), required=False)
    age = forms.IntegerField(
        label=_("Age of the child"), required=False, min_value=0, max_value=OLDEST,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Area"), required=False)
    near = forms.CharField(
        label=_("Near"), required=False, max_length=60, widget=forms.TextInput(attrs=SHORT),
        help_text=_("A postcode, its district, or an area."),
    )  # fmt: skip
    within = forms.DecimalField(
        label=_("Within miles"), required=False, min_value=0, max_value=999, decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip
    word = forms.ChoiceField(
        label=_("Confirmed"),
        required=False,
        choices=[ALL, ("fresh", _("Lately")), ("stale", _("Too long ago, or never"))],
    )


def filters_of(request: HttpRequest) -> forms.Form:
    form = VacancyFilters(request.GET or None)
    actor, fields = actor_of(request), form.fields
    types = choices_of(actor.body, "placement_types_sought", actor.today)
    language = get_language() or "en"
    areas = {a.code: a.called(language) for a in Area.objects.filter(body=actor.body).order_by("name")}
    given: Any = fields
    if types:
        given["can_be"].choices = [ALL, *types]
    else:
        del given["can_be"]
    given["area"].choices = [ALL, *areas.items(), ("?", _("Not known"))]
    return form


def narrow(rows: list[Row], given: Mapping[str, Any]) -> list[Row]:
    """The rows that fit. What is not known of a home never leaves it out, but for a place that is asked for."""
    if free := given.get("free"):
        rows = [r for r in rows if (r.free_now if free == "now" else bool(r.said))]
    if kind := given.get("kind"):
        rows = [r for r in rows if r.home.kind == kind]
    if can_be := given.get("can_be"):
        rows = [r for r in rows if r.vacancy is None or not r.vacancy.types or can_be in r.vacancy.types]
    if (age := given.get("age")) is not None:
        rows = [r for r in rows if _takes(r, age)]
    if area := given.get("area"):
        rows = [r for r in rows if (r.area.code if r.area else "?") == area]
    if (within := given.get("within")) is not None and given.get("near"):
        rows = [r for r in rows if r.tenths is not None and r.tenths <= within * 10]
    if word := given.get("word"):
        rows = [r for r in rows if r.is_stale == (word == "stale")]
    return rows


def _takes(row: Row, age: int) -> bool:
    low, high = row.ages
    return (low is None or low <= age) and (high is None or age <= high)


def find(rows: Any, text: str) -> Any:
    wanted = fold(text).split()
    return [r for r in rows if all(word in f"{r.home.search_key} {fold(r.keeper)}" for word in wanted)]


def ages_in_words(row: Row) -> str:
    return ages_between(*row.ages)


def ages_between(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return say("Not said")
    if low is None:
        return say("Up to %(high)s") % {"high": high}
    if high is None:
        return say("From %(low)s") % {"low": low}
    return say("%(low)s to %(high)s") % {"low": low, "high": high}


def free_in_words(row: Row) -> str:
    if row.said is None:
        return say("Never said")
    if not row.said:
        return say("None")
    if row.free_now:
        return ngettext("%(n)s now", "%(n)s now", row.said) % {"n": row.said}
    return ngettext("%(n)s later", "%(n)s later", row.said) % {"n": row.said}


def free_state(row: Row) -> str:
    return "ok" if row.free_now else "info" if row.said else "plain"


def word_in_words(row: Row) -> str:
    """How old the word is."""
    if row.age is None:
        return say("Never")
    if row.age == 0:
        return say("Today")
    return ngettext("%(n)s day ago", "%(n)s days ago", row.age) % {"n": row.age}


def blocked_in_words(row: Row) -> str:
    if row.vacancy is None or not row.vacancy.blocked_places:
        return ""
    label = label_of(row.home.body, "vacancy_blocks", row.vacancy.blocked_because)
    told = ngettext("%(n)s blocked: %(why)s", "%(n)s blocked: %(why)s", row.vacancy.blocked_places)
    return told % {"n": row.vacancy.blocked_places, "why": label}


def area_in_words(row: Row) -> str:
    return row.area.called(get_language() or "en") if row.area else say("Not known")


DISTANCE = Column(
    "distance", _("Miles"), lambda r: miles(r.tenths) or say("Not known"), sort="tenths", numeric=True,
    export=lambda r: miles(r.tenths),
)  # fmt: skip
VACANCIES = MemoryListPage(
    name="vacancies",
    columns=(
        Column("name", _("Home"), lambda r: r.home.name, sort="name_key",
               href=lambda r: reverse("vacancy", args=[r.home.public_id]),
               sub=lambda r: str(r.home.provider) if r.home.provider else ""),
        Column("free", _("Free places"), free_in_words, sort=("free_rank", "name_key"), tag=free_state,
               sub=lambda r: _("New placements are restricted") if r.restricted else "", export=lambda r: r.said),
        Column("from", _("From"), lambda r: r.vacancy.free_from if r.vacancy else None, sort="free_from"),
        Column("ages", _("Ages"), ages_in_words, sub=lambda r: r.vacancy.conditions if r.vacancy else ""),
        Column("blocked", _("Blocked"), blocked_in_words),
        Column("area", _("Area"), area_in_words, sort="area_key"),
        Column("word", _("Confirmed"), word_in_words, sort="age", tag=lambda r: "warn" if r.is_stale else "plain",
               export=lambda r: r.confirmed_on),
    ),
    fields=filters_of,
    narrow=narrow,
    search=find,
    search_label=_("Home or provider"),
    order="free",
    counted=lambda n: ngettext("%(n)s home", "%(n)s homes", n) % {"n": number(n)},
    empty=_("No home is recorded yet, so there is no vacancy."),
)  # fmt: skip


def with_distance() -> MemoryListPage:
    """The same list with the miles from a place, the nearest first."""
    columns = [*VACANCIES.columns[:1], DISTANCE, *VACANCIES.columns[1:]]
    return replace(VACANCIES, columns=tuple(columns), order="distance")
