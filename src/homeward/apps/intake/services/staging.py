"""Files become staged rows, and staged rows become checked ones. No record of anybody changes here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit, jobs
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Refused
from homeward.apps.core.writing import permit, writing
from homeward.apps.intake.kinds.registry import KINDS, Kind
from homeward.apps.intake.kinds.rows import CheckedRow, parse_row
from homeward.apps.intake.loading.deciding import examine
from homeward.apps.intake.loading.knowing import read_world
from homeward.apps.intake.machine import MACHINE
from homeward.apps.intake.models import ImportBatch, ImportRow
from homeward.apps.intake.readers import GivenFile, Reading, read_files
from homeward.apps.intake.readers.tables import SourceRow
from homeward.apps.intake.rowstore import store_rows
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Reason

# Above this a check would keep a request waiting, so it runs as a job.
CHECK_AT_ONCE = 10_000


def stage_import(*, kind: str, files: Sequence[GivenFile], by: Actor) -> ImportBatch:
    """Keep the rows of the files as they stand, or the reasons why the files are refused whole."""
    what = "This file cannot be taken in"
    permit(by.holds(P.IMPORT_LOAD), what)
    chosen = KINDS[kind]
    if not chosen.suits(by.body.pack):
        raise Refused(what, [Reason("imports.kind_not_used", {"kind": chosen.title, "body": by.body.name})])
    permit(chosen.is_for(by), what)
    reading = read_files(list(files), chosen.shapes)
    with writing(by, "stage_import", what):
        batch = ImportBatch(
            body=by.body,
            kind=kind,
            file_name=_name(files),
            digest=_digest(files),
            files=[f.to_json() for f in sorted(files, key=lambda f: f.name)],
            created_by=by.user,
        )
        problems = [*reading.problems, *_known_before(batch, by)]
        batch.problems = [p.to_json() for p in problems]
        batch.state = ImportBatch.State.REFUSED if reading.is_refused else ImportBatch.State.STAGED
        if not reading.is_refused:
            batch.columns = {shape: list(table.headers) for shape, table in _tables(reading, chosen)}
        batch.save()
        if not reading.is_refused:
            _stage_rows(batch, reading, chosen, by)
        audit.record(by, "stage_import", batch, kind=kind, files=batch.files, state=batch.state)
    return batch


def check_import(*, batch: ImportBatch, by: Actor, progress: Any = None) -> ImportBatch:
    """Check every staged row against its own file and against what is recorded, and foresee what loading would do."""
    what = "This import cannot be checked"
    permit(batch.body_id == by.body.pk, what)
    MACHINE.check("check", batch, by)
    with writing(by, "check_import", what):
        rows = checked_rows(batch, by)
        world = read_world(batch.kind, by)
        if progress is not None:
            progress.report(0, len(rows), "Checking")
        examine(batch.kind, rows, world)
        store_rows(batch, rows, outcome=_foreseen_outcome)
        batch.counts = counts_of(rows)
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


def checked_rows(batch: ImportBatch, by: Actor) -> list[CheckedRow]:
    """The staged rows read anew. What the reader noticed in a cell cannot be seen in its text, so it is kept."""
    kind, pack = KINDS[batch.kind], pack_of(by.body)
    rows = []
    for stored in batch.rows.order_by("id").iterator(chunk_size=5000):
        kept = tuple(_problem(p) for p in stored.problems if p.get("by") == "reader")
        source = SourceRow(stored.sheet, stored.number, stored.raw, kept)
        rows.append(parse_row(kind.shape(stored.table), source, pack))
    return rows


def counts_of(rows: Sequence[CheckedRow]) -> dict[str, Any]:
    """How many rows there are, how many stand, what they would do, and how often each problem occurs."""
    codes: dict[str, dict[str, Any]] = {}
    for row in rows:
        for code in {p.code: p for p in row.problems}.values():
            entry = codes.setdefault(
                code.code,
                {"severity": code.severity, "rows": 0, "message": code.message, "remedy": code.remedy},
            )
            entry["rows"] += 1
    fates = Counter(row.fate for row in rows if not row.has_error)
    return {
        "rows": len(rows),
        "tables": dict(Counter(row.table for row in rows)),
        "errors": sum(row.has_error for row in rows),
        "warned": sum(row.has_warning and not row.has_error for row in rows),
        "new": fates["new"],
        "changed": fates["changed"],
        "same": fates["same"],
        "codes": dict(
            sorted(codes.items(), key=lambda item: (item[1]["severity"], -item[1]["rows"], item[0]))
        ),
    }


def _foreseen_outcome(row: CheckedRow) -> str:
    return ImportRow.Outcome.ERROR if row.has_error else ImportRow.Outcome.PENDING


def _tables(reading: Reading, kind: Kind) -> list[tuple[str, Any]]:
    """Each table with the name of its shape; the reader gave each to the one whose columns it has."""
    found = []
    for table in reading.tables:
        shape = next(s for s in kind.shapes if set(s.required) <= set(table.headers))
        found.append((shape.name, table))
    return found


def _stage_rows(batch: ImportBatch, reading: Reading, kind: Kind, by: Actor) -> None:
    for shape, table in _tables(reading, kind):
        ImportRow.objects.bulk_create(
            (
                ImportRow(
                    body=by.body,
                    batch=batch,
                    table=shape,
                    sheet=row.sheet[:80],
                    number=row.number,
                    raw=row.cells,
                    problems=[{**p.to_json(), "by": "reader"} for p in row.problems],
                )
                for row in table.rows
            ),
            batch_size=2000,
        )


def _problem(stored: dict[str, Any]) -> Problem:
    return Problem(
        stored["code"],
        stored["message"],
        stored["remedy"],
        stored["severity"],
        stored["row"],
        stored["column"],
        stored["value"],
    )


def _name(files: Sequence[GivenFile]) -> str:
    return ", ".join(sorted(f.name for f in files))[:200] or "no file"


def _digest(files: Sequence[GivenFile]) -> str:
    """What the files hold, whatever they are called and in whatever order they come."""
    return hashlib.sha256("".join(sorted(f.digest for f in files)).encode()).hexdigest()


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
