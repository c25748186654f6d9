"""After the lock: a locked quarter is counted again for reading, and what differs moves money in an open one.

State, assessment and payment of a locked statement never change here. A change of records asks for it once at the
end of its writing (`core.writing.at_the_end`), with every quarter of the line locked, so that no change and no
agreement can pass each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.notices import tell
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused
from homeward.apps.core.writing import at_the_end
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import ledger
from homeward.apps.statements.causes import causes_of, reason_of
from homeward.apps.statements.facts import Gathered, gather
from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import Adjustment, State, Statement, Version
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.apps.statements.services.closing import decide, make_version, store
from homeward.apps.statements.services.moving import lock, lock_line, lock_lines
from homeward.apps.statements.services.reconciling import reconcile_late
from homeward.apps.statements.services.taking import take_in
from homeward.engine import adjustments as engine
from homeward.engine.refusal import Refusal
from homeward.kernel.ranges import DateRange


@dataclass(frozen=True)
class Learned:
    """What became of one locked statement: a version for reading, and the lines that settle the difference."""

    statement: Statement
    version: Version | None
    adjustments: tuple[Adjustment, ...]


def note_change(line_id: int, ranges: Sequence[DateRange], by: Actor) -> None:
    """A change is about to touch nights of a line. Its quarters are locked as rows until the change is written; those
    that both sides agreed are counted again when everything is written."""
    note_changes({line_id: ranges}, by)


def note_changes(ranges: Mapping[int, Sequence[DateRange]], by: Actor) -> None:
    """The same for many lines at once: their nights by the key of the line."""
    for statement in lock_lines(ranges):
        period = from_db(statement.period)
        touched = any((cut := r.clip(period)) is not None and cut.nights for r in ranges[statement.line_id])
        if touched and statement.is_locked:
            at_the_end(("statement.learn", statement.pk), partial(_learn_again, statement.pk, by))


def _learn_again(key: int, by: Actor) -> None:
    learn(lock(Statement(pk=key)), by=by)


def learn(statement: Statement, *, by: Actor, figures_only: bool = False) -> Learned:
    """Count a locked statement from the records as now known, under the policy as now in force.

    With `figures_only` a version is made only when a figure differs: for a change of policy, that touches no record
    of the quarter. The caller holds the locks of the line.
    """
    before, gathered = newest_known(statement), gather(statement)
    decision = _decide(statement, gathered, by)
    if decision is None:
        return Learned(statement, None, ())
    same_facts = gathered.digest == before.facts_digest
    if ledger.figures_of(decision) == ledger.figures_of(before.decision) and (same_facts or figures_only):
        settled = () if is_partnered(statement.line) else settle(statement, before, before, [], by=by)
        return Learned(statement, None, settled)
    if is_partnered(statement.line):
        return _learn_partnered(statement, gathered, decision, by)
    causes = causes_of(statement, before, gathered.facts, pack_of(statement.body))
    version = store(statement, gathered, decision, reason=reason_of(causes), by=by, kind=Version.Kind.LATE)
    audit.record(by, "statement.learn", statement, reason=version.reason, version=version.number)
    return Learned(statement, version, settle(statement, before, version, causes, by=by))


def _learn_partnered(
    statement: Statement, gathered: Gathered, decision: dict[str, Any], by: Actor
) -> Learned:
    """A care partner's month is kept as it is known now, and the next open month is set against what was paid."""
    version = store(
        statement, gathered, decision, reason=_("Records or terms changed after both sides agreed it."), by=by,
        kind=Version.Kind.LATE,
    )  # fmt: skip
    audit.record(by, "statement.learn", statement, reason=version.reason, version=version.number)
    asked = reconcile_late(statement, by=by)
    for later in lock_line(statement.line_id):
        if asked is not None and later.period == asked.period and later.state == State.DRAFT:
            with suppress(Refused):  # the draft is stale and says why; what happened is recorded all the same
                make_version(later, reason=asked.opened_because, by=by)
    title = f"{statement.line} {statement.label}: a late record changed what is known"
    _tell_managers(statement, title, _("The next open month is set against what was paid."), but=by)
    return Learned(statement, version, ())


def _decide(statement: Statement, gathered: Gathered, by: Actor) -> dict[str, Any] | None:
    """The decision as now known; None, and kept with the statement, when it cannot be told."""
    try:
        decision = decide(gathered, statement.line, agreed=newest(statement).decision)
    except Refusal as refusal:
        _cannot(statement, [p.to_json() for p in refusal.problems], by)
        return None
    codes = () if is_partnered(statement.line) else engine.cannot_tell(newest(statement).decision, decision)
    if codes:
        _cannot(statement, [ledger.problem_of(codes)], by)
        return None
    if statement.uncounted:
        _cannot(statement, [], by)
    return decision


