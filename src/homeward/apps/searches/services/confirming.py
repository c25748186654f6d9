"""The provider confirms what was written down for it, or puts it right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import label_of
from homeward.apps.core.writing import permit, service
from homeward.apps.searches.fees import fees_of, total_of
from homeward.apps.searches.models import Met, Offer, OfferedNeed
from homeward.apps.searches.services.offering import (
    SILENT,
    Given,
    Household,
    Needs,
    fee_reasons,
    household_of,
    household_reasons,
    need_reasons,
    put_fees,
)
from homeward.kernel.reasons import Reason

WHAT = "This offer cannot be confirmed"
Json = dict[str, Any]


@service("confirm_offer", WHAT)
def confirm_offer(
    *, offer: Offer, free_from: dt.date, needs: Needs, fees: Given, conditions: str = "", discount_reason: str = "",
    household: Household = SILENT, by: Actor,
) -> Offer:  # fmt: skip
    """Confirm an offer given by telephone, as it was meant. What differs from what was written down is kept with it.

    What it says nothing about stays as it was said. While the offer waits for a decision what the provider says now
    counts: another fee is a further round. Afterwards the difference is kept and told to the authority, and changes
    nothing that was decided.
    """
    permit(may(by, P.INVITATION_ANSWER, offer.invitation), WHAT)
    rows = Offer.objects.select_for_update(of=("self",)).select_related(
        "invitation__version",
        "invitation__search__referral",
        "invitation__search__begun_by",
        "entered_by",
        "home",
        "body",
    )
    offer = rows.get(pk=offer.pk)
    refuse_if(
        WHAT,
        [
            *_not_to_confirm(offer),
            *fee_reasons(fees, discount_reason),
            *need_reasons(offer.invitation, needs),
            *household_reasons(offer.invitation, household),
        ],
    )
    before = household_of(offer)
    household = household.over(before)
    offer.corrections = [
        *_differences(offer, free_from, needs, fees, conditions.strip()),
        *_of_household(offer, before, household),
    ]
    offer.confirmed_at, offer.confirmed_by = timezone.now(), by.user
    if offer.state in Offer.LIVE:
        _put_right(offer, free_from, needs, fees, conditions.strip(), discount_reason)
        for name, value in household.kept().items():
            setattr(offer, name, value)
    kept = ["corrections", "confirmed_at", "confirmed_by", "free_from", "conditions", *SILENT.kept()]
    offer.save(update_fields=kept)
    audit.record(
        by,
        "confirm_offer",
        offer.invitation,
        put_right=len(offer.corrections),
        organisation_id=offer.organisation_id,
    )
    _tell(offer)
    return offer


def _not_to_confirm(offer: Offer) -> Iterator[Reason]:
    if offer.confirm_by is None:
        yield Reason("search.nothing_to_confirm", {"home": offer.home.name})
    if offer.confirmed_at is not None:
        yield Reason(
            "search.confirmed_before", {"at": say_day(timezone.localtime(offer.confirmed_at).date())}
        )
    if offer.state == Offer.State.WITHDRAWN:
        yield Reason("search.offer_withdrawn", {})


def _differences(
    offer: Offer, free_from: dt.date, needs: Needs, fees: Given, conditions: str
) -> Iterator[Json]:
    """What, before, after, in words."""
    if free_from != offer.free_from:
        yield {"what": "First night", "before": say_day(offer.free_from), "after": say_day(free_from)}
    asked, answers = offer.invitation.version.content["needs"], {n.position: n for n in offer.needs.all()}
    for position, (met, _words) in enumerate(needs, start=1):
        before = answers[position]
        if met != before.met:
            yield {
                "what": asked[position - 1]["text"], "before": before.get_met_display(), "after": str(OfferedNeed.Met(met).label),
            }  # fmt: skip
    written = _fee(offer)
    if _paid(fees) != _paid(written):
        yield {"what": "Weekly fee", "before": str(total_of(written)), "after": str(total_of(fees))}
    if conditions != offer.conditions:
        yield {"what": "Conditions", "before": offer.conditions, "after": conditions}


def _of_household(offer: Offer, before: Household, now: Household) -> Iterator[Json]:
    """School, languages and traits of the home, in words."""
    words = {
        "School kept": [str(Met(h.school).label) if h.school else "" for h in (before, now)],
        "Languages": [
            ", ".join(get_language_info(c)["name"] for c in h.languages or ()) for h in (before, now)
        ],
        "Household": [_traits(offer, h.traits) for h in (before, now)],
    }
    for what, (was, is_now) in words.items():
        if was != is_now:
            yield {"what": what, "before": was, "after": is_now}


def _traits(offer: Offer, codes: Sequence[str] | None) -> str:
    if codes is None:
        return ""
    return ", ".join(label_of(offer.body, "household_traits", code) for code in codes) or "None of them"


def _fee(offer: Offer) -> dict[str, Decimal]:
    return fees_of(offer)[0][1]


def _paid(fees: Given) -> dict[str, Decimal]:
    return {str(kind): amount for kind, amount in fees.items() if amount}


def _put_right(
    offer: Offer, free_from: dt.date, needs: Needs, fees: Given, conditions: str, discount_reason: str
) -> None:
    if _paid(fees) != _paid(_fee(offer)):
        put_fees(offer, fees, fees_of(offer)[0][0] + 1, discount_reason)
    answers = {n.position: n for n in offer.needs.all()}
    for position, (met, words) in enumerate(needs, start=1):
        answer = answers[position]
        if (answer.met, answer.words) != (met, words.strip()):
            answer.met, answer.words = met, words.strip()
            answer.save(update_fields=["met", "words"])
    offer.free_from, offer.conditions = free_from, conditions


def _tell(offer: Offer) -> None:
    search = offer.invitation.search
    people = {u.pk: u for u in (search.begun_by, offer.entered_by) if u is not None}
    changed = saying("As it was written down.")
    if offer.corrections:
        changed = saying("Things it put right: %(n)s.", n=len(offer.corrections))
    tell(
        people.values(), body=search.body,
        title=saying("%(home)s is confirmed for referral %(referral)s", home=offer.home.name, referral=search.referral),
        text=changed, url=reverse("home_search", args=[search.public_id]),
    )  # fmt: skip
