"""The yearly review of contract loadings (policy 4.5.2): year-to-date data in, a proposed variation out.

A rule of its own. It proposes; only a contract variation changes what is contracted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from homeward.engine.facts import parse_facts
from homeward.engine.loadings.adjust import LoadingLine, Loadings
from homeward.engine.loadings.assess import assess_loadings, carries
from homeward.engine.loadings.explain import explain_loadings
from homeward.engine.loadings.output import gap_json
from homeward.engine.refusal import Refusal, from_override
from homeward.engine.utilisation.check import check_facts
from homeward.engine.utilisation.contracted import contracted_nights
from homeward.engine.utilisation.decide import count_nights
from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.utilisation.funding import placements_json
from homeward.engine.utilisation.reads import read_for, reading_day
from homeward.engine.utilisation.steps import authority_of, places, step
from homeward.engine.utilisation.working import Working
from homeward.engine.values import Values, read_values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem, errors
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Authority, Explanation
from homeward.kernel.rounding import shown
from homeward.kernel.years import financial_year
from homeward.policy import OverrideRefused, Pack, Policy

REVIEW = ("loadings.review_window", "loadings.review_effect", "loadings.review_value")
DECIMALS = 4  # an agreement states placements to four decimals at most


class LoadingReviewFacts(UtilisationFacts):
    """The facts of one line over the window of the review, in the form the quarter takes them."""


@dataclass(frozen=True)
class Proposal:
    """One category. ``contracted``: the contract loading on the last night of the window, None when none is on record.

    ``status``: raise, lower, keep, set (nothing is contracted yet), ends (the line ends before the day of effect).
    """

    category: str
    status: str
    by_nights: Fraction
    head_count: int
    proposed: Fraction
    contracted: Fraction | None
    line: LoadingLine

    @property
    def value(self) -> str:
        """The proposal as an agreement states it, rounded half-up to four decimals."""
        return shown(self.proposed, DECIMALS)

    def to_json(self) -> dict[str, JSON]:
        change = None if self.contracted is None else self.proposed - self.contracted
        return {
            "category": self.category,
            "status": self.status,
            "by_nights": placements_json(self.by_nights),
            "nights": self.line.actual_nights,
            "head_count": self.head_count,
            "contracted": placements_json(self.contracted),
            "proposed": placements_json(self.proposed),
            "value": self.value,
            "change": placements_json(change),
        }


@dataclass(frozen=True)
class ReviewDecision:
    """What the review proposes for one line, from which day, and why."""

    facts: UtilisationFacts
    pack: Pack
    window: DateRange
    in_force: DateRange
    effective_on: date
    method: str
    proposals: tuple[Proposal, ...]
    loadings: Loadings
    warnings: tuple[Problem, ...]
    explanations: Mapping[str, Explanation]
    authority: Authority

    @property
    def changes(self) -> tuple[Proposal, ...]:
        """What a variation would have to change."""
        return tuple(item for item in self.proposals if item.status in ("raise", "lower", "set"))

    def to_json(self) -> dict[str, JSON]:
        line = self.facts.line
        return {
            "rule": "loading-review",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "line": {"id": line.id, "service_type": line.service_type},
            "window": {**self.window.to_json(), "nights": self.window.nights},
            "in_force": {**self.in_force.to_json(), "nights": self.in_force.nights},
            "base_nights": self.loadings.base_nights,
            "effective_on": self.effective_on.isoformat(),
            "method": self.method,
            "proposals": [item.to_json() for item in self.proposals],
            "changes": len(self.changes),
            "gaps": [gap_json(gap) for gap in self.loadings.gaps],
            "warnings": [warning.to_json() for warning in self.warnings],
            "values": [used.to_json() for used in self.authority.values],
            "placeholders": [used.path for used in self.authority.values if used.standing == "placeholder"],
            "explanations": {key: item.to_json() for key, item in sorted(self.explanations.items())},
        }


def decide_review(facts: LoadingReviewFacts | Mapping[str, Any], policy: Policy) -> ReviewDecision:
    """Propose the contract loadings of the next financial year.

    The period of the facts must be the review's window. Raises Refusal with every problem.
    """
    given = parse_facts(LoadingReviewFacts, facts)
    problems = check_facts(given, policy.pack)
    if errors(problems):
        raise Refusal(errors(problems))
    if given.line.method != "block":  # has no contracted nights to measure placements by
        raise Refusal([_no_loadings(given)])
    try:
        own = policy.with_overrides(given.line.overrides)
    except OverrideRefused as error:
        raise Refusal(from_override(error)) from None
    review = read_values(own, reading_day(given), given.line.service_type, REVIEW)
    window, effective_on = review_dates(given.period.start, review, own.pack)
    _check_window(given, window)
    work = count_nights(given, own.pack, read_for(given, own))
    contracted = contracted_nights(given.line, work.period, work.window, work.values)
    work = replace(work, figures=replace(work.figures, contracted=contracted))
    loadings = assess_loadings(work, own)
    if loadings.status == "not_applicable":
        raise Refusal([_no_loadings(given)])
    heads = review.is_("loadings.review_value", "head_count")
    proposals = tuple(_proposal(work, loadings, line, heads, effective_on) for line in loadings.lines)
    return ReviewDecision(
        facts=given,
        pack=own.pack,
        window=work.period,
        in_force=work.window,
        effective_on=effective_on,
        method=review.text("loadings.review_value"),
        proposals=proposals,
        loadings=loadings,
        warnings=tuple(problems),
        explanations=_explain(work, loadings, proposals, own, review, effective_on),
        authority=_everything(own, loadings),
    )


def review_dates(day: date, review: Values, pack: Pack) -> tuple[DateRange, date]:
    """The window in the financial year of a day, and the day from which the proposal would hold."""
    year = financial_year(day, pack.financial_year_first_month)
    spans = review.raw("loadings.review_window")
    first, last = _in_year(spans["first"], year), _in_year(spans["last"], year)
    effect = _in_year(review.text("loadings.review_effect"), year)
    if effect <= last:
        effect = _in_year(
            review.text("loadings.review_effect"),
            financial_year(year.end or last, pack.financial_year_first_month),
        )
    return DateRange(first, last + timedelta(days=1)), effect


def _in_year(month_day: str, year: DateRange) -> date:
    """A day of each year, in a financial year."""
    month, day = (int(part) for part in month_day.split("-"))
    for calendar_year in (year.start.year, year.start.year + 1):
        try:
            found = date(calendar_year, month, day)
        except ValueError:  # 29 February in a common year
            found = date(calendar_year, 3, 1)
        if year.contains(found):
            return found
    raise AssertionError(f"{month_day} is a day of every year")  # checked by the unit of the parameter


def _check_window(facts: UtilisationFacts, window: DateRange) -> None:
    if (facts.period.start, facts.period.end) != (window.start, window.end):
        raise Refusal(
            [
                Problem(
                    "review_window_differs",
                    f"The review looks at {window.start} to {window.last_night}, both included; the facts are of"
                    f" {facts.period.start} to {DateRange(facts.period.start, facts.period.end).last_night}.",
                    f"Give the facts of the period from {window.start} to {window.end}.",
                    column="period",
                )
            ]
        )


def _no_loadings(facts: UtilisationFacts) -> Problem:
    return Problem(
        "loadings_do_not_apply",
        f"{facts.line.service_type} funded by {facts.line.method} carries no loadings.",
        "Review lines of family based care that are block funded.",
        column="line.service_type" if facts.line.method == "block" else "line.method",
        value=facts.line.service_type if facts.line.method == "block" else facts.line.method,
    )


def _proposal(
    work: Working, loadings: Loadings, line: LoadingLine, heads: bool, effective_on: date
) -> Proposal:
    last = work.period.last_night
    assert last is not None  # the window has an end
    children = {
        item.child for item in loadings.carried if carries(item, line.category) and item.range.contains(last)
    }
    proposed = Fraction(len(children)) if heads else line.actual
    contracted = None
    if line.pieces is not None:
        standing = [piece.placements for piece in line.pieces if piece.range.contains(last)]
        contracted = sum(standing, Fraction(0))
    status = _status(proposed, contracted)
    if not work.facts.line.in_force.range.contains(effective_on):
        status = "ends"
    return Proposal(line.category, status, line.actual, len(children), proposed, contracted, line)


def _status(proposed: Fraction, contracted: Fraction | None) -> str:
    if contracted is None:
        return "set"
    # what would be written down, against what is: a difference no agreement can state is none
    wanted = Fraction(shown(proposed, DECIMALS))
    if wanted == contracted:
        return "keep"
    return "raise" if wanted > contracted else "lower"


def _explain(
    work: Working,
    loadings: Loadings,
    proposals: tuple[Proposal, ...],
    policy: Policy,
    review: Values,
    effective_on: date,
) -> dict[str, Explanation]:
    told = explain_loadings(work, loadings, policy)
    found = {}
    for item in proposals:
        base = told[f"loading.{item.category}"]
        inputs: dict[str, JSON] = {
            "category": item.category,
            "status": item.status,
            "proposed": item.value,
            "contracted": None if item.contracted is None else places(item.contracted),
            "head_count": item.head_count,
            "by_nights": places(item.by_nights),
            "effective_on": effective_on.isoformat(),
        }
        steps = (
            *base.steps,
            step("review_heads", str(item.head_count), on=work.period.last_night, heads=item.head_count),
            step(
                "review_proposed",
                item.value,
                method=review.text("loadings.review_value"),
                exact=item.proposed,
                effective_on=effective_on,
            ),
        )
        authority = authority_of(work.pack, [*base.authority.values, *review.used(*REVIEW)])
        found[f"review.{item.category}"] = Explanation(f"review.{item.category}", inputs, steps, authority)
    return found


def _everything(policy: Policy, loadings: Loadings) -> Authority:
    if loadings.authority is None:
        return policy.authority()
    seen = {(used.path, used.key): used for used in (*policy.used, *loadings.authority.values)}
    return policy.authority(seen.values())
