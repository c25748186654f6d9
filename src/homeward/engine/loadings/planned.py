"""Contracted loadings of a quarter from the terms alone: nothing that was delivered is known or needed."""

from __future__ import annotations

from datetime import date

from homeward.engine.loadings.contract import carries_loadings, pieces_of
from homeward.engine.loadings.due import READING, ContractLine, contract_line
from homeward.engine.loadings.facts import ABORIGINAL
from homeward.engine.loadings.rates import rates_over
from homeward.engine.utilisation.contracted import UnitPrice
from homeward.engine.utilisation.facts import LineFact
from homeward.engine.values import Values
from homeward.kernel.ranges import DateRange
from homeward.policy import Policy


def contract_lines(
    line: LineFact,
    quarter: DateRange,
    window: DateRange,
    price: UnitPrice,
    values: Values,
    policy: Policy,
    on: date,
) -> tuple[ContractLine, ...]:
    """One line a contracted category, in the order of the statement's money; none while none are configured.

    Where loadings compound, what is taken on the price with the first loading is not known before the nights are.
    """
    if line.loadings is None or not carries_loadings(line, policy, on):
        return ()
    reading = policy.reading(READING, on=on)
    whole = quarter if values.is_("utilisation.contracted_nights", "whole_quarter") else None
    named = {row.category for row in line.loadings}
    order = (ABORIGINAL, *policy.pack.vocabulary("remoteness_classes").codes)
    return tuple(
        contract_line(
            category,
            pieces_of(line, category, window, whole),
            rates_over(policy, category, window),
            price,
            window,
            policy.pack.currency,
            reading=reading,
        )
        for category in order
        if category in named
    )
