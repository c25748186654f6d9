"""A person confirms, withdraws, or starts a load again that stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.core import audit, jobs
from homeward.apps.core.models import JobRun
from homeward.apps.core.refusals import Refused
from homeward.apps.core.writing import permit, writing
from homeward.apps.intake.machine import MACHINE
from homeward.apps.intake.models import ImportBatch
from homeward.kernel.reasons import Reason

# A load tells its progress at least this often; one that has been silent longer was killed.
SILENT = dt.timedelta(minutes=10)


def confirm_import(
    *, batch: ImportBatch, ticked: Sequence[str], by: Actor, in_background: bool = True
) -> ImportBatch:
    """Let the sound rows be loaded. Rows with a warning whose code is not among `ticked` are left out."""
    what = "This file cannot be loaded"
    permit(batch.body_id == by.body.pk, what)
    with writing(by, "confirm_import", what):
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        MACHINE.check("confirm", batch, by, ticked=ticked)
        batch.state = ImportBatch.State.LOADING
        batch.ticked = sorted(set(ticked))
        batch.confirmed_at, batch.confirmed_by = timezone.now(), by.user
        if in_background:
            batch.job = _start(batch, by)
        batch.save()
        audit.record(by, "confirm_import", batch, ticked=batch.ticked)
    return batch


def restart_import(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """Load again what stopped on its way. Nothing of the first try stands, so nothing is loaded twice."""
    what = "The loading cannot be started again"
    permit(batch.body_id == by.body.pk, what)
    with writing(by, "restart_import", what):
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        MACHINE.check("restart", batch, by)
        if (run := running(batch)) is not None:
            since = timezone.localtime(run.started_at or run.created_at).strftime("%H:%M")
            raise Refused(what, [Reason("imports.still_running", {"since": since})])
        batch.job = _start(batch, by)
        batch.save()
        audit.record(by, "restart_import", batch)
    return batch


def withdraw_import(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """Put a file aside that is not to be loaded. Its rows stay readable."""
    what = "This file cannot be withdrawn"
    permit(batch.body_id == by.body.pk, what)
    with writing(by, "withdraw_import", what):
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        MACHINE.check("withdraw", batch, by)
        batch.state = ImportBatch.State.WITHDRAWN
        batch.save()
        audit.record(by, "withdraw_import", batch)
    return batch


def running(batch: ImportBatch) -> JobRun | None:
    """The job that loads it now; None when it failed, ended, or has been silent for long."""
    run = JobRun.objects.filter(public_id=batch.job).first() if batch.job else None
    if run is None or run.state not in (JobRun.State.WAITING, JobRun.State.RUNNING):
        return None
    return run if timezone.now() - (run.started_at or run.created_at) < SILENT else None


def _start(batch: ImportBatch, by: Actor) -> str:
    run = jobs.start(
        "load_import",
        by=by,
        label=f"Load {batch.file_name}"[:200],
        result_url=reverse("import", args=[batch.public_id]),
        total=batch.counts.get("rows", 0),
        batch=batch.public_id,
    )
    return run.public_id
