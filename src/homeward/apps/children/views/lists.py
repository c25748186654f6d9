"""The list of children; every child on the page is a reading, noted with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.children import queries
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number
from homeward.web.words import word


class ChildFilter(django_filters.FilterSet):
    living = django_filters.ChoiceFilter(
        label=_("Placed"),
        method="by_living",
        empty_label=_("All"),
        choices=[("now", _("In a placement tonight")), ("not", _("In none"))],
    )

    class Meta:
        model = Child
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor_of(self.request).is_provider:  # sees only children who live with it now
            del self.filters["living"]

    def by_living(self, rows: QuerySet[Child], name: str, value: str) -> QuerySet[Child]:
        return queries.placed(rows, actor_of(self.request), value == "now")


CLIENT_NUMBER = Column("client_number", _("Client number"), lambda c: c.client_number, sort="client_number")
CHILDREN = ListPage(
    name="children",
    columns=(
        Column(
            "name",
            _("Child"),
            lambda c: c.name,
            sort=("family_name", "given_name", "reference"),
            href=lambda c: reverse("child", args=[c.public_id]),
            sub=lambda c: c.reference if c.name != c.reference else "",
        ),
        CLIENT_NUMBER,
        Column("born", _("Born"), lambda c: c.born_on, sort="born_on"),
        Column(
            "home",
            _("Lives now"),
            lambda c: c.home_name,
            sort="home_name",
            href=lambda c: reverse("home", args=[c.home_public_id]) if c.home_public_id else "",
        ),
    ),
    filters=ChildFilter,
    search=queries.search,
    search_label=_("Name, reference or client number"),
    order="name",
    counted=lambda n: ngettext("%(n)s child", "%(n)s children", n) % {"n": number(n)},
    empty=_("No child's record is here for you to see."),
)


@page(P.CHILD_READ)
def children(request: HttpRequest) -> HttpResponse:
    actor: Any = actor_of(request)
    actions = [{"text": _("Add a child"), "href": reverse("child_add")}] if actor.holds(P.CHILD_WRITE) else []
    listing = CHILDREN
    lede = ""
    if actor.relation(P.CHILD_READ) is Relation.PARTY_NOW:
        listing = replace(CHILDREN, columns=tuple(c for c in CHILDREN.columns if c is not CLIENT_NUMBER))
        lede = str(_("Children who live in your homes tonight."))
    return listing.respond(
        request,
        queries.child_list(actor),
        seen=partial(audit.record_reads, actor, page="list"),
        heading=word("nav.children"),
        lede=lede,
        actions=actions,
    )
