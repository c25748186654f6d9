"""Ad-hoc requests: asked for by either side, decided within a delegation, paid with the month they belong to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.documents import store_upload
from homeward.apps.core.notices import Saying, saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.funding.addresses import request_address
from homeward.apps.funding.machine import move
from homeward.apps.funding.models import Asked, EmptyPlace, FundingRequest
from homeward.apps.funding.services.common import (
    EITHER,
    changing_month,
    day_outside,
    empty,
    model_fault,
    of,
    open_day,
    permit_any,
    side_of,
    take,
    tell_approvers,
    tell_managers,
    tell_partner,
)
from homeward.kernel.reasons import Reason

ASK, NAME, DECIDE = (
    "This request cannot be made", "This request cannot be changed", "This request cannot be decided",
)  # fmt: skip
SUPPORT = "funding_evidence"
NOUGHT = Decimal("0.00")


@service("ask_funding", ASK)
def ask_funding(
    *,
    line: Line,
    amount: Decimal,
    reason: str,
    belongs_on: dt.date,
    file: UploadedFile | None = None,
    by: Actor,
) -> FundingRequest:
    """Ask for money outside the rates, in the body's currency without tax. `belongs_on`: a day of the month it is paid with."""
    permit_any(by, line, ASK, *EITHER)
    refuse_if(
        ASK,
        [
            model_fault(line),
            Reason("funding.amount_nought", {"field": "amount"}) if amount <= 0 else None,
            empty("reason", "Reason", reason),
            day_outside(line, "belongs_on", "The month", belongs_on),
        ],
    )
    made = FundingRequest.objects.create(
        **of(line), amount=amount, reason=reason.strip(), belongs_on=belongs_on, asked_by=by.user, asked_side=side_of(by)
    )  # fmt: skip
    if file is not None:
        made.document = store_upload(
            file=file, title=_("Evidence for the request"), kind=SUPPORT, thing=made, by=by
        )
        made.save(update_fields=["document"])
    audit.record(by, "ask_funding", made, reason=reason, amount=str(amount))
    _tell_asked(made, by)
    return made


def open_for_place(place: EmptyPlace, reason: str, by: Actor) -> FundingRequest:
    """The request that an empty place opens by its cause; its amount is still to be named. Inside another service's writing."""
    made = FundingRequest.objects.create(
        **of(place.line), amount=NOUGHT, reason=reason, belongs_on=place.period.lower, empty_place=place,
        asked_by=by.user, asked_side=side_of(by),
    )  # fmt: skip
    audit.record(by, "open_funding_request", made, reason=reason)
    title = saying("An empty place asks for money: name the amount, %(line)s", line=place.line)
    tell_partner(place.line, title, request_address(made), by)
    tell_managers(place.line, title, request_address(made), by)
    return made


@service("name_amount", NAME)
def name_amount(*, request: FundingRequest, amount: Decimal, reason: str, by: Actor) -> FundingRequest:
    """Name or change the amount of a request that waits. Whoever names it asks, and so does not approve it."""
    take(request, by, NAME, *EITHER)
    state = str(request.get_state_display())
    refuse_if(
        NAME,
        [
            None if request.state == Asked.REQUESTED else Reason("funding.decided_already", {"state": state}),
            Reason("funding.amount_nought", {"field": "amount"}) if amount <= 0 else None,
            empty("reason", "Reason", reason),
        ],
    )
    request.amount, request.reason = amount, reason.strip()
    request.asked_by, request.asked_side = by.user, side_of(by)
    request.save(update_fields=["amount", "reason", "asked_by", "asked_side"])
    audit.record(by, "name_amount", request, amount=str(amount))
    _tell_asked(request, by)
    return request


@service("approve_funding", DECIDE)
def approve_funding(*, request: FundingRequest, reason: str, by: Actor) -> FundingRequest:
    """Approve a request within one's delegation. Where its month is agreed already it is paid with the first open one."""
    take(request, by, DECIDE, P.FUNDING_APPROVE)
    changing_month(
        request.line, by, request.belongs_on
    )  # it holds the line's months, so that none is agreed meanwhile
    paid_on = open_day(request.line, request.belongs_on)
    changing_month(request.line, by, paid_on)
    move(request, "approve", reason, by)
    if paid_on != request.belongs_on:
        request.belongs_on = paid_on
        request.save(update_fields=["belongs_on"])
    audit.record(by, "approve_funding", request, reason=reason, amount=str(request.amount))
    _tell_both(request, saying("A funding request is approved: %(line)s", line=request.line), by)
    return request


@service("decline_funding", DECIDE)
def decline_funding(*, request: FundingRequest, reason: str, by: Actor) -> FundingRequest:
    take(request, by, DECIDE, P.FUNDING_APPROVE)
    move(request, "decline", reason, by)
    audit.record(by, "decline_funding", request, reason=reason)
    _tell_both(request, saying("A funding request is declined: %(line)s", line=request.line), by)
    return request


@service("withdraw_funding", DECIDE)
def withdraw_funding(*, request: FundingRequest, reason: str, by: Actor) -> FundingRequest:
    """Take back what one's own side asked for."""
    take(request, by, DECIDE, *EITHER)
    move(request, "withdraw", reason, by)
    audit.record(by, "withdraw_funding", request, reason=reason)
    return request


def _tell_asked(request: FundingRequest, by: Actor) -> None:
    title = saying("A funding request waits for your decision: %(line)s", line=request.line)
    tell_approvers(request.line, title, request_address(request), by)


def _tell_both(request: FundingRequest, title: Saying, by: Actor) -> None:
    tell_partner(request.line, title, request_address(request), by)
    tell_managers(request.line, title, request_address(request), by)
