"""The lists of frameworks, of providers on one, of a ranking's places, of own places, and of queries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import django_filters
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import from_db, say
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.frameworks.models import Admission, Framework, Ranking, ScoreQuery
from homeward.apps.frameworks.standing import check_reasons
from homeward.web.lists import Column, ListPage, MemoryListPage

RANKING_TAGS = {
    "draft": "plain",
    "opened": "warn",
    "published": "ok",
    "replaced": "plain",
    "discarded": "plain",
}
ADMISSION_TAGS = {"applied": "warn", "admitted": "ok", "declined": "bad", "ended": "plain"}
QUERY_TAGS = {"open": "warn", "answered": "ok", "withdrawn": "plain"}


class FrameworkFilter(django_filters.FilterSet):
    service = django_filters.ChoiceFilter(label=_("Service"), field_name="service_type", empty_label=_("All"))

    class Meta:
        model = Framework
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        self.filters["service"].extra["choices"] = choices_of(actor.body, "service_types", actor.today)


FRAMEWORKS = ListPage(
    name="frameworks",
    columns=(
        Column("title", _("Framework"), lambda f: f.title, sort="title", href=lambda f: reverse("framework", args=[f.public_id]),
               sub=lambda f: f.reference),
        Column("service", _("Service"), lambda f: label_of(f.body, "service_types", f.service_type), sort="service_type"),
        Column("keeper", _("Kept by"), lambda f: f.body.name, sort="body__name"),
        Column("period", _("Runs"), lambda f: say(from_db(f.period)), sort="period"),
        Column("lots", _("Lots"), lambda f: f.lot_count, sort="lot_count", numeric=True),
        Column("providers", _("Providers admitted"), lambda f: f.provider_count, sort="provider_count", numeric=True),
    ),
    filters=FrameworkFilter,
    search=lambda rows, text: rows.filter(title__icontains=text) | rows.filter(reference__icontains=text),
    search_label=_("Title or reference"),
    order="title",
    counted=lambda n: ngettext("%(n)s framework", "%(n)s frameworks", n) % {"n": n},
    empty=_("There is no framework here that you may read."),
)  # fmt: skip


class AdmissionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Admission.State.choices, empty_label=_("Any state")
    )
    lot = django_filters.ChoiceFilter(
        label=_("Lot"), field_name="lots__lot__number", empty_label=_("All lots"), choices=()
    )

    class Meta:
        model = Admission
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.queryset.select_related("framework").first()
        lots = first.framework.lots.all() if first else ()
        self.filters["lot"].extra["choices"] = [(lot.number, str(lot)) for lot in lots]


def faults(admission: Admission) -> str:
    """How many checks of an admitted or applying provider are missing, failed or expired today."""
    if admission.state not in (Admission.State.APPLIED, Admission.State.ADMITTED):
        return ""
    count = len(check_reasons(admission.body, admission.organisation, admission.body.today))
    return (
        ngettext("%(n)s check does not hold", "%(n)s checks do not hold", count) % {"n": count}
        if count
        else ""
    )


ADMISSIONS = ListPage(
    name="framework-providers",
    columns=(
        Column("provider", _("Provider"), lambda a: a.organisation.name, sort="organisation__search_key",
               href=lambda a: reverse("admission", args=[a.public_id])),
        Column("lots", _("Lots"), lambda a: ", ".join(str(row.lot.number) for row in a.lots.all())),
        Column("period", _("On the framework"), lambda a: say(from_db(a.period)), sort="period"),
        Column("state", _("State"), lambda a: a.get_state_display(), sort="state", tag=lambda a: ADMISSION_TAGS[a.state],
               sub=lambda a: faults(a)),
    ),
    filters=AdmissionFilter,
    search=lambda rows, text: rows.filter(organisation__search_key__contains=fold(text)),
    search_label=_("Name of the provider"),
    order="provider",
    counted=lambda n: ngettext("%(n)s provider", "%(n)s providers", n) % {"n": n},
    empty=_("No provider is put down for this framework yet."),
)  # fmt: skip


@dataclass(frozen=True)
class RankRow:
    """One provider's line of a ranking. Points are of 100, rounded only here."""

    rank: int
    place: str
    provider: str
    folded: str
    quality: Decimal
    price: Decimal
    total: Decimal
    weekly: Decimal
    quality_share: Fraction
    price_share: Fraction
    flags: str
    working: str


def bar(row: RankRow) -> Any:
    """Quality points, then price points, of 100: the numbers stand in the columns beside it."""
    quality, price = (
        round(float(s), 1) for s in (row.quality_share, row.price_share)
    )  # a drawing, not a figure
    return format_html(
        '<svg class="hw-bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="hw-bar__track" x="0" y="3" width="100" height="8"/>'
        '<rect class="hw-bar__fill" x="0" y="3" width="{}" height="8"/>'
        '<rect fill="#8fb8bb" x="{}" y="3" width="{}" height="8"/></svg>',
        quality, quality + 0.6, max(price - 0.6, 0),
    )  # fmt: skip


class RankFilters(forms.Form):
    flag = forms.ChoiceField(
        label=_("Flags"), required=False, choices=[("", _("All")), ("flagged", _("With a flag"))]
    )


def narrow_ranks(rows: list[RankRow], given: Any) -> list[RankRow]:
    return [r for r in rows if r.flags] if given.get("flag") else rows


