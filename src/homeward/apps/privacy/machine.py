"""The ways of requests, corrections, collections, holds and breaches: what follows what, by whom, and what must be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.core.machines import Machine, Move
from homeward.apps.privacy.models import (
    AccessRequest,
    Breach,
    BreachNotice,
    Correction,
    HeldItem,
    IndirectCollection,
    LegalHold,
)
from homeward.apps.privacy.models.about import About, people_of
from homeward.kernel.reasons import Reason

A, C, IC, H, B = (
    AccessRequest.State,
    Correction.State,
    IndirectCollection.State,
    LegalHold.State,
    Breach.State,
)


def about_another(thing: About, by: Actor, **_: object) -> Sequence[Reason]:
    """Nobody deals with what is about themselves, or about whom they stand in for."""
    own = thing.person_id is not None and thing.person_id in people_of(by)
    return [Reason("privacy.own_case", {})] if own else []


def of_another(*moves: Move) -> tuple[Move, ...]:
    """Moves of what is about somebody: none is made by that person."""
    return tuple(replace(move, guards=(about_another, *move.guards)) for move in moves)


def reason_given(thing: Any, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("privacy.reason_missing", {"field": "reason"})]


def identity_checked(request: AccessRequest, by: Actor, **_: object) -> Sequence[Reason]:
    return (
        []
        if request.identity_checked_at
        else [Reason("privacy.identity_open", {"requester": request.asked_by})]
    )


def authority_shown(request: AccessRequest, by: Actor, **_: object) -> Sequence[Reason]:
    if request.capacity == "self" or request.authority.strip():
        return []
    return [Reason("privacy.authority_missing", {"requester": request.requester})]


def all_decided(request: AccessRequest, by: Actor, **_: object) -> Sequence[Reason]:
    """Each thing that was found is decided, one by one; and there is something to answer with."""
    left = request.items.filter(decision=HeldItem.Decision.OPEN).count()
    if left:
        return [Reason("privacy.items_open", {"count": left})]
    return [] if request.items.exists() else [Reason("privacy.nothing_gathered", {})]


def hands_of(by: Actor) -> set[int]:
    """Keys of whose work counts as that of who acts: their own, whom they stand in for, and who prepares for either."""
    own = people_of(by)
    deputies = Membership.objects.filter(body=by.body, deputy_for__user_id__in=own)
    writers = deputies.filter(role__in=roles_with(P.PRIVACY_WRITE, HeldAt.BODY))
    return own | set(writers.values_list("user_id", flat=True))


def another_prepared(request: AccessRequest, by: Actor, **_: object) -> Sequence[Reason]:
    """Neither who sent it nor anybody who decided an item of it looks at it as the second person."""
    decided = request.items.exclude(decision=HeldItem.Decision.OPEN).values_list("decided_by_id", flat=True)
    if not hands_of(by) & {request.prepared_by_id, *decided}:
        return []
    return [Reason("privacy.own_preparation", {"what": request.reference})]


def whole_not_refused(request: AccessRequest, by: Actor, **_: object) -> Sequence[Reason]:
    refused = request.outcome == AccessRequest.Outcome.REFUSED
    return [Reason("privacy.refused_whole", {"what": request.reference})] if refused else []


def whole_refused(request: AccessRequest, by: Actor, **_: object) -> Sequence[Reason]:
    refused = request.outcome == AccessRequest.Outcome.REFUSED
    return [] if refused else [Reason("privacy.not_refused_whole", {"what": request.reference})]


ACCESS = Machine(
    "access_request",
    {s.value: str(s.label) for s in A},
    of_another(
        Move("gather", (A.RECEIVED, A.PREPARING), A.PREPARING, P.PRIVACY_WRITE, "gather what is held",
             (identity_checked, authority_shown)),
        Move("send", (A.PREPARING,), A.CHECKING, P.PRIVACY_WRITE, "send this to a second person",
             (identity_checked, authority_shown, all_decided)),
        Move("refuse", (A.RECEIVED, A.PREPARING), A.CHECKING, P.PRIVACY_WRITE, "propose to refuse this request"),
        Move("send_back", (A.CHECKING,), A.PREPARING, P.PRIVACY_CHECK, "send this back", (another_prepared, reason_given)),
        Move("approve", (A.CHECKING,), A.CHECKED, P.PRIVACY_CHECK, "confirm this answer", (another_prepared,)),
        Move("release", (A.CHECKED,), A.RELEASED, P.PRIVACY_WRITE, "release this answer", (whole_not_refused,)),
        Move("tell_refusal", (A.CHECKED,), A.REFUSED, P.PRIVACY_WRITE, "tell this refusal", (whole_refused,)),
        Move("withdraw", AccessRequest.OPEN, A.WITHDRAWN, P.PRIVACY_WRITE, "record that this request was withdrawn",
             (reason_given,)),
    ),
)  # fmt: skip


def another_recorded(correction: Correction, by: Actor, **_: object) -> Sequence[Reason]:
    if correction.recorded_by_id not in hands_of(by):
        return []
    return [Reason("privacy.own_record", {"what": correction.reference})]


CORRECTION = Machine(
    "correction",
    {s.value: str(s.label) for s in C},
    of_another(
        Move("agree", (C.RECEIVED,), C.AGREED, P.PRIVACY_CHECK, "decide on this correction", (another_recorded, reason_given)),
        Move("refuse", (C.RECEIVED,), C.REFUSED, P.PRIVACY_CHECK, "decide on this correction",
        (another_recorded, reason_given)),
        Move("correct", (C.AGREED,), C.CORRECTED, P.PRIVACY_WRITE, "say which change corrected it"),
        Move("withdraw", Correction.OPEN, C.WITHDRAWN, P.PRIVACY_WRITE, "record that this request was withdrawn",
             (reason_given,)),
    ),
)  # fmt: skip

COLLECTION = Machine(
    "indirect_collection",
    {s.value: str(s.label) for s in IC},
    of_another(
        Move("sort", (IC.TO_SORT,), IC.OPEN, P.PRIVACY_WRITE, "say from whom this came"),
        Move("own", (IC.TO_SORT,), IC.OWN, P.PRIVACY_WRITE, "say that this is the body’s own", (reason_given,)),
        Move("tell", (IC.OPEN,), IC.TOLD, P.PRIVACY_WRITE, "record that the person was told"),
        Move("except", (IC.OPEN,), IC.EXCEPTED, P.PRIVACY_WRITE, "record an exception", (reason_given,)),
    ),
)  # fmt: skip


def another_proposed(hold: LegalHold, by: Actor, **_: object) -> Sequence[Reason]:
    if hold.lift_proposed_by_id not in hands_of(by):
        return []
    return [Reason("privacy.own_proposal", {"what": hold.title})]


HOLD = Machine(
    "legal_hold",
    {s.value: str(s.label) for s in H},
    (
        Move("propose_lift", (H.IN_FORCE,), H.LIFT_PROPOSED, P.PRIVACY_WRITE, "propose to lift this hold", (reason_given,)),
        Move("decline_lift", (H.LIFT_PROPOSED,), H.IN_FORCE, P.PRIVACY_CHECK, "keep this hold",
        (another_proposed, reason_given)),
        Move("lift", (H.LIFT_PROPOSED,), H.LIFTED, P.PRIVACY_CHECK, "lift this hold", (another_proposed,)),
    ),
)  # fmt: skip


def who_needs_to_know_was_told(breach: Breach, by: Actor, **_: object) -> Sequence[Reason]:
    """A breach likely to do serious harm is closed when both were told, or it is said why the people were not."""
    if breach.state != B.NOTIFIABLE:
        return []
    told = set(breach.notices.values_list("told", flat=True))
    missing = []
    if BreachNotice.Told.COMMISSIONER not in told:
        missing.append(Reason("privacy.commissioner_not_told", {"what": breach.reference}))
    if BreachNotice.Told.PEOPLE not in told and not breach.not_told_reason:
        missing.append(Reason("privacy.people_not_told", {"what": breach.reference}))
    return missing


def contained(breach: Breach, by: Actor, **_: object) -> Sequence[Reason]:
    return [] if breach.contained else [Reason("privacy.not_contained", {"what": breach.reference})]


BREACH = Machine(
    "breach",
    {s.value: str(s.label) for s in B},
    (
        Move("likely", (B.REPORTED, B.NOT_NOTIFIABLE), B.NOTIFIABLE, P.BREACH_WRITE, "decide whether serious harm is likely",
             (reason_given,)),
        Move("unlikely", (B.REPORTED, B.NOTIFIABLE), B.NOT_NOTIFIABLE, P.BREACH_WRITE, "decide whether serious harm is likely",
             (reason_given,)),
        Move("close", (B.NOTIFIABLE, B.NOT_NOTIFIABLE), B.CLOSED, P.BREACH_WRITE, "close this breach",
             (contained, who_needs_to_know_was_told)),
    ),
)  # fmt: skip
