"""Closing a period: a draft statement for each line, and a count again whenever records changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import Refused
from homeward.apps.core.writing import service, writing
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import figures
from homeward.apps.statements.facts import Gathered, digest_of, gather, gather_line
from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import PeriodClose, State, Statement, Version
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.apps.statements.periods import Span
from homeward.apps.statements.policy import changed_since
from homeward.apps.statements.services.keeping import keep_from_now
from homeward.apps.statements.services.moving import HOLDER, due_on, lock, move, require, tell_holders
from homeward.apps.statements.services.reconciling import open_by_calendar
from homeward.apps.statements.services.taking import take_in
from homeward.apps.statements.services.twins import compare_counts
from homeward.engine import utilisation
from homeward.engine.loadings.held import as_agreed
from homeward.engine.partner_funding import decide_funding
from homeward.engine.refusal import Refusal
from homeward.kernel.reasons import Reason

Report = Callable[[int, int | None, str], None]


def lines_in_force(body: CommissioningBody, quarter: Span) -> Any:
    """Every line of the body with a night in the quarter."""
    return (
        Line.objects.filter(
            body=body, period__overlap=to_db(quarter.range), agreement__period__overlap=to_db(quarter.range)
        )
        .select_related("agreement", "organisation", "body")
        .order_by("organisation__name", "agreement__reference", "number")
    )


def check_close(body: CommissioningBody, quarter: Span, *, by: Actor) -> list[Line]:
    """The lines a close would count. Raises Refused while the quarter still runs or nothing is in force."""
    reasons = []
    last = quarter.range.last_night
    assert last is not None
    if by.today <= last:
        reasons.append(
            Reason(
                "statement.period_not_over",
                {"label": quarter.label, "last": last.isoformat(), "today": by.today.isoformat()},
            )
        )
    lines = list(lines_in_force(body, quarter))
    if not lines:
        reasons.append(Reason("statement.no_lines", {"body": body.name, "label": quarter.label}))
    if reasons:
        raise Refused(f"{quarter.label} cannot be closed", reasons)
    return lines


def close_period(
    *, body: CommissioningBody, quarter: Span, by: Actor, report: Report | None = None
) -> PeriodClose:
    """Draft a statement for every line in force. What exists stays as it is; what cannot be counted is named.

    Each line is its own transaction when called outside one, so a stopped close goes on where it was.
    """
    if not by.holds(Permission.PERIOD_CLOSE) or by.body != body:
        raise PermissionError(f"{by.label} may not close a period of {body}")
    lines = check_close(body, quarter, by=by)
    outcomes: list[dict[str, Any]] = []
    for done, line in enumerate(lines):
        if report:
            report(done, len(lines) if done == 0 else None, f"{line.organisation.name}, {line}")
        with writing(by, "statement.draft", f"{quarter.label} cannot be closed"):
            outcomes.append(_close_line(line, quarter, by))
    with writing(by, "statement.twin", f"{quarter.label} cannot be closed"):
        _compare(outcomes)
    close = PeriodClose.objects.create(
        body=body, period=to_db(quarter.range), label=quarter.label, closed_by=by.user, lines=outcomes
    )
    audit.record(
        by,
        "period.close",
        close,
        drafted=sum(o["outcome"] == "drafted" for o in outcomes),
        lines=len(outcomes),
    )
    return close


def _compare(outcomes: list[dict[str, Any]]) -> None:
    """Count what was drafted a second time, in columns, and say in the close's report where the two differ."""
    references = [o["statement"] for o in outcomes if o["outcome"] == "drafted"]
    drafted = Statement.objects.filter(public_id__in=references, state=State.DRAFT).select_for_update(
        of=("self",)
    )
    statements = list(drafted.select_related("body", "line__agreement").order_by("pk"))
    counts = Version.objects.filter(statement__in=statements, kind=Version.Kind.COUNT)
    newest_of = {v.statement_id: v for v in counts.order_by("statement", "-number").distinct("statement")}
    found = [(statement, newest_of[statement.pk]) for statement in statements]
    differing = compare_counts(found)
    told = {statement.public_id: differing.get(statement.pk) for statement, _ in found}
    for outcome in outcomes:
        if difference := told.get(outcome.get("statement")):
            outcome["twin"] = difference


