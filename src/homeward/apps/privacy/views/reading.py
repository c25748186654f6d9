"""Readings that lists make: a child told by reference is a reading of its record too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.core import audit


def reads(actor: Actor, page: str) -> Callable[[Sequence[Any]], None]:
    """Records that the children of the rows on a page, or in a file, were read."""

    def seen(rows: Sequence[Any]) -> None:
        audit.record_reads(actor, [row.child for row in rows if row.child is not None], page=page)

    return seen
