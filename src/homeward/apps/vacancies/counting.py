"""Free places as the records count them: what a home may hold, less who lives there, less what is blocked. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """Free places of a home on one night, and how they come about.

    ``places`` is how many the home is registered for, ``approved`` how many its carers are approved for; either may be
    unknown. ``stays`` counts children, each once. ``free`` is None while nothing says how many the home may hold.
    """

    places: int | None
    approved: int | None
    stays: int
    blocked: int = 0

    @property
    def holds(self) -> int | None:
        """The lesser of what is known: a household has no more places than its approval, whatever its rooms."""
        known = [n for n in (self.places, self.approved) if n is not None]
        return min(known) if known else None

    @property
    def free(self) -> int | None:
        return None if self.holds is None else max(0, self.holds - self.stays - self.blocked)

    @property
    def over(self) -> int:
        """How many children more live there than it may hold."""
        return 0 if self.holds is None else max(0, self.stays - self.holds)


def count(
    *, places: int | None, approved: int | None, children: Collection[object], blocked: int = 0
) -> Counted:
    """Count one home. `children` are their keys: a child with two stays there takes one place."""
    return Counted(places, approved, len(set(children)), blocked)
