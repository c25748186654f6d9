"""News of a referral for those standing above it: it is about to be withdrawn, and it was."""

from __future__ import annotations

from dataclasses import dataclass, field

from homeward.apps.accounts.actors import Actor
from homeward.apps.referrals.models import Referral
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class ReferralWithdrawing:
    """Somebody wants to withdraw it, and nothing is written or held yet.

    Who hears it holds what hangs on the referral, in the order of whoever promises a place, and says in `reasons` what
    stands in the way. The referral itself is held afterwards, as by whoever begins a placement.
    """

    referral: Referral
    by: Actor
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class ReferralWithdrawn:
    """It was withdrawn a moment ago, in this transaction: what hangs on it ends now."""

    referral: Referral
    reason: str
    by: Actor


@dataclass(frozen=True)
class ReferralRenewed:
    """It was withdrawn and another opened in its place, for the same children: what looked to the one looks to the other."""

    referral: Referral
    renewed: Referral
    by: Actor
