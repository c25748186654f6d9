"""A provider's figure against ours: the same, near enough, or different, and which lines make the difference."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from homeward.engine.invoices import match_invoice
from homeward.policy import load_pack

POLICY = load_pack("au_sa").policy()
DAY = date(2026, 7, 1)
BASE, GROWTH, ABATEMENT = Decimal("72000.00"), Decimal("6000.00"), Decimal("-1408.70")
LINES = [BASE, GROWTH, ABATEMENT]


@pytest.mark.parametrize(
    ("theirs", "outcome"),
    [
        ("76591.30", "matched"),
        ("76598.95", "within_tolerance"),  # 0.01 % of 76,591.30 is 7.659…
        ("76598.96", "differs"),
        ("76583.65", "within_tolerance"),
        ("76583.64", "differs"),
    ],
)
def test_the_larger_of_amount_and_percentage_is_the_tolerance(theirs: str, outcome: str) -> None:
    assert match_invoice(Decimal(theirs), LINES, POLICY, on=DAY).outcome == outcome


@pytest.mark.parametrize(
    ("theirs", "outcome"),
    [("101.00", "within_tolerance"), ("101.01", "differs"), ("99.00", "within_tolerance")],
)
def test_a_small_statement_is_held_to_the_amount(theirs: str, outcome: str) -> None:
    assert match_invoice(Decimal(theirs), [Decimal(100)], POLICY, on=DAY).outcome == outcome


@pytest.mark.parametrize(
    ("theirs", "lines", "left_out"),
    [
        (BASE + ABATEMENT, (1,), True),  # growth left out
        (BASE + GROWTH, (2,), True),  # abatement left out
        (BASE, (1, 2), True),  # both
        (BASE + GROWTH + ABATEMENT + GROWTH, (1,), False),  # growth twice
        (BASE + GROWTH + ABATEMENT + 500, (), True),  # nothing explains it
    ],
)
def test_the_fewest_lines_that_make_the_difference(
    theirs: Decimal, lines: tuple[int, ...], left_out: bool
) -> None:
    match = match_invoice(theirs, LINES, POLICY, on=DAY)
    assert (match.explained_by, match.left_out) == (lines, left_out)
    assert match.difference == theirs - sum(LINES)


def test_many_lines_are_not_searched() -> None:
    match = match_invoice(Decimal(1), [Decimal(n) for n in range(1, 20)], POLICY, on=DAY)
    assert match.outcome == "differs" and match.explained_by == ()


def test_the_tolerance_is_read_from_the_policy_and_named() -> None:
    match = match_invoice(Decimal("100.50"), [Decimal(100)], POLICY, on=DAY)
    assert [v.path for v in match.values] == [
        "finance.match_tolerance_amount",
        "finance.match_tolerance_percent",
    ]
    assert {v.standing for v in match.values} == {"placeholder"}
