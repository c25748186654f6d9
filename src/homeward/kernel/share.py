"""A share that names what it divides by what."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from homeward.kernel.jsontypes import JSON, exact_text
from homeward.kernel.rounding import half_up, shown

NOT_AVAILABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Share:
    """``numerator`` of ``denominator``, kept exact; compared exact; shown rounded.

    >>> Share(80, 90, "utilisation").shown
    '88.9'
    >>> Share(4, 0, "utilisation").shown
    'n/a'
    """

    numerator: Fraction | int
    denominator: Fraction | int
    name: str

    @property
    def exact(self) -> Fraction | None:
        """The share as a fraction (1 is the whole); None when nothing was to be divided by."""
        if self.denominator == 0:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator)

    @property
    def percent(self) -> Fraction | None:
        exact = self.exact
        return None if exact is None else exact * 100

    @property
    def shown(self) -> str:
        return self.shown_to(1)

    def shown_to(self, places: int) -> str:
        """Percent as text, half-up, without the sign; "n/a" when undefined."""
        percent = self.percent
        return NOT_AVAILABLE if percent is None else shown(percent, places)

    def misleads_at(self, threshold_percent: Fraction, places: int = 1) -> bool:
        """Whether the shown figure appears to meet a threshold that the exact one misses.

        >>> Share(3419, 3600, "utilisation").misleads_at(Fraction(95))
        True
        """
        percent = self.percent
        if percent is None or percent >= threshold_percent:
            return False
        return Fraction(half_up(percent, places)) >= threshold_percent

    def to_json(self) -> dict[str, JSON]:
        exact = self.exact
        return {
            "name": self.name,
            "numerator": _number(self.numerator),
            "denominator": _number(self.denominator),
            "exact": None if exact is None else exact_text(exact),
            "shown": self.shown,
        }


def _number(value: Fraction | int) -> JSON:
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact_text(exact)
