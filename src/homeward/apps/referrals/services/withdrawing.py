"""Withdrawing a referral. What hangs on it ends in the same transaction, or the referral stays."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.referrals.events import ReferralRenewed, ReferralWithdrawing, ReferralWithdrawn
from homeward.apps.referrals.machine import MACHINE
from homeward.apps.referrals.models import Referral
from homeward.apps.referrals.services.following import follow_on_referral
from homeward.kernel.reasons import Reason

WHAT = "This referral cannot be withdrawn"


@service("withdraw_referral", WHAT)
def withdraw_referral(*, referral: Referral, reason: str, by: Actor) -> Referral:
    """The home is needed no longer: the search, its invitations and offers and a decision not yet signed end with it.

    Refused once a contract is signed by both, or the children live in the home that was found.
    """
    permit(may(by, P.REFERRAL_WRITE, referral), WHAT)
    asked = ReferralWithdrawing(referral, by)
    publish(asked)
    hold(referral)  # after what hangs on it: whoever begins a placement holds it last, too
    placed = list(_placed(referral))
    refuse_if(
        WHAT,
        [
            *placed,
            *asked.reasons,
            *([] if placed else MACHINE.why_not("withdraw", referral, by, reason=reason)),
            *unnamed(children_of(referral), reason=reason),
        ],
    )
    MACHINE.make("withdraw", referral, by, reason=reason, note=reason.strip())
    publish(ReferralWithdrawn(referral, reason.strip(), by))
    audit.record(by, "withdraw_referral", referral, reason=reason.strip())
    return referral


@service("renew_referral", "Another referral cannot be begun from this one")
def renew_referral(*, referral: Referral, reason: str, by: Actor) -> Referral:
    """Look again: withdraw it and open another for the same children, filled from it, which is checked anew."""
    referral = withdraw_referral(referral=referral, reason=reason, by=by)
    needed_by = max(referral.needed_by, by.today)
    made = follow_on_referral(
        referral=referral,
        needed_by=needed_by,
        urgency=referral.urgency,
        changed=reason.strip(),
        writer=by.user,
        by=by,
    )
    publish(ReferralRenewed(referral, made, by))
    return made


def _placed(referral: Referral) -> Iterator[Reason]:
    """Children who live in the home that was found: their referral has done its work, or owes what an emergency left out."""
    if referral.placed_at is None:
        return
    told = {
        "referral": referral.reference,
        "since": timezone.localtime(referral.placed_at).date().isoformat(),
    }
    yield Reason("referral.placed_owes" if referral.is_owed else "referral.placed", told)
