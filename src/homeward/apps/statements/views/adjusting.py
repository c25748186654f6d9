"""What has been learned of locked quarters: the comparison, all adjustments, a version's own text, the review."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit, jobs
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import from_db
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import comparison, figures, integrity
from homeward.apps.statements.models import OPEN_STATES, Adjustment, Statement, Version
from homeward.apps.statements.presenters import adjusting as words
from homeward.apps.statements.queries import line_words, newest_counted
from homeward.apps.statements.services.reviewing import preview
from homeward.apps.statements.views.statement import statement_of
from homeward.web.dates import short_date
from homeward.web.lists import Column, ListPage


@page(P.STATEMENT_READ)
def since(request: HttpRequest, public_id: str) -> HttpResponse:
    """The agreed version against what is known now, and where the difference went."""
    statement, actor = statement_of(request, public_id), actor_of(request)
    if not statement.is_locked:
        return redirect("statement", statement.public_id)
    agreed = newest_counted(statement, actor)
    late = list(_versions(statement, actor).filter(kind=Version.Kind.LATE))
    known = late[0] if late else agreed
    if agreed is None or known is None:
        raise Http404
    pack = pack_of(statement.body)
    rows = list(adjustments_of(actor).filter(origin=statement).order_by("-made_at", "-id"))
    children = comparison.nights_by_child(agreed, known)
    audit.record_read(actor, statement, version=known.number, children=[p.name for p in children])
    links = actor.holds(P.PLACEMENT_READ)
    context: dict[str, Any] = {
        "statement": statement,
        "agreed": agreed,
        "known": known,
        "late": late,
        "line_words": line_words(statement),
        "period": from_db(statement.period),
        "figures": comparison.figures(agreed, known),
        "children": children,
        "money": comparison.money_by_line(agreed, known),
        "adjustments": [{**words.row(a, links=links), "told": words.explained(a, pack)} for a in rows],
        "uncounted": statement.uncounted if not actor.is_provider else [],
    }
    return render(request, "statements/since.html", context)


@page(P.STATEMENT_READ)
def version_text(request: HttpRequest, public_id: str, version_id: str) -> HttpResponse:
    """A version byte for byte, as it was stored, with the digests it was stored with."""
    statement, actor = statement_of(request, public_id), actor_of(request)
    version = _versions(statement, actor).filter(public_id=version_id).first()
    if version is None:
        raise Http404
    children = [row["child"] for row in figures.children(version.decision)]
    audit.record(actor, "export", statement, version=version.number, children=children)
    response = HttpResponse(integrity.text_of(version), content_type="application/json; charset=utf-8")
    name = f"statement-{statement.public_id}-version-{version.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _versions(statement: Statement, actor: Actor) -> QuerySet[Version]:
    found: QuerySet[Version] = Version.objects.visible_to(actor).filter(statement=statement)
    return found.select_related("statement", "body", "created_by").order_by("-number")


def adjustments_of(actor: Actor) -> QuerySet[Adjustment]:
    """The adjustments a person may see, with what their words need."""
    found: QuerySet[Adjustment] = Adjustment.objects.visible_to(actor)
    return found.select_related(
        "body", "organisation", "origin__line__agreement", "origin__line__home", "origin__body", "target", "to_version",
        "from_version", "made_by",
    )  # fmt: skip


STATES = [("waiting", "Waits for a quarter"), ("open", "In an open quarter"), ("settled", "Settled")]


def _by_state(rows: QuerySet[Adjustment], name: str, value: str) -> QuerySet[Adjustment]:
    if value == "waiting":
        return rows.filter(target=None)
    in_open = rows.filter(target__state__in=OPEN_STATES)
    return in_open if value == "open" else rows.exclude(target=None).exclude(target__state__in=OPEN_STATES)


def _labels(request: HttpRequest | None) -> list[tuple[str, str]]:
    if request is None:
        return []
    rows = Adjustment.objects.visible_to(actor_of(request)).order_by("-origin__period")
    return [(label, label) for label in dict.fromkeys(rows.values_list("origin__label", flat=True))]


class AdjustmentFilter(django_filters.FilterSet):
    quarter = django_filters.ChoiceFilter(
        field_name="origin__label", label="Quarter it is of", choices=(), empty_label="All quarters"
    )
    where = django_filters.ChoiceFilter(
        label="Where it stands", choices=STATES, empty_label="Anywhere", method=_by_state
    )
    decision = django_filters.ChoiceFilter(
        label="Decision",
        choices=[("needed", "Needs a decision"), ("rule", "Moves by rule")],
        empty_label="Either",
        method=lambda rows, name, value: (
            rows.exclude(to_decide=0) if value == "needed" else rows.filter(to_decide=0)
        ),
    )

    class Meta:
        model = Adjustment
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["quarter"].extra["choices"] = _labels(self.request)


def _search(rows: QuerySet[Adjustment], text: str) -> QuerySet[Adjustment]:
    return (
        rows.filter(organisation__search_key__contains=fold(text))
        | rows.filter(origin__line__agreement__reference__icontains=text)
        | rows.filter(reason__icontains=text)
    )


ADJUSTMENTS = ListPage(
    name="adjustments",
    columns=(
        Column("provider", "Provider and line", lambda a: a.organisation.name, sort="organisation__name",
               href=lambda a: reverse("statement_since", args=[a.origin.public_id]), sub=lambda a: line_words(a.origin)),
        Column("quarter", "Quarter it is of", lambda a: a.origin.label, sort="origin__period"),
        Column("what", "What", lambda a: words.code_words(a.body, a.code), sort="code"),
        Column("nights", "Nights", lambda a: words.row(a, links=False)["nights"], sort="nights", numeric=True,
               export=lambda a: a.nights),
        Column("amount", "Moves by rule", lambda a: words.signed(a.amount), sort="amount", numeric=True,
               export=lambda a: a.amount),
        Column("decide", "Open to decision", lambda a: words.signed(a.to_decide) if a.to_decide else "–", sort="to_decide",
               numeric=True, export=lambda a: a.to_decide),
        Column("where", "Where it is settled", lambda a: words.where(a)["text"], sort="target__period",
               tag=lambda a: words.where(a)["state"]),
        Column("made", "Learned", lambda a: short_date(a.made_at), sort="made_at",
               export=lambda a: a.made_at),
        Column("reason", "Why", lambda a: a.reason),
    ),
    filters=AdjustmentFilter,
    search=_search,
    search_label="Provider, agreement, or a word of the reason",
    order="-made",
    counted=lambda n: f"{n:,} adjustment{'s' if n != 1 else ''}",
    empty="Nothing was learned late: no adjustment has been made.",
)  # fmt: skip


LEDE = (
    "What was learned of a quarter after both sides had agreed it. The agreed figures stay; the difference is settled once, "
    "in the line’s open quarter."
)


@page(P.STATEMENT_READ)
def adjustments(request: HttpRequest) -> HttpResponse:
    """Every adjustment a person may see; filters, order and file are in the address."""
    actor = actor_of(request)
    crumbs = [{"text": "Statements", "href": reverse("statements")}]
    review = {"text": "Review the locked quarters", "href": reverse("review_locked"), "secondary": True}
    return ADJUSTMENTS.respond(
        request, adjustments_of(actor), heading="Adjustments", crumbs=crumbs, lede=LEDE,
        actions=[review] if actor.holds(P.STATEMENT_AGREE) else [],
    )  # fmt: skip


@page(P.STATEMENT_AGREE)
def review(request: HttpRequest) -> HttpResponse:
    """What a count of every locked statement under the policy as it stands now would change; then do it, as a job."""
    actor = actor_of(request)
    if request.method == "POST":
        run = jobs.start("review_locked", by=actor, label="Review of locked quarters")
        messages.success(request, "The locked quarters are being counted again.")
        return redirect("job", run.public_id)
    found = preview(body=actor.body, by=actor)
    rows = [
        {
            "statement": one.statement,
            "words": line_words(one.statement),
            "lines": [
                {
                    "name": words.code_words(actor.body, line.code),
                    "amount": words.signed(line.amount),
                    "to_decide": words.signed(line.to_decide) if line.to_decide else "–",
                    "nights": line.nights,
                }
                for line in one.lines
            ],
            "problems": one.problems,
        }
        for one in found.changing
    ]
    context = {"rows": rows, "counted": found.counted, "same": found.counted - len(rows)}
    return render(request, "statements/review_locked.html", context)
