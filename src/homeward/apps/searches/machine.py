"""The way of a search: in-house first, then the framework, offers open until their deadline, then compared."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.searches.models import Invitation, Search
from homeward.kernel.reasons import Reason

State = Search.State


def in_house_looked_at(search: Search, by: Actor, **_: object) -> Sequence[Reason]:
    """In-house homes and connected people come first, each with its reason (Children Act 1989, section 22C(7))."""
    return [] if search.considered.exists() else [Reason("search.nobody_considered", {})]


def deadline_or_reason(search: Search, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    """Offers close when the deadline has passed or every provider has answered; earlier only with a reason."""
    if reason.strip() or search.answer_by is None or search.answer_by <= timezone.now():
        return []
    waiting = search.invitations.filter(state__in=(Invitation.State.INVITED, Invitation.State.VIEWED)).count()
    until = timezone.localtime(search.answer_by).isoformat(timespec="minutes")
    told = Reason("search.too_early", {"waiting": waiting, "until": until, "field": "reason"})
    return [told] if waiting else []


def reason_given(search: Search, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("search.reason_missing", {"field": "reason"})]


MACHINE = Machine(
    "search",
    {s.value: s.label for s in State},
    (
        Move("go_outside", (State.IN_HOUSE,), State.FRAMEWORK, P.SEARCH_WRITE, "end the in-house search",
             (in_house_looked_at,)),
        Move("invite", (State.FRAMEWORK,), State.OPEN, P.SEARCH_WRITE, "ask the providers of the framework"),
        Move("close", (State.OPEN,), State.SHORTLIST, P.SEARCH_WRITE, "close the offers", (deadline_or_reason,)),
        Move("end", (State.IN_HOUSE, State.FRAMEWORK, State.OPEN, State.SHORTLIST), State.ENDED, P.SEARCH_WRITE,
             "end this search", (reason_given,)),
    ),
)  # fmt: skip
