"""The jobs of imports: large checks, and loads."""

from __future__ import annotations

from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.core import jobs
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.services.loading import load_import
from homeward.apps.intake.services.staging import check_import


def _actor(progress: jobs.Progress) -> Actor:
    """Whoever confirmed it, as they stand now: a membership that ended meanwhile loads nothing."""
    membership = Membership.objects.select_related("user", "body", "organisation").get(
        public_id=progress.membership
    )
    actor = Actor.of(membership)
    if not membership.is_active_on(actor.today):
        raise PermissionError(
            "The membership that confirmed this has ended; another person confirms it again."
        )
    return actor


@jobs.job("load_import", "Load a file")
def load(progress: jobs.Progress, arguments: dict[str, Any]) -> None:
    by = _actor(progress)
    batch = ImportBatch.objects.get(public_id=arguments["batch"], body=by.body)
    batch = load_import(batch=batch, by=by, progress=progress)
    c = batch.counts
    left = c["errors"] + c.get("left_out", 0)
    progress.finish(f"{c['new']} new, {c['changed']} changed, {c['same']} already known, {left} left out.")


@jobs.job("check_import", "Check a file")
def check(progress: jobs.Progress, arguments: dict[str, Any]) -> None:
    by = _actor(progress)
    batch = ImportBatch.objects.get(public_id=arguments["batch"], body=by.body)
    batch = check_import(batch=batch, by=by, progress=progress)
    progress.finish(f"{batch.counts['rows']} rows checked, {batch.counts['errors']} with an error.")
