"""The decision about one line and one period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from homeward.engine.loadings.adjust import Loadings
from homeward.engine.loadings.due import ContractLoading
from homeward.engine.nights.segments import Segment
from homeward.engine.utilisation.contracted import Contracted, UnitPrice
from homeward.engine.utilisation.exceed import Exceed
from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.utilisation.flags import Flag
from homeward.engine.utilisation.funding import AbatementLimit, Growth, MoneyLine
from homeward.engine.utilisation.measure import Level
from homeward.engine.utilisation.tally import NightsTally
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Authority, Explanation
from homeward.kernel.share import Share
from homeward.policy import Pack


@dataclass(frozen=True)
class Figures:
    """What the rule found. For a line paid per night everything about the target is None."""

    nights: NightsTally
    money: tuple[MoneyLine, ...] = ()
    contracted: Contracted | None = None
    share: Share | None = None
    level: Level = field(default_factory=lambda: Level("not_applicable", why="paid_per_night"))
    is_over: bool | None = None
    growth: Growth = field(default_factory=lambda: Growth("not_applicable"))
    limit: AbatementLimit = field(default_factory=lambda: AbatementLimit("not_applicable"))
    exceed: Exceed | None = None
    price: UnitPrice | None = None
    growth_price: UnitPrice | None = None
    threshold_percent: Fraction | None = None
    paid_nights: int | None = None
    loadings: Loadings = field(default_factory=lambda: Loadings("not_applicable"))
    contract_loading: ContractLoading = field(default_factory=ContractLoading)


@dataclass(frozen=True)
class UtilisationDecision:
    """Everything a statement needs: figures, segments, flags, explanations, the values they rest on."""

    facts: UtilisationFacts
    pack: Pack
    period: DateRange
    quarter: Quarter | None
    in_force: DateRange
    values: Values
    segments: Mapping[str, Sequence[Segment]]
    figures: Figures
    flags: tuple[Flag, ...]
    warnings: tuple[Problem, ...]
    explanations: Mapping[str, Explanation]
    authority: Authority

    @property
    def nights(self) -> NightsTally:
        return self.figures.nights

    @property
    def share(self) -> Share | None:
        return self.figures.share

    @property
    def level(self) -> Level:
        return self.figures.level

    @property
    def growth(self) -> Growth:
        return self.figures.growth

    @property
    def abatement_limit(self) -> AbatementLimit:
        return self.figures.limit

    @property
    def is_blocked(self) -> bool:
        """Whether a flag keeps the quarter from being agreed."""
        return any(flag.blocking for flag in self.flags)

    def to_json(self) -> dict[str, JSON]:
        from homeward.engine.utilisation.output import decision_json

        return decision_json(self)
