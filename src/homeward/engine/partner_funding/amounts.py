"""What nights come to: exact parts of one line, each with one rate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from homeward.engine.partner_funding.nights import ChildNights, PaidNights
from homeward.engine.partner_funding.rates import Additional, Rated, additional_of, rates_of
from homeward.engine.partner_funding.reads import MODE, PART_PERIOD
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.engine.values import Values
from homeward.kernel.ranges import DateRange, intersect, subtract

GENERAL, ADDITIONAL, INDIVIDUAL, INSTALMENT = (
    "general_support",
    "additional_support",
    "individual",
    "instalment",
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Nights in a row of one child that a part is made of."""

    child: str
    range: DateRange
    state: str
    placements: tuple[str, ...]

    @property
    def nights(self) -> int:
        return self.range.nights


@dataclass(frozen=True, slots=True)
class Part:
    """Nights × rate × share of one rate. ``range``: the nights on which the rate holds; ``of``: for an
    instalment, the nights of the period it pays for."""

    code: str
    line: str
    rate: Decimal
    range: DateRange
    stretches: tuple[Stretch, ...]
    share: Fraction = Fraction(1)
    child: str | None = None
    name: str | None = None
    mode: str | None = None
    of: int | None = None

    @property
    def nights(self) -> int:
        return sum(item.nights for item in self.stretches)

    @property
    def exact(self) -> Fraction:
        if self.of is not None:
            return Fraction(self.rate) * Fraction(self.range.nights, self.of)
        return Fraction(self.rate) * self.nights * self.share


def parts_of(
    line: FundedLineFact,
    children: Sequence[ChildNights],
    window: DateRange,
    period: DateRange,
    values: Values,
) -> list[Part]:
    """The parts of a line on the nights of the window."""
    if line.method == "fixed":
        return _instalments(line, window, period, values)
    if line.method == "individualised":
        return list(_nightly(INDIVIDUAL, line, children, window, {}))
    additional = additional_of(line, values)
    replaced: dict[str, list[DateRange]] = {}
    if values.is_(MODE, "replace"):
        for item in additional:
            replaced.setdefault(item.fact.child, []).append(item.range)
    general = list(_nightly(GENERAL, line, children, window, replaced))
    return [*general, *_additional(line, children, window, additional, values.text(MODE))]


def _nightly(
    code: str,
    line: FundedLineFact,
    children: Sequence[ChildNights],
    window: DateRange,
    without: dict[str, list[DateRange]],
) -> Iterable[Part]:
    for rated in rates_of(line):
        span = rated.range.clip(window)
        if span is None:
            continue
        found = [
            piece
            for child in children
            for piece in _cut(child.paid, subtract([span], without.get(child.child, ())))
        ]
        for share, stretches in _by_share(found):
            yield Part(code, line.id, rated.amount, span, stretches, share, name=_name(rated))


def _additional(
    line: FundedLineFact,
    children: Sequence[ChildNights],
    window: DateRange,
    additional: Sequence[Additional],
    mode: str,
) -> Iterable[Part]:
    by_child = {child.child: (child,) for child in children}
    for item in additional:
        span = item.range.clip(window)
        if span is None:
            continue
        mine = by_child.get(item.fact.child, ())
        found = [piece for child in mine for piece in _cut(child.paid, [span])]
        for share, stretches in _by_share(found):
            yield Part(
                ADDITIONAL, line.id, item.fact.amount, span, stretches, share, item.fact.child, item.name, mode
            )  # fmt: skip


def _instalments(line: FundedLineFact, window: DateRange, period: DateRange, values: Values) -> list[Part]:
    """By ``by_nights`` each instalment for the nights on which it holds; by ``whole`` the one of the first night."""
    spans = [(rated, span) for rated in rates_of(line) if (span := rated.range.clip(window)) is not None]
    if values.is_(PART_PERIOD, "whole"):
        return [
            Part(INSTALMENT, line.id, rated.amount, period, (), name=_name(rated), of=period.nights)
            for rated, _ in spans[:1]
        ]
    return [
        Part(INSTALMENT, line.id, rated.amount, span, (), name=_name(rated), of=period.nights)
        for rated, span in spans
    ]


def _name(rated: Rated) -> str:
    return rated.rate.reference or f"rates.{rated.index}"


def _cut(paid: Sequence[PaidNights], spans: Sequence[DateRange]) -> list[tuple[Fraction, Stretch]]:
    return [
        (item.share, Stretch(item.child, cut, item.state, item.placements))
        for item in paid
        for cut in intersect([item.range], spans)
    ]


def _by_share(found: Iterable[tuple[Fraction, Stretch]]) -> list[tuple[Fraction, tuple[Stretch, ...]]]:
    shares: dict[Fraction, list[Stretch]] = {}
    for share, stretch in found:
        shares.setdefault(share, []).append(stretch)
    return [(share, tuple(shares[share])) for share in sorted(shares, reverse=True)]
