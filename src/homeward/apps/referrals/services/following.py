"""A referral that follows another: the home was found, or a new one is needed for the same children."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.core import audit
from homeward.apps.core.writing import hold, service
from homeward.apps.referrals.content import children_of
from homeward.apps.referrals.models import Need, Referral, ReferralChild, Section


@service("place_referral", "This referral cannot be closed")
def place_referral(*, referral: Referral, by: Actor) -> Referral:
    """The children live in the home that was found: the referral is done, and another may be begun for them.

    Whether they live there is known to the one who calls; nobody types it. What an emergency left out stays owed: the
    referral is written and checked to its end, and closes with the quality check.
    """
    hold(referral)
    referral.placed_at = timezone.now()
    if not referral.is_owed:
        referral.state, referral.since = Referral.State.PLACED, referral.placed_at
    referral.save(update_fields=["state", "since", "placed_at"])
    audit.record(by, "place_referral", referral)
    return referral


@service("follow_on_referral", "A following referral cannot be opened")
def follow_on_referral(
    *, referral: Referral, needed_by: dt.date, urgency: str, changed: str, writer: User, by: Actor
) -> Referral:
    """Open a referral for the same children, prefilled from their last: needs, sections and kinds of home as they were.

    It is a draft of `writer`, who says what has changed before it goes to the quality check; whoever gives notice need
    not be one who writes referrals. What changed stands in its note until then.
    """
    body = referral.body
    made = Referral.objects.create(
        body=body, urgency=urgency, needed_by=needed_by, placement_types=list(referral.placement_types),
        created_by=writer, note=f"Follows {referral.reference}. {changed}".strip(),
    )  # fmt: skip
    for part in children_of(referral):
        ReferralChild.objects.create(body=body, referral=made, child=part.child, letter=part.letter)
    for need in referral.needs.order_by("position"):
        Need.objects.create(
            body=body, referral=made, weight=need.weight, text=need.text, source=need.source, is_wish=need.is_wish,
            position=need.position,
        )  # fmt: skip
    for section in referral.sections.all():
        Section.objects.create(
            body=body, referral=made, code=section.code, answers=dict(section.answers), saved_by=writer
        )
    audit.record(by, "follow_on_referral", made, follows=referral.reference)
    return made
