"""Adjustments of locked quarters as money lines of the period that takes them in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from homeward.engine.utilisation.facts import AdjustmentFact
from homeward.engine.utilisation.funding import ADJUSTMENT, MoneyLine
from homeward.engine.utilisation.steps import authority_of, step
from homeward.engine.utilisation.working import Working
from homeward.kernel.jsontypes import JSON
from homeward.kernel.money import Money
from homeward.kernel.reasons import Explanation


@dataclass(frozen=True, slots=True)
class AdjustmentMoney(MoneyLine):
    """Money of an earlier quarter: which adjustment, which code, which quarter."""

    of: AdjustmentFact

    def to_json(self) -> dict[str, JSON]:
        return {
            "code": self.code,
            **self.amount.to_json(),
            "status": self.status,
            "adjustment": self.of.id,
            "of": self.of.code,
            "from_period": self.of.from_period,
        }


def with_adjustments(work: Working) -> Working:
    """One line for what moves by rule and one for what waits for a decision; an amount of nought has no line."""
    if not work.facts.adjustments:
        return work
    taken = [line for fact in work.facts.adjustments for line in _lines(fact, work.pack.currency)]
    return replace(work, figures=replace(work.figures, money=(*work.figures.money, *taken)))


def _lines(fact: AdjustmentFact, currency: str) -> Iterator[AdjustmentMoney]:
    if fact.amount:
        yield AdjustmentMoney(ADJUSTMENT, Money(fact.amount, currency), "due", fact)
    if fact.to_decide:
        yield AdjustmentMoney(ADJUSTMENT, Money(fact.to_decide, currency), "by_decision", fact)


def explain_adjustments(work: Working) -> dict[str, Explanation]:
    """What was taken in, line by line, and its sum by rule."""
    facts = work.facts.adjustments
    if not facts:
        return {}
    steps = [
        step(
            "adjustment",
            str(fact.amount),
            id=fact.id,
            of=fact.code,
            from_period=fact.from_period,
            nights=fact.nights,
            amount=fact.amount,
            to_decide=fact.to_decide,
            reason=fact.reason,
        )
        for fact in facts
    ]
    due = Money.total((Money(fact.amount, work.pack.currency) for fact in facts), work.pack.currency)
    steps.append(step("amount", due.text, currency=due.currency, status="due"))
    inputs: dict[str, JSON] = {"amount": due.text, "status": "due", "count": len(facts)}
    return {
        f"money.{ADJUSTMENT}": Explanation(
            f"money.{ADJUSTMENT}", inputs, tuple(steps), authority_of(work.pack, ())
        )
    }
