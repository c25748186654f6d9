"""What may stand in a stored explanation: plain JSON, and never a float."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

JSON = str | int | bool | None | Sequence["JSON"] | Mapping[str, "JSON"]


def plain(value: object) -> JSON:
    """Turn a value of the house into JSON, exactly.

    Dates become ISO text, decimals text, fractions "p/q". A float is refused: it would already
    have lost the exact figure.

    >>> from fractions import Fraction
    >>> plain({"share": Fraction(8, 9), "on": date(2023, 1, 1)})
    {'share': '8/9', 'on': '2023-01-01'}
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    raise TypeError(f"cannot keep {type(value).__name__} in a record; use text or whole numbers")


def exact_text(value: Fraction | int) -> str:
    """An exact number as text: "2" or "13/30"."""
    return str(Fraction(value))
