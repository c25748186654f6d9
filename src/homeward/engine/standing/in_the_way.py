"""Gathering obstacles: those of the act at hand block, those of a later one are said as still to come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from homeward.engine.obstacles import Effects, Obstacle
from homeward.engine.standing.facts import AgreementFact
from homeward.engine.standing.moments import local
from homeward.kernel.reasons import ValueUsed


class Found:
    """The obstacles found so far, in the order asked."""

    def __init__(self, effects: Effects) -> None:
        self._effects = effects
        self.obstacles: list[Obstacle] = []

    def add(
        self,
        code: str,
        given: Mapping[str, object] | None = None,
        /,
        *,
        later: bool = False,
        values: Iterable[ValueUsed] = (),
        **inputs: object,
    ) -> None:
        """An obstacle with its facts. ``later``: it stands in the way of a later act only, so it warns."""
        found = self._effects.obstacle(code, {**(given or {}), **inputs}, values)
        if found is not None:
            self.obstacles.append(replace(found, effect="warns") if later else found)

    @property
    def refusals(self) -> tuple[Obstacle, ...]:
        return tuple(item for item in self.obstacles if item.effect == "blocks")

    @property
    def warnings(self) -> tuple[Obstacle, ...]:
        return tuple(item for item in self.obstacles if item.effect == "warns")


def entitled(agreement: AgreementFact, roles: Collection[str]) -> bool:
    """Whether it was given in one of the roles."""
    return agreement.role in roles


def by_then(agreement: AgreementFact, at: datetime, zone: ZoneInfo) -> bool:
    """Whether it had been given at a moment."""
    return local(agreement.at, zone) <= local(at, zone)
