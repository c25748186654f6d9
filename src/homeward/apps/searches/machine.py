"""The way of a search: in-house first, then the framework, offers open until their deadline, then compared."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.searches.models import Invitation, Offer, Search
from homeward.kernel.reasons import Reason

State = Search.State


def in_house_looked_at(search: Search, by: Actor, **_: object) -> Sequence[Reason]:
    """In-house homes and connected people come first, each with its reason (Children Act 1989, section 22C(7)).

    An in-house home that was offered and found unsuitable has its reason with the offer.
    """
    unsuitable = Offer.objects.filter(
        invitation__search=search, invitation__route=Invitation.Route.IN_HOUSE, state=Offer.State.UNSUITABLE
    )
    looked = search.considered.exists() or unsuitable.exists()
    return [] if looked else [Reason("search.nobody_considered", {})]


def deadline_or_reason(search: Search, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    """Offers close when the deadline has passed or every provider has answered; earlier only with a reason."""
    if reason.strip() or search.answer_by is None or search.answer_by <= timezone.now():
        return []
    waiting = search.invitations.filter(state__in=(Invitation.State.INVITED, Invitation.State.VIEWED)).count()
    until = timezone.localtime(search.answer_by).isoformat(timespec="minutes")
    told = Reason("search.too_early", {"waiting": waiting, "until": until, "field": "reason"})
    return [told] if waiting else []


def in_house_offered(search: Search, by: Actor, **_: object) -> Sequence[Reason]:
    """A home of the own service is compared when one can take them."""
    rows = search.invitations.filter(route=Invitation.Route.IN_HOUSE, state=Invitation.State.OFFERED)
    return [] if rows.exists() else [Reason("search.no_in_house_offer", {})]


def framework_to_come(search: Search, by: Actor, **_: object) -> Sequence[Reason]:
    """From comparing in-house homes the search goes on only where none suits, and the framework was not asked."""
    if search.state != State.SHORTLIST:
        return []
    asked = search.invitations.exclude(route=Invitation.Route.IN_HOUSE).exists()
    stands = Offer.objects.filter(invitation__search=search, state__in=Offer.LIVE).exists()
    found = [Reason("search.asked_outside_before", {})] if asked else []
    return [*found, Reason("search.in_house_stands", {})] if stands else found


def reason_given(search: Search, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("search.reason_missing", {"field": "reason"})]


MACHINE = Machine(
    "search",
    {s.value: str(s.label) for s in State},
    (
        Move("go_outside", (State.IN_HOUSE, State.SHORTLIST), State.FRAMEWORK, P.SEARCH_WRITE, "end the in-house search",
             (in_house_looked_at, framework_to_come)),
        Move("compare_in_house", (State.IN_HOUSE,), State.SHORTLIST, P.SEARCH_WRITE, "compare in-house homes",
             (in_house_offered,)),
        Move("invite", (State.FRAMEWORK,), State.OPEN, P.SEARCH_WRITE, "ask the providers of the framework"),
        Move("invite_outside", (State.OPEN, State.SHORTLIST), State.OPEN, P.SEARCH_REQUEST,
             "ask providers outside the framework"),
        Move("close", (State.OPEN,), State.SHORTLIST, P.SEARCH_WRITE, "close the offers", (deadline_or_reason,)),
        Move("end", (State.IN_HOUSE, State.FRAMEWORK, State.OPEN, State.SHORTLIST), State.ENDED, P.SEARCH_WRITE,
             "end this search", (reason_given,)),
    ),
)  # fmt: skip
