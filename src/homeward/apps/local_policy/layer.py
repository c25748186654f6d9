"""From the kept rows to the policy room's own: which stand, in which order, signed by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.periods import from_db
from homeward.apps.local_policy.models import LocalValue
from homeward.kernel.reasons import Origin
from homeward.policy import LocalRow, Pack, lay_over, load_pack

NOBODY_YET = "a second person"
KEEP = 64  # laid packs held in memory: a few bodies, each now and as it was known at some moments
_KEPT: dict[tuple[object, ...], Pack] = {}


def confirmed(body: CommissioningBody, known_at: dt.datetime | None = None) -> list[LocalValue]:
    """The confirmed rows in the order in which they were confirmed, withdrawals among them."""
    return list(_confirmed(body, known_at).select_related("entered_by", "decided_by", "body"))


def _confirmed(body: CommissioningBody, known_at: dt.datetime | None) -> QuerySet[LocalValue]:
    rows = LocalValue.objects.filter(body=body, state=LocalValue.State.CONFIRMED)
    if known_at is not None:
        rows = rows.filter(decided_at__lte=known_at)
    return rows.order_by("decided_at", "pk")


def standing(rows: Iterable[LocalValue]) -> list[LocalValue]:
    """The values among the rows that no other row withdraws."""
    rows = list(rows)
    gone = {row.withdraws_id for row in rows if row.withdraws_id}
    return [row for row in rows if not row.withdraws_id and row.pk not in gone]


def as_row(value: LocalValue) -> LocalRow:
    """A kept value in the policy room's shape; one not confirmed yet is signed by nobody."""
    assert value.source_read_on is not None
    decided_at = value.decided_at or value.entered_at
    origin = Origin(
        title=value.source_title,
        clause=value.source_clause,
        read_on=value.source_read_on,
        entered_by=value.entered_by.name,
        entered_on=value.body.day_of(value.entered_at),
        confirmed_by=value.decided_by.name if value.decided_by else NOBODY_YET,
        confirmed_on=value.body.day_of(decided_at),
    )
    return LocalRow(
        value.path, value.value, from_db(value.period), origin, tuple(value.keys), value.note or None
    )


def lay(body: CommissioningBody, rows: Sequence[LocalValue]) -> Pack:
    """The body's pack with these rows laid over it, in this order. Raises PackError with every fault."""
    shipped = load_pack(body.pack)
    return lay_over(shipped, [as_row(row) for row in standing(rows)], number=len(rows)) if rows else shipped


def laid(body: CommissioningBody, known_at: dt.datetime | None = None) -> Pack:
    """The body's pack with what is confirmed, now or as it was known at a moment.

    Confirmed rows never change, so the same rows under the same names give the same pack, which is kept: every rule
    asks for it, and nearly always only their keys are read.
    """
    names = ("public_id", "entered_by__name", "decided_by__name")
    key = (load_pack(body.pack).digest, *_confirmed(body, known_at).values_list(*names))
    if len(key) == 1:
        return load_pack(body.pack)
    if key not in _KEPT:
        if len(_KEPT) >= KEEP:
            _KEPT.clear()
        _KEPT[key] = lay(body, confirmed(body, known_at))
    return _KEPT[key]
