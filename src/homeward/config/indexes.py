"""Takes away the indexes that no query asks and every insert pays for. The framework makes them with each table."""

from __future__ import annotations

from django.db import connections

# A public id is looked up whole: the twin of its index for `LIKE` serves nobody, and each holds a random value, so
# that an insert touches a page of its own. History is read by its record alone.
_IDLE = """
select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
  join pg_namespace n on n.oid = t.relnamespace
  join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
 where n.nspname = 'public' and i.indnatts = 1 and not i.indisunique and (
       a.attname = 'public_id' and c.relname like '%%\\_like'
    or t.relname = any(%s) and a.attname in ('body_id', 'organisation_id', 'pgh_context_id'))
"""


def drop_idle(alias: str, history: set[str]) -> int:
    """Drop them, as the owner of the tables; safe to repeat. `history`: names of the event tables. Returns how many."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(_IDLE, [sorted(history)])
        names = [row[0] for row in cursor.fetchall()]
        for name in names:
            cursor.execute(f"drop index {connection.ops.quote_name(name)}")
    return len(names)
