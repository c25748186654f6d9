"""The provider's side: open an invitation, decline it, offer a home, change the fee, take the offer back."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.standing import hold_subject
from homeward.apps.searches.models import Invitation, Offer, Search
from homeward.apps.searches.services.offering import (
    SILENT,
    Given,
    Household,
    Needs,
    fee_reasons,
    put_fees,
    put_offer,
)
from homeward.kernel.reasons import Reason

State = Invitation.State


@service("view_invitation", "This invitation cannot be opened")
def view_invitation(*, invitation: Invitation, by: Actor) -> Invitation:
    """The provider opened it; the first time is kept."""
    permit(may(by, P.INVITATION_READ, invitation), "This invitation cannot be opened")
    if by.is_provider and invitation.state == State.INVITED:
        hold(invitation)  # it may have been closed meanwhile
    if by.is_provider and invitation.state == State.INVITED:
        invitation.state, invitation.viewed_at = State.VIEWED, timezone.now()
        invitation.save(update_fields=["state", "viewed_at"])
        audit.record(by, "view_invitation", invitation, organisation_id=invitation.organisation_id)
    return invitation


@service("decline_invitation", "This invitation cannot be declined")
def decline_invitation(*, invitation: Invitation, reason: str, words: str = "", by: Actor) -> Invitation:
    """Say no, with a reason of the pack's list."""
    what = "This invitation cannot be declined"
    invitation = _answerable(invitation, by, what)
    offered = invitation.offers.exclude(state=Offer.State.WITHDRAWN).exists()
    refuse_if(
        what,
        [
            None
            if is_code(invitation.body, "decline_reasons", reason, invitation.body.today)
            else Reason("search.decline_reason_unknown", {"code": reason, "field": "reason"}),
            Reason("search.offers_a_home", {}) if offered else None,
        ],
    )
    invitation.state, invitation.answered_at = State.DECLINED, timezone.now()
    invitation.decline_reason, invitation.decline_words = reason, words.strip()
    invitation.save(update_fields=["state", "answered_at", "decline_reason", "decline_words"])
    audit.record(by, "decline_invitation", invitation, organisation_id=invitation.organisation_id)
    return invitation


@service("make_offer", "This offer cannot be made")
def make_offer(
    *, invitation: Invitation, home: Home, free_from: dt.date, valid_until: dt.datetime,
    needs: Needs, fees: Given, conditions: str = "", discount_reason: str = "", household: Household = SILENT, by: Actor,
) -> Offer:  # fmt: skip
    """Offer a home: what it gives for each need of the referral, from when, for what weekly fee.

    ``needs``: for each need of the version, in its order, whether it is met (full, part, no) and in what way.
    ``fees``: amounts a week by kind; a discount is what is taken off. A discount has its reason.
    A restricted home cannot be offered.
    """
    what = "This offer cannot be made"
    permit(may(by, P.INVITATION_ANSWER, invitation), what)
    hold_subject(invitation.organisation, home)  # before the search, as whoever promises a place does
    invitation = _answerable(invitation, by, what)
    permit(may(by, P.HOME_READ, home) and home.organisation_id == invitation.organisation_id, what)
    made = put_offer(
        what=what, invitation=invitation, home=home, free_from=free_from, valid_until=valid_until, needs=needs, fees=fees,
        conditions=conditions, discount_reason=discount_reason, household=household, by=by,
    )  # fmt: skip
    audit.record(
        by, "make_offer", invitation, home=home.reference, organisation_id=invitation.organisation_id
    )
    search = invitation.search
    tell(
        [search.begun_by], body=search.body, title=saying("An offer came for referral %(referral)s", referral=search.referral),
        url=reverse("home_search", args=[search.public_id]),
    )  # fmt: skip
    return made


@service("change_fee", "This fee cannot be changed")
def change_fee(*, offer: Offer, fees: Given, discount_reason: str = "", by: Actor) -> Offer:
    """A further round of the fee; the earlier ones are kept."""
    what = "This fee cannot be changed"
    offer = _own(offer, by, what)
    refuse_if(what, [*fee_reasons(fees, discount_reason), _not_open(offer)])
    last = max((f.round for f in offer.fees.all()), default=0)
    put_fees(offer, fees, last + 1, discount_reason)
    audit.record(by, "change_fee", offer.invitation, round=last + 1, organisation_id=offer.organisation_id)
    return offer


@service("withdraw_offer", "This offer cannot be taken back")
def withdraw_offer(*, offer: Offer, reason: str, by: Actor) -> Offer:
    """Take an offer back; the invitation waits for another answer while offers are open."""
    what = "This offer cannot be taken back"
    offer = _own(offer, by, what)
    refuse_if(
        what,
        [_not_open(offer), None if reason.strip() else Reason("search.reason_missing", {"field": "reason"})],
    )
    offer.state, offer.note = Offer.State.WITHDRAWN, reason.strip()
    offer.save(update_fields=["state", "note"])
    invitation = offer.invitation
    if not invitation.offers.exclude(state=Offer.State.WITHDRAWN).exists():
        invitation.state, invitation.answered_at = State.VIEWED, None
        invitation.save(update_fields=["state", "answered_at"])
    audit.record(by, "withdraw_offer", invitation, organisation_id=offer.organisation_id)
    return offer


def _own(offer: Offer, by: Actor, what: str) -> Offer:
    permit(may(by, P.INVITATION_ANSWER, offer.invitation), what)
    found: Offer = Offer.objects.select_for_update().get(pk=offer.pk)
    return found


def _not_open(offer: Offer) -> Reason | None:
    return (
        None
        if offer.state in Offer.LIVE
        else Reason("search.offer_closed", {"state": offer.get_state_display()})
    )


def _answerable(invitation: Invitation, by: Actor, what: str) -> Invitation:
    """The invitation, locked, while its search takes answers."""
    permit(may(by, P.INVITATION_ANSWER, invitation), what)
    # the search first: whoever ends it closes its invitations, and nobody answers in between
    Search.objects.select_for_update(of=("self",)).get(pk=invitation.search_id)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related(
        "search__referral", "body", "organisation", "version"
    )
    found: Invitation = rows.get(pk=invitation.pk)
    until = timezone.localtime(found.answer_by).isoformat(timespec="minutes")
    closed = found.search.state != Search.State.OPEN
    refuse_if(
        what,
        [
            Reason("search.answers_closed", {"referral": found.search.referral.reference})
            if closed
            else None,
            Reason("search.deadline_passed", {"until": until})
            if not closed and found.answer_by < timezone.now()
            else None,
            Reason("search.declined_before", {}) if found.state == State.DECLINED else None,
        ],
    )
    return found
