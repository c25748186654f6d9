"""What a decision brings about at once: a review for each child there, and another look at stays that began under it."""

from __future__ import annotations

from homeward.apps.accounts.actors import Actor
from homeward.apps.core import audit
from homeward.apps.placements.services import flags
from homeward.apps.placements.services.nightly import Clock
from homeward.apps.restrictions.causes import is_urgent, review_due
from homeward.apps.restrictions.models import Restriction, RestrictionReview
from homeward.apps.restrictions.queries import stays_bound, there_on


def raise_reviews(restriction: Restriction, by: Actor) -> int:
    """One review for each placement in which a child is there as it begins. Returns how many. Nothing ends."""
    day = max(restriction.starts_on, restriction.body.today)
    urgent = is_urgent(restriction.body, restriction.cause, day)
    due = review_due(restriction.body, restriction.cause, day)
    there = there_on(restriction, day).order_by("pk")
    made = RestrictionReview.objects.bulk_create(
        RestrictionReview(
            body_id=p.body_id, organisation_id=p.organisation_id, restriction=restriction, placement=p,
            is_urgent=urgent, due_on=due,
        )
        for p in there
    )  # fmt: skip
    if made:
        audit.record(by, "raise_reviews", restriction, count=len(made), due=due.isoformat(), urgent=urgent)
    return len(made)


def look_again(restriction: Restriction, by: Actor) -> None:
    """Find anew which stays began while it bound: recording them was no mistake, and somebody looks into each.

    The trail of a stay belongs to the stay's own body, which need not be the body that decided.
    """
    began = stays_bound(restriction).filter(period__startswith__gte=restriction.starts_on)
    for stay in began.select_related("body", "child", "home", "line__agreement").order_by("pk"):
        flags.recheck_own(stay, by=Clock(stay.body, label=by.role.label))
