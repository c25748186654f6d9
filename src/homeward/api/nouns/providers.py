"""Providers and homes: list and one."""

from __future__ import annotations

from typing import Literal

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from homeward.api import examples
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, tagged, the_one
from homeward.api.shapes.providers import HomeShape, ProviderShape, home_shape, provider_shape
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.folding import fold
from homeward.apps.providers.models import Home, HomeRemoteness, Provider

providers = Router(tags=["Providers"])
homes = Router(tags=["Homes"])


class ProvidersAsked(Paged):
    search: str = Field(
        default="", max_length=100, description="Part of the name, business number or reference."
    )
    sort: Literal["name", "-name", "reference", "-reference", "start", "-start"] = "name"


@operation(
    providers, "get", "/providers", name="listProviders", permission=P.PROVIDER_READ, answers=Page[ProviderShape],
    summary="List providers", example=examples.page(examples.PROVIDER),
)  # fmt: skip
def list_providers(request: HttpRequest, asked: Query[ProvidersAsked]) -> Page[ProviderShape]:
    """The providers of the body; for a provider's token its own record."""
    rows = Provider.objects.visible_to(actor_in(request)).select_related("organisation")
    if asked.search:
        text = asked.search
        rows = rows.filter(Q(organisation__search_key__contains=fold(text)) | Q(reference__icontains=text))
    columns = {"name": "organisation__search_key", "reference": "reference", "start": "start"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, provider_shape)


@operation(
    providers, "get", "/providers/{provider_id}", name="getProvider", permission=P.PROVIDER_READ,
    answers=ProviderShape, summary="Read one provider", example=examples.PROVIDER,
)  # fmt: skip
def get_provider(request: HttpRequest, provider_id: str) -> ProviderShape:
    """One provider by its public id."""
    rows = Provider.objects.visible_to(actor_in(request)).select_related("organisation")
    return tagged(request, provider_shape(the_one(rows, provider_id)))


class HomesAsked(Paged):
    provider: str = Field(
        default="", max_length=12, description="Only homes of the provider with this public id."
    )
    kind: Literal["", "carer_household", "residential_home", "other"] = ""
    open_only: bool = Field(default=False, description="Leave closed homes out.")
    search: str = Field(
        default="", max_length=100, description="Part of the name, reference or registration."
    )
    sort: Literal["name", "-name", "reference", "-reference"] = "name"


@operation(
    homes, "get", "/homes", name="listHomes", permission=P.HOME_READ, answers=Page[HomeShape],
    summary="List homes", example=examples.page(examples.HOME),
)  # fmt: skip
def list_homes(request: HttpRequest, asked: Query[HomesAsked]) -> Page[HomeShape]:
    """Homes with their remoteness classes, dated."""
    actor = actor_in(request)
    rows = _homes(actor)
    if asked.provider:
        rows = rows.filter(provider__public_id=asked.provider)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.open_only:
        rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=actor.today))
    if asked.search:
        rows = rows.filter(search_key__contains=fold(asked.search))
    columns = {"name": "search_key", "reference": "reference"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, home_shape)


@operation(
    homes, "get", "/homes/{home_id}", name="getHome", permission=P.HOME_READ, answers=HomeShape,
    summary="Read one home", example=examples.HOME,
)  # fmt: skip
def get_home(request: HttpRequest, home_id: str) -> HomeShape:
    """One home by its public id."""
    return tagged(request, home_shape(the_one(_homes(actor_in(request)), home_id)))


def _homes(actor: object) -> QuerySet[Home]:
    dated = HomeRemoteness.objects.order_by("period")
    rows: QuerySet[Home] = Home.objects.visible_to(actor)
    return rows.select_related("provider__organisation").prefetch_related(Prefetch("remoteness", dated))
