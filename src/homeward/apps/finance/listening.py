"""What finance hears from statements: a move may change what an invoice is held against."""

from __future__ import annotations

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.events import subscribe
from homeward.apps.core.writing import at_the_end
from homeward.apps.finance.models import Invoice
from homeward.apps.finance.services.invoices import UNDECIDED, match_again
from homeward.apps.statements.events import StatementMoved
from homeward.apps.statements.models import Statement


@subscribe(StatementMoved)
def statement_moves(event: StatementMoved) -> None:
    """Hold the undecided invoices of the quarter against the statement once everything is written."""
    waiting = Invoice.objects.filter(line_id=event.statement.line_id, state__in=UNDECIDED)
    if waiting.filter(period=event.statement.period).exists():
        key, by = event.statement.pk, event.by
        at_the_end(("invoices", key), lambda: _hold_against(key, by))


def _hold_against(key: int, by: Actor) -> None:
    """Read anew: the statement as it stands in the end, not as it was when it moved."""
    match_again(statement=Statement.objects.get(pk=key), by=by)