def _close_line(line: Line, quarter: Span, by: Actor) -> dict[str, Any]:
    outcome: dict[str, Any] = {
        "line": line.public_id, "name": str(line), "provider": line.organisation.name, "service_type": line.service_type,
    }  # fmt: skip
    Line.objects.select_for_update(no_key=True).get(pk=line.pk)  # two closes at once draft one statement
    existing = Statement.objects.filter(line=line, period__overlap=to_db(quarter.range)).first()
    if existing:
        return {**outcome, "outcome": "exists", "statement": existing.public_id, "state": existing.state}
    if is_partnered(line):
        open_by_calendar(line, quarter.range, by=by)
    gathered = gather_line(line, quarter.range)
    try:
        decision = decide(gathered, line)
    except Refusal as refusal:
        problems = [p.to_json() for p in refusal.problems]
        return {**outcome, "outcome": "left_out", "problems": problems}
    statement = Statement.objects.create(
        body=line.body, organisation=line.organisation, line=line, period=to_db(quarter.range), label=quarter.label,
        held_by=HOLDER[State.DRAFT],
    )  # fmt: skip
    statement.due_on = due_on(statement)
    statement.save(update_fields=["due_on"])
    store(statement, gathered, decision, reason=f"Drafted by the close of {quarter.label}.", by=by)
    take_in(statement, by=by)
    audit.record(by, "statement.draft", statement)
    return {**outcome, "outcome": "drafted", "statement": statement.public_id}


def decide(gathered: Gathered, line: Line, *, agreed: dict[str, Any] | None = None) -> dict[str, Any]:
    """Run the rule on gathered facts, with the body's pack. Raises the engine's Refusal.

    `agreed`: the decision both sides agreed, when a locked quarter is counted again.
    """
    policy = pack_of(line.body).policy()
    if is_partnered(line):
        return decide_funding(gathered.facts, policy).to_json()
    if agreed is not None:
        policy = as_agreed(agreed, policy)
    return utilisation.decide(gathered.facts, policy).to_json()


def store(
    statement: Statement,
    gathered: Gathered,
    decision: dict[str, Any],
    *,
    reason: str,
    by: Actor,
    kind: str = Version.Kind.COUNT,
) -> Version:
    """Keep a count as the statement's next version. Later knowledge is for reading and needs no issue."""
    pack = pack_of(statement.body)
    last = newest_known(statement)
    issued = {"issued_at": timezone.now(), "issued_by": by.user} if kind == Version.Kind.LATE else {}
    version = Version.objects.create(
        kind=kind, decision_digest=digest_of(decision), **issued,
        statement=statement, body=statement.body, organisation=statement.organisation,
        number=last.number + 1 if last else 1, facts=gathered.facts, facts_digest=gathered.digest, decision=decision,
        pack=pack.id, pack_version=pack.version, pack_digest=pack.digest, reason=reason, created_by=by.user,
        **figures.columns(decision),
    )  # fmt: skip
    if kind == Version.Kind.LATE:
        keep_from_now(version, by)
    return version


@service("statement.version", "This quarter cannot be counted again")
def recount(*, statement: Statement, reason: str, by: Actor) -> Version:
    """Count an open statement again from the records as they stand; both sides then look at the new version.

    Returns the newest version, which is the old one when nothing changed. Raises Refused on a locked statement.
    """
    require(Permission.STATEMENT_ISSUE, statement, by)
    statement = lock(statement)
    if statement.is_locked:
        raise Refused(
            "This quarter cannot be counted again",
            [
                Reason(
                    "machine.state",
                    {
                        "words": "Counting again",
                        "state": statement.get_state_display(),
                        "allowed": "before it is agreed",
                    },
                )
            ],
        )
    version = make_version(statement, reason=reason, by=by)
    if statement.state in (State.ISSUED, State.PROVIDER_AGREED) and version.issued_at is None:
        reissue(statement, by=by, note=reason)
    return version


def make_version(statement: Statement, *, reason: str, by: Actor) -> Version:
    """A new version if facts or policy changed since the newest, else the newest. The caller holds the lock."""
    take_in(statement, by=by)
    gathered, last = gather(statement), newest(statement)
    if gathered.digest == last.facts_digest and not changed_since(last):
        if last.twin:  # the two counts differed: perhaps the one in columns has been put right since
            compare_counts([(statement, last)])
        return last
    try:
        decision = decide(gathered, statement.line)
    except Refusal as refusal:
        raise Refused("This quarter cannot be counted", refusal.reasons) from refusal
    version = store(statement, gathered, decision, reason=reason, by=by)
    compare_counts([(statement, version)])
    audit.record(by, "statement.version", statement, reason=reason, version=version.number)
    return version


def mark_issued(version: Version, by: Actor) -> None:
    if Version.objects.filter(pk=version.pk, issued_at=None).update(
        issued_at=timezone.now(), issued_by=by.user
    ):
        keep_from_now(version, by)


def reissue(statement: Statement, *, by: Actor, note: str) -> Statement:
    """Send the newest version to the provider again. The caller holds the lock."""
    version = newest(statement)
    moved = move(statement, "reissue", by=by, note=note)
    mark_issued(version, by)
    tell_holders(moved, f"{moved.line} {moved.label}: version {version.number} waits for you", but=by)
    return moved
