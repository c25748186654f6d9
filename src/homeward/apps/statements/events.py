"""What statements tell the apps above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor
    from homeward.apps.statements.models import Statement


@dataclass(frozen=True)
class StatementMoved:
    """A statement made a move. What the service goes on to write is not there yet: ask for it at the end."""

    statement: Statement
    move: str
    by: Actor
