"""Writes staged rows, and what was found about them, many at a time. Used by the services only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from django.db import connection

from homeward.apps.core.bulk import copy_in
from homeward.apps.core.ids import new_public_id
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.models import ImportBatch, ImportRow
from homeward.apps.intake.readers.headers import READER_CODES
from homeward.apps.intake.readers.tables import SourceRow
from homeward.kernel.problems import Problem

_STAGED = (
    "public_id", "body_id", "batch_id", "sheet", "table", "number", "raw", "problems", "has_error", "has_warning",
    "outcome", "foreseen", "things",
)  # fmt: skip

_UPDATE = """
UPDATE intake_importrow AS r
   SET problems = v.problems, has_error = v.has_error, has_warning = v.has_warning,
       outcome = v.outcome, foreseen = v.foreseen, things = v.things
  FROM jsonb_to_recordset(%s::jsonb)
       AS v(sheet text, number int, problems jsonb, has_error bool, has_warning bool, outcome text, foreseen text, things jsonb)
 WHERE r.batch_id = %s AND r.sheet = v.sheet AND r.number = v.number
"""

# What a row is taken to be until its check: most are, and what is so need not be written again.
PRESUMED = (str(ImportRow.Outcome.PENDING), "new")


def stage_rows(batch: ImportBatch, table: str, rows: Iterable[SourceRow]) -> None:
    """Keep the rows of a table as they stood in the file, one after the other, whatever their number."""
    say = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    presumed = ("[]", False, False, *PRESUMED, "{}")
    copy_in(
        ImportRow._meta.db_table,
        _STAGED,
        (
            (new_public_id(), batch.body_id, batch.pk, row.sheet[:80], table, row.number, say(row.cells),
             *((say([_told(p) for p in row.problems]), *presumed[1:]) if row.problems else presumed))
            for row in rows
        ),
    )  # fmt: skip


def store_check(batch: ImportBatch, rows: Sequence[CheckedRow]) -> None:
    """Store what the check of rows found: problems, and what loading would make of each."""

    def outcome(row: CheckedRow) -> str:
        return str(ImportRow.Outcome.ERROR if row.has_error else ImportRow.Outcome.PENDING)

    if batch.state == ImportBatch.State.STAGED:
        rows = [row for row in rows if row.problems or (outcome(row), row.fate) != PRESUMED]
    store_rows(batch, rows, outcome=outcome)


def store_rows(
    batch: ImportBatch, rows: Sequence[CheckedRow], *, outcome: Callable[[CheckedRow], str]
) -> None:
    """Store problems, outcome and records of every row. Given as one text: an array would be escaped item by item."""
    with connection.cursor() as cursor:
        for at in range(0, len(rows), 5000):
            part = [
                {
                    "sheet": r.sheet, "number": r.number, "problems": _problems(r), "has_error": r.has_error,
                    "has_warning": r.has_warning, "outcome": str(outcome(r)), "foreseen": r.fate, "things": r.things,
                }
                for r in rows[at : at + 5000]
            ]  # fmt: skip
            cursor.execute(_UPDATE, [json.dumps(part), batch.pk])


def _problems(row: CheckedRow) -> list[dict[str, object]]:
    return [_told(p) if p.code in READER_CODES else {**p.to_json()} for p in row.problems]


def _told(problem: Problem) -> dict[str, object]:
    """What the reader noticed: the text of the cell does not show it again."""
    return {**problem.to_json(), "by": "reader"}
