"""Files become staged rows, and staged rows become checked ones. No record of anybody changes here."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit, jobs
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Refused
from homeward.apps.core.writing import permit, writing
from homeward.apps.intake.ahead import ahead
from homeward.apps.intake.counting import Counts
from homeward.apps.intake.kinds.registry import KINDS, Kind
from homeward.apps.intake.loading.examining import examined
from homeward.apps.intake.machine import MACHINE
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.readers import LIMITS, GivenFile, Limits, Reading, read_files
from homeward.apps.intake.rowstore import stage_rows, store_check
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Reason

# Above this a check would keep a request waiting, so it runs as a job.
CHECK_AT_ONCE = 10_000


def stage_import(*, kind: str, files: Sequence[GivenFile], by: Actor, limits: Limits = LIMITS) -> ImportBatch:
    """Keep the rows of the files as they stand, or the reasons why the files are refused whole.

    Raises OSError when a file on the disk cannot be read, or changed while it was read.
    """
    what = "This file cannot be taken in"
    permit(by.holds(P.IMPORT_LOAD), what)
    chosen = KINDS[kind]
    if not chosen.suits(by.body.pack):
        raise Refused(what, [Reason("imports.kind_not_used", {"kind": chosen.title, "body": by.body.name})])
    permit(chosen.is_for(by), what)
    told = _told(files)
    reading = read_files(list(files), chosen.shapes, limits)
    with writing(by, "stage_import", what):
        batch = ImportBatch(
            body=by.body,
            kind=kind,
            file_name=_name(files),
            digest=_digest(told),
            files=told,
            created_by=by.user,
        )
        problems = [*reading.problems, *_known_before(batch, by)]
        batch.problems = [p.to_json() for p in problems]
        batch.state = ImportBatch.State.REFUSED if reading.is_refused else ImportBatch.State.STAGED
        if not reading.is_refused:
            batch.columns = {shape: list(table.headers) for shape, table in _tables(reading, chosen)}
        batch.save()
        for shape, table in _tables(reading, chosen) if not reading.is_refused else ():
            stage_rows(batch, shape, table.rows)
        if any(f.path for f in files) and _told(files) != told:
            raise OSError(errno.EBUSY, "it changed while it was read", batch.file_name)
        audit.record(by, "stage_import", batch, kind=kind, files=batch.files, state=batch.state)
    return batch


def check_import(*, batch: ImportBatch, by: Actor, progress: Any = None) -> ImportBatch:
    """Check every staged row against its own file and against what is recorded, and foresee what loading would do."""
    what = "This import cannot be checked"
    permit(batch.body_id == by.body.pk, what)
    MACHINE.check("check", batch, by)
    committed = not connection.in_atomic_block  # whether another connection sees the rows
    with writing(by, "check_import", what):
        counts = Counts()
        total = batch.rows.count() if progress is not None else 0
        for rows, _world in ahead(partial(examined, batch, by), beside=committed):
            if progress is not None:
                progress.report(counts.rows, total, "Checking")
            store_check(batch, rows)
            counts.add(rows)
            rows.clear()  # before the next part is asked for, not after
        batch.counts = counts.to_json()
        batch.state = ImportBatch.State.CHECKED
        batch.save()
        audit.record(by, "check_import", batch, **{k: batch.counts[k] for k in ("rows", "errors", "warned")})
    return batch


def check_soon(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """Check at once what is small; leave what is large to a job that can be watched."""
    if batch.rows.count() <= CHECK_AT_ONCE:
        return check_import(batch=batch, by=by)
    run = jobs.start("check_import", by=by, label=f"Check {batch.file_name}", batch=batch.public_id)
    ImportBatch.objects.filter(pk=batch.pk).update(job=run.public_id)
    batch.job = run.public_id
    return batch


def _tables(reading: Reading, kind: Kind) -> list[tuple[str, Any]]:
    """Each table with the name of its shape; the reader gave each to the one whose columns it has."""
    found = []
    for table in reading.tables:
        shape = next(s for s in kind.shapes if set(s.required) <= set(table.headers))
        found.append((shape.name, table))
    return found


def _name(files: Sequence[GivenFile]) -> str:
    return ", ".join(sorted(f.name for f in files))[:200] or "no file"


def _told(files: Sequence[GivenFile]) -> list[dict[str, str | int]]:
    """Name, size and digest of each file."""
    return [f.to_json() for f in sorted(files, key=lambda f: f.name)]


def _digest(told: Sequence[dict[str, str | int]]) -> str:
    """What the files hold, whatever they are called and in whatever order they come."""
    return hashlib.sha256("".join(sorted(str(f["sha256"]) for f in told)).encode()).hexdigest()


def _known_before(batch: ImportBatch, by: Actor) -> list[Problem]:
    """The same bytes once more: said before anything is checked, though loading them again changes nothing."""
    loaded = ImportBatch.objects.filter(
        body=by.body, kind=batch.kind, digest=batch.digest, state=ImportBatch.State.LOADED
    ).order_by("-loaded_at")
    before = loaded.select_related("confirmed_by").first()
    if before is None or before.loaded_at is None:
        return []
    name = before.confirmed_by.name if before.confirmed_by else "somebody"
    return [
        Problem(
            "file_known",
            f"Exactly this file was loaded on {say_day(timezone.localtime(before.loaded_at).date())} by {name}.",
            "Loading it again changes nothing. Tick this to load it all the same, or withdraw it.",
            "warning",
        )
    ]
