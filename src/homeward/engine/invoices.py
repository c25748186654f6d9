"""A provider's figure held against ours: does it match, and which money lines make the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy

MOST_LINES = 12  # of more money lines no combination is looked for


@dataclass(frozen=True, slots=True)
class Match:
    """``outcome``: matched, within_tolerance, differs. ``difference``: theirs less ours, exact.

    ``explained_by``: the fewest money lines whose sum is the difference or its opposite, by position; ``left_out``
    says whether they are missing from the provider's figure or come on top of it.
    """

    outcome: str
    ours: Decimal
    theirs: Decimal
    tolerance: Fraction
    explained_by: tuple[int, ...] = ()
    left_out: bool = True
    values: tuple[ValueUsed, ...] = ()

    @property
    def difference(self) -> Decimal:
        return self.theirs - self.ours

    def to_json(self) -> dict[str, JSON]:
        return {
            "outcome": self.outcome,
            "ours": format(self.ours, "f"),
            "theirs": format(self.theirs, "f"),
            "difference": format(self.difference, "f"),
            "explained_by": list(self.explained_by),
            "left_out": self.left_out,
            "values": [value.to_json() for value in self.values],
        }


def match_invoice(theirs: Decimal, money_lines: Sequence[Decimal], policy: Policy, *, on: date) -> Match:
    """Hold a provider's amount against the sum of the statement's money lines.

    Within the tolerance when the difference is not above the amount *or* not above the percentage of ours: the
    larger of the two. Raises MissingValue when the pack has no tolerance on that day.
    """
    amount = policy.look("finance.match_tolerance_amount", on=on)
    percent = policy.look("finance.match_tolerance_percent", on=on)
    ours = sum(money_lines, Decimal(0))
    share = abs(Fraction(ours)) * Fraction(str(percent.value)) / 100
    tolerance = max(Fraction(str(amount.value)), share)
    difference = theirs - ours
    if difference == 0:
        return Match("matched", ours, theirs, tolerance, values=(amount, percent))
    outcome = "within_tolerance" if abs(Fraction(difference)) <= tolerance else "differs"
    found, left_out = _explain(difference, money_lines)
    return Match(outcome, ours, theirs, tolerance, found, left_out, (amount, percent))


def _explain(difference: Decimal, money_lines: Sequence[Decimal]) -> tuple[tuple[int, ...], bool]:
    """The fewest lines that were left out (their sum is the opposite) or charged twice (their sum itself)."""
    usable = [i for i, amount in enumerate(money_lines) if amount != 0]
    if len(usable) > MOST_LINES:
        return (), True
    for size in range(1, len(usable) + 1):
        for chosen in combinations(usable, size):
            total = sum((money_lines[i] for i in chosen), Decimal(0))
            if total == -difference:
                return chosen, True
            if total == difference:
                return chosen, False
    return (), True
