"""The yearly review of contract loadings: all lines of a year, one line with its working, keeping what stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.variation_forms import ReasonForm
from homeward.apps.core import audit
from homeward.apps.core.folding import fold
from homeward.apps.core.forms import edit
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import loading_reviews, presenters, services
from homeward.apps.statements.models import LoadingReview
from homeward.apps.statements.presenters.loadings import brief, category_words
from homeward.apps.statements.queries import line_words
from homeward.web.addresses import is_open
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import signed_placements


def _year_choices(request: HttpRequest | None) -> list[tuple[str, str]]:
    if request is None:
        return []
    rows = loading_reviews.reviews(actor_of(request)).order_by("-year").values_list("year", flat=True)
    return [(year, year) for year in dict.fromkeys(rows)]


class ReviewFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label="Year of the data", choices=(), empty_label="All years")
    standing = django_filters.ChoiceFilter(
        label="Standing", method="in_standing", empty_label="Any",
        choices=[("change", "Proposes a change"), ("none", "Nothing to change"), ("kept", "Kept as it is")],
    )  # fmt: skip

    class Meta:
        model = LoadingReview
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = _year_choices(self.request)

    def in_standing(self, rows: Any, name: str, value: str) -> Any:
        if value == "kept":
            return rows.exclude(kept_at=None)
        return rows.filter(changes=0) if value == "none" else rows.filter(changes__gt=0, kept_at=None)


def _standing(review: LoadingReview) -> tuple[str, str]:
    return loading_reviews.standing(review, loading_reviews.following(review))


def _changes(review: LoadingReview) -> str:
    """`Remote + 1.2; Aboriginal − 0.5`."""
    found = loading_reviews.changes_of(review.decision)
    return "; ".join(f"{category_words(review.body, i['category'])} {_difference(i)}" for i in found)


NOTHING = "Not contracted, none placed"


def _difference(item: Mapping[str, Any]) -> str:
    return (
        signed_placements(item["change"]["shown"])
        if item["change"]
        else f"{brief(item['value'])}, none contracted yet"
    )


REVIEWS = ListPage(
    name="loading-reviews",
    columns=(
        Column("provider", "Provider and line", lambda r: r.organisation.name, sort=("organisation__name", "line__number"),
               href=lambda r: reverse("loading_review", args=[r.public_id]), sub=lambda r: f"{r.line}, {line_words(r)}"),
        Column("year", "Data of", lambda r: r.year, sort="year"),
        Column("effective", "From", lambda r: r.effective_on, sort="effective_on"),
        Column("categories", "Categories to change", lambda r: r.changes, sort="changes", numeric=True),
        Column("changes", "Placements", _changes),
        Column("standing", "Standing", lambda r: _standing(r)[0], tag=lambda r: _standing(r)[1]),
    ),
    filters=ReviewFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(line__agreement__reference__icontains=text)
    ),
    search_label="Provider or agreement",
    order="-year",
    counted=lambda n: f"{n:,} review{'s' if n != 1 else ''}",
    empty="No loading has been reviewed yet.",
    template="statements/reviews.html",
)  # fmt: skip


@page(P.STATEMENT_READ)
def reviews(request: HttpRequest) -> HttpResponse:
    """Every review; who keeps agreements makes those of a year."""
    actor = _of_the_body(request)
    years = loading_reviews.years_over(actor.body) if actor.holds(P.AGREEMENT_WRITE) else []
    if request.method == "POST":
        return _make(request, actor)
    return REVIEWS.respond(
        request, loading_reviews.reviews(actor), heading="Yearly review of contract loadings", years=years,
        lede="Once a year the data of July to December propose each line's contract loadings from 1 July. Only a variation "
        "signed by both sides changes them.",
        crumbs=[{"text": "Agreements", "href": reverse("agreements")}],
    )  # fmt: skip


def _of_the_body(request: HttpRequest) -> Actor:
    """A proposal within the department: for a provider these pages do not exist."""
    actor = actor_of(request)
    if actor.is_provider:
        raise Http404
    return actor


def _make(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not actor.holds(P.AGREEMENT_WRITE):
        raise Http404
    left_out = services.review_loadings(label=request.POST.get("year", ""), by=actor)
    for line, why in left_out:
        messages.warning(request, f"{line.organisation.name}, {line}: left out. {' '.join(why)}")
    messages.success(request, "Reviewed. What the data propose stands below, line by line.")
    return redirect("loading_reviews")


@page(P.STATEMENT_READ)
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """One line: contracted and proposed by category, with the working and what can follow."""
    actor = _of_the_body(request)
    get_visible(LoadingReview, request, public_id)
    found = loading_reviews.reviews(actor).get(public_id=public_id)
    audit.record_read(actor, found, children=[c["id"] for c in found.facts["children"]])
    pack = pack_of(found.body)
    explained = presenters.explanations(found, found.decision, pack, links=actor.holds(P.PLACEMENT_READ))
    variation = loading_reviews.following(found)
    words, state = loading_reviews.standing(found, variation)
    undecided = bool(found.changes) and variation is None and not found.kept_at
    context = {
        "review": found, "line_words": line_words(found), "rows": [_row(i, found) for i in found.decision["proposals"]],
        "explained": explained, "gaps": sum(g["nights"] for g in found.decision["gaps"]), "variation": variation,
        "tags": [{"text": words, "state": state}], "is_open": is_open, "open_key": request.GET.get("open", ""),
        "method": found.decision["method"],
        "may_settle": undecided and actor.holds(P.AGREEMENT_WRITE),
        "propose": loading_reviews.variation_address(found) if undecided and actor.holds(P.AGREEMENT_WRITE) else "",
        "crumbs": [{"text": "Yearly review of contract loadings", "href": reverse("loading_reviews")}],
    }  # fmt: skip
    return render(request, "statements/review.html", context)


def _row(item: dict[str, Any], found: LoadingReview) -> dict[str, Any]:
    empty = loading_reviews.is_empty(item)
    changed = not empty and item["status"] in ("raise", "lower", "set")
    return {
        "label": category_words(found.body, item["category"]),
        "nights": item["nights"],
        "heads": item["head_count"],
        "contracted": brief(item["contracted"]["shown"]) if item["contracted"] else "none",
        "proposed": "–" if empty else brief(item["value"]),
        "change": NOTHING if empty else _difference(item) if changed else "–",
        "why": f"why-review-{item['category']}",
    }


@page(P.AGREEMENT_WRITE)
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(LoadingReview, request, public_id)
    address = reverse("loading_review", args=[public_id])
    return edit(
        request, ReasonForm(request.POST or None),
        lambda data: services.keep_loadings(review=found, reason=data["reason"], by=actor_of(request)),
        lambda made: ("Kept as it is, with your reason.", address),
        heading="Keep the contract loadings as they are", caption=str(found), back=address, verb="Keep them",
        crumbs=[{"text": "Yearly review of contract loadings", "href": reverse("loading_reviews")}],
    )  # fmt: skip
