"""All statements by state, with days left and who holds each; and the roll-up by provider."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import django_filters
from django.db.models import DateField, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.folding import fold
from homeward.apps.statements import queries
from homeward.apps.statements.models import State, Statement
from homeward.apps.statements.partnered.words import MODELS
from homeward.apps.statements.periods import is_monthly
from homeward.apps.statements.reading import TAGS
from homeward.kernel.rounding import shown
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import amount

LEVEL_TAGS = {"1": "ok", "2": "warn", "3": "bad"}
HOLDERS = {
    "provider": "Provider",
    "body": "Department",
    "director": "Director",
    "finance": "Finance",
    "": "Nobody",
}


def days_left(due: dt.date | None, today: dt.date) -> str:
    """`3 days late`, `today`, `in 5 days`; nothing where no source gives a day."""
    if due is None:
        return "no day set"
    days = (due - today).days
    if days < 0:
        return f"{-days} day{'s' if days != -1 else ''} late"
    return "today" if days == 0 else f"in {days} day{'s' if days != 1 else ''}"


def _labels(request: HttpRequest | None) -> list[tuple[str, str]]:
    if request is None:
        return []
    actor = actor_of(request)
    found = Statement.objects.visible_to(actor).order_by("-period").values_list("label", flat=True)
    return [(label, label) for label in dict.fromkeys(found)]


class StatementFilter(django_filters.FilterSet):
    quarter = django_filters.ChoiceFilter(
        field_name="label", label="Quarter", choices=(), empty_label="All quarters"
    )
    state = django_filters.ChoiceFilter(label="State", choices=State.choices, empty_label="Any state")
    held = django_filters.ChoiceFilter(
        field_name="held_by",
        label="Held by",
        choices=[(k, v) for k, v in HOLDERS.items() if k],
        empty_label="Anybody",
    )
    level = django_filters.ChoiceFilter(
        label="Level", choices=[(level, f"Level {level}") for level in "123"], empty_label="Any level"
    )

    class Meta:
        model = Statement
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["quarter"].extra["choices"] = _labels(self.request)


def _share(row: Any) -> str:
    return f"{shown(row.share, 1)} %" if row.share is not None else "n/a"


def _days_left(row: Any) -> str | None:
    return None if row.state == State.PAID else days_left(row.due_on, row.today)


NO_LEVEL = {
    "not_applicable": "paid per night", "no_target": "no target", "not_configured": "not configured",
    "not_assessed": "not assessed", "": "–",
}  # fmt: skip


def level_words(level: str | None) -> str:
    """`Level 2`, or why there is none."""
    return NO_LEVEL.get(level or "") or f"Level {level}"


STATEMENTS = ListPage(
    name="statements",
    columns=(
        Column("provider", "Provider and line", lambda s: s.organisation.name, sort=("organisation__name", "line__number"),
               href=lambda s: reverse("statement", args=[s.public_id]), sub=queries.line_words),
        Column("quarter", "Quarter", lambda s: s.label, sort="period"),
        Column("contracted", "Contracted nights", lambda s: s.contracted, sort="contracted", numeric=True),
        Column("actual", "Actual nights", lambda s: s.actual, sort="actual", numeric=True),
        Column("share", "Share", _share, sort="share", numeric=True, export=lambda s: s.share),
        Column("level", "Level", lambda s: level_words(s.level), sort="level",
               tag=lambda s: LEVEL_TAGS.get(s.level or "", "plain")),
        Column("state", "State", lambda s: s.get_state_display(), sort="state", tag=lambda s: TAGS[s.state],
               sub=lambda s: "More is known since" if s.is_known_late else ""),
        Column("held", "Held by", lambda s: HOLDERS[s.held_by], sort="held_by"),
        Column("due", "Days left", _days_left, sort="due_on", export=lambda s: s.due_on),
    ),
    filters=StatementFilter,
    search=lambda rows, text: rows.filter(organisation__search_key__contains=fold(text))
    | rows.filter(line__agreement__reference__icontains=text),
    search_label="Provider or agreement",
    order="-quarter",
    counted=lambda n: f"{n:,} statement{'s' if n != 1 else ''}",
    empty="No statement yet. Close a quarter, and each line in force gets one.",
    template="statements/board.html",
)  # fmt: skip


class MonthFilter(StatementFilter):
    level = None  # a care partner's line has no target

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["quarter"].label, self.filters["quarter"].extra["empty_label"] = (
            _("Month"),
            _("All months"),
        )


def _payable(row: Any) -> str:
    return amount(Decimal(row.payable)) if row.payable else "–"


_ALIKE = {column.key: column for column in STATEMENTS.columns}
MONTHS = replace(
    STATEMENTS,
    columns=(
        _ALIKE["provider"],
        replace(_ALIKE["quarter"], head=_("Month")),
        Column(
            "model",
            _("Funding model"),
            lambda s: MODELS.get(s.line.method, s.line.get_method_display()),
            sort="line__method",
        ),
        Column("actual", _("Nights paid"), lambda s: s.actual, sort="actual", numeric=True),
        Column("payable", _("Payable, with tax"), _payable, numeric=True, export=lambda s: s.payable),
        _ALIKE["state"],
        _ALIKE["held"],
    ),
    filters=MonthFilter,
    empty=_("No statement yet. Close a month, and each line in force gets one."),
)


# What can be done from the board, by the permission it needs; the first is the main button.
DEEDS = (
    (P.PERIOD_CLOSE, "period_close", "Close a quarter"),
    (P.STATEMENT_ISSUE, "issue_many", "Issue many"),
    (P.STATEMENT_AGREE, "agree_many", "Agree many"),
    (P.STATEMENT_VALIDATE, "agree_provider_many", "Agree many"),
    (P.STATEMENT_READ, "statements_by_provider", "By provider"),
)


def _deeds(actor: Actor, monthly: bool) -> list[dict[str, Any]]:
    held = [(name, text) for permission, name, text in DEEDS if actor.holds(permission)]
    if monthly:
        held = [(name, str(_("Close a month")) if name == "period_close" else text) for name, text in held]
        held = [(name, text) for name, text in held if name != "statements_by_provider"]
    elif not actor.is_provider:  # the department's own working
        held.append(("loading_reviews", "Yearly review of loadings"))
        held.append(("nights_over_time", "Nights over time"))
    if not monthly:
        held.append(("adjustments", "Adjustments"))
    return [{"href": reverse(name), "text": text, "secondary": n > 0} for n, (name, text) in enumerate(held)]


@page(P.STATEMENT_READ)
def statements(request: HttpRequest) -> HttpResponse:
    """The board: filters, order and file are in the address."""
    actor = actor_of(request)
    label = request.GET.get("quarter") or next((v for v, _ in _labels(request)), "")
    monthly = is_monthly(actor.body, actor.today)
    rows = (queries.months(actor) if monthly else queries.board(actor)).annotate(
        today=Value(actor.today, DateField())
    )
    return (MONTHS if monthly else STATEMENTS).respond(
        request, rows, heading="Statements", states=queries.by_state(actor, label), states_of=label,
        deeds=_deeds(actor, monthly), tags=TAGS, kind="lines",
    )  # fmt: skip


@page(P.STATEMENT_READ)
def rollup(request: HttpRequest) -> HttpResponse:
    """A quarter by provider: nights and share together, and nothing that belongs to lines."""
    actor = actor_of(request)
    labels = _labels(request)
    label = request.GET.get("quarter") or (labels[0][0] if labels else "")
    rows = queries.by_provider(actor, label)
    for row in rows:
        row["share"] = (
            shown(Fraction(100 * row["actual"], row["contracted"]), 1) if row["contracted"] else "n/a"
        )
    return render(
        request, "statements/rollup.html", {"rows": rows, "label": label, "labels": [v for v, _ in labels]}
    )
