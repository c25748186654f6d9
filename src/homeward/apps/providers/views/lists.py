"""The lists of providers and homes: searched, filtered, sorted, shared by address, exported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import choices_of, code_list, label_of
from homeward.apps.providers import queries
from homeward.apps.providers.models import Home, Provider
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number
from homeward.web.words import word

ALL = _("All")


def _today(request: HttpRequest) -> Any:
    return actor_of(request).today


class ProviderFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        empty_label=ALL,
        choices=[("current", _("Current")), ("ended", _("Ended"))],
    )

    class Meta:
        model = Provider
        fields = ()

    def by_state(self, rows: QuerySet[Provider], name: str, value: str) -> QuerySet[Provider]:
        current = Q(end=None) | Q(end__gt=_today(self.request))
        return rows.filter(current) if value == "current" else rows.exclude(current)


class HomeFilter(django_filters.FilterSet):
    provider = django_filters.ChoiceFilter(
        label=_("Provider"), field_name="provider__public_id", empty_label=ALL
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Home.Kind.choices, empty_label=ALL)
    remoteness = django_filters.ChoiceFilter(
        label=_("Remoteness"), field_name="remoteness_now", empty_label=ALL
    )
    verified = django_filters.ChoiceFilter(
        label=_("Confirmed"),
        method="by_verified",
        empty_label=ALL,
        choices=[("yes", _("Confirmed")), ("no", _("To be confirmed"))],
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        empty_label=ALL,
        choices=[("open", pgettext_lazy("state", "Open")), ("closed", _("Closed"))],
    )

    class Meta:
        model = Home
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = actor_of(self.request)
        providers = (
            Provider.objects.visible_to(actor)
            .select_related("organisation")
            .order_by("organisation__search_key")
        )
        self.filters["provider"].extra["choices"] = [(p.public_id, str(p)) for p in providers]
        classes = choices_of(actor.body, "remoteness_classes", actor.today)
        if classes:
            self.filters["remoteness"].extra["choices"] = classes
        else:
            del self.filters["remoteness"]

    def by_verified(self, rows: QuerySet[Home], name: str, value: str) -> QuerySet[Home]:
        return rows.filter(is_verified=value == "yes")

    def by_state(self, rows: QuerySet[Home], name: str, value: str) -> QuerySet[Home]:
        is_open = queries.open_on(_today(self.request))
        return rows.filter(is_open) if value == "open" else rows.exclude(is_open)


CHILDREN_NOW = Column(
    "children", _("Children now"), lambda row: row.child_count, sort="child_count", numeric=True
)

PROVIDERS = ListPage(
    name="providers",
    columns=(
        Column(
            "name",
            _("Provider"),
            str,
            sort="organisation__search_key",
            href=lambda p: reverse("provider", args=[p.public_id]),
            sub=lambda p: p.organisation.business_number,
        ),
        Column("reference", _("Number"), lambda p: p.reference, sort="reference"),
        Column("homes", _("Open homes"), lambda p: p.home_count, sort="home_count", numeric=True),
        Column("places", _("Places"), lambda p: p.place_count, sort="place_count", numeric=True),
        CHILDREN_NOW,
        Column(
            "agreements",
            _("Agreements in force"),
            lambda p: p.agreement_count,
            sort="agreement_count",
            numeric=True,
        ),
        Column(
            "contact",
            _("Contact"),
            lambda p: p.contact_name,
            sub=lambda p: p.contact_phone or p.contact_email,
        ),
        Column("start", _("Since"), lambda p: p.start, sort="start"),
        Column(
            "end",
            _("State"),
            lambda p: _("Ended") if p.end else _("Current"),
            sort="end",
            tag=lambda p: "plain" if p.end else "ok",
        ),
    ),
    filters=ProviderFilter,
    search=lambda rows, text: rows.filter(
        Q(organisation__search_key__contains=fold(text)) | Q(reference__icontains=text)
    ),
    search_label=_("Name, business number or provider number"),
    order="name",
    counted=lambda n: ngettext("%(n)s provider", "%(n)s providers", n) % {"n": number(n)},
    empty=_("No provider is recorded yet."),
)


def home_state(home: Home, today: Any) -> tuple[str, str]:
    """The words and colour of a home's state."""
    if home.closed_on and home.closed_on <= today:
        return str(_("Closed")), "plain"
    if not home.is_verified:
        return str(_("To be confirmed")), "warn"
    return str(pgettext_lazy("state", "Open")), "ok"


