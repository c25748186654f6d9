"""Numbers, money and shares as the house writes them.

Minus is the real sign (U+2212) with a space that does not break. Nothing here calculates: a figure is
rounded where the rules say so, and only written here.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from homeward.kernel.rounding import shown

NONE = "–"
MINUS = "\u2212"
SPACE = "\u00a0"
SYMBOLS = {"AUD": "$", "NZD": "$", "GBP": "£", "EUR": "€"}


def sign_of(currency: str) -> str:
    """What stands before an amount; a currency without a sign of its own stands by its code."""
    return SYMBOLS.get(currency, currency)


def number(value: Any, places: int | None = None) -> str:
    """ "1,104", "0.6196", "− 14". ``places`` fixes the decimals; without it they are shown as they are."""
    if value is None:
        return NONE
    exact = _decimal(value, places)
    text = f"{abs(exact):,f}" if places is None else f"{abs(exact):,.{places}f}"
    return f"{MINUS}{SPACE}{text}" if exact < 0 else text


def signed(value: Any, places: int | None = None) -> str:
    """A change: "+ 3", "− 1", "0"."""
    if value is None:
        return NONE
    return f"+{SPACE}{number(value, places)}" if _decimal(value, places) > 0 else number(value, places)


def placements(value: Any) -> str:
    """Placements, wherever they stand: to four decimals, rounded half up, without the last zeros: "2.0", "4.8967"."""
    return NONE if value is None else number(_brief(value))


def signed_placements(value: Any) -> str:
    """A difference of placements: "+ 2.0967", "− 0.15", "0.0"."""
    return NONE if value is None else signed(_brief(value))


def _brief(value: Any) -> Decimal:
    whole, _, decimals = shown(Fraction(str(value)), 4).partition(".")
    return Decimal(f"{whole}.{decimals.rstrip('0') or '0'}")


def amount(value: Any) -> str:
    """Money without its sign, for a column whose head names the currency: "72,000.00"."""
    return NONE if value is None else number(_parts(value, None)[0], 2)


def money(value: Any, currency: str | None = None) -> str:
    """ "$1,408.70", "− $14.00". Takes Money (``amount`` and ``currency``) or a Decimal with a currency."""
    if value is None:
        return NONE
    exact, code = _parts(value, currency)
    sign = f"{MINUS}{SPACE}" if exact < 0 else ""
    symbol = SYMBOLS.get(code, f"{code}{SPACE}" if code else "")
    return f"{sign}{symbol}{abs(exact):,.2f}"


def share(value: Any) -> str:
    """ "88.0 %", or "n/a" when the share has no denominator. Takes Share or its shown text."""
    if value is None:
        return NONE
    shown = str(getattr(value, "shown", value))
    return shown if shown == "n/a" else f"{shown}{SPACE}%"


def _parts(value: Any, currency: str | None) -> tuple[Decimal, str]:
    if hasattr(value, "amount"):
        return Decimal(value.amount), str(value.currency)
    if isinstance(value, float):
        raise TypeError("Money is never a float: give a Decimal or Money.")
    return Decimal(value), currency or ""


def _decimal(value: Any, places: int | None) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))


FILTERS: dict[str, Callable[..., Any]] = {
    "number": number,
    "signed": signed,
    "placements": placements,
    "signed_placements": signed_placements,
    "amount": amount,
    "money": money,
    "share": share,
}
