"""The approval of a care partner: how it stands, under which conditions, and the steps that may be made with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals import services
from homeward.apps.approvals.forms import ReasonForm, SubmissionForm
from homeward.apps.approvals.forms_following import CommentForm, ReviewForm
from homeward.apps.approvals.gates import approval_gate
from homeward.apps.approvals.journey import APPROVAL, journey_of, move_words, part_in, state_words
from homeward.apps.approvals.models import Application, PartnerApproval
from homeward.apps.approvals.models.standing import OVER
from homeward.apps.approvals.obstacles import reasons_of
from homeward.apps.approvals.parts import PARTNER
from homeward.apps.approvals.promising import stops
from homeward.apps.approvals.reviews import OUTCOMES, colour_of
from homeward.apps.approvals.templates import DOMAINS, KINDS, view_words
from homeward.apps.approvals.views.applications import around
from homeward.apps.core.forms import RecordForm, edit
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.policy import Move

HIDDEN = frozenset({"application", "since", "changed_by", "resumes_at", "heard_at", "considered_at"})


def _get(request: HttpRequest, public_id: str) -> PartnerApproval:
    found = get_visible(Application, request, public_id)
    row = (
        PartnerApproval.objects.select_related("application", "organisation", "body")
        .filter(application=found)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _moves(row: PartnerApproval, actor: Actor) -> list[Move]:
    flow = journey_of(row.body, APPROVAL)
    found = flow.moves_from(row.state, actor.today)
    mine = [m for m in found if part_in(row.application, actor, m.who)]
    return mine if actor.holds(P.APPLICATION_WORK) else []


def _address(row: PartnerApproval) -> str:
    return reverse("application_approval", args=[row.application.public_id])


@page(P.APPLICATION_READ)
def approval(request: HttpRequest, public_id: str) -> HttpResponse:
    """One care partner's approval."""
    actor, row = actor_of(request), _get(request, public_id)
    gate = approval_gate(row)
    proposed = row.state == "REVOCATION_PROPOSED"
    actions = [
        {
            "text": _words(row, m.code),
            "href": reverse("approval_move", args=[public_id, m.code]),
            "secondary": n > 0,
        }
        for n, m in enumerate(_moves(row, actor))
    ]
    if proposed and actor.holds(P.APPLICATION_WORK) and part_in(row.application, actor, (PARTNER,)):
        address = reverse("approval_submission", args=[public_id])
        actions.append(
            {"text": _("Say why it should not be revoked"), "href": address, "secondary": bool(actions)}
        )
    context = {
        **around(row.application), "row": row, "state": state_words(row.body, row.state, APPROVAL), "actions": actions,
        "kinds": [label_of(row.body, KINDS, kind) for kind in row.kinds],
        "no_placements": [present(r) for r in reasons_of(row.application, stops(gate), APPROVAL)],
        "may_consider": proposed and row.heard and not row.considered_at and actor.holds(P.APPLICATION_DECIDE),
        "reviews": _reviews(row), "may_review": actor.holds(P.APPLICATION_LEAD) and row.state not in OVER,
        "may_comment": actor.is_provider and actor.holds(P.APPLICATION_WORK),
        "history": [] if actor.is_provider else timeline(row, [Watched(PartnerApproval, "Approval", hidden=HIDDEN)]),
    }  # fmt: skip
    return render(request, "approvals/approval.html", context)


def _reviews(row: PartnerApproval) -> list[dict[str, Any]]:
    """Each two-yearly review, the newest first, with its outcome and views in words."""
    return [
        {
            "row": review, "outcome": label_of(row.body, OUTCOMES, review.outcome),
            "colour": colour_of(row.body, review.outcome),
            "views": [
                (label_of(row.body, DOMAINS, code), *view_words(row.body, view)) for code, view in review.views.items()
            ],
        }
        for review in row.reviews.select_related("recorded_by", "commented_by").order_by("-reported_on")
    ]  # fmt: skip


def _words(row: PartnerApproval, move: str) -> str:
    words = move_words(row.body, move, APPROVAL)
    return words[:1].upper() + words[1:]


@page(P.APPLICATION_WORK)
def move(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Make one step with an approval, or be told everything that stands in its way."""
    actor, row = actor_of(request), _get(request, public_id)
    chosen = next((m for m in _moves(row, actor) if m.code == move), None)
    if chosen is None and request.method != "POST":
        raise Http404
    return edit(
        request, ReasonForm(request.POST or None),
        lambda data: services.move_approval(approval=row, move=move, reason=data["note"], by=actor),
        lambda made: (_("Now: %(state)s.") % {"state": state_words(made.body, made.state, APPROVAL)}, _address(made)),
        **{**around(row.application), "back": _address(row)}, heading=_words(row, move) if chosen else move,
        verb=_words(row, move) if chosen else "",
        lede=_("The system records and times this; it decides nothing. Children already there stay, and each is looked at."),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def submission(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the care partner says to a notice of revocation."""
    actor, row = actor_of(request), _get(request, public_id)
    return edit(
        request, SubmissionForm(request.POST or None),
        lambda data: services.hear_on_notice(approval=row, by=actor, **data),
        lambda made: (_("Recorded. The deputy chief executive has been told."), _address(made)),
        **{**around(row.application), "back": _address(row)}, heading=_("Submissions on the notice"), verb=_("Record it"),
    )  # fmt: skip


@page(P.APPLICATION_DECIDE)
def consider(request: HttpRequest, public_id: str) -> HttpResponse:
    """The delegate says that what was submitted has been considered."""
    actor, row = actor_of(request), _get(request, public_id)
    return edit(
        request, RecordForm(request.POST if request.method == "POST" else None),
        lambda data: services.consider_submissions(approval=row, by=actor),
        lambda made: (_("Considered."), _address(made)),
        **{**around(row.application), "back": _address(row)}, heading=_("The submissions were considered"),
        verb=_("They were considered"), facts=[{"label": _("What was submitted"), "value": row.heard}],
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the two-yearly review came to, with reasons."""
    actor, row = actor_of(request), _get(request, public_id)
    form = ReviewForm(request.POST or None, body=row.body, initial={"reported_on": actor.today})
    return edit(
        request, form,
        lambda data: services.record_review(approval=row, by=actor, **form.given()),
        lambda made: (_("Recorded. The care partner can add its own comment."), _address(row)),
        **{**around(row.application), "back": _address(row)}, heading=_("The two-yearly quality review"),
        verb=_("Record it"),
        lede=_("A recorded judgment with reasons, never an average. Names of views and outcomes are placeholders."),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def comment(request: HttpRequest, public_id: str, review: str) -> HttpResponse:
    """The care partner's own comment on a review."""
    actor, row = actor_of(request), _get(request, public_id)
    found = row.reviews.filter(public_id=review).first()
    if found is None or not actor.is_provider:
        raise Http404
    return edit(
        request, CommentForm(request.POST or None, initial={"text": found.comment}),
        lambda data: services.comment_review(review=found, by=actor, **data),
        lambda made: (_("Recorded. It is printed with the outcome."), _address(row)),
        **{**around(row.application), "back": _address(row)}, heading=_("Your comment on the review"),
        verb=_("Record it"),
    )  # fmt: skip
