"""The statement: share against target, nights by child, flags, money; every figure opens."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import present
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import presenters
from homeward.apps.statements.machine import MACHINE
from homeward.apps.statements.models import Assessment, State, Statement, Step, Version
from homeward.apps.statements.queries import PastQuarter, line_words, past_quarters
from homeward.apps.statements.views.board import HOLDERS_IN_SENTENCES, TAGS
from homeward.kernel.rounding import shown
from homeward.web.addresses import is_open, with_query
from homeward.web.charts import Edge, Point, share_over_quarters, share_story
from homeward.web.dates import day_month, short_date
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
    State.PAID: "Paid. Nothing more is to do.",
}


def newest_for(statement: Statement, actor: Actor) -> Version:
    """The newest version this person may see: a provider sees none before it is issued."""
    version = Version.objects.visible_to(actor).filter(statement=statement).order_by("-number").first()
    if version is None:
        raise Http404
    return version


def _get(request: HttpRequest, public_id: str) -> Statement:
    found = get_visible(Statement, request, public_id)
    return Statement.objects.select_related(
        "organisation", "body", "line__agreement", "line__home", "payment__batch"
    ).get(pk=found.pk)


@page(P.STATEMENT_READ)
def page_of(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest version."""
    statement = _get(request, public_id)
    actor = actor_of(request)
    return _show(request, statement, newest_for(statement, actor), is_newest=True)


@page(P.STATEMENT_READ)
def as_it_was(request: HttpRequest, public_id: str, version_id: str) -> HttpResponse:
    """An earlier version, as it was then."""
    statement = _get(request, public_id)
    actor = actor_of(request)
    try:
        version = Version.objects.visible_to(actor).get(statement=statement, public_id=version_id)
    except Version.DoesNotExist:
        raise Http404 from None
    return _show(request, statement, version, is_newest=version == newest_for(statement, actor))


def _show(request: HttpRequest, statement: Statement, version: Version, *, is_newest: bool) -> HttpResponse:
    actor = actor_of(request)
    pack = pack_of(version.body, known_at=version.created_at)
    rows = presenters.children(version.decision, version.facts, statement.body)
    audit.record_read(actor, statement, version=version.number, children=[r["child"] for r in rows])
    explained = presenters.explanations(
        statement, version.decision, pack, links=actor.holds(P.PLACEMENT_READ)
    )
    assessment = _assessment(statement, actor) if is_newest else None
    quarters = past_quarters(statement, actor)
    invented = statement.line.rates.filter(is_placeholder=True, period__overlap=statement.period).exists()
    placeholders = presenters.placeholders(pack, version.decision, invented)
    context: dict[str, Any] = {
        "statement": statement,
        "version": version,
        "is_newest": is_newest,
        "line_words": line_words(statement),
        "period": from_db(statement.period),
        "tags": _tags(statement, version, len(placeholders)),
        "figures": presenters.headline(version),
        "explained": explained,
        "open_key": request.GET.get("open", "share" if is_newest else ""),
        "rows": rows,
        "totals": presenters.totals(rows),
        "flags": presenters.flag_notes(version.decision, _lines_seen(version, actor)),
        "placeholders": placeholders,
        "money": presenters.money_table(version, explained, assessment, invented),
        "assessment": assessment,
        "steps": _steps(statement, actor),
        "turn": _turn(statement, actor) if is_newest else None,
        "disputes": _disputes(statement),
        "quarters": quarters,
        "versions": _versions(statement, actor),
        "pictures": _pictures(statement, quarters, version),
        "show": request.GET.get("show", "picture"),
        "picture_href": with_query(request, show="picture"),
        "table_href": with_query(request, show="table"),
        "links": actor.holds(P.PLACEMENT_READ),
        "is_open": is_open,
        "sees_payment": actor.holds(P.PAYMENT_READ),
        "may_answer": actor.holds(P.STATEMENT_ANSWER),
        "may_issue": actor.holds(P.STATEMENT_ISSUE),
    }
    return render(request, "statements/statement.html", context)


def _assessment(statement: Statement, actor: Actor) -> Assessment | None:
    """The decision that stands, for those who may read it; one that came back stands no longer."""
    if statement.state == State.AGREED:
        return None
    found = Assessment.objects.visible_to(actor).select_related("assessed_by", "approved_by")
    return found.filter(statement=statement).first()


def _tags(statement: Statement, version: Version, count: int) -> list[dict[str, str]]:
    tags = [{"text": statement.get_state_display(), "state": TAGS[State(statement.state)]}]
    agreed = statement.steps.filter(move="provider_agree", version=version).order_by("-at").first()
    if agreed and statement.state == State.PROVIDER_AGREED:
        tags.append({"text": f"Provider agreed {day_month(agreed.at)}", "state": "ok"})
    if count:
        tags.append({"text": f"{count} placeholder values", "state": "placeholder", "href": "#placeholder"})
    return tags


