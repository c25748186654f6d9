"""Statements: list, one with its working, versions, agree, dispute."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from homeward.api import examples, problems
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, allowed, record_children, tagged, the_one
from homeward.api.shapes.statements import (
    Agreeing,
    Disputing,
    Moved,
    StatementShape,
    VersionShape,
    WholeStatementShape,
    body_of,
    head_of,
    statement_shape,
    version_shape,
)
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.refusals import Refused
from homeward.apps.placements.models import Placement
from homeward.apps.statements import queries, services
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import State, Statement, Version
from homeward.apps.statements.reading import read_version
from homeward.kernel.reasons import Reason

statements = Router(tags=["Statements"])
ANSWERS = (P.STATEMENT_VALIDATE, P.STATEMENT_AGREE)


class StatementsAsked(Paged):
    label: str = Field(default="", max_length=20, description="Only of this period, such as Q1 2026-27.")
    state: Literal["", *State.values] = ""  # type: ignore[valid-type]
    provider: str = Field(default="", max_length=12, description="Only of the provider with this public id.")
    line: str = Field(default="", max_length=12, description="Only of the line with this public id.")
    sort: Literal["start", "-start", "since", "-since", "share", "-share"] = "-start"


@operation(
    statements, "get", "/statements", name="listStatements", permission=P.STATEMENT_READ,
    answers=Page[StatementShape], summary="List statements", example=examples.page(examples.STATEMENT),
)  # fmt: skip
def list_statements(request: HttpRequest, asked: Query[StatementsAsked]) -> Page[StatementShape]:
    """Statements with their figures. A provider's token sees a statement from the day it is issued."""
    rows = _board(actor_in(request))
    wanted = {
        "label": asked.label, "state": asked.state, "line__public_id": asked.line,
        "line__agreement__provider__public_id": asked.provider,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    columns = {"start": "period", "since": "since", "share": "share"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, statement_shape)


@operation(
    statements, "get", "/statements/{statement_id}", name="getStatement", permission=P.STATEMENT_READ,
    answers=WholeStatementShape, summary="Read one statement with its working", example=examples.WHOLE_STATEMENT,
)  # fmt: skip
def get_statement(request: HttpRequest, statement_id: str) -> WholeStatementShape:
    """The version that stands: figures, money, nights by child, flags, and the working of every figure.

    The reading is recorded with the children it names.
    """
    found = the_one(_board(actor_in(request)), statement_id)
    version = _versions(actor_in(request), found).first()
    return _whole(request, found, version)


@operation(
    statements, "get", "/statements/{statement_id}/versions", name="listStatementVersions",
    permission=P.STATEMENT_READ, answers=list[VersionShape], summary="List a statement's versions",
    example=[examples.VERSION],
)  # fmt: skip
def list_versions(request: HttpRequest, statement_id: str) -> list[VersionShape]:
    """Every version this token may see, newest first."""
    found = the_one(_board(actor_in(request)), statement_id)
    return [version_shape(v) for v in _versions(actor_in(request), found)]


@operation(
    statements, "get", "/statements/{statement_id}/versions/{version_id}", name="getStatementVersion",
    permission=P.STATEMENT_READ, answers=WholeStatementShape, summary="Read a statement as it was then",
    example=examples.WHOLE_STATEMENT,
)  # fmt: skip
def get_version(request: HttpRequest, statement_id: str, version_id: str) -> WholeStatementShape:
    """One version with its figures and working, as they were then."""
    found = the_one(_board(actor_in(request)), statement_id)
    return _whole(request, found, the_one(_versions(actor_in(request), found), version_id))


@operation(
    statements, "post", "/statements/{statement_id}/agree", name="agreeStatement", permission=ANSWERS,
    answers=Moved, refuses=True, summary="Agree a statement", example=examples.MOVED, sends=examples.AGREEING,
)  # fmt: skip
def agree_statement(request: HttpRequest, statement_id: str, sent: Agreeing) -> Moved:
    """Agree one version for the side the token acts for: the provider's first, then the body's, by another person.

    When both have agreed the figures are locked. Refused when another version stands by now, when records changed
    since it was made, or while a dispute or a blocking flag is open.
    """
    actor = actor_in(request)
    using = P.STATEMENT_VALIDATE if actor.is_provider else P.STATEMENT_AGREE
    statement = _to_answer(actor, statement_id, using, sent.version, "This statement cannot be agreed")
    agree = services.agree_for_provider if actor.is_provider else services.agree_for_body
    return _moved(agree(statement=statement, by=actor))


@operation(
    statements, "post", "/statements/{statement_id}/dispute", name="disputeStatement",
    permission=P.STATEMENT_VALIDATE, answers=Moved, refuses=True, summary="Dispute placements of a statement",
    example=examples.MOVED_TO_DISPUTED, sends=examples.DISPUTING,
)  # fmt: skip
def dispute_statement(request: HttpRequest, statement_id: str, sent: Disputing) -> Moved:
    """Send single placements back, each with a reason and the dates you have. The body answers each one."""
    actor = actor_in(request)
    what = "This dispute cannot be sent"
    statement = _to_answer(actor, statement_id, P.STATEMENT_VALIDATE, sent.version, what)
    wanted = [claim.placement for claim in sent.claims]
    found = (
        Placement.objects.filter(line=statement.line)
        .select_related("child")
        .in_bulk(wanted, field_name="public_id")
    )
    faults = [
        problems.fault(f"claims.{i}.placement", "unknown", "This statement counts no such placement.")
        for i, public_id in enumerate(wanted)
        if public_id not in found
    ]
    faults += [
        problems.fault(f"claims.{i}.end", "dates_reversed", "The end lies before the start.")
        for i, claim in enumerate(sent.claims)
        if claim.start and claim.end and claim.end < claim.start
    ]
    faults += [
        problems.fault(f"claims.{i}.placement", "twice", "One claim for each placement.")
        for i, public_id in enumerate(wanted)
        if public_id in wanted[:i]
    ]
    if faults:
        raise problems.invalid(faults)
    record_children(request, {p.child for p in found.values()}, statement=statement.public_id)
    claims = [services.Claim(found[c.placement], c.reason, c.start, c.end) for c in sent.claims]
    return _moved(services.dispute(statement=statement, claims=claims, by=actor))


# What the operations share ----------------------------------------------------------------------------


def _board(actor: Actor) -> Any:
    return queries.board(actor).select_related(
        "organisation", "body", "line__agreement__provider", "line__home", "line__body"
    )


def _versions(actor: Actor, statement: Statement) -> Any:
    """The versions a token may see, newest first: a provider's sees none before it is issued."""
    return Version.objects.visible_to(actor).filter(statement=statement).order_by("-number")


def _whole(request: HttpRequest, found: Any, version: Version | None) -> WholeStatementShape:
    if version is None:
        raise problems.missing()
    actor = actor_in(request)
    newest_seen = _versions(actor, found).first()
    reading = read_version(found, version, actor, is_newest=version == newest_seen)
    audit.record_read(actor, found, version=version.number, children=reading.children, api=True)
    named = Child.objects.filter(body=actor.body, reference__in=reading.children)
    record_children(request, named, statement=found.public_id)
    shape = WholeStatementShape(**head_of(found), version=version_shape(version), **body_of(reading))
    return tagged(request, shape)


def _to_answer(actor: Actor, statement_id: str, using: P, version_id: str, what: str) -> Statement:
    """The statement to answer, if the version that was read is still the one that stands."""
    rows = allowed(Statement, actor, using).select_related("line__agreement", "organisation", "body")
    statement = the_one(rows, statement_id)
    read = Version.objects.filter(statement=statement, public_id=version_id).first()
    if read is None or (actor.is_provider and read.issued_at is None):
        raise problems.invalid_field("version", "unknown", "This statement has no such version.")
    now = newest(statement)
    if now != read:
        raise Refused(what, [Reason("api.version_moved", {"yours": read.number, "current": now.number})])
    return statement


def _moved(statement: Statement) -> Moved:
    return Moved(
        id=statement.public_id,
        state=statement.state,
        held_by=statement.held_by,
        version=newest(statement).public_id,
    )
