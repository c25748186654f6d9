"""One offer is accepted: it is held, its place promised, the others are told, and the search is over.

Locks are taken in one order by everybody who promises: the provider, the home's vacancy, the search, its offers. So of
any number who choose at once, for one referral or for one place, one is first and the others find what it left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.standing import hold_subject
from homeward.apps.searches.models import Offer, Search
from homeward.apps.vacancies.models import Vacancy
from homeward.kernel.reasons import Reason

WHAT = "This offer cannot be accepted"


@dataclass(frozen=True)
class Feedback:
    """Why an offer was not chosen: a code of the pack's list, and words for its provider."""

    because: str
    words: str = ""


def hold_place(offer: Offer) -> tuple[Offer, Search, Vacancy | None]:
    """Hold what promising this offer's place has in common with every other promise, until the transaction ends."""
    hold_subject(offer.organisation, offer.home)
    vacancy = Vacancy.objects.select_for_update(of=("self",)).filter(home=offer.home_id).first()
    if vacancy is None:
        Home.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.home_id)
    searches = Search.objects.select_for_update(of=("self",)).select_related("referral__body", "body")
    search = searches.get(pk=offer.invitation.search_id)
    rows = Offer.objects.select_for_update(of=("self",)).filter(invitation__search=search).order_by("pk")
    held = {row.pk: row for row in rows.select_related("home", "organisation", "body", "invitation")}
    return held[offer.pk], search, vacancy


@service("choose_offer", WHAT)
def choose_offer(*, offer: Offer, feedback: Mapping[str, Feedback] | None = None, by: Actor) -> Offer:
    """Accept one offer of a search, promise its place, and tell the others why not. `feedback` by the offer's public id.

    Whether the placement may be accepted at all is the decision's question, asked under the same locks before.
    """
    permit(may(by, P.SEARCH_WRITE, offer.invitation.search), WHAT)
    offer, search, vacancy = hold_place(offer)
    children, given = search.referral.children.count(), feedback or {}
    others = [row for row in _offers(search) if row.pk != offer.pk]
    refuse_if(
        WHAT,
        [
            Reason("search.offer_closed", {"state": offer.get_state_display()}) if offer.state not in Offer.LIVE else None,
            Reason("search.chosen_before", {}) if search.chosen_id is not None else None,
            Reason("search.place_gone", {"home": offer.home.name, "places": vacancy.places})
            if vacancy is not None and vacancy.places < children
            else None,
            *(_feedback(row, given.get(row.public_id)) for row in others if row.state in Offer.LIVE),
        ],
    )  # fmt: skip
    offer.state = Offer.State.ACCEPTED
    offer.save(update_fields=["state"])
    if vacancy is not None:
        _places(vacancy, -children)
    for row in others:
        if row.state in Offer.LIVE:
            told = given[row.public_id]
            row.state, row.not_chosen_because, row.note = (
                Offer.State.NOT_CHOSEN,
                told.because,
                told.words.strip(),
            )
            row.save(update_fields=["state", "not_chosen_because", "note"])
    search.chosen, search.state, search.since = offer, Search.State.ENDED, timezone.now()
    search.save(update_fields=["chosen", "state", "since"])
    audit.record(by, "choose_offer", search, offer=offer.public_id, organisation_id=offer.organisation_id)
    for organisation in {row.organisation_id for row in others} - {offer.organisation_id}:
        audit.record(by, "close_referral_to", search, organisation_id=organisation)
    return offer


@service("release_offer", "This offer cannot be let go")
def release_offer(*, offer: Offer, reason: str, by: Actor) -> Offer:
    """The accepted offer is not used after all: its place is free again, and the search compares what else there is."""
    permit(may(by, P.SEARCH_READ, offer.invitation.search), "This offer cannot be let go")
    offer, search, vacancy = hold_place(offer)
    held = Reason("search.offer_closed", {"state": offer.get_state_display()})
    refuse_if("This offer cannot be let go", [None if offer.state == Offer.State.ACCEPTED else held])
    offer.state, offer.note, offer.not_chosen_because = Offer.State.NOT_CHOSEN, reason.strip(), "other"
    offer.save(update_fields=["state", "note", "not_chosen_because"])
    if vacancy is not None:
        _places(vacancy, search.referral.children.count())
    search.chosen, search.state, search.since = None, Search.State.SHORTLIST, timezone.now()
    search.save(update_fields=["chosen", "state", "since"])
    audit.record(by, "release_offer", search, offer=offer.public_id, reason=reason.strip())
    return offer


def _offers(search: Search) -> list[Offer]:
    rows = Offer.objects.filter(invitation__search=search).select_related("organisation", "home", "body")
    return list(rows.order_by("pk"))


def _feedback(offer: Offer, told: Feedback | None) -> Reason | None:
    """Nobody who offered a home goes without a reason."""
    body = offer.body
    known = told is not None and is_code(body, "reject_reasons", told.because, body.today)
    words = told is not None and (told.because != "other" or bool(told.words.strip()))
    if known and words:
        return None
    inputs = {
        "provider": offer.organisation.name,
        "home": offer.home.name,
        "field": f"because_{offer.public_id}",
    }
    return Reason("search.no_feedback", inputs)


def _places(vacancy: Vacancy, change: int) -> None:
    """The word about the home falls with each promise; when it was confirmed, and by whom, stays as it was."""
    Vacancy.objects.filter(pk=vacancy.pk).update(places=F("places") + change)
    hold(vacancy)
