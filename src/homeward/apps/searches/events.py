"""News of a search for those standing above it: it is about to end without a home, and what was promised is let go."""

from __future__ import annotations

from dataclasses import dataclass, field

from homeward.apps.accounts.actors import Actor
from homeward.apps.searches.models import Search
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class SearchEnding:
    """Somebody wants to end it without a home, and nothing is written or held yet.

    Who hears it holds what hangs on the search in the order of whoever promises a place, and says in `reasons` what
    stands in the way. The search itself is held afterwards.
    """

    search: Search
    by: Actor
    reasons: list[Reason] = field(default_factory=list)


@dataclass(frozen=True)
class SearchLetGo:
    """It ends now, in this transaction; everything is held. Whoever promised something on it lets it go.

    `reason` is the authority's own; `feedback` is what providers may read.
    """

    search: Search
    reason: str
    feedback: str
    by: Actor
