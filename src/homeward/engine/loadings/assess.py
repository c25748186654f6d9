"""Quarterly loadings of one line: counted nights that carry a loading against the contract (policy 4.5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from homeward.engine.loadings.adjust import Gap, LoadingLine, Loadings, direction, net_line
from homeward.engine.loadings.carried import Attribution, Carried, Homes, Statuses, carried_nights
from homeward.engine.loadings.contract import LoadingPiece, carries_loadings, pieces_of
from homeward.engine.loadings.due import CODE, READING, ContractLine, ContractLoading, contract_line
from homeward.engine.loadings.facts import ABORIGINAL
from homeward.engine.loadings.rates import NO_RATES, Rates, rates_over
from homeward.engine.utilisation.funding import LOADING, MoneyLine
from homeward.engine.utilisation.reads import reading_day
from homeward.engine.utilisation.working import Working
from homeward.engine.values import read_values
from homeward.kernel.ranges import union
from homeward.policy import Pack, Policy

READINGS = (
    "loadings.identities",
    "loadings.excluded_nights",
    "loadings.carer_moves",
    "loadings.status_corrected",
    "loadings.two_homes",
    "loadings.combined",
    "loadings.netting",
)
CLASSES, IDENTITY = "remoteness_classes", "loading_categories"


def applies(work: Working, policy: Policy) -> bool:
    """Whether the line's service type carries loadings; a line paid per night has no contract loading."""
    return carries_loadings(work.facts.line, policy, reading_day(work.facts))


def assess_loadings(work: Working, policy: Policy) -> Loadings:
    """Every category's contract, actual, difference and money.

    Without contract loadings only the actual loading is found, by a reader of its own: the decision about
    placements rests on nothing of it.
    """
    rows = work.facts.line.loadings
    reader = policy if rows is not None else Policy(policy.pack, policy.overrides)
    if not applies(work, reader):
        return Loadings("not_applicable")
    on, key = reading_day(work.facts), work.facts.line.service_type
    values = read_values(reader, on, key, READINGS)
    rates = {code: rates_over(reader, code, work.window) for code in (*_classes_met(work), ABORIGINAL)}
    rule = Attribution(
        work.window,
        values.codes("loadings.identities"),
        values.is_("loadings.carer_moves", "period_end"),
        values.is_("loadings.status_corrected", "at_lock"),
        values.is_("loadings.two_homes", "higher_rate"),
        {code: percent for code, found in rates.items() if (percent := found.percent) is not None},
    )
    carried = _carried(work, rule)
    assert work.figures.contracted is not None  # a block line has targets, or is refused
    base_nights = work.figures.contracted.base_nights
    netted = values.is_("loadings.netting", "net")
    compounded = values.is_("loadings.combined", "compounded")
    lines = [
        _line(work, category, rates, carried, base_nights, compounded)
        for category in _categories(work, carried, reader)
    ]
    net = net_line(lines, base_nights, work.pack.currency, netted) if rows is not None else None
    if netted:
        lines = [line if line.exact is None else replace(line, status="netted") for line in lines]
    return Loadings(
        status=_status(work, lines),
        base_nights=base_nights,
        lines=tuple(lines),
        net=net,
        carried=tuple(carried),
        gaps=tuple(gaps_of(carried)),
        price=work.figures.price,
        rule=rule,
        is_netted=netted,
        authority=reader.authority() if rows is None else None,
        exact_limit=work.values.is_("funding.abatement_refusal", "exact_limit"),
    )


def _status(work: Working, lines: Iterable[LoadingLine]) -> str:
    if work.facts.line.loadings is None:
        return "not_configured"
    if work.quarter is None:
        return "not_assessed"
    return "price_not_configured" if work.figures.price is None else "assessed"


def _carried(work: Working, rule: Attribution) -> list[Carried]:
    home_of = {item.id: item.home for item in work.facts.placements}
    status = {child.id: child.status for child in work.facts.children}
    statuses = {child: Statuses(status.get(child, ()), rule) for child in work.segments}
    return carried_nights(work.segments, home_of, Homes(work.facts.homes, rule), statuses, rule)


def _classes_met(work: Working) -> list[str]:
    """Classes of the homes within the nights in force, and those the contract names: rates are read for these."""
    met = {row.category for row in work.facts.line.loadings or ()} - {ABORIGINAL}
    lived_in = {item.home for item in work.facts.placements}
    for home in work.facts.homes:
        if home.id in lived_in:
            met |= {row.code for row in home.remoteness if row.range.overlaps(work.window)}
    return sorted(met)


def _categories(work: Working, carried: Sequence[Carried], policy: Policy) -> list[str]:
    """The identity first, then the classes in the pack's order, as far as contracted or carried."""
    met = {item.code for item in carried if item.code is not None}
    met |= {row.category for row in work.facts.line.loadings or ()} - {ABORIGINAL}
    return [ABORIGINAL, *(code for code in policy.pack.vocabulary(CLASSES).codes if code in met)]