RANKED = MemoryListPage(
    name="ranking",
    columns=(
        Column("rank", _("Place"), lambda r: r.place, sort="rank", export=lambda r: r.rank),
        Column("provider", _("Provider"), lambda r: r.provider, sort="folded", href=lambda r: r.working, sub=lambda r: r.flags),
        Column("bar", _("Quality and price"), bar, in_file=False),
        Column("quality", _("Quality points"), lambda r: r.quality, sort="quality", numeric=True),
        Column("price", _("Price points"), lambda r: r.price, sort="price", numeric=True),
        Column("total", _("Total"), lambda r: r.total, sort="total", numeric=True),
        Column("weekly", _("Weekly price"), lambda r: r.weekly, sort="weekly", numeric=True),
    ),
    fields=lambda request: RankFilters(request.GET or None),
    narrow=narrow_ranks,
    search=lambda rows, text: [r for r in rows if all(w in r.folded for w in fold(text).split())],  # type: ignore[arg-type,return-value]
    search_label=_("Name of the provider"),
    order="rank",
    counted=lambda n: ngettext("%(n)s provider ranked", "%(n)s providers ranked", n) % {"n": n},
    empty=_("Nobody could be ranked."),
    per_page=100,
)  # fmt: skip


OWN = ListPage(
    name="own-rankings",
    columns=(
        Column("lot", _("Lot"), lambda p: p.ranking.lot.title, sort=("ranking__lot__framework__title", "ranking__lot__number"),
               href=lambda p: reverse("own_standing", args=[p.public_id]), sub=lambda p: p.ranking.lot.framework.title),
        Column("region", _("Region"), lambda p: p.ranking.region, sort="ranking__region"),
        Column("period", _("Period"), lambda p: say(from_db(p.ranking.period)), sort="ranking__period"),
        Column("version", _("Version"), lambda p: p.ranking.number, sort="ranking__number", numeric=True),
        Column("place", _("Your place"), lambda p: place_words(p)),
        Column("state", _("State"), lambda p: p.ranking.get_state_display(), sort="ranking__state",
               tag=lambda p: RANKING_TAGS[p.ranking.state]),
    ),
    order="-period",
    counted=lambda n: ngettext("%(n)s ranking", "%(n)s rankings", n) % {"n": n},
    empty=_("No scores of yours have been opened to you yet."),
)  # fmt: skip


def place_words(place: Any) -> str:
    """`3 of 18`, `3, joint, of 18`, or why there is none."""
    if not place.is_kept:
        return str(_("Told when it is published"))
    if place.rank is None:
        return str(_("Not ranked"))
    told = {"rank": place.rank, "of": place.own["of"]}
    return str(_("%(rank)s, joint, of %(of)s") if place.own["joint"] else _("%(rank)s of %(of)s")) % told


class QueryFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ScoreQuery.State.choices, empty_label=_("Any state")
    )

    class Meta:
        model = ScoreQuery
        fields = ()


QUERIES = ListPage(
    name="score-queries",
    columns=(
        Column("provider", _("Provider"), lambda q: q.organisation.name, sort="organisation__name",
               href=lambda q: reverse("score_query", args=[q.public_id])),
        Column("about", _("About"), lambda q: q.about_words, sub=lambda q: str(q.ranking)),
        Column("asked", _("Asked"), lambda q: timezone.localtime(q.asked_at).date(), sort="asked_at"),
        Column("due", _("Answer by"), lambda q: q.due_on, sort="due_on"),
        Column("state", _("State"), lambda q: q.get_state_display(), sort="state", tag=lambda q: QUERY_TAGS[q.state]),
    ),
    filters=QueryFilter,
    search=lambda rows, text: rows.filter(organisation__search_key__contains=fold(text)) | rows.filter(text__icontains=text),
    search_label=_("Provider or words"),
    order="due",
    counted=lambda n: ngettext("%(n)s query", "%(n)s queries", n) % {"n": n},
    empty=_("Nobody has queried a score."),
)  # fmt: skip


class RankingFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Ranking.State.choices, empty_label=_("Any state")
    )

    class Meta:
        model = Ranking
        fields = ()


RANKINGS = ListPage(
    name="rankings",
    columns=(
        Column("lot", _("Lot"), lambda r: r.lot.title, sort=("lot__framework__title", "lot__number"),
               href=lambda r: reverse("ranking", args=[r.public_id]), sub=lambda r: r.lot.framework.title),
        Column("region", _("Region"), lambda r: r.region, sort="region"),
        Column("period", _("Period"), lambda r: say(from_db(r.period)), sort="period"),
        Column("version", _("Version"), lambda r: r.number, sort="number", numeric=True),
        Column("state", _("State"), lambda r: r.get_state_display(), sort="state", tag=lambda r: RANKING_TAGS[r.state]),
        Column("published", _("Published"),
               lambda r: timezone.localtime(r.published_at).date() if r.published_at else None, sort="published_at"),
    ),
    filters=RankingFilter,
    search=lambda rows, text: rows.filter(lot__title__icontains=text) | rows.filter(lot__framework__title__icontains=text),
    search_label=_("Lot or framework"),
    order="-period",
    counted=lambda n: ngettext("%(n)s ranking", "%(n)s rankings", n) % {"n": n},
    empty=_("No ranking is published yet."),
)  # fmt: skip