def _cannot(statement: Statement, problems: list[dict[str, Any]], by: Actor) -> None:
    """Keep why it cannot be counted: the change is recorded all the same, and somebody has to complete it."""
    statement.uncounted = problems
    statement.save(update_fields=["uncounted"])
    if problems:
        audit.record(by, "statement.cannot_count", statement, problems=problems)
        title = f"{statement.line} {statement.label} cannot be counted from what is recorded now"
        _tell_managers(statement, title, problems[0]["message"])


def settle(
    statement: Statement, before: Version, now: Version, causes: list[dict[str, Any]], *, by: Actor
) -> tuple[Adjustment, ...]:
    """Make the lines that are missing between what is settled and what is known, and put them where they belong."""
    settled = engine.Settled(
        newest(statement).decision, before.decision, ledger.decided(statement), ledger.earlier(statement)
    )
    lines = engine.adjust(settled, now.decision, pack_of(statement.body).policy())
    if not lines:
        return ()
    reason = reason_of(causes) if causes else ledger.decided_words(statement)
    made = tuple(
        Adjustment.objects.create(
            body=statement.body, organisation=statement.organisation, origin=statement, from_version=before, to_version=now,
            code=line.code, nights=line.nights, amount=line.amount, to_decide=line.to_decide, explained=line.to_json(),
            reason=reason, causes=causes, made_by=by.user,
        )
        for line in lines
    )  # fmt: skip
    total = sum((line.amount for line in lines), Decimal(0))
    audit.record(
        by, "statement.adjust", statement, reason=reason, amount=str(total), lines=[a.public_id for a in made]
    )
    target = _attach(statement, by)
    _tell_of(statement, made, target, by)
    return made


def _attach(origin: Statement, by: Actor) -> Statement | None:
    """The line's earliest open quarter after the origin takes in what waits; a draft is counted again at once."""
    for statement in lock_line(origin.line_id):
        later = from_db(statement.period).start > from_db(origin.period).start
        if later and not statement.is_locked and take_in(statement, by=by):
            if statement.state == State.DRAFT:
                make_version(statement, reason=f"Adjustments of {origin.label} taken in.", by=by)
            return statement
    return None


def _tell_of(origin: Statement, made: Sequence[Adjustment], target: Statement | None, by: Actor) -> None:
    where = f"It is settled in {target.label}." if target else "It waits for the line's next quarter."
    title = f"{origin.line} {origin.label}: a late record changed what is known"
    url = reverse("statement_since", args=[origin.public_id])
    provider = people_in((Role.PROVIDER_MANAGER,), body=origin.body, organisation_id=origin.organisation_id)
    tell(
        [u for u in provider if u.pk != by.user.pk], body=origin.body, title=title, text=where, url=url,
        organisation_id=origin.organisation_id,
    )  # fmt: skip
    again = target is not None and target.state in (State.ISSUED, State.PROVIDER_AGREED, State.DISPUTED)
    more = " Count that quarter again, so that both sides see it." if again else ""
    _tell_managers(origin, title, where + more, but=by)


def _tell_managers(statement: Statement, title: str, text: str, but: Actor | None = None) -> None:
    people = people_in(
        (Role.CONTRACT_MANAGER,), body=statement.body, organisation_id=statement.organisation_id
    )
    url = reverse("statement_since", args=[statement.public_id])
    tell(
        [u for u in people if but is None or u.pk != but.user.pk],
        body=statement.body,
        title=title,
        text=text,
        url=url,
    )


def settle_after_decision(statement: Statement, *, by: Actor) -> None:
    """An assessment was approved. What was decided for this quarter, or here for earlier ones, is held against what is
    known: growth that was approved above it is recovered, an abatement above it is given back."""
    concerned = {
        statement.pk,
        *Adjustment.objects.filter(target=statement).values_list("origin_id", flat=True),
    }
    for one in hold_lines(statement):
        if is_partnered(one.line):
            continue  # its next month counts it as it is known now
        if one.pk in concerned and (known := newest_known(one)).kind == Version.Kind.LATE:
            settle(lock(one), known, known, [], by=by)


def hold_lines(statement: Statement) -> list[Statement]:
    """Lock every quarter of the statement's line, and of the lines whose adjustments it took in, in the one order."""
    origins = Adjustment.objects.filter(target=statement).values_list("origin__line_id", flat=True)
    return [one for line in sorted({statement.line_id, *origins}) for one in lock_line(line)]