def category_label(category: str, pack: Pack) -> str:
    """What a category is called in the pack's first language."""
    codes = pack.vocabulary(IDENTITY if category == ABORIGINAL else CLASSES)
    return codes.label(category, pack.languages[0])


def _line(
    work: Working,
    category: str,
    rates: Mapping[str, Rates],
    carried: Sequence[Carried],
    base_nights: int,
    compounded: bool,
) -> LoadingLine:
    mine = [item for item in carried if carries(item, category)]
    nights = sum(item.nights for item in mine)
    both = 0 if category == ABORIGINAL else sum(item.nights for item in mine if item.identity)
    identity, uplift = rates[ABORIGINAL].percent, Fraction(1)
    if identity is not None and compounded and both:
        # the class is paid on the price with the identity's loading, for the share of nights that carry both
        uplift += identity / 100 * Fraction(both, nights)
    found = LoadingLine(
        category,
        "even",
        base_nights,
        nights,
        both,
        _pieces(work, category),
        rates.get(category, NO_RATES),
        uplift,
        None,
        work.pack.currency,
    )
    difference = found.difference
    if difference is None:
        return replace(found, status="not_configured")
    if work.quarter is None:
        return replace(found, status="not_assessed")
    percent = found.percent
    if percent is None:
        return replace(found, status="rate_not_configured")
    if work.figures.price is None:
        return replace(found, status="price_not_configured")
    exact = difference * percent / 100 * work.figures.price.unit(base_nights)
    return replace(found, status=direction(difference), exact=exact)


def _pieces(work: Working, category: str) -> tuple[LoadingPiece, ...] | None:
    rows = work.facts.line.loadings
    if rows is None:
        return None
    whole = work.values.is_("utilisation.contracted_nights", "whole_quarter")
    return pieces_of(work.facts.line, category, work.window, work.period if whole else None)


def carries(item: Carried, category: str) -> bool:
    """Whether nights carry the loading of a category."""
    return item.identity is True if category == ABORIGINAL else item.code == category


def gaps_of(carried: Iterable[Carried]) -> Iterator[Gap]:
    """Counted nights without a class (by home and child), then those whose child's record says neither."""
    without: dict[tuple[str, str], list[Carried]] = {}
    unsaid: dict[str, list[Carried]] = {}
    for item in carried:
        if item.row is None:
            without.setdefault((item.home, item.child), []).append(item)
        if item.identity is None:
            unsaid.setdefault(item.child, []).append(item)
    for (home, child), items in sorted(without.items()):
        yield from _gap("class_missing", items, child, home)
    for child, items in sorted(unsaid.items()):
        yield from _gap("status_missing", items, child, None)


def _gap(code: str, items: Sequence[Carried], child: str, home: str | None) -> Iterator[Gap]:
    for span in union(item.range for item in items):
        nights = sum(item.nights for item in items if span.covers(item.range))
        yield Gap(code, span, nights, child, home)


def contract_due(work: Working, found: Loadings, policy: Policy) -> ContractLoading:
    """What the contracted loadings come to, beside the block amount or inside its price, as the reading says."""
    if found.status == "not_applicable":
        return ContractLoading()
    if work.facts.line.loadings is None:
        return ContractLoading("not_configured")
    reading = policy.look(READING, on=reading_day(work.facts))
    lines = tuple(_contract_line(work, line, str(reading.value)) for line in found.lines)
    return ContractLoading(str(reading.value), lines, reading)


def _contract_line(work: Working, line: LoadingLine, reading: str) -> ContractLine:
    currency = work.pack.currency
    if work.quarter is None:
        return ContractLine(line.category, "not_assessed", (), line.rates, currency)
    assert line.pieces is not None  # contract loadings are on record
    price = work.figures.price
    return contract_line(
        line.category,
        line.pieces,
        line.rates,
        price,
        work.window,
        currency,
        reading=reading,
        uplift=line.uplift,
    )


def with_loadings(work: Working, policy: Policy) -> Working:
    """The working with its loadings. Each contracted category is due beside the base; each growth on top of them."""
    found = assess_loadings(work, policy)
    contract = contract_due(work, found, policy)
    due = [
        MoneyLine(f"{CODE}{line.category}", line.amount, "due")
        for line in contract.lines
        if line.status == "due" and line.amount is not None
    ]
    grown = [
        MoneyLine(f"{LOADING}{line.category}", line.growth, "due")
        for line in found.settled
        if line.growth is not None and line.growth.amount
    ]
    base = [line for line in work.figures.money if line.code == "base"]
    rest = [line for line in work.figures.money if line.code != "base"]
    money = (*base, *due, *rest, *grown)
    return replace(
        work, figures=replace(work.figures, loadings=found, contract_loading=contract, money=money)
    )
