"""The way of a local value: drafted, proposed by one person, confirmed or declined by another."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.machines import Machine, Move
from homeward.apps.local_policy.checks import faults_of
from homeward.apps.local_policy.models import LocalValue
from homeward.kernel.reasons import Reason

State = LocalValue.State


def another_person(value: LocalValue, by: Actor, **_: object) -> Sequence[Reason]:
    """Whoever entered a value does not confirm it, in whatever role."""
    if value.entered_by_id != by.user.pk:
        return []
    return [Reason("local_policy.own_value", {"who": by.user.name})]


def sound(value: LocalValue, by: Actor, **_: object) -> Sequence[Reason]:
    """The pack with this value laid over it is one that the house can work by."""
    return faults_of(value)


def reason_given(value: LocalValue, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("local_policy.reason_missing", {"field": "reason"})]


LOCAL_VALUE = Machine(
    "local value",
    {state.value: state.label for state in State},
    (
        Move(
            "propose", (State.DRAFT,), State.PROPOSED, Permission.POLICY_PROPOSE, "propose a value", (sound,)
        ),
        Move(
            "confirm",
            (State.PROPOSED,),
            State.CONFIRMED,
            Permission.POLICY_CONFIRM,
            "confirm a value",
            (another_person, sound),
        ),
        Move(
            "decline",
            (State.PROPOSED,),
            State.DECLINED,
            Permission.POLICY_CONFIRM,
            "decline a value",
            (another_person, reason_given),
        ),
        Move(
            "take_back",
            (State.DRAFT, State.PROPOSED),
            State.WITHDRAWN,
            Permission.POLICY_PROPOSE,
            "take back a value",
        ),
    ),
)
