"""The statement: share against target, nights by child, flags, money; every figure opens."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core import audit
from homeward.apps.core.refusals import present
from homeward.apps.statements import presenters
from homeward.apps.statements.learned import around
from homeward.apps.statements.machine import MACHINE
from homeward.apps.statements.models import Payment, State, Statement, Version
from homeward.apps.statements.papers.statement import FIGURE_KEYS, figure_keys
from homeward.apps.statements.partnered.beside import beside
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.apps.statements.presenters.papers import paper_words
from homeward.apps.statements.queries import newest_counted, past_quarters
from homeward.apps.statements.reading import HOLDERS_IN_SENTENCES, Reading, picture, read_version
from homeward.web.addresses import is_open, with_query
from homeward.web.lists import Column
from homeward.web.lists.exports import csv_file, xlsx_file

# What the person whose turn it is can do: move, address, words, whether it needs a page of its own.
ACTIONS: tuple[tuple[str, str, str, bool], ...] = (
    ("issue", "statement_issue", "Issue to the provider", False),
    ("provider_agree", "statement_agree_provider", "Agree this line", False),
    ("dispute", "statement_dispute", "Dispute placements", True),
    ("body_agree", "statement_agree", "Agree this line", False),
    ("assess", "statement_assess", "Assess", True),
    ("approve", "statement_approve", "Approve", False),
    ("send_back", "statement_send_back", "Send back", True),
    ("pay", "payments", "Go to payments", True),
)
PARTNERED = {
    "assess": "Confirm the payment",
    "provider_agree": "Agree this month",
    "body_agree": "Agree this month",
}
TURN = {
    State.DRAFT: "Check the figures, then issue them. The provider then agrees, or sends placements back with a reason.",
    State.ISSUED: "You can agree all of this line, or send single placements back with a reason. Once both sides agree, the "
    "figures are locked. What comes late becomes an adjustment in the open quarter.",
    State.DISPUTED: "Each dispute is accepted or declined with a reason. When the last is answered, the statement goes back to "
    "the provider.",
    State.PROVIDER_AGREED: "The provider agreed. Once you agree too, the figures are locked. Agreeing does not decide abatement: "
    "that comes after, with its factors, and needs an approver other than you.",
    State.AGREED: "The figures are locked. Now decide the response, the abatement within its limit and the growth payment.",
    State.ASSESSED: "You approve the amount, or send the assessment back with a reason. The agreed figures stay as they are.",
    State.APPROVED: "Approved. Finance pays it with others in one batch, under Payments.",
    State.SENT: "Sent for payment. When the finance system answers, finance reads its file under Payments.",
    State.PAID: "Paid. Nothing more is to do.",
}


TURN_PARTNERED = {
    State.ISSUED: "You can agree this month, or send single placements back with a reason. Once both sides agree, the figures "
    "are locked. What comes late is settled when the next month is set against what was paid.",
    State.PROVIDER_AGREED: "The partner agreed. Once you agree too, the figures are locked.",
    State.AGREED: "The figures are locked. Confirm the amount, so that it can be approved and paid.",
    State.ASSESSED: "You approve the amount, or send it back with a reason. The agreed figures stay as they are.",
}


def newest_for(statement: Statement, actor: Actor) -> Version:
    """The newest version this person may see: a provider sees none before it is issued. Later knowledge of a locked
    quarter is read beside the agreed version, never in its place."""
    version = newest_counted(statement, actor)
    if version is None:
        raise Http404
    return version


def statement_of(request: HttpRequest, public_id: str) -> Statement:
    """The statement, when this person may see it; else it does not exist."""
    found = get_visible(Statement, request, public_id)
    return Statement.objects.select_related("organisation", "body", "line__agreement", "line__home").get(
        pk=found.pk
    )


@page(P.STATEMENT_READ)
def page_of(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest version."""
    statement = statement_of(request, public_id)
    actor = actor_of(request)
    return _show(request, statement, newest_for(statement, actor), is_newest=True)


@page(P.STATEMENT_READ)
def as_it_was(request: HttpRequest, public_id: str, version_id: str) -> HttpResponse:
    """An earlier version, as it was then."""
    statement = statement_of(request, public_id)
    actor = actor_of(request)
    try:
        version = Version.objects.visible_to(actor).get(statement=statement, public_id=version_id)
    except Version.DoesNotExist:
        raise Http404 from None
    return _show(request, statement, version, is_newest=version == newest_for(statement, actor))


