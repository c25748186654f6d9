"""News of data returns, for the apps above."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.exchange.models import DataReturn


@dataclass(frozen=True)
class ReturnSubmitted:
    """Published in the transaction in which a provider handed a return to the body."""

    data_return: DataReturn
    by: Actor
