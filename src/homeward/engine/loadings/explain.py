"""The working of each loading: contract, nights by child down to the record, difference, price, money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from homeward.engine.loadings.adjust import NET, LoadingLine, Loadings
from homeward.engine.loadings.assess import READINGS, carries
from homeward.engine.loadings.carried import Carried
from homeward.engine.loadings.facts import ABORIGINAL
from homeward.engine.loadings.rates import NO_RATES, Rates
from homeward.engine.utilisation.steps import authority_of, number, places, price_steps, step
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Authority, Explanation, Step, ValueUsed
from homeward.kernel.rounding import shown
from homeward.policy import Policy

if TYPE_CHECKING:
    from homeward.engine.utilisation.working import Working

PRICED = ("funding.quarter_price", "funding.part_quarter_price", "funding.varied_price", "funding.rounding")


def explain_loadings(work: Working, loadings: Loadings, policy: Policy) -> dict[str, Explanation]:
    """One explanation a category and one of the net."""
    used = policy.used if loadings.authority is None else loadings.authority.values
    found = {f"loading.{line.category}": _line(work, loadings, line, used) for line in loadings.lines}
    if loadings.net is not None:
        found[f"loading.{NET}"] = _net(work, loadings, used)
    return found


def _authority(work: Working, used: Sequence[ValueUsed], rates: Rates = NO_RATES) -> Authority:
    """The readings, the rates of this category and, where money is told, how the price is made."""
    values = [item for item in used if item.path in READINGS]
    values += rates.used
    if work.facts.line.loadings is not None:
        values += work.values.used("utilisation.contracted_nights", *PRICED, "funding.abatement_refusal")
    return authority_of(work.pack, values)


def _line(work: Working, loadings: Loadings, line: LoadingLine, used: Sequence[ValueUsed]) -> Explanation:
    mine = [item for item in loadings.carried if carries(item, line.category)]
    steps = [
        step(
            "loading_nights",
            str(line.actual_nights),
            _children(mine, line.category),
            category=line.category,
            nights=line.actual_nights,
            counted=sum(item.nights for item in loadings.carried),
        )
    ]
    steps.append(
        step(
            "loading_actual",
            places(line.actual),
            category=line.category,
            nights=line.actual_nights,
            base_nights=line.base_nights,
            exact=line.actual,
        )
    )
    if line.pieces is not None:
        steps += _contract(line)
    if line.exact is not None:
        steps += _money(line, loadings)
    inputs: dict[str, JSON] = {
        "category": line.category,
        "status": line.status,
        "contract": None if line.contract is None else places(line.contract),
        "actual": places(line.actual),
        "difference": None if line.difference is None else places(line.difference),
        "amount": None if line.amount is None else line.amount.text,
    }
    return Explanation(f"loading.{line.category}", inputs, tuple(steps), _authority(work, used, line.rates))


def _children(mine: Sequence[Carried], category: str) -> list[Step]:
    by_child: dict[str, list[Carried]] = {}
    for item in mine:
        by_child.setdefault(item.child, []).append(item)
    return [
        step(
            "child_nights",
            str(sum(item.nights for item in items)),
            [_nights(item, category) for item in _joined(items)],
            child=child,
            nights=sum(item.nights for item in items),
        )
        for child, items in by_child.items()
    ]


def _joined(items: Sequence[Carried]) -> list[Carried]:
    """Neighbouring nights that rest on the same records as one row."""
    found: list[Carried] = []
    for item in items:
        last = found[-1] if found else None
        if last is not None and last.range.end == item.range.start and _same(last, item):
            joined = DateRange(last.range.start, item.range.end)
            found[-1] = Carried(
                last.child,
                joined,
                last.weight,
                last.placement,
                last.home,
                last.row,
                last.identity,
                last.record,
            )
        else:
            found.append(item)
    return found


def _same(one: Carried, two: Carried) -> bool:
    return (one.placement, one.home, one.row, one.record, one.weight) == (
        two.placement,
        two.home,
        two.row,
        two.record,
        two.weight,
    )


def _nights(item: Carried, category: str) -> Step:
    record: Step
    if category == ABORIGINAL:
        row = item.record
        record = step(
            "status_on_record",
            "",
            child=item.child,
            kind=None if row is None else row.kind,
            value=None if row is None else row.value,
            since=None if row is None else row.start,
            source=None if row is None else row.source,
        )
    else:
        home = item.row
        record = step(
            "class_on_record",
            "",
            home=item.home,
            code=None if home is None else home.code,
            edition=None if home is None else home.edition,
            since=None if home is None else home.start,
            source=None if home is None else home.source,
        )
    return step(
        "nights_carried",
        str(item.nights),
        [record, step("carried_by", item.placement, placement=item.placement, home=item.home)],
        item.range.to_json(),
        last_night=item.range.last_night,
        nights=item.nights,
    )


def _contract(line: LoadingLine) -> list[Step]:
    assert line.pieces is not None and line.contract is not None
    found = [
        step("loading_contract_nights", number(piece.nights), (), piece.to_json()) for piece in line.pieces
    ]
    found.append(
        step(
            "loading_contract",
            places(line.contract),
            nights=line.contract_nights,
            base_nights=line.base_nights,
            exact=line.contract,
        )
    )
    found.append(
        step(
            "loading_difference",
            places(line.difference),
            actual=places(line.actual),
            contract=places(line.contract),
            exact=line.difference,
        )
    )
    return found


def _money(line: LoadingLine, loadings: Loadings) -> list[Step]:
    assert line.exact is not None and line.amount is not None and line.percent is not None
    found = price_steps(loadings.price, line.base_nights)
    if line.rates.changes:
        found += rate_steps(line.rates)
    if line.uplift != 1:
        found.append(
            step(
                "loading_compounded",
                shown(line.percent, 2),
                rate=line.rates.percent,
                both_nights=line.both_nights,
                nights=line.actual_nights,
                percent=line.percent,
            )
        )
    found.append(
        step(
            "loading_money",
            line.amount.text,
            placements=places(line.difference),
            percent=line.percent,
            exact=line.exact,
            status=line.status,
        )
    )
    return found


def rate_steps(rates: Rates) -> list[Step]:
    """The rate of each stretch of nights."""
    return [
        step(
            "loading_rate",
            "n/a" if piece.used is None else str(piece.used.value),
            (),
            piece.range.to_json(),
            nights=piece.range.nights,
            percent=None if piece.used is None else str(piece.used.value),
        )
        for piece in rates.pieces
    ]


def _net(work: Working, loadings: Loadings, used: Sequence[ValueUsed]) -> Explanation:
    net = loadings.net
    assert net is not None and net.amount is not None
    steps = [
        step("loading_line", line.amount.text, category=line.category, exact=line.exact)
        for line in loadings.lines
        if line.amount is not None
    ]
    steps.append(
        step("loading_net", net.amount.text, status=net.status, netted=loadings.is_netted, exact=net.exact)
    )
    inputs: dict[str, JSON] = {
        "amount": net.amount.text,
        "status": net.status,
        "netted": loadings.is_netted,
    }
    return Explanation(f"loading.{NET}", inputs, tuple(steps), _authority(work, used))
