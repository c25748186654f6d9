"""The writing: new records set by set through the apps' bulk services, changes through their change services.

A row that a service refuses (a quarter that is locked, say) is handed back with its reasons, and the rest goes on.
Every row learns which records it made or met.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.refusals import Refused, present
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.kinds.world import World
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Reason

Tell = Callable[[int, str], None]
Shelf = dict[type[Model], dict[int, Any]]
KEPT = 25_000


@dataclass
class Load:
    """One part of a load: whose it is, what the file is called, what is known, and where its progress is told.

    `shelf` holds the homes and lines that part after part of one file names.
    """

    by: Actor
    source: str
    world: World
    tell: Tell = field(default=lambda done, message: None)
    shelf: Shelf = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why a record changed, as its history says it."""
        return f"Corrected by {self.source}"

    def kept(self, found: QuerySet[Any], keys: set[int]) -> dict[int, Any]:
        """The records of those keys, each fetched once for the whole load while they are not too many to keep."""
        own = self.shelf.setdefault(found.model, {})
        if len(own) > KEPT:
            own.clear()
        if missing := keys - own.keys():
            own |= by_key(found, missing)
        return own


def by_key(found: QuerySet[Any], keys: Collection[int]) -> dict[int, Any]:
    """The records of many keys."""
    return {record.pk: record for record in found.filter(pk__among=keys)} if keys else {}


def refuse(row: CheckedRow, reasons: Iterable[Reason]) -> None:
    """Leave a row out because a service refused it, in the service's own words."""
    for reason in reasons:
        words = present(reason)
        row.problems.append(
            Problem("refused", f"{words.title}. {words.fact}", words.lift, "error", row.number, None)
        )


def changing(rows: Iterable[CheckedRow], load: Load, change: Callable[[CheckedRow], Any]) -> None:
    """Change record by record; a refusal is the row's own."""
    for row in rows:
        try:
            change(row)
        except Refused as refused:
            refuse(row, refused.reasons)


def by_fate(rows: Sequence[CheckedRow], fate: str) -> list[CheckedRow]:
    return [row for row in rows if row.fate == fate and not row.has_error]
