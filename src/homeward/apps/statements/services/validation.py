"""Both sides validate: issue, dispute, answer, disallow, agree (section 4.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db, say, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.placements.models import Placement
from homeward.apps.placements.services import change_placement
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Disallowance, Dispute, State, Statement, Version
from homeward.apps.statements.services.closing import make_version, mark_issued, reissue
from homeward.apps.statements.services.moving import lock, lock_line, move, require, tell_holders
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class Claim:
    """What a provider says about one placement: why, and which stay it says is right (exclusive end)."""

    placement: Placement
    reason: str
    start: dt.date | None = None
    end: dt.date | None = None


@service("statement.issue", "This statement cannot be issued")
def issue(*, statement: Statement, by: Actor) -> Statement:
    """Send a draft to the provider."""
    require(Permission.STATEMENT_ISSUE, statement, by)
    statement = lock(statement)
    moved = move(statement, "issue", by=by)
    mark_issued(newest(moved), by)
    tell_holders(
        moved,
        f"{moved.line} {moved.label} waits for you",
        "Agree it, or dispute placements with a reason.",
        but=by,
    )
    return moved


@service("statement.dispute", "This dispute cannot be sent")
def dispute(*, statement: Statement, claims: Sequence[Claim], by: Actor) -> Statement:
    """Send single placements back with a reason each."""
    require(Permission.STATEMENT_VALIDATE, statement, by)
    statement = lock(statement)
    version = newest(statement)
    counted = {p["id"] for p in version.facts["placements"]}
    reasons: list[Reason | None] = (
        [] if claims else [Reason("statement.reason_missing", {"what": "A dispute"})]
    )
    for claim in claims:
        if not claim.reason.strip():
            reasons.append(
                Reason(
                    "statement.reason_missing", {"what": f"A dispute about {claim.placement.child.reference}"}
                )
            )
        if claim.placement.public_id not in counted:
            reasons.append(Reason("statement.not_on_version", {"child": claim.placement.child.reference}))
    refuse_if("This dispute cannot be sent", reasons)
    moved = move(
        statement,
        "dispute",
        by=by,
        note="; ".join(f"{c.placement.child.reference}: {c.reason}" for c in claims),
    )
    for claim in claims:
        Dispute.objects.create(
            statement=moved, body=moved.body, organisation=moved.organisation, version=version, placement=claim.placement,
            child_reference=claim.placement.child.reference, reason=claim.reason.strip(), claimed_start=claim.start,
            claimed_end=claim.end, raised_by=by.user,
        )  # fmt: skip
    tell_holders(
        moved, f"{moved.line} {moved.label} is disputed", f"{len(claims)} of its placements.", but=by
    )
    return moved


@service("dispute.answer", "This dispute cannot be answered")
def answer_dispute(
    *, dispute: Dispute, accept: bool, text: str, correct: bool = False, by: Actor
) -> Statement:
    """Accept or decline one dispute; with `correct`, set the placement to the dates the provider claims.

    When the last one is answered the quarter is counted again and goes back to the provider.
    """
    require(Permission.STATEMENT_ANSWER, dispute.statement, by)
    lock_line(dispute.statement.line_id)  # correcting the stay asks every quarter of the line
    statement = lock(dispute.statement)
    dispute = (
        Dispute.objects.select_for_update(of=("self",))
        .select_related("placement__child", "answered_by")
        .get(pk=dispute.pk)
    )
    refuse_if("This dispute cannot be answered", [_answered(dispute), _needs(text, "An answer")])
    dispute.answer = Dispute.Answer.ACCEPTED if accept else Dispute.Answer.DECLINED
    dispute.answer_text, dispute.answered_at, dispute.answered_by = text.strip(), timezone.now(), by.user
    dispute.save(update_fields=["answer", "answer_text", "answered_at", "answered_by"])
    if accept and correct:
        _correct(dispute, by)
    audit.record(
        by, "dispute.answer", statement, reason=text, child=dispute.child_reference, answer=dispute.answer
    )
    if statement.disputes.filter(answer="").exists():
        return statement
    answers = statement.disputes.filter(version=dispute.version).order_by("child_reference")
    note = "; ".join(f"{d.child_reference} {d.answer}: {d.answer_text}" for d in answers)
    make_version(statement, reason=note, by=by)
    return reissue(statement, by=by, note=note)


def _answered(dispute: Dispute) -> Reason | None:
    if not dispute.answer:
        return None
    assert dispute.answered_at is not None and dispute.answered_by is not None
    inputs = {
        "answer": dispute.answer,
        "on": timezone.localtime(dispute.answered_at).date().isoformat(),
        "name": dispute.answered_by.name,
    }
    return Reason("statement.dispute_answered", inputs)


def _needs(text: str, what: str) -> Reason | None:
    return None if text.strip() else Reason("statement.reason_missing", {"what": what})


def _correct(dispute: Dispute, by: Actor) -> None:
    placement = dispute.placement
    if placement is None or (dispute.claimed_start is None and dispute.claimed_end is None):
        return
    now = from_db(placement.period)
    period = DateRange(dispute.claimed_start or now.start, dispute.claimed_end or now.end)
    change_placement(placement=placement, by=by, reason=f"Dispute accepted: {dispute.reason}", period=period)


@service("statement.disallow", "These nights cannot be disallowed")
def disallow_nights(
    *, statement: Statement, placement: Placement, nights: DateRange, reason: str, by: Actor
) -> Version:
    """Set nights aside with a reason; makes a new version that both sides look at (table 1, footnote 1)."""
    require(Permission.STATEMENT_ANSWER, statement, by)
    statement = lock(statement)
    within = from_db(placement.period).clip(from_db(statement.period))
    outside = (
        within is None
        or placement.line_id != statement.line_id
        or nights.clip(within) != nights
        or not nights.nights
    )
    possible = f"{within.nights} nights, {say(within)}" if within and within.end else "no night here"
    given = f"{nights.nights} nights, {say(nights)}"
    refuse_if(
        "These nights cannot be disallowed",
        [
            _needs(reason, "Disallowing nights"),
            Reason("statement.nights_outside", {"given": given, "possible": possible}) if outside else None,
            _locked(statement),
        ],
    )
    Disallowance.objects.create(
        statement=statement, body=statement.body, organisation=statement.organisation, placement=placement,
        period=to_db(nights), reason=reason.strip(), decided_by=by.user,
    )  # fmt: skip
    audit.record(
        by,
        "statement.disallow",
        statement,
        reason=reason,
        child=placement.child.reference,
        nights=nights.to_json(),
    )
    version = make_version(statement, reason=f"Nights disallowed: {reason.strip()}", by=by)
    if statement.state in (State.ISSUED, State.PROVIDER_AGREED):
        reissue(statement, by=by, note=f"Nights of {placement.child.reference} disallowed: {reason.strip()}")
    return version


def _locked(statement: Statement) -> Reason | None:
    if not statement.is_locked:
        return None
    allowed = "before both sides have agreed"
    return Reason(
        "machine.state",
        {"words": "Disallowing nights", "state": statement.get_state_display(), "allowed": allowed},
    )


@service("statement.provider_agree", "This statement cannot be agreed")
def agree_for_provider(*, statement: Statement, by: Actor) -> Statement:
    """The provider's side says the version is right."""
    require(Permission.STATEMENT_VALIDATE, statement, by)
    moved = move(lock(statement), "provider_agree", by=by)
    tell_holders(moved, f"{moved.line} {moved.label}: the provider agreed", "Check and agree it.", but=by)
    return moved


@service("statement.body_agree", "This statement cannot be agreed")
def agree_for_body(*, statement: Statement, by: Actor) -> Statement:
    """The commissioner's side agrees: the figures are locked. Another person than the provider's."""
    require(Permission.STATEMENT_AGREE, statement, by)
    moved = move(lock(statement), "body_agree", by=by)
    tell_holders(moved, f"{moved.line} {moved.label} is agreed and waits for assessment", but=by)
    return moved
