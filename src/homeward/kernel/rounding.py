"""Rounding for the eye and for cents. Comparison always uses the exact figure, never these."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Round to a number of decimal places; a half goes away from zero.

    >>> half_up(Fraction(1, 8), 2)
    Decimal('0.13')
    >>> half_up(Fraction(-1, 8), 2)
    Decimal('-0.13')
    >>> half_up(Fraction(2, 1), 1)
    Decimal('2.0')
    """
    if places < 0:
        raise ValueError("places cannot be negative")
    scaled = Fraction(value) * 10**places
    units = (abs(scaled.numerator) * 2 + scaled.denominator) // (scaled.denominator * 2)
    sign = 1 if scaled < 0 and units else 0
    return Decimal((sign, tuple(int(digit) for digit in str(units)), -places))


def shown(value: Fraction | Decimal | int, places: int) -> str:
    """The text of :func:`half_up`.

    >>> shown(Fraction(1, 90), 4)
    '0.0111'
    """
    return format(half_up(value, places), "f")
