"""The way of a referral: written, checked by a second person, ready for the search; opened again or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.referrals.models import Referral
from homeward.apps.referrals.sections import missing_of
from homeward.kernel.reasons import Reason

State = Referral.State


def all_is_written(referral: Referral, by: Actor, **_: object) -> Sequence[Reason]:
    """Mandatory fields complete: the referral process underpins good matching."""
    return [
        Reason("referral.section_missing", {"section": section.title, "missing": ", ".join(missing)})
        for section, missing in missing_of(referral)
    ]


def another_checks(referral: Referral, by: Actor, **_: object) -> Sequence[Reason]:
    """Whoever began or sent a referral, or ever saved a section of it, does not check it: the person, in whatever role."""
    # by the history: who saved a section last is not the only one who wrote in it
    wrote = referral.sections.filter(events__saved_by=by.user).exists()
    if wrote or by.user.pk in (referral.created_by_id, referral.sent_by_id):
        return [Reason("referral.own_check", {"name": by.user.name})]
    return []


def reason_given(referral: Referral, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("referral.reason_missing", {"field": "reason"})]


MACHINE = Machine(
    "referral",
    {s.value: str(s.label) for s in State},
    (
        Move("send", (State.DRAFT,), State.CHECKING, P.REFERRAL_WRITE, "send this referral to the quality check",
             (all_is_written,)),
        Move("pass_check", (State.CHECKING,), State.READY, P.REFERRAL_CHECK, "pass the quality check of this referral",
             (another_checks,)),
        Move("send_back", (State.CHECKING,), State.DRAFT, P.REFERRAL_CHECK, "send this referral back", (reason_given,)),
        Move("reopen", (State.READY,), State.DRAFT, P.REFERRAL_WRITE, "open this referral again", (reason_given,)),
        Move("withdraw", (State.DRAFT, State.CHECKING, State.READY), State.WITHDRAWN, P.REFERRAL_WRITE,
             "withdraw this referral", (reason_given,)),
    ),
)  # fmt: skip
