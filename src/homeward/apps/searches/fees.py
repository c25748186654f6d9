"""Weekly fees of offers: their parts, their rounds, and what is paid in all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from homeward.apps.searches.models import FeePart, Offer

CENT = Decimal("0.01")


def total_of(fees: Mapping[str, Decimal]) -> Decimal:
    """What is paid a week: the parts, less the discount."""
    return sum((-a if k == FeePart.Kind.DISCOUNT else a for k, a in fees.items()), Decimal(0))


def fees_of(offer: Offer) -> list[tuple[int, dict[str, Decimal]]]:
    """Each round's parts, the newest first."""
    rounds: dict[int, dict[str, Decimal]] = {}
    for part in offer.fees.all():
        rounds.setdefault(part.round, {})[part.kind] = part.amount
    return sorted(rounds.items(), reverse=True)


def reason_of(offer: Offer, number: int) -> str:
    """Why the discount of a round was agreed; empty where it has none."""
    return next((part.reason for part in offer.fees.all() if part.round == number and part.reason), "")


def weekly_fee(offer: Offer) -> Decimal:
    """What the newest round asks a week, for all children together."""
    return total_of(fees_of(offer)[0][1])


def weekly_each(total: Decimal, size: int) -> Decimal:
    """A fee for all children together, as a week for each of them, half up to the cent."""
    return (total / max(1, size)).quantize(CENT, ROUND_HALF_UP)
