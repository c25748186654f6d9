"""The lists of meetings, of their actions and of reasons for missed targets."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.taken_on import standing
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.meetings import queries
from homeward.apps.meetings.models import Action, Meeting, ShortfallReason, Side
from homeward.apps.statements.queries import line_words
from homeward.web.lists import Column, ListPage

STATE_TAGS = {"planned": "info", "held": "warn", "confirmed": "ok", "cancelled": "plain"}


class _ByProvider(django_filters.FilterSet):
    """Quarter and provider, which every list of this app narrows by."""

    quarter = django_filters.ChoiceFilter(label="Quarter", method="in_quarter", empty_label="All quarters")
    provider = django_filters.ModelChoiceFilter(
        label="Provider", field_name="organisation", to_field_name="public_id", empty_label="All",
        queryset=lambda request: Organisation.objects.filter(
            pk__in=queries.meetings(actor_of(request)).values("organisation")
        ).order_by("name"),
    )  # fmt: skip
    quarter_field = "label"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        labels = [label for label, _ in queries.quarters_with_statements(actor)]
        self.filters["quarter"].extra["choices"] = [(label, label) for label in labels]
        if actor.is_provider:
            del self.filters["provider"]

    def in_quarter(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(**{self.quarter_field: value})


class MeetingFilter(_ByProvider):
    state = django_filters.ChoiceFilter(label="State", choices=Meeting.State.choices, empty_label="Any state")

    class Meta:
        model = Meeting
        fields = ()


MEETINGS = ListPage(
    name="meetings",
    columns=(
        Column("provider", "Provider", lambda m: m.organisation.name, sort="organisation__name",
               href=lambda m: reverse("meeting", args=[m.public_id])),
        Column("quarter", "Quarter", lambda m: m.label, sort="period"),
        Column("held_on", "Day", lambda m: m.held_on, sort="held_on"),
        Column("place", "Place", lambda m: m.place),
        Column("state", "State", lambda m: m.get_state_display(), sort="state", tag=lambda m: STATE_TAGS[m.state]),
        Column("actions", "Actions open", lambda m: m.open_actions, sort="open_actions", numeric=True),
    ),
    filters=MeetingFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(summary__folds=text) | Q(place__folds=text)
    ),
    search_label="Provider, place or words of the record",
    order="-held_on",
    counted=lambda n: f"{n:,} meeting{'s' if n != 1 else ''}",
    empty="No meeting is planned or recorded yet.",
)  # fmt: skip


class ActionFilter(_ByProvider):
    standing = django_filters.ChoiceFilter(
        label="Standing", method="in_standing", empty_label="Open and done",
        choices=[("open", "Open"), ("late", "Late"), ("done", "Done")],
    )  # fmt: skip
    side = django_filters.ChoiceFilter(label="Side", choices=Side.choices, empty_label="Both")
    quarter_field = "meeting__label"

    class Meta:
        model = Action
        fields = ()

    def in_standing(self, rows: Any, name: str, value: str) -> Any:
        if value == "done":
            return rows.exclude(done_at=None)
        rows = rows.filter(done_at=None)
        return rows.filter(due_on__lt=actor_of(self.request).today) if value == "late" else rows


ACTIONS = ListPage(
    name="meeting-actions",
    columns=(
        Column("text", "What", lambda a: a.text, sort="text", href=lambda a: reverse("meeting_action", args=[a.public_id])),
        Column("owner", "Who", lambda a: a.owner.name, sort="owner__name", sub=lambda a: a.get_side_display()),
        Column("due", "By", lambda a: a.due_on, sort="due_on"),
        Column("standing", "Standing", lambda a: standing(a)[0], sort=("done_at", "due_on"), tag=lambda a: standing(a)[1]),
        Column("provider", "Provider", lambda a: a.organisation.name, sort="organisation__name"),
        Column("quarter", "Quarter", lambda a: a.meeting.label, sort="meeting__period"),
    ),
    filters=ActionFilter,
    search=lambda rows, text: rows.filter(Q(text__folds=text) | Q(owner__search_key__contains=fold(text))),
    search_label="Words or person",
    order="due",
    counted=lambda n: f"{n:,} action{'s' if n != 1 else ''}",
    empty="Nobody took anything on yet.",
)  # fmt: skip


class ReasonFilter(_ByProvider):
    service_type = django_filters.ChoiceFilter(
        label="Service type", field_name="statement__line__service_type", empty_label="All"
    )
    code = django_filters.ChoiceFilter(label="Reason", empty_label="All")
    side = django_filters.ChoiceFilter(label="As seen by", choices=Side.choices, empty_label="Both")
    quarter_field = "statement__label"

    class Meta:
        model = ShortfallReason
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        for name, codes in (("service_type", "service_types"), ("code", "shortfall_reasons")):
            self.filters[name].extra["choices"] = choices_of(actor.body, codes, actor.today)


REASONS = ListPage(
    name="shortfall-reasons",
    columns=(
        Column("reason", "Reason", lambda r: label_of(r.body, "shortfall_reasons", r.code), sort="code"),
        Column("line", "Provider and line", lambda r: r.organisation.name, sort=("organisation__name", "statement__line"),
               href=lambda r: reverse("statement", args=[r.statement.public_id]),
               sub=lambda r: line_words(r.statement)),
        Column("quarter", "Quarter", lambda r: r.statement.label, sort="statement__period"),
        Column("nights", "Nights", lambda r: r.nights, sort="nights", numeric=True),
        Column("text", "In words", lambda r: r.text),
        Column("side", "As seen by", lambda r: r.get_side_display(), sort="side"),
    ),
    filters=ReasonFilter,
    search=lambda rows, text: rows.filter(
        Q(text__folds=text) | Q(organisation__search_key__contains=fold(text))
    ),
    search_label="Words or provider",
    order="-quarter",
    counted=lambda n: f"{n:,} reason{'s' if n != 1 else ''}",
    empty="No reason for a missed target has been given yet.",
    template="meetings/blockages.html",
)  # fmt: skip
