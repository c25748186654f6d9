"""How a service gets hold of what it changes: the right to it first, then the locks, always in one order."""

from __future__ import annotations

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.scopes import may
from homeward.apps.core.writing import hold, permit
from homeward.apps.restrictions.models import Restriction, RestrictionOverride
from homeward.apps.restrictions.standing import hold_subject


def take(restriction: Restriction, by: Actor, using: Permission, what: str) -> None:
    """The restriction as it stands now, held until the transaction ends; what is promised meanwhile waits.

    The provider is locked before the restriction, as those do who promise a place.
    """
    permit(may(by, using, restriction), what)
    hold_subject(restriction.organisation, restriction.home)
    hold(restriction)


def take_override(override: RestrictionOverride, by: Actor, using: Permission, what: str) -> None:
    """An override as it stands now, held until the transaction ends."""
    permit(may(by, using, override), what)
    hold(override)
