"""The deadline for answers: moved with a reason, and brought to mind before it passes."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.searches.models import Invitation, Search
from homeward.apps.searches.services.locking import locked
from homeward.engine.standing.answers import remind_on
from homeward.kernel.reasons import Reason

WHAT = "The deadline cannot be moved"
WAITING = (Invitation.State.INVITED, Invitation.State.VIEWED)


@service("extend_deadline", WHAT)
def extend_deadline(*, search: Search, until: dt.datetime, reason: str, by: Actor) -> Search:
    """Give every provider longer to answer, also one whose answer stands. Never shorter; everybody asked is told."""
    search = locked(search, by, WHAT)
    now = timezone.now()
    present = search.answer_by or now
    told = timezone.localtime(present).isoformat(timespec="minutes")
    refuse_if(
        WHAT,
        [
            Reason("search.offers_not_open", {"state": search.get_state_display()})
            if search.state != Search.State.OPEN
            else None,
            Reason("search.not_later", {"until": told, "field": "until"}) if until <= max(present, now) else None,
            None if reason.strip() else Reason("search.reason_missing", {"field": "reason"}),
        ],
    )  # fmt: skip
    search.answer_by, search.extended = until, reason.strip()
    search.save(update_fields=["answer_by", "extended"])
    asked = search.invitations.exclude(route=Invitation.Route.IN_HOUSE)
    for invitation in asked.select_related("body", "organisation", "lot__framework__body"):
        invitation.answer_by, invitation.reminded_at = until, None
        invitation.save(update_fields=["answer_by", "reminded_at"])
        if invitation.state in WAITING:
            tell_provider(
                invitation,
                saying(
                    "You may answer referral %(referral)s until %(when)s",
                    referral=search.referral,
                    when=until,
                ),
            )
    audit.record(by, "extend_deadline", search, until=until.isoformat(), reason=reason.strip())
    return search


def remind_unanswered(*, body: CommissioningBody, now: dt.datetime) -> int:
    """Bring to mind what is not answered and soon cannot be. Returns how many were reminded; each deadline reminds once."""
    pack, today = pack_of(body), timezone.localtime(now).date()
    holidays, policy = public_holidays(pack), pack.policy()
    rows = Invitation.objects.filter(
        body=body, state__in=WAITING, reminded_at=None, answer_by__gt=now, search__state=Search.State.OPEN
    )
    rows = rows.exclude(route=Invitation.Route.IN_HOUSE).select_for_update(of=("self",), skip_locked=True)
    count = 0
    for invitation in rows.select_related("search__referral", "body", "organisation", "lot__framework__body"):
        day = remind_on(invitation.search.referral.urgency, invitation.answer_by, holidays, policy)
        if day is None or today < day:
            continue
        told = {"referral": invitation.search.referral, "until": invitation.answer_by}
        tell_provider(invitation, saying("Answer referral %(referral)s by %(until)s", **told))
        invitation.reminded_at = now
        invitation.save(update_fields=["reminded_at"])
        count += 1
    return count


def tell_provider(invitation: Invitation, title: str, text: str = "") -> None:
    """Tell the provider's managers wherever they act for it: under the authority, or under the framework's consortium."""
    bodies = {invitation.body_id: invitation.body}
    if invitation.lot is not None:
        keeper = invitation.lot.framework.body
        bodies[keeper.pk] = keeper
    for body in bodies.values():
        tell(
            people_in([Role.PROVIDER_MANAGER], body=body, organisation_id=invitation.organisation_id), body=body, title=title,
            text=text, url=reverse("invitation", args=[invitation.public_id]), organisation_id=invitation.organisation_id,
        )  # fmt: skip
