"""Actual nights × rate against what was paid, since a day: cumulative, and what becomes of the balance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from homeward.engine.partner_funding.amounts import ADDITIONAL, Part
from homeward.engine.partner_funding.facts import CountedFact, DisputeFact, FundingFacts
from homeward.engine.partner_funding.reads import BALANCE, DISPUTED, EVERY, RECOVERY
from homeward.engine.partner_funding.refusals import Refused, day_text, refused
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.money import Money
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

RECOVER = "recover"
GONE = ("repurpose", RECOVER)  # outcomes after which money counts as paid no longer
OF_RECORD = {
    "reason": "recovery_without_reason",
    "effect_on_children": "recovery_without_effect_on_children",
    "partner_response": "recovery_without_partner_response",
}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one line comes to since the first day looked at: its parts, and agreed variations."""

    line: str
    parts: tuple[Part, ...]
    varied: Fraction

    @property
    def exact(self) -> Fraction:
        return sum((part.exact for part in self.parts), self.varied)

    def to_json(self, currency: str) -> dict[str, JSON]:
        return {
            "line": self.line,
            "nights": sum(part.nights for part in self.parts if part.code != ADDITIONAL or part.mode == "replace"),
            "actual": Money.rounded(self.exact, currency).text,
            "parts": [
                {
                    "code": part.code, "child": part.child, "nights": None if part.of else part.nights,
                    "rate": format(part.rate, "f"), **part.range.to_json(),
                    "amount": Money.rounded(part.exact, currency).text,
                }
                for part in self.parts
            ],
        }  # fmt: skip


@dataclass(frozen=True)
class Reconciled:
    """``balance``: actual − paid; above nought it is owed to the partner. ``status``: settled, payable, carried
    (nothing is decided or a dispute is open), carried_forward, repurposed, recovered."""

    range: DateRange
    delivered: tuple[Delivered, ...]
    counted: Fraction
    paid: Fraction
    balance: Money
    status: str
    outcome: str | None
    disputed: bool
    reasons: tuple[Reason, ...]
    every_months: int

    @property
    def actual(self) -> Fraction:
        return self.counted + sum((item.exact for item in self.delivered), Fraction(0))

    def to_json(self) -> dict[str, JSON]:
        currency = self.balance.currency
        return {
            **self.range.to_json(),
            "actual": Money.rounded(self.actual, currency).text,
            "counted": Money.rounded(self.counted, currency).text,
            "by_line": [item.to_json(currency) for item in self.delivered],
            "paid": Money.rounded(self.paid, currency).text,
            "balance": self.balance.text,
            "status": self.status,
            "outcome": self.outcome,
            "disputed": self.disputed,
            "recovered": (-self.balance).text if self.status == "recovered" else "0.00",
            "carried": self.balance.text if self.status in ("carried", "carried_forward") else "0.00",
            "repurposed": (-self.balance).text if self.status == "repurposed" else "0.00",
            "every_months": self.every_months,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


def calculated_on(facts: FundingFacts) -> date:
    return facts.on or facts.period.end


def open_disputes(facts: FundingFacts) -> list[DisputeFact]:
    """Disputes open on the day of the calculation. One that is raised later is not known yet."""
    day = calculated_on(facts)
    return [
        item
        for item in facts.disputes
        if item.raised_on <= day and (item.closed_on is None or item.closed_on > day)
    ]


def paid_in_all(facts: FundingFacts) -> Fraction:
    """Payments, less what was repurposed or recovered of earlier balances."""
    given = facts.reconciliation
    back = [item.amount for item in (given.settled if given else ()) if item.outcome in GONE]
    return Fraction(sum((item.amount for item in facts.payments), Decimal(0)) - sum(back, Decimal(0)))


def counted_amount(item: CountedFact) -> Fraction:
    if item.amount is not None:
        return Fraction(item.amount)
    return Fraction(item.rate or Decimal(0)) * (item.nights or 0)


def reconcile(
    facts: FundingFacts, delivered: Sequence[Delivered], currency: str, values: Values
) -> Reconciled | None:
    """The balance and what becomes of it; None when no reconciliation is asked for."""
    given = facts.reconciliation
    if given is None:
        return None
    counted = sum((counted_amount(item) for item in given.counted), Fraction(0))
    paid = paid_in_all(facts)
    actual = counted + sum((item.exact for item in delivered), Fraction(0))
    balance = Money.rounded(actual - paid, currency)
    disputed = bool(open_disputes(facts))
    status = _status(balance, given.outcome, disputed)
    span = DateRange(given.since or facts.period.start, facts.period.end)
    reasons = tuple(_reasons(facts, status, disputed, values))
    return Reconciled(
        span,
        tuple(delivered),
        counted,
        paid,
        balance,
        status,
        given.outcome,
        disputed,
        reasons,
        values.whole(EVERY),
    )


def _status(balance: Money, outcome: str | None, disputed: bool) -> str:
    if not balance.amount:
        return "settled"
    if balance.amount > 0:
        return "payable"
    if outcome == "repurpose":
        return "repurposed"
    if outcome == "carry_forward":
        return "carried_forward"
    return "recovered" if outcome == RECOVER and not disputed else "carried"


def _reasons(facts: FundingFacts, status: str, disputed: bool, values: Values) -> Iterator[Reason]:
    used = values.used(BALANCE)
    given = facts.reconciliation
    assert given is not None
    yield Reason("reconciled_cumulatively", {"status": status}, used, used[0].clause)
    if disputed:
        rule = values.used(DISPUTED)
        rows: list[JSON] = [
            {"raised_on": item.raised_on.isoformat(), "about": item.about} for item in open_disputes(facts)
        ]
        yield Reason("dispute_stops_recovery", {"disputes": rows}, rule, rule[0].clause)
    if status == "carried" and not disputed:
        yield Reason("outcome_not_decided", {}, used, used[0].clause)
    if given.outcome is not None:
        yield Reason(
            "outcome_decided",
            {"outcome": given.outcome, "reason": given.reason, "effect_on_children": given.effect_on_children,
             "partner_response": given.partner_response},
            used, used[0].clause,
        )  # fmt: skip


def recovery_refusals(facts: FundingFacts, values: Values) -> Iterator[Refused]:
    """Nothing is recovered while a dispute is open, nor without what the partner has to see."""
    given = facts.reconciliation
    if given is None or given.outcome != RECOVER:
        return
    for dispute in open_disputes(facts):
        yield refused(
            "recovery_while_disputed",
            f"A dispute has been open since {day_text(dispute.raised_on)}{_about(dispute)}.",
            "Settle the dispute first; until then the balance is carried.",
            "reconciliation.outcome",
            values.used(DISPUTED),
            {"raised_on": dispute.raised_on, "about": dispute.about},
        )
    told = {
        "reason": (given.reason, "The recovery has no reason.", "Say why the money is recovered."),
        "effect_on_children": (given.effect_on_children, "What the recovery means for the children is not said.",
                               "Note its effect on the children."),
        "partner_response": (given.partner_response, "The partner's response to the recovery is not recorded.",
                             "Ask the partner and record what it says."),
    }  # fmt: skip
    for code in values.codes(RECOVERY):
        if code in told and not told[code][0].strip():
            yield refused(
                OF_RECORD[code], told[code][1], told[code][2], f"reconciliation.{code}", values.used(RECOVERY)
            )


def _about(dispute: DisputeFact) -> str:
    return f" about {dispute.about}" if dispute.about else ""
