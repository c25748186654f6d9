"""Every locked quarter under the policy as it now stands: what would change, and the change itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core import audit
from homeward.apps.core.writing import writing
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import ledger
from homeward.apps.statements.facts import Gathered, gather
from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import LOCKED_STATES, Statement, Version
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.apps.statements.policy import changed_since
from homeward.apps.statements.services.adjusting import Learned, learn
from homeward.apps.statements.services.closing import decide
from homeward.apps.statements.services.moving import lock_line
from homeward.engine import adjustments as engine
from homeward.engine.refusal import Refusal

Report = Callable[[int, int | None, str], None]


@dataclass(frozen=True)
class Coming:
    """What a review would do to one statement: lines to settle, or why it cannot be counted."""

    statement: Statement
    lines: tuple[engine.AdjustmentLine, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass
class Preview:
    """How many locked statements were counted, and those whose figures would differ."""

    counted: int = 0
    changing: list[Coming] = field(default_factory=list)


@dataclass
class Reviewed:
    """What a review did: how many were counted, and those of which something was learned."""

    counted: int = 0
    learned: list[Learned] = field(default_factory=list)


def _locked(body: CommissioningBody) -> QuerySet[Statement]:
    found: QuerySet[Statement] = Statement.objects.filter(body=body, state__in=LOCKED_STATES)
    return found.select_related("line__agreement", "line__home", "body", "organisation").order_by(
        "line_id", "period"
    )


def _permit(body: CommissioningBody, by: Actor) -> None:
    """Whoever changes the policy of a body has its locked quarters counted; a provider never does."""
    if by.body != body or by.is_provider:
        raise PermissionError(f"{by.label} may not review the locked quarters of {body}")


def preview(*, body: CommissioningBody, by: Actor, report: Report | None = None) -> Preview:
    """What `review_locked` would change. Writes nothing."""
    _permit(body, by)
    statements = list(_locked(body))
    policy = pack_of(body).policy()
    found = Preview(len(statements))
    for done, statement in enumerate(statements):
        if report:
            report(done, len(statements) if done == 0 else None, f"{statement.line} {statement.label}")
        coming = _coming(statement, policy)
        if coming is not None:
            found.changing.append(coming)
    return found


def _coming(statement: Statement, policy: Any) -> Coming | None:
    before, agreed = newest_known(statement), newest(statement)
    if _is_as_it_was(statement, gathered := gather(statement), before):
        return None
    try:
        decision = decide(gathered, statement.line, agreed=agreed.decision)
    except Refusal as refusal:
        return Coming(statement, problems=tuple(p.message for p in refusal.problems))
    if is_partnered(statement.line):
        same = ledger.figures_of(decision) == ledger.figures_of(before.decision)
        return None if same else Coming(statement, (_at_next_month(before.decision, decision),))
    if codes := engine.cannot_tell(agreed.decision, decision):
        return Coming(statement, problems=(ledger.problem_of(codes)["message"],))
    if ledger.figures_of(decision) == ledger.figures_of(before.decision):
        return None
    settled = engine.Settled(
        agreed.decision, before.decision, ledger.decided(statement), ledger.earlier(statement)
    )
    return Coming(statement, engine.adjust(settled, decision, policy))


def _at_next_month(before: dict[str, Any], now: dict[str, Any]) -> engine.AdjustmentLine:
    """What a care partner's month comes to now. It is settled when the next open month is set against what was paid."""
    then, known = (Decimal(decision["delivered"]["amount"]) for decision in (before, now))
    return engine.AdjustmentLine(
        "delivered", before["nights"], now["nights"], then, known, known - then, Decimal(0), Decimal(0), ()
    )


def _is_as_it_was(statement: Statement, gathered: Gathered, before: Version) -> bool:
    """Neither a record of the quarter nor a value it was counted with is another one: it would be counted the same."""
    return gathered.digest == before.facts_digest and not statement.uncounted and not changed_since(before)


def review_locked(*, body: CommissioningBody, by: Actor, report: Report | None = None) -> Reviewed:
    """Count every locked statement of a body under the policy as it now stands; versions and adjustments where a
    figure differs. Each line is its own transaction when called outside one. What did not change is left as it is.
    """
    _permit(body, by)
    lines: Sequence[int] = list(dict.fromkeys(_locked(body).values_list("line_id", flat=True)))
    found = Reviewed()
    for done, line_id in enumerate(lines):
        if report:
            report(done, len(lines) if done == 0 else None, f"Line {done + 1} of {len(lines)}")
        with writing(by, "statement.review", "The locked quarters cannot be reviewed"):
            for statement in (s for s in lock_line(line_id) if s.is_locked):
                found.counted += 1
                if _is_as_it_was(statement, gather(statement), newest_known(statement)):
                    continue
                learned = learn(_whole(statement), by=by, figures_only=True)
                if learned.version or learned.adjustments:
                    found.learned.append(learned)
    audit.record(by, "statement.review", body, counted=found.counted, learned=len(found.learned))
    return found


def _whole(statement: Statement) -> Statement:
    return Statement.objects.select_related("line__agreement", "body", "organisation").get(pk=statement.pk)
