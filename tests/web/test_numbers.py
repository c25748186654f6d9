"""Numbers, money and shares as the house writes them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from homeward.kernel.money import Money
from homeward.kernel.share import Share
from homeward.web import numbers


def test_thousands_are_separated_and_minus_is_the_real_sign():
    assert numbers.number(1104) == "1,104"
    assert numbers.number(-14) == "\u2212\u00a014"
    assert numbers.number(Decimal("0.6196")) == "0.6196"
    assert numbers.number(Fraction(1, 4), 2) == "0.25"


def test_a_change_carries_its_sign_and_no_change_carries_none():
    assert [numbers.signed(n) for n in (3, 0, -1)] == ["+\u00a03", "0", "\u2212\u00a01"]


def test_placements_have_as_many_decimals_as_they_need_and_at_least_one():
    given = ["2.0000", "4.8967", Decimal(12), Fraction(1, 3), "0.5", "1104"]
    assert [numbers.placements(n) for n in given] == ["2.0", "4.8967", "12.0", "0.3333", "0.5", "1,104.0"]
    assert [numbers.signed_placements(n) for n in ("2.0967", "-0.15", "0.0000", None)] == [
        "+\u00a02.0967", "\u2212\u00a00.15", "0.0", "–",
    ]  # fmt: skip


def test_money_is_written_in_its_currency():
    assert numbers.money(Money(Decimal("1408.70"), "AUD")) == "$1,408.70"
    assert numbers.money(Decimal("-32248.86"), "GBP") == "\u2212\u00a0£32,248.86"
    assert numbers.amount(Money(Decimal("72000.00"), "AUD")) == "72,000.00"


def test_money_is_never_a_float():
    with pytest.raises(TypeError, match="never a float"):
        numbers.money(1.5, "AUD")


def test_a_share_shows_its_own_rounding_and_a_missing_one_says_so():
    assert numbers.share(Share(972, 1104, "of target")) == "88.0\u00a0%"
    assert numbers.share(Share(3, 0, "of target")) == "n/a"


WRITERS = [numbers.number, numbers.signed, numbers.amount, numbers.money, numbers.share]


@pytest.mark.parametrize("write", WRITERS)
def test_nothing_is_a_dash(write):
    assert write(None) == "–"
