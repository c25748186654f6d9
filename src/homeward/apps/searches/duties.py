"""What a search asks of people: go on with it, answer in time, judge what came."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import queries
from homeward.apps.searches.models import Invitation, Search

State = Search.State


@duty_source
def searches_to_begin(actor: Actor) -> Iterator[Duty]:
    """Referrals that passed the quality check and have no search."""
    if not actor.holds(P.SEARCH_WRITE):
        return
    for r in Referral.objects.visible_to(actor).filter(state=Referral.State.READY, search=None):
        yield Duty(
            title=_("Begin the search for %(referral)s") % {"referral": r}, why=_("The quality check is passed."),
            verb=_("Begin"), url=reverse("referral", args=[r.public_id]), due=r.needed_by, kind="search.begin",
        )  # fmt: skip


@duty_source
def searches_to_go_on(actor: Actor) -> Iterator[Duty]:
    """Searches that wait for the authority: in-house, to ask, or to judge."""
    if not actor.holds(P.SEARCH_WRITE):
        return
    now = timezone.now()
    words = {
        State.IN_HOUSE: _("In-house homes come first."), State.FRAMEWORK: _("Providers of the framework can be asked."),
        State.OPEN: _("The deadline for answers has passed."), State.SHORTLIST: _("Offers are compared and judged."),
    }  # fmt: skip
    for search in queries.searches(actor).exclude(state=State.ENDED):
        if search.state == State.OPEN and search.answer_by > now:
            continue
        yield Duty(
            title=_("Go on with the search for %(referral)s") % {"referral": search.referral},
            why=words[State(search.state)], verb=_("Open"), url=reverse("home_search", args=[search.public_id]),
            due=search.referral.needed_by, kind="search.go_on",
        )  # fmt: skip


@duty_source
def searches_without_a_home(actor: Actor) -> Iterator[Duty]:
    """Searches that ended without a home while their referral stands: somebody looks again, or withdraws it."""
    if not (actor.holds(P.SEARCH_WRITE) and actor.holds(P.REFERRAL_WRITE)):
        return
    for search in queries.without_a_home(queries.searches(actor)):
        yield Duty(
            title=_("No home yet for %(referral)s") % {"referral": search.referral},
            why=_("%(how)s: %(why)s") % {"how": search.get_outcome_display(), "why": search.note}, verb=_("Look again"),
            url=reverse("home_search", args=[search.public_id]), due=search.referral.needed_by, kind="search.none_found",
        )  # fmt: skip


@duty_source
def invitations_to_answer(actor: Actor) -> Iterator[Duty]:
    """What a provider was asked and has not answered."""
    if not (actor.is_provider and actor.holds(P.INVITATION_ANSWER)):
        return
    waiting = (Invitation.State.INVITED, Invitation.State.VIEWED)
    for i in queries.invitations(actor).filter(
        state__in=waiting, search__state=State.OPEN, answer_by__gt=timezone.now()
    ):
        yield Duty(
            title=_("Answer %(body)s about referral %(referral)s") % {"body": i.body.name, "referral": i.search.referral},
            why=_("Offer a home, or decline with a reason."), verb=_("Answer"),
            url=reverse("invitation", args=[i.public_id]), due=timezone.localtime(i.answer_by).date(), kind="search.answer",
        )  # fmt: skip