STEP_WORDS = {
    "issue": "Issued to the provider", "dispute": "Provider disputed", "reissue": "Sent to the provider again",
    "provider_agree": "Provider agreed", "body_agree": "Department agreed: locked", "assess": "Assessed",
    "send_back": "Assessment sent back", "approve": "Approved", "pay": "Paid",
}  # fmt: skip
# What is still to come from each state, in the order of the road.
_AFTER_ISSUE = ("Department agrees", "Locked and assessed", "Approved and paid")
TO_COME: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("Issued to the provider", "Provider agrees", *_AFTER_ISSUE),
    State.ISSUED: ("Provider agrees or disputes", *_AFTER_ISSUE),
    State.DISPUTED: ("Department answers the dispute", "Provider agrees", *_AFTER_ISSUE),
    State.PROVIDER_AGREED: _AFTER_ISSUE,
    State.AGREED: ("Assessed", "Approved and paid"),
    State.ASSESSED: ("Approved", "Paid"),
    State.APPROVED: ("Paid",),
    State.PAID: (),
}


def _lines_seen(version: Version, actor: Actor) -> set[str]:
    """Of the other lines that flags name, those this person may see by name."""
    if not presenters.lines_named(version.decision):
        return set()
    return {str(line) for line in Line.objects.visible_to(actor).select_related("agreement")}


def _steps(statement: Statement, actor: Actor) -> list[dict[str, str]]:
    """Who did what and when, as far as this person may read it; then what is to come, the next one marked."""
    first = statement.versions.order_by("number").select_related("created_by").first()
    assert first is not None
    done = [
        {
            "title": "Drafted",
            "text": f"{short_date(first.created_at)}, by the quarter close of {first.created_by.name}",
            "state": "done",
        }
    ]
    taken = Step.objects.visible_to(actor).filter(statement=statement)
    for step in taken.select_related("version").order_by("at", "id"):
        note = f". {step.note}" if step.note else ""
        text = f"{short_date(step.at)}, {step.by_label}, version {step.version.number}{note}"
        done.append({"title": STEP_WORDS[step.move], "text": text, "state": "done"})
    due = f"by {short_date(statement.due_on)}" if statement.due_on else "no day is set"
    coming = TO_COME[State(statement.state)]
    for position, title in enumerate(coming):
        text = f"With {HOLDERS_IN_SENTENCES[statement.held_by]}, {due}" if position == 0 else ""
        done.append({"title": title, "text": text, "state": "now" if position == 0 else "next"})
    return done


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
                "text": words,
                "page": own_page,
                "possible": not reasons,
            }
        )
    mine = bool(actions) or (statement.state == State.DISPUTED and actor.holds(P.STATEMENT_ANSWER))
    unique = list({r.title: r for r in refusals}.values())
    holder = HOLDERS_IN_SENTENCES[statement.held_by]
    text = (
        TURN[State(statement.state)]
        if mine or statement.state == State.PAID
        else f"It waits for {holder}. You will be told when it is your turn."
    )
    return {"mine": mine, "actions": actions, "refusals": unique, "text": text}


def _disputes(statement: Statement) -> list[Any]:
    return list(
        statement.disputes.select_related("raised_by", "answered_by", "version").order_by(
            "answer", "raised_at"
        )
    )


def _versions(statement: Statement, actor: Actor) -> list[Version]:
    return list(
        Version.objects.visible_to(actor)
        .filter(statement=statement)
        .select_related("created_by", "issued_by")
        .order_by("-number")
    )


def _points(quarters: list[PastQuarter]) -> list[Point]:
    return [
        Point(
            q.label.replace(" ", "\n"),
            Fraction(q.share) if q.share is not None else None,
            shown(q.share, 1) if q.share is not None else "n/a",
        )
        for q in quarters
    ]


def _edges(version: Version) -> list[Edge]:
    """The lower edges of the levels, as the version read them."""
    placeholder = "utilisation.levels" in version.decision["placeholders"]
    bands = version.decision["level"].get("bands", [])
    return [
        Edge(f"Level {b['level']} from {b['at_least']}", Fraction(b["at_least"]), placeholder)
        for b in bands
        if Fraction(b["at_least"]) > 0
    ]


def _picture(version: Version, quarters: list[PastQuarter], size: Any) -> Any:
    return share_over_quarters(_points(quarters), edges=_edges(version), size=size)


def _pictures(statement: Statement, quarters: list[PastQuarter], version: Version) -> dict[str, Any] | None:
    """Addresses, sizes and the sentence of the plot; none where a line has no share."""
    if not any(q.share is not None for q in quarters):
        return None
    address = reverse("statement_chart", args=[statement.public_id])
    return {
        "wide": {"href": f"{address}?size=wide", "width": 820, "height": 350},
        "narrow": {"href": f"{address}?size=narrow", "width": 410, "height": 330},
        "alt": share_story(_points(quarters), edges=_edges(version)),
    }


@page(P.STATEMENT_READ)
def chart(request: HttpRequest, public_id: str) -> HttpResponse:
    """The plot as SVG: the same bytes for the same figures."""
    statement = _get(request, public_id)
    size = "narrow" if request.GET.get("size") == "narrow" else "wide"
    actor = actor_of(request)
    picture = _picture(newest_for(statement, actor), past_quarters(statement, actor), size)
    response = HttpResponse(picture.svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["ETag"] = f'"{picture.digest}"'
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
    statement = _get(request, public_id)
    actor = actor_of(request)
    version = newest_for(statement, actor)
    rows = presenters.children(version.decision, version.facts, statement.body)
    audit.record(actor, "export", statement, version=version.number, children=[r["child"] for r in rows])
    write = xlsx_file if request.GET.get("format") == "xlsx" else csv_file
    return write(
        f"nights-{statement.line.agreement.reference}-{statement.label}-v{version.number}".replace(" ", "-"),
        CHILD_COLUMNS,
        rows,
    )
