"""Whose cases children of the first authority are: every second referral’s are one social worker’s, and reviewed by another."""

from __future__ import annotations

from homeward.apps.accounts.roles import Role
from homeward.apps.children.cases import assign_case
from homeward.apps.children.models import CaseWorker
from homeward.apps.referrals.models import ReferralChild
from homeward.demo.wales import AUTHORITIES, Wales

ROLES = (Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER)


def assign_cases(wales: Wales) -> None:
    """The others are nobody's in the demonstration: their pages say so, and the social worker does not see them."""
    officer = wales.officer(AUTHORITIES[0])
    rows = (
        ReferralChild.objects.filter(body=officer.body)
        .select_related("child")
        .order_by("referral__created_at", "pk")
    )
    referrals = list(dict.fromkeys(row.referral_id for row in rows))
    mine = {row.child for row in rows if referrals.index(row.referral_id) % 2 == 0}
    for child in sorted(mine, key=lambda c: c.pk):
        for role in ROLES:
            who = wales.in_role(AUTHORITIES[0], role)
            reviews = role is Role.REVIEWING_OFFICER
            if not CaseWorker.objects.filter(child=child, role=role).exists():
                assign_case(
                    child=child, user=who.user, role=role.value, start=officer.today,
                    independence="The safeguarding unit" if reviews else "", by=officer,
                )  # fmt: skip
