"""The lists of funded lines, requests, additional rates and matters."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.models import Organisation
from homeward.apps.agreements.models import PARTNERED, Line
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.funding import queries, rule
from homeward.apps.funding.escalating import STREAMS, clock_of, step_words
from homeward.apps.funding.escalation_models import Escalation
from homeward.apps.funding.models import AdditionalRate, Asked, FundingRequest, Side
from homeward.apps.funding.words import ASKED_TAGS, MATTER_TAGS, rate_standing
from homeward.web.dates import month, nights
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import money, number

ALL = _("All")
SOON = dt.timedelta(days=28)


def partners(request: Any) -> QuerySet[Organisation]:
    found = queries.lines(actor_of(request)).values("organisation")
    return Organisation.objects.filter(pk__in=found).order_by("name")


class _OfPartner(django_filters.FilterSet):
    """Partner and state, by which every list here narrows."""

    partner = django_filters.ModelChoiceFilter(
        label=_("Care partner"), field_name="organisation", to_field_name="public_id", empty_label=ALL, queryset=partners
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor_of(self.request).is_provider:
            del self.filters["partner"]


class LineFilter(_OfPartner):
    method = django_filters.ChoiceFilter(
        label=_("Funding model"), choices=[(m.value, m.label) for m in PARTNERED], empty_label=ALL
    )

    class Meta:
        model = Line
        fields = ()


class RequestFilter(_OfPartner):
    state = django_filters.ChoiceFilter(label=_("State"), choices=Asked.choices, empty_label=ALL)
    side = django_filters.ChoiceFilter(
        label=_("Asked by"), field_name="asked_side", choices=Side.choices, empty_label=ALL
    )

    class Meta:
        model = FundingRequest
        fields = ()


class RateFilter(_OfPartner):
    state = django_filters.ChoiceFilter(label=_("State"), choices=Asked.choices, empty_label=ALL)
    review = django_filters.ChoiceFilter(
        label=_("Review"), method="by_review", empty_label=ALL, choices=[("soon", _("Within four weeks, or past"))]
    )  # fmt: skip

    class Meta:
        model = AdditionalRate
        fields = ()

    def by_review(self, rows: QuerySet[AdditionalRate], name: str, value: str) -> QuerySet[AdditionalRate]:
        actor = actor_of(self.request)
        return rows.filter(pk__in=[rate.pk for rate in queries.for_review(actor, actor.today + SOON)])


class MatterFilter(_OfPartner):
    state = django_filters.ChoiceFilter(label=_("State"), choices=Escalation.State.choices, empty_label=ALL)
    stream = django_filters.ChoiceFilter(label=_("Stream"), empty_label=ALL)

    class Meta:
        model = Escalation
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        self.filters["stream"].extra["choices"] = choices_of(actor.body, STREAMS, actor.today)


def _found(rows: QuerySet[Any], text: str, *more: str) -> QuerySet[Any]:
    """By partner, agreement, and the fields named."""
    wanted = Q(organisation__search_key__contains=fold(text))
    wanted |= Q(line__agreement__reference__icontains=text.strip())
    for field in more:
        wanted |= Q(**{f"{field}__icontains": text.strip()})
    return rows.filter(wanted)


def _line(row: Any) -> str:
    return str(row.line)


LINES = ListPage(
    name="funded_lines",
    columns=(
        Column("line", _("Line"), str, sort=("agreement__reference", "number"),
               href=lambda r: reverse("funding_line", args=[r.public_id]),
               sub=lambda r: label_of(r.body, "service_types", r.service_type)),
        Column("partner", _("Care partner"), lambda r: r.organisation.name, sort="organisation__search_key"),
        Column("method", _("Funding model"), lambda r: r.get_method_display(), sort="method"),
        Column("nights", _("In force"), lambda r: nights(r.period), sort="period"),
        Column("waiting", _("Requests waiting"), lambda r: r.waiting, sort="waiting", numeric=True),
        Column("disputes", _("Disputes open"), lambda r: r.disputed, sort="disputed", numeric=True),
    ),
    filters=LineFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(agreement__reference__icontains=text.strip())
    ),
    search_label=_("Care partner or agreement"),
    order="line",
    counted=lambda n: ngettext("%(n)s line", "%(n)s lines", n) % {"n": number(n)},
    empty=_("No line is funded by one of the three models yet."),
)  # fmt: skip

REQUESTS = ListPage(
    name="funding_requests",
    columns=(
        Column("what", _("What for"), lambda r: r.reason if len(r.reason) < 90 else r.reason[:88] + "…",
               href=lambda r: reverse("funding_request", args=[r.public_id]), export=lambda r: r.reason),
        Column("line", _("Line"), _line, sort=("line__agreement__reference", "line__number"), sub=lambda r: r.organisation.name),
        Column("amount", _("Amount"), lambda r: money(r.amount, r.body.currency) if r.amount else _("to be named"),
               sort="amount", numeric=True, export=lambda r: r.amount),
        Column("month", _("Month"), lambda r: month(r.belongs_on), sort="belongs_on", export=lambda r: r.belongs_on),
        Column("asked", _("Asked"), lambda r: r.body.day_of(r.asked_at), sort="asked_at",
               sub=lambda r: f"{r.get_asked_side_display()}, {r.asked_by.name}"),
        Column("state", _("State"), lambda r: r.get_state_display(), sort="state", tag=lambda r: ASKED_TAGS[r.state]),
    ),
    filters=RequestFilter,
    search=lambda rows, text: _found(rows, text, "reason"),
    search_label=_("Care partner, agreement or reason"),
    order="-asked",
    counted=lambda n: ngettext("%(n)s request", "%(n)s requests", n) % {"n": number(n)},
    empty=_("Nobody asked for money outside the rates."),
)  # fmt: skip

RATES = ListPage(
    name="additional_rates",
    columns=(
        Column("child", _("Child"), lambda r: r.child.reference, sort="child__reference",
               href=lambda r: reverse("additional_rate", args=[r.public_id])),
        Column("line", _("Line"), _line, sort=("line__agreement__reference", "line__number"), sub=lambda r: r.organisation.name),
        Column("amount", _("A night"), lambda r: money(r.amount, r.body.currency), sort="amount", numeric=True,
               export=lambda r: r.amount),
        Column("nights", _("Nights"), lambda r: nights(rule.nights_of(r)), sort="period"),
        Column("review", _("Review"), rule.last_review, sort="review_on"),
        Column("state", _("State"), lambda r: rate_standing(r, r.body.today)[0], sort="state",
               tag=lambda r: rate_standing(r, r.body.today)[1]),
    ),
    filters=RateFilter,
    search=lambda rows, text: _found(rows, text, "reason", "child__reference"),
    search_label=_("Care partner, agreement, child’s reference or reason"),
    order="review",
    counted=lambda n: ngettext("%(n)s additional rate", "%(n)s additional rates", n) % {"n": number(n)},
    empty=_("No additional support rate was proposed."),
)  # fmt: skip


def _due(row: Escalation) -> Any:
    clock = clock_of(row) if row.state == Escalation.State.OPEN else None
    return clock.due if clock else None


def _due_words(row: Escalation) -> Any:
    clock = clock_of(row) if row.state == Escalation.State.OPEN else None
    if clock is None:
        return ""
    if clock.due is None:
        return _("paused")
    return _("target, passed") if clock.is_late(row.body.today) else _("target")


MATTERS = ListPage(
    name="matters",
    columns=(
        Column("what", _("Matter"), lambda r: r.title, sort="title", href=lambda r: reverse("escalation", args=[r.public_id])),
        Column("partner", _("Care partner"), lambda r: r.organisation.name, sort="organisation__search_key",
               sub=lambda r: str(r.line) if r.line else ""),
        Column("step", _("Step"), lambda r: step_words(r, r.step)),
        Column("due", _("Aimed at"), _due, sub=_due_words),
        Column("raised", _("Raised"), lambda r: r.body.day_of(r.raised_at), sort="raised_at", sub=lambda r: r.raised_by.name),
        Column("state", _("State"), lambda r: r.get_state_display(), sort="state", tag=lambda r: MATTER_TAGS[r.state]),
    ),
    filters=MatterFilter,
    search=lambda rows, text: _found(rows, text, "title", "about"),
    search_label=_("Care partner, agreement or matter"),
    order="-raised",
    counted=lambda n: ngettext("%(n)s matter", "%(n)s matters", n) % {"n": number(n)},
    empty=_("No matter was taken further."),
)  # fmt: skip
