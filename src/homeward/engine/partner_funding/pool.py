"""What a partner received against what it used: general support may be used across the children in its care."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from homeward.engine.partner_funding.facts import FundingFacts
from homeward.kernel.jsontypes import JSON
from homeward.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Pool:
    """``received``: paid so far; ``delivered``: what the nights come to; ``used``: as the partner reports, or None."""

    partner: str | None
    received: Money
    delivered: Money
    used: Money | None

    @property
    def left(self) -> Money | None:
        return None if self.used is None else self.received - self.used

    def to_json(self) -> dict[str, JSON]:
        return {
            "partner": self.partner,
            "received": self.received.text,
            "delivered": self.delivered.text,
            "used": None if self.used is None else self.used.text,
            "left": None if self.left is None else self.left.text,
        }


def pool_of(facts: FundingFacts, delivered: Fraction, currency: str) -> Pool:
    received = sum((Fraction(item.amount) for item in facts.payments), Fraction(0))
    used = sum((Fraction(item.amount) for item in facts.used), Fraction(0)) if facts.used else None
    return Pool(
        facts.partner,
        Money.rounded(received, currency),
        Money.rounded(delivered, currency),
        None if used is None else Money.rounded(used, currency),
    )
