"""Closing a quarter in the background."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from homeward.apps.accounts.queries.acting import actor_again
from homeward.apps.core.jobs import Progress, job
from homeward.apps.statements.services.closing import close_period, quarter_of


@job("close_period", "Quarter close")
def close(progress: Progress, arguments: dict[str, Any]) -> None:
    """Close the quarter named in `arguments`, as the person who asked for it."""
    by = actor_again(progress.membership)
    with transaction.atomic():
        done = close_period(
            body=by.body, quarter=quarter_of(by.body, arguments["quarter"]), by=by, report=progress.report
        )
    drafted = sum(line["outcome"] == "drafted" for line in done.lines)
    progress.finish(
        f"{drafted} statements drafted.", result_url=reverse("period_close_report", args=[done.public_id])
    )
