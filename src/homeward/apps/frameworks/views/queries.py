"""Providers' queries about their scores: the list, one with its answer, taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.frameworks import queries, services
from homeward.apps.frameworks.forms import AnswerForm
from homeward.apps.frameworks.lists import QUERIES, QUERY_TAGS
from homeward.apps.frameworks.models import ScoreQuery

State = ScoreQuery.State


@page(P.SCORE_READ)
def score_queries(request: HttpRequest) -> HttpResponse:
    """Of every provider for the keeper; a provider's own for itself."""
    actor = actor_of(request)
    back = crumb(_("Frameworks"), "own_standings" if actor.is_provider else "frameworks")
    return QUERIES.respond(
        request, queries.score_queries(actor), heading=_("Queries about scores"), crumbs=[back],
        lede=_("Each is answered before its ranking is published."),
    )  # fmt: skip


@page(P.SCORE_READ)
def score_query(request: HttpRequest, public_id: str) -> HttpResponse:
    """One query; the keeper answers it here."""
    actor = actor_of(request)
    get_visible(ScoreQuery, request, public_id)
    found = queries.score_queries(actor).get(public_id=public_id)
    place = found.ranking.places.get(organisation=found.organisation)
    answers = found.state == State.OPEN and queries.keeps(actor, found)
    address = reverse("score_queries")
    return edit(
        request, AnswerForm((request.POST or None) if answers else None),
        lambda data: services.answer_query(query=found, answer=data["answer"], is_upheld=data["upheld"] == "yes", by=actor),
        lambda made: (
            _("Answered. Put the score right in the sheet, then make the draft again.") if made.is_upheld
            else _("Answered. The provider has been told."),
            reverse("ranking", args=[made.ranking.public_id]),
        ),
        template="frameworks/query.html", heading=_("Query about scores: %(who)s") % {"who": found.organisation.name},
        caption=str(found.ranking), verb=_("Send the answer"), back=address, query=found, place=place, answers=answers,
        tag_state=QUERY_TAGS[found.state],
        withdraws=found.state == State.OPEN and actor.is_provider and actor.holds(P.SCORE_QUERY),
        crumbs=[crumb(_("Queries about scores"), "score_queries")],
    )  # fmt: skip


@page(P.SCORE_QUERY)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ScoreQuery, request, public_id, using=P.SCORE_QUERY)
    services.withdraw_query(query=found, by=actor_of(request))
    messages.success(request, _("Taken back. Nobody has to answer it any more."))
    return redirect("score_query", found.public_id)
