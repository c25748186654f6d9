"""Whether amounts may be abated from loadings: each category within its own limit (policy 4.5.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from homeward.engine.utilisation.funding import as_decimal
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Reason

if TYPE_CHECKING:
    from homeward.engine.utilisation.decision import UtilisationDecision


def check_loading_abatements(
    amounts: Mapping[str, Decimal | str | int], decision: UtilisationDecision
) -> list[Reason]:
    """Every reason why these amounts, by category, cannot be abated; empty when they can."""
    return [reason for name in sorted(amounts) for reason in _check(name, amounts[name], decision)]


def _check(category: str, amount: Decimal | str | int, decision: UtilisationDecision) -> Iterator[Reason]:
    loadings = decision.figures.loadings
    limit, highest = loadings.limit_of(category)
    values = tuple(
        used
        for used in decision.authority.values
        if used.path in ("loadings.netting", "funding.abatement_refusal")
    )
    try:
        wanted = as_decimal(amount)
    except (TypeError, ValueError) as error:
        given: dict[str, JSON] = {"category": category, "given": str(amount), "message": str(error)}
        yield Reason("loading_abatement_not_an_amount", given, values)
        return
    inputs: dict[str, JSON] = {
        "category": category,
        "amount": format(wanted, "f"),
        "limit": None if limit is None else limit.text,
    }
    if wanted < 0:
        yield Reason("loading_abatement_below_zero", inputs, values)
    if wanted != wanted.quantize(Decimal("0.01")):
        yield Reason("loading_abatement_parts_of_a_cent", inputs, values)
    if highest is None:
        yield Reason("loading_abatement_no_limit", {**inputs, "status": loadings.status}, values)
    elif Fraction(wanted) > highest:
        yield Reason("loading_abatement_above_limit", inputs, values)
