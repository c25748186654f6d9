"""An open statement takes in what came late of earlier quarters."""

from __future__ import annotations

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db
from homeward.apps.statements.facts import waiting_for
from homeward.apps.statements.models import Adjustment, Statement


def take_in(statement: Statement, *, by: Actor) -> list[Adjustment]:
    """Bind the adjustments that wait for this statement to it. The caller holds its lock; a locked one takes none."""
    if statement.is_locked:
        return []
    found = waiting_for(statement.line, from_db(statement.period))
    rows = list(found.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    if rows:
        Adjustment.objects.filter(pk__in=[a.pk for a in rows]).update(
            target=statement, taken_at=timezone.now()
        )
        audit.record(by, "statement.take_in", statement, adjustments=[a.public_id for a in rows])
    return rows
