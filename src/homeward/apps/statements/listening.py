"""What statements hear from the apps below: a change that touches a locked quarter is counted again at its end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from homeward.apps.agreements.events import TermsChanging
from homeward.apps.core import jobs
from homeward.apps.core.events import at_once, subscribe
from homeward.apps.core.periods import to_db
from homeward.apps.core.writing import at_the_end
from homeward.apps.local_policy.events import PolicyChanged
from homeward.apps.placements.events import NightsChanging
from homeward.apps.statements.events import StatementMoved
from homeward.apps.statements.models import LOCKED_STATES, Statement
from homeward.apps.statements.partnered.answers import settle_reconciliation
from homeward.apps.statements.services.adjusting import note_change, note_changes


@subscribe(NightsChanging)
def nights_change(event: NightsChanging) -> None:
    if event.line is not None:
        note_change(event.line.pk, event.ranges, event.by)


@at_once(nights_change)
def nights_of_many_lines_change(events: Sequence[NightsChanging]) -> None:
    if events:
        note_changes({event.line.pk: event.ranges for event in events}, events[0].by)


@subscribe(TermsChanging)
def terms_change(event: TermsChanging) -> None:
    note_change(event.line.pk, event.ranges, event.by)


@subscribe(StatementMoved)
def month_agreed(event: StatementMoved) -> None:
    if event.move == "body_agree":
        settle_reconciliation(event.statement)


@subscribe(PolicyChanged)
def policy_changes(event: PolicyChanged) -> None:
    """Where a value reaches back into agreed quarters, a job counts them under it; differences become adjustments."""
    locked = Statement.objects.filter(
        body=event.body, state__in=LOCKED_STATES, period__overlap=to_db(event.period)
    )
    if locked.exists():
        start = partial(jobs.start, "review_locked", by=event.by)
        at_the_end(("review_locked", event.body.pk), start)  # of many values taken in at once, one review