def _show(request: HttpRequest, statement: Statement, version: Version, *, is_newest: bool) -> HttpResponse:
    actor = actor_of(request)
    reading = read_version(
        statement, version, actor, is_newest=is_newest, links=actor.holds(P.PLACEMENT_READ)
    )
    audit.record_read(actor, statement, version=version.number, children=reading.children)
    context: dict[str, Any] = {
        "statement": statement,
        "version": version,
        "is_newest": is_newest,
        "line_words": reading.line_words,
        "period": reading.period,
        "tags": reading.tags,
        "figures": reading.figures,
        "explained": reading.explained,
        "open_key": request.GET.get(
            "open", ("total" if is_partnered(statement.line) else "share") if is_newest else ""
        ),
        "count": reading.count,
        "working_keys": figure_keys(reading) if is_partnered(statement.line) else FIGURE_KEYS,
        "is_partnered": is_partnered(statement.line),
        "rows": reading.rows,
        "totals": reading.totals,
        "flags": reading.flags,
        "placeholders": reading.placeholders,
        "money": reading.money,
        "loadings": reading.loadings,
        "taken_in": reading.adjustments,
        "assessment": reading.assessment,
        "steps": reading.steps,
        "turn": _turn(statement, actor) if is_newest else None,
        "disputes": reading.disputes,
        "quarters": reading.quarters,
        "versions": _versions(statement, actor),
        "paper_words": paper_words(reading, actor),
        "pictures": _pictures(reading),
        "show": request.GET.get("show", "picture"),
        "picture_href": with_query(request, show="picture"),
        "table_href": with_query(request, show="table"),
        "links": actor.holds(P.PLACEMENT_READ),
        "is_open": is_open,
        "sees_payment": actor.holds(P.PAYMENT_READ),
        "payments_of": Payment.objects.visible_to(actor)
        .filter(statement=statement)
        .select_related("batch")
        .order_by("pk"),
        "may_answer": actor.holds(P.STATEMENT_ANSWER),
        "may_issue": actor.holds(P.STATEMENT_ISSUE),
        **documents_context(request, statement),
        **beside(statement, version, actor),
    }
    context |= around(statement, version, actor, links=actor.holds(P.PLACEMENT_READ))
    return render(request, "statements/statement.html", context)


def _turn(statement: Statement, actor: Actor) -> dict[str, Any]:
    """What this person can do now, and why not where a move is refused."""
    held = [
        a
        for a in ACTIONS
        if actor.holds(MACHINE.moves[a[0]].permission) and statement.state in MACHINE.moves[a[0]].sources
    ]
    actions: list[dict[str, Any]] = []
    refusals = []
    for move, name, words, own_page in held:
        reasons = MACHINE.why_not(move, statement, actor)
        if reasons:
            refusals += [present(r) for r in reasons]
        actions.append(
            {
                "href": reverse(name, args=[] if name == "payments" else [statement.public_id]),
                "text": PARTNERED.get(move, words) if is_partnered(statement.line) else words,
                "page": own_page,
                "possible": not reasons,
            }
        )
    mine = bool(actions) or (statement.state == State.DISPUTED and actor.holds(P.STATEMENT_ANSWER))
    unique = list({r.title: r for r in refusals}.values())
    holder = HOLDERS_IN_SENTENCES[statement.held_by]
    turns = TURN | TURN_PARTNERED if is_partnered(statement.line) else TURN
    text = (
        turns[State(statement.state)]
        if mine or statement.state == State.PAID
        else f"It waits for {holder}. You will be told when it is your turn."
    )
    return {"mine": mine, "actions": actions, "refusals": unique, "text": text}


def _versions(statement: Statement, actor: Actor) -> list[Version]:
    return list(
        Version.objects.visible_to(actor)
        .filter(statement=statement)
        .select_related("created_by", "issued_by")
        .order_by("-number")
    )


def _pictures(reading: Reading) -> dict[str, Any] | None:
    """Addresses, sizes and the sentence of the plot; none where a line has no share."""
    if not reading.has_picture:
        return None
    address = reverse("statement_chart", args=[reading.statement.public_id])
    return {
        "wide": {"href": f"{address}?size=wide", "width": 820, "height": 350},
        "narrow": {"href": f"{address}?size=narrow", "width": 410, "height": 330},
        "alt": reading.story,
    }


@page(P.STATEMENT_READ)
def chart(request: HttpRequest, public_id: str) -> HttpResponse:
    """The plot as SVG: the same bytes for the same figures."""
    statement = statement_of(request, public_id)
    size = "narrow" if request.GET.get("size") == "narrow" else "wide"
    actor = actor_of(request)
    drawn = picture(newest_for(statement, actor), past_quarters(statement, actor), size)
    response = HttpResponse(drawn.svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["ETag"] = f'"{drawn.digest}"'
    return response


CHILD_COLUMNS = [
    Column("child", "Child", lambda r: r["child"]),
    Column("stay", "Stay in the quarter", lambda r: r["stay"]),
    Column("nights", "Nights", lambda r: r["nights"], numeric=True),
    Column("excluded", "Not counted", lambda r: r["excluded"], numeric=True),
    Column("counted", "Counted", lambda r: r["counted"], numeric=True),
    Column("remarks", "Inclusions, exclusions and flags", lambda r: r["remarks"]),
]


@page(P.STATEMENT_READ)
def children(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nights by child as a file, of the newest version."""
    statement = statement_of(request, public_id)
    actor = actor_of(request)
    version = newest_for(statement, actor)
    rows = presenters.Told.of(version).children()
    audit.record(actor, "export", statement, version=version.number, children=[r["child"] for r in rows])
    write = xlsx_file if request.GET.get("format") == "xlsx" else csv_file
    return write(
        f"nights-{statement.line.agreement.reference}-{statement.label}-v{version.number}".replace(" ", "-"),
        CHILD_COLUMNS,
        rows,
    )
