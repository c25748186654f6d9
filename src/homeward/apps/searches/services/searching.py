"""The authority's side: begin, look in-house, ask the framework, close the offers, judge them."""

from __future__ import annotations

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.providers.models import Home
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.referrals.models import Referral
from homeward.apps.referrals.queries import version_to_read
from homeward.apps.restrictions.standing import hold_standing, hold_subject
from homeward.apps.searches.deadlines import answer_by
from homeward.apps.searches.eligible import providers_for
from homeward.apps.searches.machine import MACHINE
from homeward.apps.searches.models import Considered, Invitation, NotInvited, Offer, Search
from homeward.apps.searches.services.deadline import tell_provider
from homeward.apps.searches.services.locking import locked
from homeward.engine.standing.answers import DAYS
from homeward.kernel.reasons import Reason
from homeward.policy import PolicyValueError

State = Search.State


@service("begin_search", "This search cannot be begun")
def begin_search(*, referral: Referral, by: Actor) -> Search:
    """Begin the search for a referral that passed the quality check; in an emergency the check follows."""
    what = "This search cannot be begun"
    permit(by.holds(P.SEARCH_WRITE) and may(by, P.REFERRAL_READ, referral), what)
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    unchecked = Reason("search.not_checked", {"state": referral.get_state_display()})
    begun = Reason("search.begun_before", {"referral": referral.reference})
    refuse_if(
        what,
        [
            None if referral.state == Referral.State.READY or referral.is_owed else unchecked,
            begun if Search.objects.filter(referral=referral).exists() else None,
        ],
    )
    made = Search.objects.create(body=referral.body, referral=referral, begun_by=by.user)
    audit.record(by, "begin_search", made, referral=referral.reference)
    return made


@service("consider_in_house", "This cannot be recorded")
def consider_in_house(
    *, search: Search, reason: str, home: Home | None = None, words: str = "", by: Actor
) -> Considered:
    """Record an in-house home or a connected person as looked at, and why it does not suit."""
    what = "This cannot be recorded"
    search = locked(search, by, what)
    refuse_if(
        what,
        [
            Reason("search.not_in_house", {"state": search.get_state_display()}) if search.state != State.IN_HOUSE else None,
            None if home or words.strip() else Reason("search.nobody_named", {"field": "words"}),
            None if reason.strip() else Reason("search.reason_missing", {"field": "reason"}),
            *unnamed(children_of(search.referral), words=words, reason=reason),
        ],
    )  # fmt: skip
    made = Considered.objects.create(
        body=search.body, search=search, home=home, words=words.strip() or (home.name if home else ""),
        reason=reason.strip(), by=by.user,
    )  # fmt: skip
    audit.record(by, "consider_in_house", search)
    return made


@service("go_outside", "The in-house search cannot be ended")
def go_outside(*, search: Search, by: Actor) -> Search:
    """Nothing in-house suits: the framework may be asked."""
    search = locked(search, by, "The in-house search cannot be ended")
    MACHINE.make("go_outside", search, by)
    audit.record(by, "go_outside", search, considered=search.considered.count())
    return search


@service("invite_framework", "Providers cannot be asked")
def invite_framework(*, search: Search, by: Actor) -> list[Invitation]:
    """Ask every provider of the lots that fit whose standing is good; keep why the others were not asked.

    Restrictions are held while asking: a provider restricted meanwhile is asked before it, or not at all.
    """
    what = "Providers cannot be asked"
    search = locked(search, by, what)
    referral = search.referral
    found = providers_for(referral)
    fit = [asked for asked in found if not asked.reasons]
    try:
        until, _ = answer_by(referral.body, referral.urgency, timezone.now())
    except PolicyValueError:
        refuse_if(what, [Reason("search.no_deadline", {"urgency": referral.urgency, "path": DAYS})])
        raise
    refuse_if(what, [None if fit else Reason("search.nobody_to_ask", {"count": len(found)})])
    MACHINE.make("invite", search, by, answer_by=until)
    version = version_to_read(referral)
    made = [
        Invitation.objects.create(
            body=search.body, organisation=asked.organisation, search=search, lot=asked.lot, version=version, answer_by=until
        )
        for asked in fit
    ]  # fmt: skip
    for asked in found:
        if asked.reasons:
            NotInvited.objects.create(
                body=search.body, organisation=asked.organisation, search=search, reasons=list(asked.reasons)
            )
    audit.record(by, "invite_framework", search, asked=len(made), not_asked=len(found) - len(made))
    for invitation in made:
        tell_provider(
            invitation, saying("%(authority)s looks for a home", authority=invitation.body.name),
            saying("Referral %(referral)s: answer in time, or say why not.", referral=search.referral),
        )  # fmt: skip
    return made


@service("close_offers", "Offers cannot be closed")
def close_offers(*, search: Search, reason: str = "", by: Actor) -> Search:
    """Close the offers at the deadline, or earlier with a reason. Who did not answer is put down as such."""
    search = locked(search, by, "Offers cannot be closed")
    MACHINE.make("close", search, by, reason=reason, closed_early=reason.strip())
    waiting = search.invitations.filter(state__in=(Invitation.State.INVITED, Invitation.State.VIEWED))
    for invitation in waiting:
        invitation.state = Invitation.State.NO_RESPONSE
        invitation.save(update_fields=["state"])
    audit.record(by, "close_offers", search, reason=reason.strip())
    return search


@service("judge_offer", "This offer cannot be judged")
def judge_offer(*, offer: Offer, suitable: bool, reason: str = "", by: Actor) -> Offer:
    """Put an offer on the shortlist, or say why it does not suit. The shortlisted provider learns who the children are."""
    what = "This offer cannot be judged"
    permit(may(by, P.SEARCH_WRITE, offer.invitation.search), what)
    hold_subject(offer.organisation, offer.home)  # before the offer, as whoever promises a place does
    search = locked(offer.invitation.search, by, what)  # whether it may widen rests on what is judged
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    expired = Reason(
        "search.offer_expired", {"until": timezone.localtime(offer.valid_until).isoformat(timespec="minutes")}
    )
    refuse_if(
        what,
        [
            Reason("search.offers_open", {}) if search.state != State.SHORTLIST else None,
            Reason("search.offer_withdrawn", {}) if offer.state == Offer.State.WITHDRAWN else None,
            expired if suitable and offer.is_expired else None,
            None if suitable or reason.strip() else Reason("search.reason_missing", {"field": "reason"}),
        ],
    )
    if suitable:
        hold_standing(
            what=what, organisation=offer.organisation, body=offer.body, home=offer.home, on=offer.body.today,
            reference=search.referral.reference,
        )  # fmt: skip
    offer.state = Offer.State.SHORTLISTED if suitable else Offer.State.UNSUITABLE
    offer.note = "" if suitable else reason.strip()
    offer.save(update_fields=["state", "note"])
    audit.record(
        by,
        "judge_offer",
        search,
        offer=offer.public_id,
        suitable=suitable,
        organisation_id=offer.organisation_id,
    )
    return offer
