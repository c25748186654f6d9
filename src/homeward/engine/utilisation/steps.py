"""What the workings of several figures are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from homeward.engine.utilisation.contracted import UnitPrice
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.reasons import Authority, Step, ValueUsed, clauses_of
from homeward.kernel.rounding import shown
from homeward.policy import Pack


def authority_of(pack: Pack, values: Sequence[ValueUsed]) -> Authority:
    """The pack and the values a figure rests on."""
    return Authority(pack.id, pack.version, pack.digest, tuple(values), clauses_of(tuple(values)))


def step(
    code: str,
    shown_value: str,
    steps: Sequence[Step] = (),
    given: Mapping[str, JSON] | None = None,
    /,
    **inputs: object,
) -> Step:
    """A step with its inputs as JSON; ``given`` come first."""
    more = {key: plain(value) for key, value in inputs.items()}
    return Step(code, {**(given or {}), **more}, shown_value, tuple(steps))


def price_steps(price: UnitPrice | None, base_nights: int) -> list[Step]:
    """How the price of one placement over ``base_nights`` is made."""
    if price is None:
        return [step("price_not_configured", "n/a")]
    steps = [
        step(
            "quarterly_base_unit",
            shown(piece.quarterly, 2),
            (),
            piece.range.to_json(),
            annual=piece.amount,
            quarterly=piece.quarterly,
            method=price.method,
            kind=price.kind,
        )
        for piece in price.pieces
    ]
    if price.part_quarter and base_nights != price.quarter_nights:
        steps.append(
            step(
                "part_of_quarter",
                shown(price.unit(base_nights), 2),
                nights=base_nights,
                of=price.quarter_nights,
            )
        )
    return steps


def places(value: Fraction | None) -> str:
    """Placements to four places."""
    return "n/a" if value is None else shown(value, 4)


def number(value: Fraction) -> str:
    """A whole number as it is, any other to two places."""
    return str(value.numerator) if value.denominator == 1 else shown(value, 2)
