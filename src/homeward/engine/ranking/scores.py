"""Scores of one bidder: quality of the year from tender and annual assessment, and the terms they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from homeward.engine.ranking.facts import AnnualFact, BidderFact, CriterionFact, QualityFact
from homeward.engine.values import Values

HUNDRED = Fraction(100)
Source = Literal["tender", "annual"]


@dataclass(frozen=True)
class Method:
    """How scores are put together. Weights are parts of 1; ``reassessed`` is the part of quality that moves."""

    quality_weight: Fraction
    price_weight: Fraction
    basis: str
    reassessed: Fraction
    criteria: tuple[CriterionFact, ...]

    @property
    def annual_criteria(self) -> tuple[CriterionFact, ...]:
        """Those scored anew each year; all of them where none is named."""
        return tuple(item for item in self.criteria if item.reassessed) or self.criteria


@dataclass(frozen=True, slots=True)
class Term:
    """``weight`` (a part of 1) × ``score`` (of 100), from the tender or the annual assessment."""

    source: Source
    weight: Fraction
    score: Fraction
    criterion: str | None = None

    @property
    def points(self) -> Fraction:
        return self.weight * self.score


@dataclass(frozen=True)
class Quality:
    """Quality of the year, of 100. ``annual_year``: whose score stands in; None where there never was one."""

    terms: tuple[Term, ...]
    tender: Fraction
    annual: Fraction | None
    annual_year: int | None
    wanted_year: int

    @property
    def score(self) -> Fraction:
        return sum((term.points for term in self.terms), Fraction(0))

    @property
    def is_stale(self) -> bool:
        return self.annual_year is not None and self.annual_year < self.wanted_year


def method_of(values: Values, criteria: Sequence[CriterionFact]) -> Method:
    """The method the values name. The facts must have been checked (:mod:`check`)."""
    quality = values.number("ranking.quality_share")
    share = values.number("ranking.reassessed_share")
    basis = values.text("ranking.reassessed_share_basis")
    moves = share / quality if basis == "total" else share / 100
    return Method(quality / 100, values.number("ranking.price_share") / 100, basis, moves, tuple(criteria))


def quality_of(bidder: BidderFact, method: Method, year: int) -> Quality:
    """The quality of a bidder that has a tender score, in the year of a snapshot."""
    assert bidder.tender is not None
    tender = mean(bidder.tender, method.criteria)
    annual = last_known(bidder.annual, year)
    if annual is None:
        terms = _all_from_tender(bidder.tender, tender, method)
        return Quality(terms, tender, None, None, year)
    moved = mean(annual, method.annual_criteria)
    by_set = method.basis == "criteria_set" and bidder.tender.scores is not None
    terms = (
        _by_criteria(bidder.tender, annual, moved, method)
        if by_set
        else (
            Term("tender", 1 - method.reassessed, tender),
            Term("annual", method.reassessed, moved),
        )
    )
    return Quality(terms, tender, moved, annual.year, year)


def last_known(annual: Sequence[AnnualFact], year: int) -> AnnualFact | None:
    """The score of the year, else the last one before it."""
    known = [item for item in annual if item.year <= year]
    return max(known, key=lambda item: item.year, default=None)


def mean(quality: QualityFact, criteria: Sequence[CriterionFact]) -> Fraction:
    """A quality score of 100: the total given, or the scores of the criteria by their weights."""
    if quality.scores is None:
        return Fraction(quality.total or 0)
    by_code = _percent(quality, criteria)
    weights = sum((Fraction(item.weight) for item in criteria), Fraction(0))
    return sum((Fraction(item.weight) * by_code[item.code] for item in criteria), Fraction(0)) / weights


def _percent(quality: QualityFact, criteria: Sequence[CriterionFact]) -> Mapping[str, Fraction]:
    scores = {item.criterion: Fraction(item.score) for item in quality.scores or ()}
    return {item.code: HUNDRED * scores[item.code] / Fraction(item.out_of) for item in criteria}


def _all_from_tender(given: QualityFact, tender: Fraction, method: Method) -> tuple[Term, ...]:
    if given.scores is None:
        return (Term("tender", Fraction(1), tender),)
    by_code = _percent(given, method.criteria)
    return tuple(
        Term("tender", Fraction(item.weight) / 100, by_code[item.code], item.code) for item in method.criteria
    )


def _by_criteria(given: QualityFact, annual: AnnualFact, moved: Fraction, method: Method) -> tuple[Term, ...]:
    """Each criterion from where it was scored last; an annual total stands for all that are scored anew."""
    at_tender = _percent(given, method.criteria)
    fixed = [
        Term("tender", Fraction(item.weight) / 100, at_tender[item.code], item.code)
        for item in method.criteria
        if not item.reassessed
    ]
    if annual.scores is None:
        return (*fixed, Term("annual", method.reassessed, moved))
    anew = _percent(annual, method.annual_criteria)
    return (
        *fixed,
        *(
            Term("annual", Fraction(item.weight) / 100, anew[item.code], item.code)
            for item in method.annual_criteria
        ),
    )
