"""Writes what was found about many staged rows in one statement. Used by the services only."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.db import connection

from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.readers.headers import READER_CODES

_UPDATE = """
UPDATE intake_importrow AS r
   SET problems = v.problems::jsonb, has_error = v.has_error, has_warning = v.has_warning,
       outcome = v.outcome, foreseen = v.foreseen, things = v.things::jsonb
  FROM unnest(%s::text[], %s::int[], %s::text[], %s::bool[], %s::bool[], %s::text[], %s::text[], %s::text[])
       AS v(sheet, number, problems, has_error, has_warning, outcome, foreseen, things)
 WHERE r.batch_id = %s AND r.sheet = v.sheet AND r.number = v.number
"""


def store_rows(
    batch: ImportBatch, rows: Sequence[CheckedRow], *, outcome: Callable[[CheckedRow], str]
) -> None:
    """Store problems, outcome and records of every row."""
    with connection.cursor() as cursor:
        for at in range(0, len(rows), 5000):
            part = rows[at : at + 5000]
            cursor.execute(
                _UPDATE,
                [
                    [r.sheet for r in part],
                    [r.number for r in part],
                    [json.dumps(_problems(r)) for r in part],
                    [r.has_error for r in part],
                    [r.has_warning for r in part],
                    [str(outcome(r)) for r in part],
                    [r.fate for r in part],
                    [json.dumps(r.things) for r in part],
                    batch.pk,
                ],
            )


def _problems(row: CheckedRow) -> list[dict[str, object]]:
    return [{**p.to_json(), **({"by": "reader"} if p.code in READER_CODES else {})} for p in row.problems]
