"""Becoming and being a care partner: applications, accreditations, approvals; read only."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from homeward.api import examples_approvals as examples
from homeward.api.examples import page
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, tagged, the_one
from homeward.api.shapes import approvals as shapes
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals import queries
from homeward.apps.approvals.models import Accreditation, PartnerApproval

approvals = Router(tags=["Becoming a care partner"])
Status = Accreditation.Status


class ApplicationsAsked(Paged):
    state: str = Field(default="", max_length=40, description="Only those at this state of the journey.")
    sort: Literal["logged_at", "-logged_at", "since", "-since"] = "-logged_at"


@operation(
    approvals, "get", "/applications", name="listApplications", permission=P.APPLICATION_READ,
    answers=Page[shapes.ApplicationShape], summary="List applications to become a care partner",
    example=page(examples.APPLICATION),
)  # fmt: skip
def list_applications(request: HttpRequest, asked: Query[ApplicationsAsked]) -> Page[shapes.ApplicationShape]:
    """Each with its state, whose turn it is and the day aimed at. A partner's token is told of its own only."""
    rows = queries.listed(actor_in(request))
    if asked.state:
        rows = rows.filter(state=asked.state)
    columns = {"logged_at": "logged_at", "since": "since"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, shapes.application_shape)


@operation(
    approvals, "get", "/applications/{application_id}", name="getApplication", permission=P.APPLICATION_READ,
    answers=shapes.WholeApplicationShape, summary="Read one application with what is missing",
    example=examples.WHOLE_APPLICATION,
)  # fmt: skip
def get_application(request: HttpRequest, application_id: str) -> shapes.WholeApplicationShape:
    """One application with every way on and all that is missing for it, told as the token's role is told it."""
    actor = actor_in(request)
    found = the_one(queries.listed(actor), application_id)
    return tagged(request, shapes.whole_application_shape(found, actor))


class AccreditationsAsked(Paged):
    status: Literal["", *Status.values] = ""  # type: ignore[valid-type]
    sort: Literal["organisation", "-organisation", "review_due_on", "-review_due_on"] = "organisation"


@operation(
    approvals, "get", "/accreditations", name="listAccreditations", permission=P.ACCREDITATION_READ,
    answers=Page[shapes.AccreditationShape], summary="List accreditations", example=page(examples.ACCREDITATION),
)  # fmt: skip
def list_accreditations(
    request: HttpRequest, asked: Query[AccreditationsAsked]
) -> Page[shapes.AccreditationShape]:
    """What the accreditor says of each organisation. Another authority's record than the approval."""
    rows = Accreditation.objects.visible_to(actor_in(request)).select_related("organisation")
    if asked.status:
        rows = rows.filter(status=asked.status)
    columns = {"organisation": "organisation__search_key", "review_due_on": "review_due_on"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, shapes.accreditation_shape)


@operation(
    approvals, "get", "/accreditations/{accreditation_id}", name="getAccreditation", permission=P.ACCREDITATION_READ,
    answers=shapes.AccreditationShape, summary="Read one accreditation", example=examples.ACCREDITATION,
)  # fmt: skip
def get_accreditation(request: HttpRequest, accreditation_id: str) -> shapes.AccreditationShape:
    """One organisation's accreditation as it stands."""
    rows = Accreditation.objects.visible_to(actor_in(request)).select_related("organisation")
    return tagged(request, shapes.accreditation_shape(the_one(rows, accreditation_id)))


class ApprovalsAsked(Paged):
    state: str = Field(default="", max_length=40, description="Only those in this state.")
    sort: Literal["approved_on", "-approved_on"] = "-approved_on"


@operation(
    approvals, "get", "/approvals", name="listApprovals", permission=P.APPLICATION_READ,
    answers=Page[shapes.PartnerApprovalShape], summary="List approvals of care partners", example=page(examples.APPROVAL),
)  # fmt: skip
def list_approvals(request: HttpRequest, asked: Query[ApprovalsAsked]) -> Page[shapes.PartnerApprovalShape]:
    """Approvals under the Act with their kinds, conditions and reviews."""
    rows = PartnerApproval.objects.visible_to(actor_in(request))
    if asked.state:
        rows = rows.filter(state=asked.state)
    rows = rows.select_related("organisation", "application", "body").prefetch_related("reviews")
    return page_of(
        request,
        ordered(rows, asked.sort, {"approved_on": "approved_on"}),
        asked,
        shapes.approval_shape,
    )


@operation(
    approvals, "get", "/approvals/{approval_id}", name="getApproval", permission=P.APPLICATION_READ,
    answers=shapes.PartnerApprovalShape, summary="Read one approval", example=examples.APPROVAL,
)  # fmt: skip
def get_approval(request: HttpRequest, approval_id: str) -> shapes.PartnerApprovalShape:
    """One care partner's approval as it stands."""
    rows = PartnerApproval.objects.visible_to(actor_in(request))
    rows = rows.select_related("organisation", "application", "body").prefetch_related("reviews")
    return tagged(request, shapes.approval_shape(the_one(rows, approval_id)))
