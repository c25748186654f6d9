"""Agreements and lines: list and one."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from homeward.api import examples
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, tagged, the_one
from homeward.api.shapes.agreements import (
    AgreementShape,
    LineShape,
    WholeAgreementShape,
    agreement_shape,
    line_shape,
    whole_agreement_shape,
)
from homeward.api.shapes.common import Day
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements import queries
from homeward.apps.agreements.models import Agreement, Line

agreements = Router(tags=["Agreements"])
lines = Router(tags=["Agreements"])


class AgreementsAsked(Paged):
    provider: str = Field(default="", max_length=12, description="Only of the provider with this public id.")
    on: Day | None = Field(default=None, description="Only those in force on this day.")
    search: str = Field(default="", max_length=100, description="Part of the reference or title.")
    sort: Literal["reference", "-reference", "start", "-start"] = "reference"


@operation(
    agreements, "get", "/agreements", name="listAgreements", permission=P.AGREEMENT_READ,
    answers=Page[AgreementShape], summary="List agreements", example=examples.page(examples.AGREEMENT),
)  # fmt: skip
def list_agreements(request: HttpRequest, asked: Query[AgreementsAsked]) -> Page[AgreementShape]:
    """Agreements, each with its number of lines."""
    rows = queries.agreement_list(actor_in(request))
    if asked.provider:
        rows = rows.filter(provider__public_id=asked.provider)
    if asked.on:
        rows = rows.filter(period__contains=asked.on)
    if asked.search:
        rows = rows.filter(Q(reference__icontains=asked.search) | Q(title__icontains=asked.search))
    columns = {"reference": "reference", "start": "period"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, agreement_shape)


@operation(
    agreements, "get", "/agreements/{agreement_id}", name="getAgreement", permission=P.AGREEMENT_READ,
    answers=WholeAgreementShape, summary="Read one agreement with its lines", example=examples.WHOLE_AGREEMENT,
)  # fmt: skip
def get_agreement(request: HttpRequest, agreement_id: str) -> WholeAgreementShape:
    """One agreement with every line, and each line's targets, rates and loadings."""
    actor = actor_in(request)
    found: Agreement = the_one(queries.agreement_list(actor), agreement_id)
    return tagged(request, whole_agreement_shape(found, list(_lines(actor).filter(agreement=found))))


class LinesAsked(Paged):
    agreement: str = Field(
        default="", max_length=12, description="Only of the agreement with this public id."
    )
    provider: str = Field(default="", max_length=12, description="Only of the provider with this public id.")
    service_type: str = Field(default="", max_length=60, description="Only of this code of service_types.")
    on: Day | None = Field(default=None, description="Only those in force on this day.")
    sort: Literal["name", "-name", "start", "-start"] = "name"


@operation(
    lines, "get", "/lines", name="listLines", permission=P.AGREEMENT_READ, answers=Page[LineShape],
    summary="List agreement lines", example=examples.page(examples.LINE),
)  # fmt: skip
def list_lines(request: HttpRequest, asked: Query[LinesAsked]) -> Page[LineShape]:
    """Lines of all agreements, each with its targets, rates and loadings."""
    rows = _lines(actor_in(request))
    asked_for: dict[str, Any] = {
        "agreement__public_id": asked.agreement, "agreement__provider__public_id": asked.provider,
        "service_type": asked.service_type, "period__contains": asked.on,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in asked_for.items() if value})
    columns = {"name": "agreement__reference", "start": "period"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, line_shape)


@operation(
    lines, "get", "/lines/{line_id}", name="getLine", permission=P.AGREEMENT_READ, answers=LineShape,
    summary="Read one agreement line", example=examples.LINE,
)  # fmt: skip
def get_line(request: HttpRequest, line_id: str) -> LineShape:
    """One line with its targets, rates and loadings, past and to come."""
    return tagged(request, line_shape(the_one(_lines(actor_in(request)), line_id)))


def _lines(actor: Any) -> QuerySet[Line]:
    rows = queries.lines_of(actor).select_related("agreement__provider__organisation", "home")
    return rows.prefetch_related("loadings")
