"""Long work in the background, with progress a person can see.

`start` writes the run and defers the task in the caller's transaction. The task reports through `Progress`,
which writes on a connection of its own so that others see it while the work's transaction is still open.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import structlog
from django.db import Error, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs_app

from homeward.apps.core.models import JobRun

log = structlog.get_logger(__name__)
Work = Callable[["Progress", dict[str, Any]], None]
_WORK: dict[str, tuple[str, Work]] = {}


def job(kind: str, label: str) -> Callable[[Work], Work]:
    """Register the work of a kind of job."""

    def register(work: Work) -> Work:
        _WORK[kind] = (label, work)
        return work

    return register


def start(
    kind: str, *, by: Any, label: str = "", result_url: str = "", total: int = 0, **arguments: Any
) -> JobRun:
    """Queue a job for `by` in this transaction and return its run."""
    run = JobRun.objects.create(
        kind=kind, label=label or _WORK[kind][0], user_id=by.user.pk, body_id=by.body.pk,
        organisation_id=by.organisation.pk if by.organisation else None, result_url=result_url, total=total,
    )  # fmt: skip
    run_job.defer(run=run.public_id, membership=by.membership.public_id, arguments=arguments)
    return run


class Progress:
    """How far a job has come."""

    def __init__(self, run: JobRun, membership: str) -> None:
        self.run = run
        self.membership = membership
        self._told = timezone.now()

    def report(self, done: int, total: int | None = None, message: str = "") -> None:
        """Tell how far the work is. Cheap to call often: it writes at most twice a second."""
        now = timezone.now()
        if total is None and (now - self._told).total_seconds() < 0.5:
            return
        self._told = now
        changes: dict[str, Any] = {"done": done, "message": message}
        if total is not None:
            changes["total"] = total
        self._write(**changes)

    def finish(self, message: str, *, result_url: str = "") -> None:
        """Say what came of it. Call it outside the work's transaction, when everything is stored."""
        run = JobRun.objects.get(pk=self.run.pk)
        JobRun.objects.filter(pk=run.pk).update(
            state=JobRun.State.DONE, done=run.total or run.done, message=message[:300], finished_at=timezone.now(),
            result_url=result_url or run.result_url,
        )  # fmt: skip

    def _write(self, **changes: Any) -> None:
        """Write outside the work's own transaction, so that others see it while the work goes on."""
        if not transaction.get_connection().in_atomic_block:
            JobRun.objects.filter(pk=self.run.pk).update(**changes)
            return
        aside = connections.create_connection("default")
        try:
            columns = ", ".join(f"{name} = %s" for name in changes)
            with aside.cursor() as cursor:
                cursor.execute(
                    f"UPDATE core_jobrun SET {columns} WHERE id = %s", [*changes.values(), self.run.pk]
                )
        finally:
            aside.close()


def perform(run_id: str, membership: str, arguments: dict[str, Any]) -> None:
    """Do the work of one run. Each job opens its own transactions; a failure is kept where a person sees it."""
    run = JobRun.objects.get(public_id=run_id)
    if run.state == JobRun.State.DONE:
        return  # a second delivery of finished work changes nothing
    JobRun.objects.filter(pk=run.pk).update(state=JobRun.State.RUNNING, started_at=timezone.now(), error="")
    progress = Progress(run, membership)
    try:
        _WORK[run.kind][1](progress, arguments)
    except Exception as problem:
        log.error("job failed", kind=run.kind, run=run_id, error=type(problem).__name__)
        JobRun.objects.filter(pk=run.pk).update(
            state=JobRun.State.FAILED, finished_at=timezone.now(), message="It stopped. Nothing was left half done.",
            error=_what_went_wrong(problem)[-2000:],
        )  # fmt: skip
        raise
    JobRun.objects.filter(pk=run.pk, state=JobRun.State.RUNNING).update(
        state=JobRun.State.DONE, finished_at=timezone.now()
    )


def _what_went_wrong(problem: Exception) -> str:
    """The error for those who watch jobs, who need not see a child: a database error quotes rows, so its code stands in."""
    if isinstance(problem, Error):
        return f"{type(problem).__name__}: database code {getattr(problem.__cause__, 'sqlstate', None)}"
    return "".join(traceback.format_exception_only(problem))


@jobs_app.task(name="homeward.run_job", retry=False)
def run_job(run: str, membership: str, arguments: dict[str, Any]) -> None:
    perform(run, membership, arguments)
    if not transaction.get_connection().in_atomic_block:
        connections.close_all()
