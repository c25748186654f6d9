"""The next home: notice opens a referral from the last one."""

from __future__ import annotations

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.decisions.models import Decision, NoticeGiven
from homeward.apps.referrals.models import Referral, ReferralChild
from homeward.apps.referrals.services import follow_on_referral

SOON = 7  # days until which the next home is urgent


def open_next_referral(decision: Decision, notice: NoticeGiven, by: Actor) -> Referral:
    """A draft from the last referral, with what changed; the one that is open for these children already, if there is one."""
    last = decision.search.referral
    children = last.children.values("child")
    closed = (Referral.State.WITHDRAWN, Referral.State.PLACED)
    there = ReferralChild.objects.filter(child__in=children).exclude(referral__state__in=closed)
    for row in there.exclude(referral=last).select_related("referral"):
        return row.referral
    today = decision.body.today
    left = (notice.leaves_on - today).days
    writer = by.user if by.holds(P.REFERRAL_WRITE) else decision.requested_by
    return follow_on_referral(
        referral=last, needed_by=max(notice.leaves_on, today),
        urgency="emergency" if left <= 0 else "urgent" if left <= SOON else "planned",
        changed=f"Notice was given on {notice.given_on.isoformat()}. {notice.changed}".strip(), writer=writer, by=by,
    )  # fmt: skip
