"""The register of restrictions, and the list of reviews."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.models import Organisation
from homeward.apps.core.folding import fold
from homeward.apps.providers.models import Home
from homeward.apps.restrictions import queries, words
from homeward.apps.restrictions.models import Restriction, RestrictionReview
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

ALL = _("All")


class RestrictionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", empty_label=ALL,
        choices=[
            ("open", _("In force or to come")), ("proposed", _("Proposed")), ("lifted", _("Lifted")),
            ("refused", _("Refused or taken back")),
        ],
    )  # fmt: skip
    provider = django_filters.ChoiceFilter(
        label=_("Provider"), field_name="organisation__public_id", empty_label=ALL
    )
    home = django_filters.ChoiceFilter(label=_("Home"), field_name="home__public_id", empty_label=ALL)
    reach = django_filters.ChoiceFilter(
        label=_("Whom it binds"), choices=Restriction.Reach.choices, empty_label=ALL
    )

    class Meta:
        model = Restriction
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        rows = queries.listed(actor)
        homes = Home.objects.filter(pk__in=rows.values("home")).order_by("search_key")
        self.filters["home"].extra["choices"] = [(h.public_id, h.name) for h in homes]
        if actor.is_provider:
            del self.filters["provider"], self.filters["reach"]
            self.filters["state"].extra["choices"] = [
                ("open", _("In force or to come")), ("lifted", _("Lifted")),
            ]  # fmt: skip
            return
        known = Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("search_key")
        self.filters["provider"].extra["choices"] = [(o.public_id, o.name) for o in known]

    def by_state(self, rows: QuerySet[Restriction], name: str, value: str) -> QuerySet[Restriction]:
        day = actor_of(self.request).today
        state = Restriction.State
        if value == "open":
            return rows.filter(queries.open_on(day))
        if value == "lifted":
            return rows.filter(state=state.LIFTED, lifts_on__lte=day)
        if value == "proposed":
            return rows.filter(state__in=(state.PROPOSED, state.LIFT_PROPOSED))
        return rows.filter(state__in=(state.REFUSED, state.WITHDRAWN))


def _search(rows: QuerySet[Restriction], text: str) -> QuerySet[Restriction]:
    wanted = fold(text)
    return rows.filter(Q(organisation__search_key__contains=wanted) | Q(home__search_key__contains=wanted))


def _state(row: Restriction) -> tuple[str, str]:
    return words.standing_words(row, row.body.today, is_provider=getattr(row, "for_provider", False))


RESTRICTIONS = ListPage(
    name="restrictions",
    columns=(
        Column("subject", _("Provider or home"), lambda r: r.subject, sort=("organisation__search_key", "home__search_key"),
               href=lambda r: reverse("restriction", args=[r.public_id]),
               sub=lambda r: r.organisation.name if r.home_id and r.organisation else words.scope_words(r)),
        Column("state", _("State"), lambda r: _state(r)[0], sort=("state", "starts_on"), tag=lambda r: _state(r)[1]),
        Column("cause", _("Cause"), queries.cause_words, sort="cause"),
        Column("from", _("First day"), lambda r: r.starts_on, sort="starts_on"),
        Column("free", _("Free from"), lambda r: r.lifts_on, sort="lifts_on"),
        Column("body", _("Decided by"), lambda r: r.body.name, sort="body__name", sub=lambda r: r.get_reach_display()),
    ),
    filters=RestrictionFilter,
    search=_search,
    search_label=_("Provider or home"),
    order="-from",
    counted=lambda n: ngettext("%(n)s restriction", "%(n)s restrictions", n) % {"n": number(n)},
    empty=_("No restriction is recorded."),
)  # fmt: skip


class ReviewFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", empty_label=ALL,
        choices=[("open", _("To be done")), ("done", _("Done"))],
    )  # fmt: skip

    class Meta:
        model = RestrictionReview
        fields = ()

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "open":
            return rows.filter(pk__in=queries.open_reviews(actor_of(self.request)).values("pk"))
        return rows.exclude(done_at=None)


def review_state(review: RestrictionReview) -> tuple[str, str]:
    """Words and colour of a review."""
    if review.done_at is not None:
        return str(_("Done")), "ok"
    late = review.due_on < review.body.today
    return (str(_("Late")), "bad") if late else (str(_("To be done")), "warn")


REVIEWS = ListPage(
    name="restriction-reviews",
    columns=(
        Column("child", _("Child"), lambda r: r.placement.child.reference, sort="placement__child__reference",
               href=lambda r: reverse("restriction_review", args=[r.public_id])),
        Column("home", _("Home"), lambda r: r.placement.home.name, sort="placement__home__search_key"),
        Column("due", _("By"), lambda r: r.due_on, sort="due_on",
               sub=lambda r: _("Urgent: a visit") if r.is_urgent else ""),
        Column("state", _("State"), lambda r: review_state(r)[0], sort=("done_at", "due_on"),
               tag=lambda r: review_state(r)[1]),
        Column("who", _("Recorded by"), lambda r: r.done_by.name if r.done_by else None, sort="done_by__name"),
    ),
    filters=ReviewFilter,
    search=lambda rows, text: rows.filter(
        Q(placement__child__reference__icontains=text.strip()) | Q(placement__home__search_key__contains=fold(text))
    ),
    search_label=_("Child’s reference or home"),
    order="due",
    counted=lambda n: ngettext("%(n)s review", "%(n)s reviews", n) % {"n": number(n)},
    empty=_("No placement has to be looked at because of a restriction."),
)  # fmt: skip
