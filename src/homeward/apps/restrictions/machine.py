"""The way of a restriction: proposed, imposed by a second person, lifting proposed, lifted by a second person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core.machines import Machine, Move
from homeward.apps.restrictions.models import Restriction, RestrictionOverride
from homeward.kernel.reasons import Reason

State = Restriction.State
OFFICE = {Restriction.Reach.LOCAL: Role.HEAD_OF_SERVICE, Restriction.Reach.FRAMEWORK: Role.CONSORTIUM_MANAGER}


def office_of(restriction: Restriction) -> Role:
    """Who decides: the head of service of the authority, or the consortium for a framework."""
    return OFFICE[Restriction.Reach(restriction.reach)]


def right_office(restriction: Restriction, by: Actor, **_: object) -> Sequence[Reason]:
    office = office_of(restriction)
    if by.role is office and by.body.pk == restriction.body_id:
        return []
    return [Reason("restriction.office", {"office": office.label, "body": restriction.body.name})]


def another_person(restriction: Restriction, by: Actor, **_: object) -> Sequence[Reason]:
    """Whoever proposed a restriction does not decide on it, in whatever role."""
    if restriction.proposed_by_id != by.user.pk:
        return []
    return [Reason("restriction.own_proposal", {"who": by.user.name})]


def another_to_lift(restriction: Restriction, by: Actor, **_: object) -> Sequence[Reason]:
    if restriction.lift_proposed_by_id != by.user.pk:
        return []
    return [Reason("restriction.own_lift", {"who": by.user.name})]


def own_proposal(restriction: Restriction, by: Actor, **_: object) -> Sequence[Reason]:
    if restriction.proposed_by_id == by.user.pk:
        return []
    return [Reason("restriction.not_own", {"who": restriction.proposed_by.name})]


def reason_given(thing: object, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("restriction.reason_missing", {"field": "reason"})]


def not_backwards(
    restriction: Restriction, by: Actor, *, starts_on: dt.date | None = None, **_: object
) -> Sequence[Reason]:
    """It binds from the day it is decided at the earliest: nobody could have kept to it before."""
    if starts_on is None or starts_on >= restriction.body.today:
        return []
    told = {"day": starts_on.isoformat(), "today": restriction.body.today.isoformat(), "field": "starts_on"}
    return [Reason("restriction.starts_before", told)]


def lift_not_backwards(
    restriction: Restriction, by: Actor, *, lifts_on: dt.date | None = None, **_: object
) -> Sequence[Reason]:
    if lifts_on is None or lifts_on >= restriction.body.today:
        return []
    told = {"day": lifts_on.isoformat(), "today": restriction.body.today.isoformat(), "field": "lifts_on"}
    return [Reason("restriction.lifts_before", told)]


MACHINE = Machine(
    "restriction",
    {s.value: str(s.label) for s in State},
    (
        Move("impose", (State.PROPOSED,), State.IMPOSED, P.RESTRICTION_IMPOSE, "impose a restriction",
             (another_person, right_office, not_backwards)),
        Move("refuse", (State.PROPOSED,), State.REFUSED, P.RESTRICTION_IMPOSE, "refuse a restriction",
             (another_person, right_office, reason_given)),
        Move("withdraw", (State.PROPOSED,), State.WITHDRAWN, P.RESTRICTION_PROPOSE, "take back a proposal",
             (own_proposal, reason_given)),
        Move("propose_lift", (State.IMPOSED,), State.LIFT_PROPOSED, P.RESTRICTION_PROPOSE,
             "propose to lift a restriction", (reason_given, lift_not_backwards)),
        Move("lift", (State.LIFT_PROPOSED,), State.LIFTED, P.RESTRICTION_IMPOSE, "lift a restriction",
             (another_to_lift, right_office, lift_not_backwards)),
        Move("keep", (State.LIFT_PROPOSED,), State.IMPOSED, P.RESTRICTION_IMPOSE, "keep a restriction",
             (another_to_lift, right_office, reason_given)),
    ),
)  # fmt: skip

Asked = RestrictionOverride.State


def not_the_asker(override: RestrictionOverride, by: Actor, **_: object) -> Sequence[Reason]:
    if override.asked_by_id != by.user.pk:
        return []
    return [Reason("restriction.own_override", {"who": by.user.name})]


def side_of(override: RestrictionOverride, by: Actor) -> str | None:
    """For which side a person can agree: `service`, `consortium`, or neither."""
    if by.role is Role.HEAD_OF_SERVICE and by.body.pk == override.body_id:
        return "service"
    if by.role is Role.CONSORTIUM_MANAGER and by.body.pk == override.consortium_id:
        return "consortium"
    return None


def free_side(override: RestrictionOverride, by: Actor, **_: object) -> Sequence[Reason]:
    """Each side agrees once, by two different people."""
    side = side_of(override, by)
    if side is None:
        told = {"body": override.body.name, "consortium": override.consortium.name}
        return [Reason("restriction.override_office", told)]
    if getattr(override, f"{side}_by_id") is not None:
        return [Reason("restriction.override_agreed", {"who": getattr(override, f"{side}_by").name})]
    other = "consortium" if side == "service" else "service"
    if getattr(override, f"{other}_by_id") == by.user.pk:
        return [Reason("restriction.override_both_sides", {"who": by.user.name})]
    return []


def still_bound(override: RestrictionOverride, by: Actor, **_: object) -> Sequence[Reason]:
    if override.restriction.state in (State.IMPOSED, State.LIFT_PROPOSED):
        return []
    return [Reason("restriction.override_idle", {"subject": override.restriction.subject})]


OVERRIDE = Machine(
    "override",
    {s.value: str(s.label) for s in Asked},
    (
        Move("agree", (Asked.ASKED,), Asked.AGREED, P.RESTRICTION_IMPOSE, "agree to an override",
             (not_the_asker, free_side, still_bound)),
        Move("refuse", (Asked.ASKED,), Asked.REFUSED, P.RESTRICTION_IMPOSE, "refuse an override",
             (not_the_asker, free_side, reason_given)),
    ),
)  # fmt: skip
