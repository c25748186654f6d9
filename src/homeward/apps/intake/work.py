"""The jobs of imports: large checks, and loads."""

from __future__ import annotations

from typing import Any

from homeward.apps.accounts.queries.acting import actor_again
from homeward.apps.core import jobs
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.services.loading import load_import
from homeward.apps.intake.services.staging import check_import


@jobs.job("load_import", "Load a file")
def load(progress: jobs.Progress, arguments: dict[str, Any]) -> None:
    by = actor_again(progress.membership)
    batch = ImportBatch.objects.get(public_id=arguments["batch"], body=by.body)
    batch = load_import(batch=batch, by=by, progress=progress)
    c = batch.counts
    left = c["errors"] + c.get("left_out", 0)
    progress.finish(f"{c['new']} new, {c['changed']} changed, {c['same']} already known, {left} left out.")


@jobs.job("check_import", "Check a file")
def check(progress: jobs.Progress, arguments: dict[str, Any]) -> None:
    by = actor_again(progress.membership)
    batch = ImportBatch.objects.get(public_id=arguments["batch"], body=by.body)
    batch = check_import(batch=batch, by=by, progress=progress)
    progress.finish(f"{batch.counts['rows']} rows checked, {batch.counts['errors']} with an error.")
