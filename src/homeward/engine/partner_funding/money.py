"""Lines of money: rounded once, half-up, each with its own GST; the totals are sums of the lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from homeward.engine.partner_funding.amounts import Part
from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.reads import EVIDENCE, GST, INCIDENT
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.money import Money
from homeward.kernel.reasons import Reason

Status = Literal[
    "due", "delivered", "carried", "repurposed", "awaiting_approval", "awaiting_evidence", "awaiting_incident"
]  # fmt: skip
VARIATION, AD_HOC, PROPERTY, AHEAD, RECONCILIATION = (
    "variation", "ad_hoc", "property", "paid_ahead", "reconciliation",
)  # fmt: skip


@dataclass(frozen=True)
class MoneyLine:
    """One line. ``exact``: before rounding; ``status``: due counts in the totals, everything else only informs.

    ``delivered``: nights of a line that is reconciled, settled by the line of the reconciliation.
    """

    id: str
    code: str
    line: str | None
    exact: Fraction
    amount: Money
    gst: Money
    status: Status
    part: Part | None = None
    about: Mapping[str, JSON] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    @property
    def with_gst(self) -> Money:
        return self.amount + self.gst

    def to_json(self) -> dict[str, JSON]:
        part = self.part
        found: dict[str, JSON] = {
            "id": self.id,
            "code": self.code,
            "line": self.line,
            "status": self.status,
            "amount": self.amount.text,
            "gst": self.gst.text,
            "with_gst": self.with_gst.text,
        }
        if part is not None:
            found |= {
                "child": part.child,
                "nights": None if part.of is not None else part.nights,
                "rate": format(part.rate, "f"),
                "from": part.range.to_json()["start"],
                "until": part.range.to_json()["end"],
                "percent": plain(part.share * 100),
                "mode": part.mode,
                "name": part.name,
            }
        return {**found, **self.about, "reasons": [reason.to_json() for reason in self.reasons]}


@dataclass(frozen=True, slots=True)
class Total:
    """Sum of lines, its GST as a line of its own, and both."""

    amount: Money
    gst: Money

    @property
    def with_gst(self) -> Money:
        return self.amount + self.gst

    def to_json(self) -> dict[str, JSON]:
        return {
            "amount": self.amount.text,
            "gst": self.gst.text,
            "with_gst": self.with_gst.text,
            "currency": self.amount.currency,
        }


class Till:
    """Makes money lines: amount and GST of each rounded half-up to cents."""

    def __init__(self, values: Values, currency: str) -> None:
        self._values, self._currency = values, currency
        self._gst = values.number(GST) / 100
        self._numbers: dict[str, int] = {}

    def line(
        self,
        code: str,
        exact: Fraction | Decimal,
        status: Status,
        *,
        line: str | None = None,
        part: Part | None = None,
        about: Mapping[str, JSON] | None = None,
        reasons: Sequence[Reason] = (),
    ) -> MoneyLine:
        amount = Money.rounded(exact, self._currency)
        gst = Money.rounded(Fraction(amount.amount) * self._gst, self._currency)
        stem = code if line is None else f"{line}.{code}"
        number = self._numbers[stem] = self._numbers.get(stem, 0) + 1
        return MoneyLine(
            f"{stem}.{number}",
            code,
            line,
            Fraction(exact),
            amount,
            gst,
            status,
            part,
            about or {},
            tuple(reasons),
        )

    def total(self, lines: Iterable[MoneyLine]) -> Total:
        due = [line for line in lines if line.status == "due"]
        return Total(
            Money.total((line.amount for line in due), self._currency),
            Money.total((line.gst for line in due), self._currency),
        )


def requested(facts: FundingFacts, till: Till, values: Values) -> list[MoneyLine]:
    """Ad-hoc requests and property-related costs: paid when approved, when there is evidence, else only listed."""
    found = []
    for item in facts.ad_hoc:
        approved = item.approved_by is not None
        about: dict[str, JSON] = {
            "request": item.id, "reason": item.reason, "approved_by": item.approved_by,
            "approved_on": None if item.approved_on is None else item.approved_on.isoformat(),
        }  # fmt: skip
        reasons = [] if approved else [Reason("ad_hoc_not_approved", {"request": item.id})]
        status: Status = "due" if approved else "awaiting_approval"
        found.append(till.line(AD_HOC, item.amount, status, about=about, reasons=reasons))
    for cost in facts.property:
        status, reasons = _property(cost.kind, cost.evidence, cost.incident, values)
        about = {"cost": cost.id, "kind": cost.kind, "evidence": cost.evidence, "incident": cost.incident}
        found.append(till.line(PROPERTY, cost.amount, status, about=about, reasons=reasons))
    return found


def _property(
    kind: str, evidence: str | None, incident: str | None, values: Values
) -> tuple[Status, list[Reason]]:
    reasons: list[Reason] = []
    status: Status = "due"
    for code, path, given, waits in (
        ("property_without_incident", INCIDENT, incident, "awaiting_incident"),
        ("property_without_evidence", EVIDENCE, evidence, "awaiting_evidence"),
    ):
        if given is None and kind in values.codes(path):
            used = values.used(path)
            reasons.append(Reason(code, {"kind": kind}, used, used[0].clause))
            status = "awaiting_incident" if waits == "awaiting_incident" else "awaiting_evidence"
    return status, reasons[::-1]
