"""What moved between two versions of a ranking, and why. The causes add up to the difference, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from homeward.apps.frameworks.models import Ranking

Json = dict[str, Any]


@dataclass(frozen=True)
class Moved:
    """One provider in two versions. Points are of 100; `quality`, `own_price` and `lowest_price` sum to `total`."""

    provider: str
    name: str
    before: int | None
    now: int | None
    total: Fraction = Fraction(0)
    quality: Fraction = Fraction(0)
    own_price: Fraction = Fraction(0)
    lowest_price: Fraction = Fraction(0)

    @property
    def places(self) -> int | None:
        """Places gained (above 0) or lost; None for who came or left."""
        return None if self.before is None or self.now is None else self.before - self.now


def version_before(ranking: Ranking) -> Ranking | None:
    """The published version to compare with: the one it follows for the same period, else the last period's."""
    kept = Ranking.objects.filter(
        lot=ranking.lot, region=ranking.region, state__in=(Ranking.State.PUBLISHED, Ranking.State.REPLACED)
    ).exclude(pk=ranking.pk)
    same = kept.filter(period=ranking.period, number__lt=ranking.number).order_by("-number").first()
    earlier = kept.filter(period__fully_lt=ranking.period).order_by("-period", "-number")
    return same or earlier.filter(state=Ranking.State.PUBLISHED).first()


def compare(before: Ranking, now: Ranking) -> list[Moved]:
    """Every provider of either version, in the order of the later one; who left stands last."""
    first = {item["bidder"]: item for item in before.result["ranked"]}
    second = {item["bidder"]: item for item in now.result["ranked"]}
    names = {**before.names["providers"], **now.names["providers"]}
    return [
        _moved(code, names[code], first.get(code), second.get(code), before.result, now.result)
        for code in [*second, *(c for c in first if c not in second)]
    ]


def _moved(code: str, name: str, before: Json | None, now: Json | None, then: Json, later: Json) -> Moved:
    if before is None or now is None:
        return Moved(code, name, before["rank"] if before else None, now["rank"] if now else None)
    quality = _points(now, "quality") - _points(before, "quality")
    price = _points(now, "price") - _points(before, "price")
    # What the price points would be at the old own price and the new lowest one, by the later weight.
    weight = Fraction(later["method"]["price_weight"])
    at_new_lowest = weight * 100 * Fraction(later["lowest_price"]) / Fraction(before["price"]["weekly"])
    lowest = at_new_lowest - _points(before, "price")
    return Moved(
        code, name, before["rank"], now["rank"], total=quality + price, quality=quality, own_price=price - lowest,
        lowest_price=lowest,
    )  # fmt: skip


def _points(item: Json, part: str) -> Fraction:
    return Fraction(item["points"][part]["exact"])
