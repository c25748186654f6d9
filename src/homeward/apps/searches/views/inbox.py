"""The provider's pages: what it was asked, one referral under letters, its offer, its reason to decline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.notices import in_language
from homeward.apps.core.vocabulary import label_of
from homeward.apps.referrals.content import age_of, children_of, rows_of
from homeward.apps.referrals.letters import by_letter
from homeward.apps.referrals.sections import SECTIONS
from homeward.apps.searches import queries, services
from homeward.apps.searches.beside import own_marks_of
from homeward.apps.searches.comparing import own_offers
from homeward.apps.searches.fees import fees_of, reason_of
from homeward.apps.searches.forms import DeclineForm, FeeForm, OfferForm, WhyForm
from homeward.apps.searches.impacts import owed_by
from homeward.apps.searches.lists import ASKED_TAGS, INVITATIONS
from homeward.apps.searches.models import Invitation, Offer, Search

Json = dict[str, Any]


def crumb() -> Json:
    return {"text": _("Asked for a home"), "href": reverse("invitations_to_offer")}


@page(P.INVITATION_READ)
def invitations(request: HttpRequest) -> HttpResponse:
    """What authorities asked of the provider; for an authority what it asked of all."""
    lede = _("Answer each in time: offer a home, or decline with a reason. You see your own answers only.")
    rows = queries.invitations(actor_of(request))
    return INVITATIONS.respond(request, rows, heading=_("Asked for a home"), lede=lede)


@page(P.INVITATION_READ)
def invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One invitation: the referral as it was sent, under letters, and the provider's own answers."""
    actor = actor_of(request)
    found = services.view_invitation(invitation=get_visible(Invitation, request, public_id), by=actor)
    if actor.is_provider and queries.is_over(found):
        return _filled(request, found)
    content = found.version.content
    named = actor.is_provider and queries.shortlisted(found)
    audit.record_read(actor, found, organisation_id=found.organisation_id)
    referral = found.search.referral
    rows = found.offers.none() if queries.is_sealed(found.search, actor) else found.offers.order_by("made_at")
    rows = rows.select_related("home", "body", "organisation", "invitation__search__referral")
    offers = rows.prefetch_related("needs", "fees")
    sections = [
        {"title": s.title, "code": s.code, "rows": rows_of(referral, content["sections"][s.code], s.code)}
        for s in SECTIONS
        if s.code in content["sections"]
    ]
    is_open = found.search.state == Search.State.OPEN and found.answer_by > timezone.now()
    answers = is_open and found.state != Invitation.State.DECLINED and actor.holds(P.INVITATION_ANSWER)
    people = [
        {
            "name": c.child.given_name or by_letter(c.letter),
            "age": age_of(c, referral.needed_by),
        }
        for c in (children_of(referral) if named else [])
    ]
    context = {
        "invitation": found, "content": content, "sections": sections, "people": people, "crumbs": [crumb()],
        "state": ASKED_TAGS[found.state], "urgency": label_of(found.body, "urgencies", content["urgency"]),
        "needed_by": referral.needed_by, "answers": answers, "is_open": is_open,
        "offers": own_offers(found, list(offers), actor), "currency": found.body.currency,
        "to_assess": {o.public_id for o in owed_by(actor)} if actor.is_provider else set(),
        "may_reassess": found.search.state != Search.State.ENDED and actor.is_provider and actor.holds(P.IMPACT_WRITE),
        "declined": label_of(found.body, "decline_reasons", found.decline_reason) if found.decline_reason else "",
        "may_decline": answers and not found.offers.exclude(state=Offer.State.WITHDRAWN).exists(),
    }  # fmt: skip
    return render(request, "searches/invitation.html", context)


def _filled(request: HttpRequest, found: Invitation) -> HttpResponse:
    """The search ended without this provider: it learns that and why, and reads of the children no longer."""
    audit.record(actor_of(request), "read_filled", found, organisation_id=found.organisation_id)
    offers = found.offers.select_related("home").order_by("made_at")
    marks = own_marks_of(found, actor_of(request))
    told = [(o, _feedback(o), marks.get(o.public_id)) for o in offers]
    context = {
        "invitation": found,
        "reference": found.search.referral.reference,
        "told": told,
        "filled": found.search.chosen_id is not None,
        "why": in_language(services.feedback_of(found.search.outcome), get_language() or "en"),
        "crumbs": [crumb()],
    }
    return render(request, "searches/filled.html", context)


def _feedback(offer: Offer) -> str:
    because = (
        label_of(offer.body, "reject_reasons", offer.not_chosen_because) if offer.not_chosen_because else ""
    )
    return " ".join(part for part in (f"{because}." if because else "", offer.note) if part)


def _around(found: Invitation) -> Json:
    address = reverse("invitation", args=[found.public_id])
    reference = found.search.referral.reference
    return {"caption": reference, "back": address, "crumbs": [crumb(), {"text": reference, "href": address}]}


def _done(said: str, found: Invitation) -> tuple[str, str]:
    return said, reverse("invitation", args=[found.public_id])


@page(P.INVITATION_ANSWER)
def make(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Invitation, request, public_id, using=P.INVITATION_ANSWER), actor_of(request)
    if queries.is_over(found):  # the form would show what the children need
        return redirect("invitation", found.public_id)
    form = OfferForm(request.POST or None, invitation=found, actor=actor)
    return edit(
        request, form, lambda data: services.make_offer(invitation=found, **form.given(), by=actor),
        lambda made: _done(_("Offered. The authority compares all offers when answers are closed."), found),
        heading=_("Offer a home"), verb=_("Offer this home"), template="searches/offer.html",
        lede=_("Say for each need how far the home meets it. No other provider sees your offer."), **_around(found),
    )  # fmt: skip


@page(P.INVITATION_ANSWER)
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Invitation, request, public_id, using=P.INVITATION_ANSWER), actor_of(request)
    return edit(
        request, DeclineForm(request.POST or None, invitation=found),
        lambda data: services.decline_invitation(invitation=found, **data, by=actor),
        lambda made: _done(_("Declined. Thank you for saying why."), found), heading=_("Decline"), verb=_("Decline"),
        **_around(found),
    )  # fmt: skip


@page(P.INVITATION_ANSWER)
def fee(request: HttpRequest, public_id: str) -> HttpResponse:
    offer, actor = get_visible(Offer, request, public_id, using=P.INVITATION_ANSWER), actor_of(request)
    number, parts = fees_of(offer)[0]
    newest: Json = {f"fee_{kind}": amount for kind, amount in parts.items()}
    newest["discount_reason"] = reason_of(offer, number)
    form = FeeForm(request.POST or None, currency=offer.body.currency, initial=newest)
    return edit(
        request, form, lambda data: services.change_fee(
            offer=offer, fees=form.fees(), discount_reason=data["discount_reason"], by=actor
        ),
        lambda made: _done(_("Changed. The earlier fee is kept beside it."), offer.invitation),
        heading=_("Change the fee"), verb=_("Save the new fee"), lede=offer.home.name, **_around(offer.invitation),
    )  # fmt: skip


@page(P.INVITATION_ANSWER)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    offer, actor = get_visible(Offer, request, public_id, using=P.INVITATION_ANSWER), actor_of(request)
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: services.withdraw_offer(offer=offer, reason=data["reason"], by=actor),
        lambda made: _done(_("Taken back."), offer.invitation),
        heading=_("Take the offer back"), verb=_("Take it back"), lede=offer.home.name, **_around(offer.invitation),
    )  # fmt: skip
