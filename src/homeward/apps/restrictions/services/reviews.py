"""Looking at a child's placement because a restriction was imposed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.restrictions.models import RestrictionReview
from homeward.kernel.reasons import Reason

CANNOT = "This review cannot be recorded"


@service("record_review", CANNOT)
def record_review(
    *, review: RestrictionReview, found: str, visited_on: dt.date | None = None, by: Actor
) -> RestrictionReview:
    """Record what was found for one child. An urgent review needs the day of a visit. Nothing ends by it."""
    permit(may(by, P.RESTRICTION_REVIEW, review), CANNOT)
    hold(review)
    refuse_if(CANNOT, _faults(review, found, visited_on, by))
    review.found, review.visited_on = found.strip(), visited_on
    review.done_at, review.done_by = timezone.now(), by.user
    review.save()
    audit.record(by, "record_review", review, restriction=review.restriction.public_id)
    return review


def _faults(
    review: RestrictionReview, found: str, visited_on: dt.date | None, by: Actor
) -> list[Reason | None]:
    done = review.done_by
    return [
        Reason("restriction.review_done", {"who": done.name}) if done else None,
        None if found.strip() else Reason("restriction.reason_missing", {"field": "found"}),
        Reason("restriction.visit_missing", {"field": "visited_on"})
        if review.is_urgent and visited_on is None
        else None,
        Reason("restriction.visit_to_come", {"day": visited_on.isoformat(), "field": "visited_on"})
        if visited_on is not None and visited_on > by.today
        else None,
    ]
