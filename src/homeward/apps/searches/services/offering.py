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

    def kept(self) -> dict[str, Any]:
        """By the names of the record."""
        return {
            "told_by": self.by, "told_at": self.at, "entered_by": self.entered_by, "confirm_by": self.confirm_by,
        }  # fmt: skip


@dataclass(frozen=True)
class Household:
    """What an offer says of the home beside its needs. None and "" mean that nobody was asked or has said."""

    school: str = ""
    languages: Sequence[str] | None = None
    traits: Sequence[str] | None = None

    def kept(self) -> dict[str, Any]:
        """By the names of the record."""
        lists = {"languages": self.languages, "traits": self.traits}
        return {"school": self.school} | {k: None if v is None else list(v) for k, v in lists.items()}

    def over(self, other: Household) -> Household:
        """What is said here, and where nothing is said, what the other says: silence takes nothing back."""
        return Household(
            school=self.school or other.school,
            languages=other.languages if self.languages is None else self.languages,
            traits=other.traits if self.traits is None else self.traits,
        )


SILENT = Household()


def household_of(offer: Offer) -> Household:
    """What an offer says of its household now."""
    return Household(offer.school, offer.languages, offer.traits)


def put_offer(
    *, what: str, invitation: Invitation, home: Home, free_from: dt.date, valid_until: dt.datetime, needs: Needs,
    fees: Given, conditions: str = "", told: Told | None = None, reasons: Sequence[Reason | None] = (), by: Actor,
    discount_reason: str = "", household: Household = SILENT, **more: Any,
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
            *fee_reasons(fees, discount_reason),
            *household_reasons(invitation, household),
            Reason("search.valid_too_short", {"field": "valid_until"})
            if valid_until <= timezone.now()
            else None,
            Reason("search.home_offered", {"home": home.name, "field": "home"}) if there.exists() else None,
            *need_reasons(invitation, needs, by_telephone=told is not None),
        ],
    )
    behalf = {} if told is None else told.kept()
    made = Offer.objects.create(
        body=invitation.body, organisation=invitation.organisation, invitation=invitation, home=home, free_from=free_from,
        valid_until=valid_until, conditions=conditions.strip(), made_by=by.user, **behalf, **household.kept(), **more,
    )  # fmt: skip
    for position, (met, words) in enumerate(needs, start=1):
        OfferedNeed.objects.create(
            body=made.body, organisation=made.organisation, offer=made, position=position, met=met, words=words.strip(),
        )  # fmt: skip
    put_fees(made, fees, 1, discount_reason)
    _answered(invitation)
    return made


def _answered(invitation: Invitation) -> None:
    """An offer is the answer; a no that was said before stands no longer."""
    invitation.state, invitation.answered_at = Invitation.State.OFFERED, timezone.now()
    invitation.decline_reason, invitation.decline_words = "", ""
    invitation.save(update_fields=["state", "answered_at", "decline_reason", "decline_words"])


def need_reasons(invitation: Invitation, needs: Needs, *, by_telephone: bool = False) -> Iterator[Reason]:
    """Every need of the version is answered, and in words."""
    asked = invitation.version.content["needs"]
    if len(needs) != len(asked):
        yield Reason("search.needs_unanswered", {"asked": len(asked), "given": len(needs)})
    for n, (met, words) in enumerate(needs[: len(asked)]):
        enough = bool(words.strip()) or (by_telephone and met == OfferedNeed.Met.FULL)
        if met not in OfferedNeed.Met.values or not enough:
            yield Reason("search.need_without_words", {"need": asked[n]["text"], "field": f"words_{n + 1}"})


def household_reasons(invitation: Invitation, household: Household) -> Iterator[Reason]:
    """What is said of the household is of the lists that were asked."""
    asked = invitation.version.content["sections"].get("contact", {}).get("avoid", [])
    listed = {"traits": asked, "languages": invitation.body.languages}
    for field, codes in (("traits", household.traits), ("languages", household.languages)):
        for code in codes or ():
            if code not in listed[field]:
                yield Reason("search.trait_unknown", {"code": code, "field": field})
    if household.school and household.school not in OfferedNeed.Met.values:
        yield Reason("search.trait_unknown", {"code": household.school, "field": "school"})


def fee_reasons(fees: Given, discount_reason: str = "") -> Iterator[Reason]:
    if not fees.get(FeePart.Kind.CORE):
        yield Reason("search.fee_missing", {"field": "fee_core"})
    for kind, amount in fees.items():
        if amount < 0:
            yield Reason(
                "search.fee_negative", {"kind": str(FeePart.Kind(kind).label), "field": f"fee_{kind}"}
            )
    if fees.get(FeePart.Kind.DISCOUNT) and not discount_reason.strip():
        yield Reason("search.discount_without_reason", {"field": "discount_reason"})
    if total_of(fees) <= 0 and fees.get(FeePart.Kind.CORE):
        yield Reason("search.fee_nought", {"field": "fee_discount"})


def put_fees(offer: Offer, fees: Given, number: int, discount_reason: str = "") -> None:
    """Keep one round of the fee; of a discount also why it is agreed."""
    for kind, amount in fees.items():
        if amount:
            FeePart.objects.create(
                body=offer.body,
                organisation=offer.organisation,
                offer=offer,
                round=number,
                kind=kind,
                amount=amount,
                reason=discount_reason.strip() if kind == FeePart.Kind.DISCOUNT else "",
            )
