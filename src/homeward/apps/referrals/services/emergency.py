"""The emergency on one page: who, from when, why, where, which risks, what the home must be. The rest is owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.referrals.content import unnamed
from homeward.apps.referrals.models import Need, Referral, ReferralChild, ReferralVersion
from homeward.apps.referrals.sections import DISTRICT
from homeward.apps.referrals.services.checking import freeze
from homeward.apps.referrals.services.writing import add_need, begin_referral, save_section, why_not_begin
from homeward.engine.matching.policy import EMERGENCY
from homeward.engine.standing.answers import MADE_GOOD, made_good
from homeward.kernel.reasons import Reason
from homeward.policy import PolicyValueError

WHAT = "This emergency cannot be begun"


@service("begin_emergency", WHAT)
def begin_emergency(
    *, children: Sequence[Child], needed_by: dt.date, why: str, types: Sequence[str], district: str,
    risks: Sequence[str], musts: Sequence[str], together: str = "together", most_miles: int | None = None,
    apart_reason: str = "", places: str = "", by: Actor,
) -> ReferralVersion:  # fmt: skip
    """A referral for today from what one page asks, frozen as it stands; it may be searched for at once.

    `together` is "together" or "apart_reason"; of one child it says nothing. `district` is the first half of a postcode.
    `risks` are codes of the section on risks, `musts` what the home must be, one thing each. The written referral, its
    quality check and the rest are owed by a day the pack gives. Raises Refused with every reason; no child's name is taken.
    """
    permit(by.holds(P.REFERRAL_WRITE) and all(may(by, P.CHILD_READ, c) for c in children), WHAT)
    alone, district = len(children) == 1, district.strip().upper()
    musts = [text.strip() for text in musts if text.strip()]
    people = [
        ReferralChild(child=child, letter=x) for x, child in zip(ascii_uppercase, children, strict=False)
    ]
    refuse_if(
        WHAT,
        [
            *why_not_begin(children, EMERGENCY, needed_by, by),
            *unnamed(people, why=why, musts="\n".join(musts), places=places, apart_reason=apart_reason),
            None if why.strip() else Reason("referral.why_missing", {"field": "why"}),
            None if types else Reason("referral.types_missing", {"field": "types"}),
            None if DISTRICT.match(district) else Reason("referral.district_wrong", {"given": district, "field": "district"}),
            None if musts else Reason("referral.musts_missing", {"field": "musts"}),
            None if risks else Reason("referral.risks_missing", {"field": "risks"}),
            Reason("referral.risks_and_none", {"field": "risks"}) if "none" in risks and len(risks) > 1 else None,
            Reason("referral.apart_reason_missing", {"field": "apart_reason"})
            if not alone and together == "apart_reason" and not apart_reason.strip()
            else None,
        ],
    )  # fmt: skip
    referral = begin_referral(children=children, urgency=EMERGENCY, needed_by=needed_by, by=by)
    one_house = (
        {"together": "one_child"} if alone else {"together": together, "apart_reason": apart_reason.strip()}
    )
    sections: dict[str, dict[str, Any]] = {
        "together": {**one_house, "situation": why.strip()},
        "home": {"types": list(types)},
        "place": {"district": district, "most_miles": most_miles, "places": places.strip()},
        "risks": {"kinds": list(risks)},
    }
    for code, answers in sections.items():
        save_section(referral=referral, code=code, answers=answers, by=by)
    told = f"Told to {by.user.name} in the emergency"
    for text in musts:
        add_need(referral=referral, weight=Need.Weight.MUST, text=text, source=told, by=by)
    referral.refresh_from_db()
    referral.owed_by = _owed_by(referral)
    referral.save(update_fields=["owed_by"])
    version = freeze(referral, by)
    audit.record(
        by, "begin_emergency", referral, version=version.number, owed_by=referral.owed_by.isoformat()
    )
    _tell(referral, by)
    return version


def _owed_by(referral: Referral) -> dt.date:
    pack = pack_of(referral.body)
    try:
        return made_good(timezone.now(), public_holidays(pack), pack.policy()).on
    except PolicyValueError:
        refuse_if(WHAT, [Reason("referral.no_days_to_make_good", {"path": MADE_GOOD})])
        raise


def _tell(referral: Referral, by: Actor) -> None:
    """Whoever checks and decides hears of it at once."""
    roles = [Role.SENIOR_PRACTITIONER, Role.HEAD_OF_SERVICE]
    people = [u for u in people_in(roles, body=referral.body, organisation_id=None) if u.pk != by.user.pk]
    tell(
        people, body=referral.body,
        title=saying("Emergency: a home is looked for today, referral %(referral)s", referral=referral),
        text=saying("It goes out before its quality check."), url=reverse("referral", args=[referral.public_id]),
    )  # fmt: skip
