"""Returns of the data exchange: read, tried out, submitted."""

from __future__ import annotations

import datetime as dt
import json
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from homeward.api import examples_exchange as examples
from homeward.api.examples import page
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, allowed, made_at, tagged, the_one
from homeward.api.shapes import exchange as shapes
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Agreement
from homeward.apps.core import audit
from homeward.apps.exchange import queries, services
from homeward.apps.exchange.models import DataReturn
from homeward.apps.exchange.reading import FORMAT
from homeward.apps.intake.readers import GivenFile

exchange = Router(tags=["Data exchange"])
State = DataReturn.State


class ReturnsAsked(Paged):
    state: Literal["", *State.values] = ""  # type: ignore[valid-type]
    month: str = Field(default="", max_length=7, description="Such as 2026-10.")
    sort: Literal["month", "-month", "submitted_at", "-submitted_at"] = "-month"


@operation(
    exchange, "get", "/returns", name="listReturns", permission=P.EXCHANGE_READ, answers=Page[shapes.ReturnShape],
    summary="List returns of the data exchange", example=page(examples.RETURN),
)  # fmt: skip
def list_returns(request: HttpRequest, asked: Query[ReturnsAsked]) -> Page[shapes.ReturnShape]:
    """Each month's versions. A partner's token is told of its own, trials too; the body's of what was submitted."""
    rows = queries.listed(actor_in(request))
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.month:
        day = _first_day(asked.month)
        rows = rows.filter(month=day) if day else rows.none()
    columns = {"month": "month", "submitted_at": "submitted_at"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, shapes.return_shape)


def _first_day(month: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{month}-01")
    except ValueError:
        return None  # no return is of such a month


@operation(
    exchange, "get", "/returns/{return_id}", name="getReturn", permission=P.EXCHANGE_READ,
    answers=shapes.WholeReturnShape, summary="Read one return with its rows", example=examples.WHOLE,
)  # fmt: skip
def get_return(request: HttpRequest, return_id: str) -> shapes.WholeReturnShape:
    """One return as it was, children by the partner’s keys. The reading is recorded."""
    found = the_one(queries.listed(actor_in(request)), return_id)
    audit.record_read(actor_in(request), found, version=found.version, api=True)
    return tagged(request, shapes.whole_return_shape(found))


@operation(
    exchange, "post", "/returns", name="tryReturn", permission=P.EXCHANGE_SEND, answers=shapes.WholeReturnShape,
    status=201, refuses=True, summary="Try a return out", example=examples.TRIAL, sends=examples.NEW,
)  # fmt: skip
def try_return(request: HttpRequest, sent: shapes.NewReturn) -> Status:
    """The dry run of a month that is over: every problem with its group, row, column, reason and remedy. Nothing is
    handed in. A trial of the same month before it is laid aside.
    """
    actor = actor_in(request)
    agreement = (
        the_one(allowed(Agreement, actor, P.AGREEMENT_READ), sent.agreement) if sent.agreement else None
    )
    told = {"format": FORMAT, "month": sent.month, "groups": sent.groups}
    file = GivenFile("return.json", json.dumps(told, ensure_ascii=True).encode())
    month = dt.date.fromisoformat(f"{sent.month}-01")
    made = services.try_return(month=month, agreement=agreement, files=[file], by=actor)
    made_at(request, f"{request.path}/{made.public_id}")
    return Status(201, tagged(request, shapes.whole_return_shape(made)))


@operation(
    exchange, "post", "/returns/{return_id}/submit", name="submitReturn", permission=P.EXCHANGE_SEND,
    answers=shapes.WholeReturnShape, refuses=True, summary="Submit a return", example=examples.WHOLE,
    sends=examples.SUBMIT,
)  # fmt: skip
def submit_return(
    request: HttpRequest, return_id: str, sent: shapes.ReturnSubmitted
) -> shapes.WholeReturnShape:
    """Hand a trial without errors in, as the next version: frozen with its SHA-256. From the second version on the
    reason says what it puts right.
    """
    actor = actor_in(request)
    found = the_one(allowed(DataReturn, actor, P.EXCHANGE_SEND), return_id)
    made = services.submit_return(data_return=found, reason=sent.reason, by=actor)
    return tagged(request, shapes.whole_return_shape(made))
