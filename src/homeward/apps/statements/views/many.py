"""Issue or agree many statements at once, after looking at what is out of the ordinary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.refusals import present
from homeward.apps.statements import queries, services
from homeward.apps.statements.machine import MACHINE, newest
from homeward.apps.statements.models import State, Statement
from homeward.apps.statements.presenters.exceptions import exceptions
from homeward.apps.statements.views.board import level_words
from homeward.kernel.rounding import shown


@dataclass(frozen=True)
class Many:
    """A move made of many: where they stand now, and the words of its page."""

    move: str
    state: State
    permission: P
    heading: str
    verb: str
    done: str


ISSUE = Many(
    "issue", State.DRAFT, P.STATEMENT_ISSUE, "Issue drafts to their providers", "Issue those ticked", "issued"
)
AGREE = Many(
    "body_agree",
    State.PROVIDER_AGREED,
    P.STATEMENT_AGREE,
    "Agree what the providers agreed",
    "Agree those ticked",
    "agreed",
)
AGREE_PROVIDER = Many(
    "provider_agree", State.ISSUED, P.STATEMENT_VALIDATE, "Agree the statements of your organisation", "Agree those ticked",
    "agreed",
)  # fmt: skip


@page(P.STATEMENT_ISSUE)
def issue(request: HttpRequest) -> HttpResponse:
    return _many(request, ISSUE)


@page(P.STATEMENT_AGREE)
def agree(request: HttpRequest) -> HttpResponse:
    return _many(request, AGREE)


@page(P.STATEMENT_VALIDATE)
def agree_provider(request: HttpRequest) -> HttpResponse:
    return _many(request, AGREE_PROVIDER)


def _many(request: HttpRequest, many: Many) -> HttpResponse:
    actor = actor_of(request)
    waiting = _waiting(actor, many)
    ticked = set(request.POST.getlist("statement"))
    if request.method == "POST" and ticked:
        chosen = [s for s in waiting if s.public_id in ticked]
        moved = services.move_many(move=many.move, statements=chosen, by=actor)
        context = {
            "many": many, "done": [m.statement for m in moved if not m.reasons],
            "refused": [(m.statement, [present(r) for r in m.reasons]) for m in moved if m.reasons],
            "crumbs": _crumbs(),
        }  # fmt: skip
        return render(request, "statements/many_done.html", context)
    rows = [_row(s, many, actor) for s in waiting]
    groups = {
        "ready": [r for r in rows if not r["reasons"] and not r["exceptions"]],
        "look": [r for r in rows if not r["reasons"] and r["exceptions"]],
        "cannot": [r for r in rows if r["reasons"]],
    }
    audit.record(actor, "read", actor.body, statements=[s.public_id for s in waiting], move=many.move)
    context = {
        "many": many, "groups": groups, "count": len(rows), "crumbs": _crumbs(),
        "nothing_ticked": request.method == "POST", "form_errors": request.method == "POST",
    }  # fmt: skip
    return render(request, "statements/many.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [{"text": "Statements", "href": reverse("statements")}]


def _waiting(actor: Actor, many: Many) -> list[Statement]:
    """The statements that stand where this move begins and that the person may move, oldest quarter first."""
    allowed = Statement.objects.allowed_to(actor, many.permission).filter(state=many.state)
    rows = queries.board(actor).filter(pk__in=allowed.values("pk"))
    return list(rows.order_by("period", "organisation__name", "line__number"))


def _row(statement: Any, many: Many, actor: Actor) -> dict[str, Any]:
    before = queries.past_quarters(statement, actor, count=2)
    level_before = before[0].level if len(before) == 2 else None
    return {
        "statement": statement,
        "href": reverse("statement", args=[statement.public_id]),
        "words": queries.line_words(statement),
        "nights": (statement.actual, statement.contracted),
        "share": f"{shown(statement.share, 1)} %" if statement.share is not None else "n/a",
        "level": level_words(statement.level),
        "exceptions": exceptions(statement, newest(statement), level_before),
        "reasons": [present(r) for r in MACHINE.why_not(many.move, statement, actor)],
    }
