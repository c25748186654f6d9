"""The way of an exceed request: asked, then approved, refused or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.machines import Machine, Move
from homeward.apps.placements.models import ExceedRequest
from homeward.kernel.reasons import Reason

State = ExceedRequest.State


def another_person(request: ExceedRequest, by: Actor, **_: object) -> Sequence[Reason]:
    """Whoever asks does not decide, in whatever role."""
    if request.requested_by_id != by.user.pk:
        return []
    return [Reason("placements.exceed_own_request", {"who": by.user.name})]


def reason_given(request: ExceedRequest, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("placements.exceed_decision_reason", {})]


def same_side(request: ExceedRequest, by: Actor, **_: object) -> Sequence[Reason]:
    """The asking side takes its own request back, nobody else's."""
    asked_by_provider = request.requested_side == ExceedRequest.Side.PROVIDER
    return [] if asked_by_provider == by.is_provider else [Reason("placements.exceed_other_side", {})]


EXCEED = Machine(
    "exceed request",
    {state.value: state.label for state in State},
    (
        Move(
            "approve",
            (State.REQUESTED,),
            State.APPROVED,
            Permission.EXCEED_DECIDE,
            "approve a request to exceed",
            (another_person, reason_given),
        ),
        Move(
            "refuse",
            (State.REQUESTED,),
            State.REFUSED,
            Permission.EXCEED_DECIDE,
            "refuse a request to exceed",
            (another_person, reason_given),
        ),
        Move(
            "withdraw",
            (State.REQUESTED,),
            State.WITHDRAWN,
            Permission.EXCEED_REQUEST,
            "withdraw a request to exceed",
            (same_side,),
        ),
    ),
)
