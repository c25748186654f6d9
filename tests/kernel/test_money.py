from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from homeward.kernel.money import Money, apportion, round_cents
from homeward.kernel.rounding import half_up, shown


def aud(text: str) -> Money:
    return Money(Decimal(text), "AUD")


@pytest.mark.parametrize(
    ("exact", "cents"),
    [
        (Fraction(6000, 90), "66.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(1, 201), "0.00"),
        (Fraction(-1, 201), "0.00"),
        (Decimal("2.675"), "2.68"),
        (12000, "12000.00"),
    ],
)
def test_half_up_to_cents(exact: Fraction, cents: str) -> None:
    assert str(round_cents(exact)) == cents


def test_shown_keeps_its_zeros() -> None:
    assert shown(Fraction(2), 4) == "2.0000"
    assert shown(Fraction(1, 90), 4) == "0.0111"
    assert half_up(5, 0) == 5
    with pytest.raises(ValueError, match="negative"):
        half_up(5, -1)


def test_money_refuses_floats_and_parts_of_a_cent() -> None:
    with pytest.raises(TypeError, match="never a float"):
        Money(0.1, "AUD")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="parts of a cent"):
        aud("0.005")


def test_money_adds_in_one_currency_only() -> None:
    assert aud("1.10") + aud("2.20") == aud("3.30")
    assert (aud("1") - aud("2.5")).text == "-1.50"
    assert -aud("1") < aud("0") <= aud("0.00")
    assert Money.total([aud("1"), aud("2")], "AUD") == aud("3")
    with pytest.raises(ValueError, match="cannot mix"):
        aud("1") + Money(Decimal(1), "NZD")


def test_parts_always_sum_to_the_whole() -> None:
    parts = apportion(aud("100.00"), [1, 1, 1])
    assert [part.text for part in parts] == ["33.34", "33.33", "33.33"]
    assert [part.text for part in apportion(aud("-0.05"), [1, 2])] == ["-0.02", "-0.03"]
    assert [part.text for part in apportion(aud("0.01"), [0, 5])] == ["0.00", "0.01"]
    with pytest.raises(ValueError, match="above zero"):
        apportion(aud("1"), [0, 0])
    with pytest.raises(ValueError, match="negative"):
        apportion(aud("1"), [2, -1])
