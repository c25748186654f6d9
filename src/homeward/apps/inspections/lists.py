"""The list of inspections."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.inspections import queries
from homeward.apps.inspections.models import Inspection
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

ALL = _("All")
TAGS = {Inspection.State.RECORDED: "ok", Inspection.State.TAKEN_BACK: "plain"}


class InspectionFilter(django_filters.FilterSet):
    regulator = django_filters.ChoiceFilter(label=_("Inspectorate"), empty_label=ALL)
    grade = django_filters.ChoiceFilter(label=_("Grade"), method="by_grade", empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("State"), choices=Inspection.State.choices, empty_label=ALL)

    class Meta:
        model = Inspection
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        self.filters["regulator"].extra["choices"] = choices_of(actor.body, queries.REGULATORS, actor.today)
        grades = choices_of(actor.body, queries.GRADES, actor.today)
        self.filters["grade"].extra["choices"] = [*grades, ("none", _("No grade"))]

    def by_grade(self, rows: QuerySet[Inspection], name: str, value: str) -> QuerySet[Inspection]:
        return rows.filter(grade="" if value == "none" else value)


INSPECTIONS = ListPage(
    name="inspections",
    columns=(
        Column("subject", _("Provider or home"), lambda r: r.subject, sort=("organisation__search_key", "home__search_key"),
               href=lambda r: reverse("inspection", args=[r.public_id]),
               sub=lambda r: r.organisation.name if r.home_id and r.organisation else _("Registered service")),
        Column("regulator", _("Inspectorate"), queries.regulator_words, sort="regulator"),
        Column("day", _("Inspected"), lambda r: r.inspected_on, sort="inspected_on"),
        Column("grade", _("Grade"), lambda r: queries.grade_words(r) or _("None in the report"), sort="grade"),
        Column("who", _("Recorded by"), lambda r: r.recorded_by.name, sort="recorded_by__name", sub=lambda r: r.body.name),
        Column("state", _("State"), lambda r: r.get_state_display(), sort="state", tag=lambda r: TAGS[r.state]),
    ),
    filters=InspectionFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(home__search_key__contains=fold(text))
    ),
    search_label=_("Provider or home"),
    order="-day",
    counted=lambda n: ngettext("%(n)s inspection", "%(n)s inspections", n) % {"n": number(n)},
    empty=_("No inspection is recorded. Record one on the page of a provider or home."),
)  # fmt: skip
