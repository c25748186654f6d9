"""The lists of agreements and service specifications."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements import queries
from homeward.apps.agreements.models import Agreement, ServiceSpecification
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import from_db
from homeward.apps.core.timeline import say_value
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.providers.models import Provider
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number
from homeward.web.words import word

ALL = _("All")


class AgreementFilter(django_filters.FilterSet):
    provider = django_filters.ChoiceFilter(
        label=_("Provider"), field_name="provider__public_id", empty_label=ALL
    )
    service_type = django_filters.ChoiceFilter(
        label=_("Service type"), method="by_service_type", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(
        label=_("In force"),
        method="by_state",
        empty_label=ALL,
        choices=[("now", _("In force")), ("later", _("Begins later")), ("ended", _("Ended"))],
    )

    class Meta:
        model = Agreement
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        providers = Provider.objects.visible_to(actor).select_related("organisation")
        self.filters["provider"].extra["choices"] = [
            (p.public_id, str(p)) for p in providers.order_by("organisation__search_key")
        ]
        self.filters["service_type"].extra["choices"] = choices_of(actor.body, "service_types", actor.today)

    def by_service_type(self, rows: QuerySet[Agreement], name: str, value: str) -> QuerySet[Agreement]:
        return rows.filter(pk__in=Agreement.objects.filter(lines__service_type=value).values("pk"))

    def by_state(self, rows: QuerySet[Agreement], name: str, value: str) -> QuerySet[Agreement]:
        return queries.in_force(rows, actor_of(self.request).today, value)


def _missing(agreement: Any) -> str:
    if agreement.lacks_target:
        return str(_("A target is not set"))
    return str(_("A price is not set")) if agreement.lacks_rate else str(_("Complete"))


AGREEMENTS = ListPage(
    name="agreements",
    columns=(
        Column(
            "reference",
            _("Agreement"),
            lambda a: a.reference,
            sort="reference",
            href=lambda a: reverse("agreement", args=[a.public_id]),
            sub=lambda a: a.title,
        ),
        Column(
            "provider", _("Provider"), lambda a: str(a.provider), sort="provider__organisation__search_key"
        ),
        Column("lines", _("Lines"), lambda a: a.line_count, sort="line_count", numeric=True),
        Column("start", _("First night"), lambda a: a.period.lower, sort="period__startswith"),
        Column("end", _("Last night"), lambda a: from_db(a.period).last_night, sort="period__endswith"),
        Column(
            "terms",
            _("Terms tonight"),
            _missing,
            sort=("lacks_target", "lacks_rate"),
            tag=lambda a: "warn" if a.lacks_target or a.lacks_rate else "ok",
        ),
    ),
    filters=AgreementFilter,
    search=lambda rows, text: rows.filter(
        Q(reference__icontains=text)
        | Q(title__folds=text)
        | Q(provider__organisation__search_key__contains=fold(text))
    ),
    search_label=_("Number, title or provider"),
    order="reference",
    counted=lambda n: ngettext("%(n)s agreement", "%(n)s agreements", n) % {"n": number(n)},
    empty=_("No agreement is recorded yet."),
)

SPECIFICATIONS = ListPage(
    name="specifications",
    columns=(
        Column(
            "title",
            _("Specification"),
            lambda s: s.title,
            sort="title",
            href=lambda s: reverse("specification", args=[s.public_id]),
            sub=lambda s: s.code,
        ),
        Column("version", _("Version"), lambda s: s.version, sort="version", numeric=True),
        Column(
            "service_type",
            _("Service type"),
            lambda s: label_of(s.body, "service_types", s.service_type),
            sort="service_type",
        ),
        Column("from", _("In force from"), lambda s: s.effective_from, sort="effective_from"),
        Column(
            "state",
            _("State"),
            lambda s: (
                _("Withdrawn on %(day)s") % {"day": say_value(s.withdrawn_on)}
                if s.withdrawn_on
                else _("Newest version")
            ),
            sort="withdrawn_on",
            tag=lambda s: "plain" if s.withdrawn_on else "ok",
        ),
    ),
    search=lambda rows, text: rows.filter(Q(title__folds=text) | Q(code__icontains=text)),
    search_label=_("Title or code"),
    order="title",
    counted=lambda n: ngettext("%(n)s version", "%(n)s versions", n) % {"n": number(n)},
    empty=_("No specification is published yet."),
)


@page(P.AGREEMENT_READ)
def agreements(request: HttpRequest) -> HttpResponse:
    actor: Any = actor_of(request)
    actions = [
        {"text": _("Variations"), "href": reverse("variations"), "secondary": True},
        {"text": _("Service specifications"), "href": reverse("specifications"), "secondary": True},
    ]
    if actor.holds(P.AGREEMENT_WRITE):
        actions.insert(0, {"text": _("Add an agreement"), "href": reverse("agreement_add")})
    return AGREEMENTS.respond(
        request, queries.agreement_list(actor), heading=word("nav.agreements"), actions=actions
    )


@page(P.AGREEMENT_READ)
def specifications(request: HttpRequest) -> HttpResponse:
    actor: Any = actor_of(request)
    actions = []
    if actor.holds(P.AGREEMENT_WRITE):
        actions = [{"text": _("Publish a specification"), "href": reverse("specification_publish")}]
    rows: QuerySet[ServiceSpecification] = queries.specifications_seen_by(actor).select_related("body")
    crumbs = [{"text": word("nav.agreements"), "href": reverse("agreements")}]
    return SPECIFICATIONS.respond(
        request,
        rows,
        heading=_("Service specifications"),
        actions=actions,
        crumbs=crumbs,
        lede=_("What a service must be. A published version is never edited; the next one follows it."),
    )
