"""What frameworks say of providers for one body on one day: who is on which lot, ranked how, for what price.

A fixed number of queries for any number of providers. Rank, quality and price are those of the published ranking; what
is not published is not known.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.periods import from_db
from homeward.apps.frameworks.models import (
    Admission,
    Framework,
    Lot,
    LotAdmission,
    RankedPlace,
    Ranking,
)
from homeward.apps.frameworks.models.frameworks import usable_frameworks
from homeward.apps.frameworks.standing import CheckStanding, checks_of_all
from homeward.engine.matching.facts import Admission as Standing


@dataclass(frozen=True)
class Ranked:
    """What a published ranking says of one provider."""

    rank: int | None
    quality: Decimal | None
    weekly: Decimal | None


UNRANKED = Ranked(None, None, None)


@dataclass(frozen=True)
class Market:
    """Lots the body may use, who stands how in each, and what the rankings in force say."""

    lots: dict[int, Lot]
    on_lots: dict[int, list[LotAdmission]]
    standings: dict[tuple[int, int], Standing]
    ranked: dict[tuple[int, int], Ranked]

    def is_known(self, organisation: int | None) -> bool:
        """Whether the provider is on any of the frameworks, in whatever standing."""
        return any(key[1] == organisation for key in self.standings)

    def lot_for(self, organisation: int | None, types: Iterable[str]) -> Lot | None:
        """The lot through which a provider would be asked: the first it is on that covers a kind sought."""
        wanted = set(types)
        rows = self.on_lots.get(organisation or 0, [])
        lots = [self.lots[row.lot_id] for row in rows]
        fits = [lot for lot in lots if not wanted or wanted & set(lot.placement_types)]
        return next(iter(fits or lots), None)

    def standing(self, lot: Lot | None, organisation: int | None) -> Standing:
        """How a provider stands in a lot; without a lot it is on some other one, or on none."""
        if organisation is None:
            return "not_admitted"
        if lot is None:
            return "other_lot" if organisation in self.on_lots else "not_admitted"
        found = self.standings.get((lot.framework_id, organisation), "not_admitted")
        on_it = any(row.lot_id == lot.pk for row in self.on_lots.get(organisation, []))
        return found if on_it or found != "admitted" else "other_lot"

    def place(self, lot: Lot | None, organisation: int | None) -> Ranked:
        return self.ranked.get((lot.pk, organisation), UNRANKED) if lot and organisation else UNRANKED


def market_of(body: CommissioningBody, organisations: Iterable[int | None], on: dt.date) -> Market:
    """Gather it for some providers."""
    wanted = {key for key in organisations if key is not None}
    frameworks = usable_frameworks(body, on)
    lots = {
        lot.pk: lot
        for lot in Lot.objects.filter(framework__in=frameworks, period__contains=on)
        .select_related("framework")
        .order_by("framework", "number")
    }
    rows = LotAdmission.objects.filter(lot__in=lots, organisation__in=wanted).select_related("admission")
    on_lots: dict[int, list[LotAdmission]] = defaultdict(list)
    for row in rows.order_by("lot__framework", "lot__number", "pk"):
        if row.admission.state == Admission.State.ADMITTED:
            on_lots[row.organisation_id].append(row)
    return Market(lots, dict(on_lots), _standings(frameworks, wanted, on), _ranked(lots, wanted, on))


def _standings(frameworks: list[Framework], wanted: set[int], on: dt.date) -> dict[tuple[int, int], Standing]:
    """How each provider stands on each framework: the newest word of its admission, then its checks."""
    found: dict[tuple[int, int], Standing] = {}
    rows = Admission.objects.filter(framework__in=frameworks, organisation__in=wanted).order_by("since", "pk")
    newest = {(row.framework_id, row.organisation_id): row for row in rows}
    checks: dict[int, dict[int, list[CheckStanding]]] = {}
    for framework in frameworks:
        if framework.body_id not in checks:
            checks[framework.body_id] = checks_of_all(framework.body, wanted, on)
        for organisation in wanted:
            if row := newest.get((framework.pk, organisation)):
                found[framework.pk, organisation] = _standing(
                    row, checks[framework.body_id][organisation], on
                )
    return found


def _standing(row: Admission, checks: Iterable[CheckStanding], on: dt.date) -> Standing:
    if row.state == Admission.State.ENDED:
        return "removed"
    if row.state != Admission.State.ADMITTED or not from_db(row.period).contains(on):
        return "not_admitted"
    return "suspended" if any(check.reason for check in checks) else "admitted"


def _ranked(lots: Iterable[int], wanted: set[int], on: dt.date) -> dict[tuple[int, int], Ranked]:
    """By lot and provider. Of a lot ranked region by region that is the best of its places."""
    rows = RankedPlace.objects.filter(
        ranking__lot__in=lots, ranking__state=Ranking.State.PUBLISHED, ranking__period__contains=on,
        organisation__in=wanted,
    ).values_list("ranking__lot", "organisation", "rank", "own")  # fmt: skip
    found: dict[tuple[int, int], Ranked] = {}
    for lot, organisation, rank, own in rows:
        item = own.get("ranked") or {}
        told = Ranked(rank, _number(item.get("quality", {}).get("shown")), _price(own.get("price")))
        before = found.get((lot, organisation))
        if before is None or (rank is not None and (before.rank is None or rank < before.rank)):
            found[lot, organisation] = told
    return found


def _price(price: dict[str, Any] | None) -> Decimal | None:
    return _number(price["weekly"]) if price and price.get("compliant", True) else None


def _number(text: str | None) -> Decimal | None:
    return None if text in (None, "n/a") else Decimal(str(text))
