"""What a contract costs, as the lines of its children price it: the weekly price and the extras of the time, to the penny."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from homeward.apps.decisions.models import Contract, ContractChild, ExtraCost
from homeward.apps.decisions.varying import terms_in, terms_of
from homeward.apps.searches.fees import fees_of, weekly_fee
from homeward.apps.searches.models import FeePart, Offer
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

Priced = list[tuple[DateRange, Decimal]]
PENNY = Decimal("0.01")
PARTS = ("care", "education", "health")  # who pays what of the weekly price; together they are the whole
PRICE = ("weekly", *PARTS)


def price_faults(values: Mapping[str, Decimal]) -> list[Reason]:
    """Every reason against a weekly price and its parts."""
    weekly, found = values["weekly"], []
    if weekly <= 0:
        found.append(Reason("contract.nought", {"field": "weekly"}))
    found += [Reason("contract.part_below_nought", {"field": name}) for name in PARTS if values[name] < 0]
    parts = sum((values[name] for name in PARTS), Decimal(0))
    if parts != weekly:
        told = {"parts": f"{parts:,.2f}", "weekly": f"{weekly:,.2f}", "field": "care"}
        found.append(Reason("contract.split", told))
    return found


def shares(weekly: Decimal, count: int) -> list[Decimal]:
    """The price for each of so many children: equal to the penny, the odd pennies with the first. They make up the whole."""
    pennies = int((weekly / PENNY).to_integral_value())
    each, odd = divmod(pennies, count)
    return [(each + (place < odd)) * PENNY for place in range(count)]


def split_of(offer: Offer) -> dict[str, Decimal]:
    """The weekly fee by who pays: education for education, health for therapy, the rest for care."""
    parts = fees_of(offer)[0][1]
    education = parts.get(FeePart.Kind.EDUCATION, Decimal(0))
    health = parts.get(FeePart.Kind.THERAPY, Decimal(0))
    weekly = weekly_fee(offer)
    if education + health > weekly:  # a discount larger than the rest: nobody's share is known
        return {"care": weekly, "education": Decimal(0), "health": Decimal(0)}
    return {"care": weekly - education - health, "education": education, "health": health}


def prices_of(contract: Contract, start: dt.date) -> dict[int, Priced]:
    """By child of the contract: the weekly price of each stretch of days from the first night on, without an end.

    A variation changes the price from its day on. An extra counts from its first day to its end date. Price and extras
    are shared among the children alike.
    """
    children = list(ContractChild.objects.filter(contract=contract).order_by("pk"))
    extras = list(ExtraCost.objects.filter(contract=contract).order_by("pk"))
    terms = terms_of(contract)
    days = [*(t.since for t in terms), *(day for e in extras for day in (e.starts_on, e.ends_on))]
    edges = sorted({start, *(max(day, start) for day in days)})
    found: dict[int, Priced] = {child.pk: [] for child in children}
    for place, edge in enumerate(edges):
        end = edges[place + 1] if place + 1 < len(edges) else None
        total = sum((e.weekly for e in extras if e.starts_on <= edge < e.ends_on), Decimal(0))
        weekly, count = terms_in(terms, edge).weekly, len(children)
        for child, part, extra in zip(children, shares(weekly, count), shares(total, count), strict=True):
            found[child.pk].append((DateRange(edge, end), part + extra))
    return {key: _joined(rows) for key, rows in found.items()}


def _joined(rows: Sequence[tuple[DateRange, Decimal]]) -> Priced:
    """Neighbours of one price as one."""
    found: Priced = []
    for period, amount in rows:
        if found and found[-1][1] == amount and found[-1][0].end == period.start:
            found[-1] = (DateRange(found[-1][0].start, period.end), amount)
        else:
            found.append((period, amount))
    return found
