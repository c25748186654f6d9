"""A referral that is withdrawn takes its search with it."""

from __future__ import annotations

from homeward.apps.core import audit
from homeward.apps.core.events import subscribe
from homeward.apps.referrals.events import ReferralWithdrawing, ReferralWithdrawn
from homeward.apps.searches.models import Search
from homeward.apps.searches.services.ending import hold_end, wind_up


@subscribe(ReferralWithdrawing)
def hold_the_search(event: ReferralWithdrawing) -> None:
    search = _search_of(event)
    if search is not None:
        event.reasons.extend(hold_end(search, event.by))


@subscribe(ReferralWithdrawn)
def end_the_search(event: ReferralWithdrawn) -> None:
    """A search that ended before keeps how it ended; one that was begun while the withdrawal waited is found here."""
    search = _search_of(event)
    if search is None or (search.state == Search.State.ENDED and search.chosen_id is None):
        return
    search = (
        Search.objects.select_for_update(of=("self",)).select_related("referral", "body").get(pk=search.pk)
    )
    wind_up(search, Search.Outcome.WITHDRAWN, event.reason, event.by)
    audit.record(event.by, "end_search", search, outcome=Search.Outcome.WITHDRAWN.value, reason=event.reason)


def _search_of(event: ReferralWithdrawing | ReferralWithdrawn) -> Search | None:
    return Search.objects.filter(referral=event.referral).select_related("referral", "body").first()
