"""News of restrictions, for the apps that stand above: they hold offers and send unsigned contracts back.

Published in the transaction of the decision, after it was written; a handler that fails fails the decision.
"""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.restrictions.models import Restriction, RestrictionOverride


@dataclass(frozen=True)
class RestrictionImposed:
    """A restriction was imposed. It binds the bodies of `bodies` (their keys) from its first day on."""

    restriction: Restriction
    bodies: frozenset[int]
    by: Actor


@dataclass(frozen=True)
class RestrictionLifted:
    """A restriction was lifted from its day of lifting on. What was held does not come back by itself."""

    restriction: Restriction
    bodies: frozenset[int]
    by: Actor


@dataclass(frozen=True)
class OverrideAgreed:
    """Head of service and consortium agreed that one child may come all the same."""

    override: RestrictionOverride
    by: Actor
