"""The decision: lines of money with their working, totals, what is told for information."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeward.engine.partner_funding.ahead import Ahead
from homeward.engine.partner_funding.amounts import Part
from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.money import MoneyLine, Total
from homeward.engine.partner_funding.nights import ChildNights
from homeward.engine.partner_funding.occupancy import Use, vacancies_json
from homeward.engine.partner_funding.pool import Pool
from homeward.engine.partner_funding.reconcile import Reconciled
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Authority, Explanation, Reason
from homeward.policy import Pack


@dataclass(frozen=True)
class LineResult:
    """One line: its nights by child, what they come to, use of places."""

    fact: FundedLineFact
    window: DateRange | None
    children: tuple[ChildNights, ...]
    parts: tuple[Part, ...]
    use: Use | None
    ahead: Ahead | None

    @property
    def nights(self) -> int:
        return sum(child.nights for child in self.children)

    def to_json(self, period: DateRange) -> dict[str, JSON]:
        fact = self.fact
        return {
            "line": fact.id,
            "method": fact.method,
            "support_level": fact.support_level,
            "in_force": None if self.window is None else self.window.to_json(),
            "paid_nights": self.nights,
            "unpaid_nights": sum(child.unpaid_nights for child in self.children),
            "absent_nights": sum(
                item.nights for child in self.children for item in child.paid if item.state != "present"
            ),
            "children": [_child(child) for child in self.children],
            "use": None if self.use is None else self.use.to_json(),
            "vacancies": vacancies_json(fact, period),
        }


def _child(child: ChildNights) -> dict[str, JSON]:
    return {
        "child": child.child,
        "paid_nights": child.nights,
        "unpaid_nights": child.unpaid_nights,
        "paid": [{**item.range.to_json(), "nights": item.nights, "state": item.state} for item in child.paid],
        "unpaid": [
            {**item.range.to_json(), "nights": item.nights, "cause": item.cause} for item in child.unpaid
        ],
    }


@dataclass(frozen=True)
class FundingDecision:
    """What one care partner is paid for one period."""

    facts: FundingFacts
    pack: Pack
    period: DateRange
    lines: tuple[LineResult, ...]
    money: tuple[MoneyLine, ...]
    total: Total
    delivered: Total
    reconciled: Reconciled | None
    pool: Pool
    prompts: tuple[Reason, ...]
    flags: tuple[Reason, ...]
    warnings: tuple[Problem, ...]
    explanations: Mapping[str, Explanation]
    authority: Authority

    @property
    def nights(self) -> int:
        return sum(line.nights for line in self.lines)

    def to_json(self) -> dict[str, JSON]:
        ahead = [line.ahead for line in self.lines if line.ahead is not None]
        return {
            "rule": "funding",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "partner": self.facts.partner,
            "period": self.period.to_json(),
            "nights": self.nights,
            "money": [line.to_json() for line in self.money],
            "total": self.total.to_json(),
            "delivered": self.delivered.to_json(),
            "lines": [line.to_json(self.period) for line in self.lines],
            "paid_ahead": [item.to_json() for item in ahead],
            "reconciliation": None if self.reconciled is None else self.reconciled.to_json(),
            "pool": self.pool.to_json(),
            "prompts": [reason.to_json() for reason in self.prompts],
            "flags": [reason.to_json() for reason in self.flags],
            "warnings": [warning.to_json() for warning in self.warnings],
            "explanations": {key: item.to_json() for key, item in self.explanations.items()},
            "values": [used.to_json() for used in self.authority.values],
            "placeholders": [used.path for used in self.authority.values if used.standing == "placeholder"],
        }
