"""Closing a quarter in the background."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from homeward.apps.accounts.queries.acting import actor_again
from homeward.apps.core.jobs import Progress, job
from homeward.apps.statements.periods import period_of
from homeward.apps.statements.services.closing import close_period
from homeward.apps.statements.services.reviewing import review_locked


@job("review_locked", "Review of locked quarters")
def review(progress: Progress, arguments: dict[str, Any]) -> None:
    """Count every locked quarter under the policy as it now stands, as the person who asked for it."""
    by = actor_again(progress.membership)
    with transaction.atomic():
        done = review_locked(body=by.body, by=by, report=progress.report)
    progress.finish(
        f"{done.counted} locked quarters counted, of {len(done.learned)} something was learned.",
        result_url=reverse("adjustments"),
    )


@job("close_period", "Quarter close")
def close(progress: Progress, arguments: dict[str, Any]) -> None:
    """Close the quarter named in `arguments`, as the person who asked for it."""
    by = actor_again(progress.membership)
    with transaction.atomic():
        done = close_period(
            body=by.body, quarter=period_of(by.body, arguments["quarter"]), by=by, report=progress.report
        )
    drafted = sum(line["outcome"] == "drafted" for line in done.lines)
    progress.finish(
        f"{drafted} statements drafted.", result_url=reverse("period_close_report", args=[done.public_id])
    )
