"""The working of what is due for contracted loadings, or of what is not added because it is paid already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from homeward.engine.loadings.due import CODE, ELSEWHERE, IN_PRICE, STATUS, ContractLine, ContractLoading
from homeward.engine.loadings.explain import PRICED, rate_steps
from homeward.engine.utilisation.steps import authority_of, price_steps, step
from homeward.kernel.money import round_cents
from homeward.kernel.reasons import Authority, Explanation, Step, ValueUsed

if TYPE_CHECKING:
    from homeward.engine.utilisation.working import Working

BASE = "money.base"


def explain_contract(
    work: Working, contract: ContractLoading, told: Mapping[str, Explanation]
) -> dict[str, Explanation]:
    """One explanation a category that is due. What is not added, the working of the base names with its amount."""
    if contract.status in (IN_PRICE, ELSEWHERE) and BASE in told:
        return {BASE: _not_added(work, contract, told[BASE])}
    return {
        f"money.{CODE}{line.category}": _line(work, contract, line)
        for line in contract.lines
        if line.status == "due"
    }


def _line(work: Working, contract: ContractLoading, line: ContractLine) -> Explanation:
    amount = line.amount
    assert amount is not None
    steps = [
        *price_steps(work.figures.price, work.window.nights),
        *(rate_steps(line.rates) if line.rates.changes else []),
        *(_piece(line, number) for number in range(len(line.pieces))),
        step("amount", amount.text, currency=amount.currency, status="due"),
    ]
    inputs = {"category": line.category, "amount": amount.text, "status": "due"}
    return Explanation(
        f"money.{CODE}{line.category}", inputs, tuple(steps), _authority(work, contract, [line])
    )


def _piece(line: ContractLine, number: int) -> Step:
    piece = line.pieces[number]
    return step("contract_loading_nights", str(round_cents(piece.amount)), (), piece.to_json())


def _not_added(work: Working, contract: ContractLoading, base: Explanation) -> Explanation:
    """The working of the base with the amounts that are paid otherwise, before the amount itself."""
    held = [line for line in contract.lines if line.status == STATUS[contract.status]]
    steps = [
        step(
            f"contract_loading_{line.status}",
            "" if line.amount is None else line.amount.text,
            [_piece(line, number) for number in range(len(line.pieces))],
            category=line.category,
        )
        for line in held
    ]
    own = {(used.path, used.key): used for used in base.authority.values}
    own |= {(used.path, used.key): used for used in _authority(work, contract, held).values}
    authority = authority_of(work.pack, tuple(own.values()))
    return replace(base, steps=(*base.steps[:-1], *steps, base.steps[-1]), authority=authority)


def _authority(work: Working, contract: ContractLoading, lines: list[ContractLine]) -> Authority:
    values: list[ValueUsed] = [] if contract.reading is None else [contract.reading]
    values += [used for line in lines for used in line.rates.used]
    values += work.values.used("utilisation.contracted_nights", *PRICED)
    return authority_of(work.pack, values)
