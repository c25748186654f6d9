"""The ways of a profile and of a return."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.core.models import AuditEvent
from homeward.apps.exchange import profiles
from homeward.apps.exchange.models import DataReturn, ExchangeProfile
from homeward.kernel.reasons import Reason

Profile, Return = ExchangeProfile.State, DataReturn.State


WRITING = ("draft_exchange_profile", "change_exchange_profile", "propose_exchange_profile")


def another_person(profile: ExchangeProfile, by: Actor, **_: object) -> Sequence[Reason]:
    """Whoever drafted a profile, or changed or proposed it, does not publish it, in whatever role."""
    written = AuditEvent.objects.filter(thing=profile.public_id, action__in=WRITING, actor_id=by.user.pk)
    if profile.drafted_by_id != by.user.pk and not written.exists():
        return []
    return [Reason("exchange.own_profile", {"who": by.user.name})]


def sound(profile: ExchangeProfile, by: Actor, **_: object) -> Sequence[Reason]:
    found = profiles.faults_of(profile.body, profiles.groups_of(profile))
    if profile.applies_from is None or profile.applies_from.day != 1:
        found.append(Reason("exchange.month_missing", {"field": "applies_from"}))
    return found


def reason_given(thing: object, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("exchange.reason_missing", {"field": "reason"})]


PROFILE = Machine(
    "exchange profile",
    {state.value: str(state.label) for state in Profile},
    (
        Move("propose", (Profile.DRAFT,), Profile.PROPOSED, P.EXCHANGE_DRAFT, "propose a profile", (sound,)),
        Move(
            "publish", (Profile.PROPOSED,), Profile.PUBLISHED, P.EXCHANGE_PUBLISH, "publish a profile",
            (another_person, sound),
        ),
        Move(
            "decline", (Profile.PROPOSED,), Profile.DECLINED, P.EXCHANGE_PUBLISH, "decline a profile",
            (another_person, reason_given),
        ),
        Move(
            "take_back", (Profile.DRAFT, Profile.PROPOSED), Profile.TAKEN_BACK, P.EXCHANGE_DRAFT, "take back a profile"
        ),
    ),
)  # fmt: skip


def without_errors(row: DataReturn, by: Actor, **_: object) -> Sequence[Reason]:
    errors = int(row.counts.get("errors", 0))
    return [Reason("exchange.has_errors", {"errors": errors})] if errors or not row.document else []


def same_profile(row: DataReturn, by: Actor, **_: object) -> Sequence[Reason]:
    """A profile published since the trial asks for another trial."""
    now = profiles.in_force(row.body, row.month)
    if (now.pk if now else None) == row.profile_id:
        return []
    return [Reason("exchange.profile_changed", {"number": now.number if now else 0})]


RETURN = Machine(
    "data return",
    {state.value: str(state.label) for state in Return},
    (
        Move(
            "submit", (Return.TRIAL,), Return.SUBMITTED, P.EXCHANGE_SEND, "submit a return",
            (without_errors, same_profile),
        ),
        Move("lay_aside", (Return.TRIAL,), Return.LAID_ASIDE, P.EXCHANGE_SEND, "lay a return aside"),
        Move("accept", (Return.SUBMITTED,), Return.ACCEPTED, P.EXCHANGE_ANSWER, "accept a return"),
        Move(
            "send_back", (Return.SUBMITTED, Return.ACCEPTED), Return.SENT_BACK, P.EXCHANGE_ANSWER, "send back a return",
            (reason_given,),
        ),
    ),
)  # fmt: skip