HOMES = ListPage(
    name="homes",
    columns=(
        Column(
            "name",
            _("Home"),
            lambda h: h.name,
            sort="search_key",
            href=lambda h: reverse("home", args=[h.public_id]),
            sub=lambda h: h.reference,
        ),
        Column(
            "provider",
            _("Provider"),
            lambda h: str(h.provider) if h.provider else None,
            sort="provider__organisation__search_key",
            href=lambda h: reverse("provider", args=[h.provider.public_id]) if h.provider else "",
        ),
        Column("kind", _("Kind"), lambda h: h.get_kind_display(), sort="kind"),
        Column("places", _("Places"), lambda h: h.places, sort="places", numeric=True),
        CHILDREN_NOW,
        Column(
            "remoteness",
            _("Remoteness"),
            lambda h: h.remoteness_now and label_of(h.body, "remoteness_classes", h.remoteness_now),
            sort="remoteness_now",
        ),
        Column("opened", _("Open since"), lambda h: h.opened_on, sort="opened_on"),
        Column(
            "state",
            _("State"),
            lambda h: home_state(h, h.seen_on)[0],
            sort=("closed_on", "is_verified"),
            tag=lambda h: home_state(h, h.seen_on)[1],
        ),
    ),
    filters=HomeFilter,
    search=lambda rows, text: rows.filter(
        Q(search_key__contains=fold(text)) | Q(provider__organisation__search_key__contains=fold(text))
    ),
    search_label=_("Name, number or provider"),
    order="name",
    counted=lambda n: ngettext("%(n)s home", "%(n)s homes", n) % {"n": number(n)},
    empty=_("No home is recorded yet."),
)


def without_children(listing: ListPage, request: HttpRequest) -> ListPage:
    """A list without its count of children, for those who see no placements, or only those of their own cases."""
    if actor_of(request).relation(P.PLACEMENT_READ) not in (None, Relation.OWN_CASE):
        return listing
    return replace(listing, columns=tuple(c for c in listing.columns if c is not CHILDREN_NOW))


def without_remoteness(listing: ListPage, request: HttpRequest) -> ListPage:
    """A list without its remoteness classes, where the jurisdiction knows none."""
    if code_list(actor_of(request).body, "remoteness_classes") is not None:
        return listing
    return replace(listing, columns=tuple(c for c in listing.columns if c.key != "remoteness"))


@page(P.PROVIDER_READ)
def providers(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actions = (
        [{"text": _("Add a provider"), "href": reverse("provider_add")}]
        if actor.holds(P.PROVIDER_WRITE)
        else []
    )
    rows = queries.provider_list(actor)
    return without_children(PROVIDERS, request).respond(
        request, rows, heading=word("nav.providers"), actions=actions
    )


@page(P.HOME_READ)
def homes(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actions = [{"text": _("Add a home"), "href": reverse("home_add")}] if actor.holds(P.HOME_WRITE) else []
    rows = queries.home_list(actor).select_related("body")
    listing = without_remoteness(without_children(HOMES, request), request)
    if not actor.holds(P.PROVIDER_READ):
        listing = replace(
            listing,
            columns=tuple(replace(c, href=None) if c.key == "provider" else c for c in listing.columns),
        )
    return listing.respond(request, rows, heading=word("nav.homes"), actions=actions)
