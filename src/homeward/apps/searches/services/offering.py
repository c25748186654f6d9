"""What every offer is checked for and made of, whoever enters it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.core.refusals import refuse_if
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.standing import hold_standing
from homeward.apps.searches.fees import total_of
from homeward.apps.searches.models import FeePart, Invitation, Offer, OfferedNeed
from homeward.kernel.reasons import Reason

Given = Mapping[str, Decimal]
Needs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """Of an offer entered on behalf: who said it, when, who wrote it down, and until when the provider confirms it."""

    by: str
    at: dt.datetime
    entered_by: User
    confirm_by: dt.date | None = None


def put_offer(
    *, what: str, invitation: Invitation, home: Home, free_from: dt.date, valid_until: dt.datetime, needs: Needs,
    fees: Given, conditions: str = "", told: Told | None = None, reasons: Sequence[Reason | None] = (), by: Actor,
    **more: Any,
) -> Offer:  # fmt: skip
    """Check a home offered in answer to a locked invitation and keep it; for services, inside their writing.

    Standing is held, so that no restriction is imposed meanwhile. `reasons` are refused together with the own ones. A
    need met in full that was told by telephone may go without words until the provider confirms it.
    """
    hold_standing(
        what=what, organisation=invitation.organisation, body=invitation.body, home=home, on=invitation.body.today,
        reference=invitation.search.referral.reference,
    )  # fmt: skip
    there = invitation.offers.filter(home=home).exclude(state=Offer.State.WITHDRAWN)
    refuse_if(
        what,
        [
            *reasons,
            *fee_reasons(fees),
            Reason("search.valid_too_short", {"field": "valid_until"})
            if valid_until <= timezone.now()
            else None,
            Reason("search.home_offered", {"home": home.name, "field": "home"}) if there.exists() else None,
            *need_reasons(invitation, needs, by_telephone=told is not None),
        ],
    )
    behalf = {} if told is None else {
        "told_by": told.by, "told_at": told.at, "entered_by": told.entered_by, "confirm_by": told.confirm_by,
    }  # fmt: skip
    made = Offer.objects.create(
        body=invitation.body, organisation=invitation.organisation, invitation=invitation, home=home, free_from=free_from,
        valid_until=valid_until, conditions=conditions.strip(), made_by=by.user, **behalf, **more,
    )  # fmt: skip
    for position, (met, words) in enumerate(needs, start=1):
        OfferedNeed.objects.create(
            body=made.body, organisation=made.organisation, offer=made, position=position, met=met, words=words.strip(),
        )  # fmt: skip
    put_fees(made, fees, 1)
    invitation.state, invitation.answered_at = Invitation.State.OFFERED, timezone.now()
    invitation.decline_reason, invitation.decline_words = "", ""
    invitation.save(update_fields=["state", "answered_at", "decline_reason", "decline_words"])
    return made


def need_reasons(invitation: Invitation, needs: Needs, *, by_telephone: bool = False) -> Iterator[Reason]:
    """Every need of the version is answered, and in words."""
    asked = invitation.version.content["needs"]
    if len(needs) != len(asked):
        yield Reason("search.needs_unanswered", {"asked": len(asked), "given": len(needs)})
    for n, (met, words) in enumerate(needs[: len(asked)]):
        enough = bool(words.strip()) or (by_telephone and met == OfferedNeed.Met.FULL)
        if met not in OfferedNeed.Met.values or not enough:
            yield Reason("search.need_without_words", {"need": asked[n]["text"], "field": f"words_{n + 1}"})


def fee_reasons(fees: Given) -> Iterator[Reason]:
    if not fees.get(FeePart.Kind.CORE):
        yield Reason("search.fee_missing", {"field": "fee_core"})
    for kind, amount in fees.items():
        if amount < 0:
            yield Reason("search.fee_negative", {"kind": FeePart.Kind(kind).label, "field": f"fee_{kind}"})
    if total_of(fees) <= 0 and fees.get(FeePart.Kind.CORE):
        yield Reason("search.fee_nought", {"field": "fee_discount"})


def put_fees(offer: Offer, fees: Given, number: int) -> None:
    """Keep one round of the fee."""
    for kind, amount in fees.items():
        if amount:
            FeePart.objects.create(
                body=offer.body,
                organisation=offer.organisation,
                offer=offer,
                round=number,
                kind=kind,
                amount=amount,
            )
