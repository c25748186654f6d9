"""Ending a search without a home: nobody found, lapsed, or its referral withdrawn. What hangs on it ends with it.

Locks are those of whoever promises a place: first what stands above (contract, provider, vacancy), then the search,
its offers, its invitations.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.searches.events import SearchEnding, SearchLetGo
from homeward.apps.searches.machine import MACHINE
from homeward.apps.searches.models import Invitation, Offer, Scoring, Search, Widening
from homeward.apps.searches.services.deadline import WAITING, tell_provider
from homeward.apps.searches.services.locking import locked
from homeward.apps.searches.services.waiving import take_waivers_back
from homeward.kernel.reasons import Reason

WHAT = "This search cannot be ended"
Outcome = Search.Outcome
OPEN_QUESTIONS = (Widening.State.ASKED, Widening.State.AGREED)


def feedback_of(outcome: str) -> str:
    """What providers read, each in their language. Why the authority ends it is the children's and its own."""
    if outcome == Outcome.WITHDRAWN:
        return saying("The authority withdrew the referral.")
    if outcome == Outcome.NONE_FOUND:
        return saying("The search ended without a home.")
    return saying("The search lapsed.") if outcome == Outcome.LAPSED else ""


@service("end_search", WHAT)
def end_search(*, search: Search, outcome: str, reason: str, by: Actor) -> Search:
    """End it without a home: none was found, or it lapsed. The referral stays, and may be withdrawn.

    Not while an offer that can still be accepted stands, where none is said to be found.
    """
    permit(may(by, P.SEARCH_WRITE, search), WHAT)
    reasons = hold_end(search, by)
    search = locked(search, by, WHAT)
    known = outcome in (Outcome.NONE_FOUND, Outcome.LAPSED)
    refuse_if(
        WHAT,
        [
            None if known else Reason("search.outcome_unknown", {"given": outcome, "field": "outcome"}),
            *(_standing(search) if outcome == Outcome.NONE_FOUND else ()),
            *reasons,
            *MACHINE.why_not("end", search, by, reason=reason),
            *unnamed(children_of(search.referral), reason=reason),
        ],
    )
    wind_up(search, Outcome(outcome), reason.strip(), by)
    audit.record(by, "end_search", search, outcome=outcome, reason=reason.strip())
    return search


def hold_end(search: Search, by: Actor) -> list[Reason]:
    """Hold what hangs on a search, and then the search; every reason of those above against ending it."""
    asked = SearchEnding(search, by)
    publish(asked)
    Search.objects.select_for_update(of=("self",)).get(pk=search.pk)
    return asked.reasons


def wind_up(search: Search, outcome: Search.Outcome, reason: str, by: Actor) -> None:
    """End a held search: promises are let go, offers end with feedback, invitations close, providers are told."""
    feedback = feedback_of(outcome)
    was_over = search.state == Search.State.ENDED  # a home was chosen: the others know
    promised = search.chosen_id
    publish(SearchLetGo(search, reason, feedback, by))
    search.refresh_from_db()  # a promise that was let go put it back to comparing
    _close_offers(search, promised, feedback)
    told = list(_close_invitations(search))
    _take_questions_back(search, reason)
    search.state, search.since, search.outcome, search.note = (
        Search.State.ENDED,
        timezone.now(),
        outcome,
        reason,
    )
    search.save(update_fields=["state", "since", "outcome", "note"])
    for invitation in [] if was_over else told:
        audit.record(by, "close_referral_to", search, organisation_id=invitation.organisation_id)
        tell_provider(
            invitation, saying("Referral %(referral)s is closed", referral=search.referral), feedback
        )


def _take_questions_back(search: Search, reason: str) -> None:
    """Whether to go outside the framework, a choice by marks that is not published, and its gateway: nobody answers any more."""
    now = timezone.now()
    for widening in search.widenings.select_for_update(of=("self",)).filter(state__in=OPEN_QUESTIONS):
        widening.state = Widening.State.TAKEN_BACK
        widening.save(update_fields=["state"])
    for scoring in search.scorings.select_for_update(of=("self",)).filter(state=Scoring.State.OPEN):
        scoring.state, scoring.since, scoring.note = Scoring.State.TAKEN_BACK, now, reason[:400]
        scoring.save(update_fields=["state", "since", "note"])
    take_waivers_back(search)


def _standing(search: Search) -> Iterable[Reason]:
    """Offers that could still be accepted: then nobody can say that no home was found."""
    rows = Offer.objects.filter(
        invitation__search=search, state__in=Offer.LIVE, valid_until__gt=timezone.now()
    )
    for offer in rows.select_related("home").order_by("pk"):
        yield Reason("search.offer_stands", {"home": offer.home.name, "field": "outcome"})


def _close_offers(search: Search, promised: int | None, feedback: str) -> None:
    """Live offers, and the one that was accepted and is let go: no other home was chosen in its place."""
    rows = Offer.objects.select_for_update(of=("self",)).filter(invitation__search=search)
    for offer in rows.filter(Q(state__in=Offer.LIVE) | Q(pk=promised)).order_by("pk"):
        offer.state, offer.note, offer.not_chosen_because = Offer.State.CLOSED, str(feedback), ""
        offer.save(update_fields=["state", "note", "not_chosen_because"])


def _close_invitations(search: Search) -> Iterable[Invitation]:
    """Everybody asked outside the own service, each closed where it was still to answer."""
    rows = search.invitations.select_for_update(of=("self",)).order_by("pk")
    for invitation in rows.select_related("body", "organisation", "lot__framework__body"):
        if invitation.state in WAITING:
            invitation.state = Invitation.State.CLOSED
            invitation.save(update_fields=["state"])
        if invitation.route != Invitation.Route.IN_HOUSE:
            yield invitation
