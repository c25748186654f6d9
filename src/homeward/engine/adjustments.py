"""What has to move in an open quarter when an agreed and locked one turns out to have been different.

A statement is settled by what both sides agreed, by what was decided in its assessment, and by the adjustments made
since. Its newest count says what it would be by what is known now. For each money code the lines carry the rest, so
that after any history of changes

* money due by rule:      agreed + adjustments = as now known;
* growth:                 decided + adjustments = the smaller of what was decided and the entitlement as now known;
* abatement:              decided − given back  = the smaller of what was decided and the limit as now known;
* still open to decision: what the entitlement or limit as now known lies above the agreed one.

Every rest depends on where things stand, not on the way there: changes in another order leave the same sums, and a
change taken back leaves none. All amounts were rounded once, where they were decided; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from homeward.engine.utilisation.funding import ADJUSTMENT
from homeward.engine.values import Values, read_values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Clause, Reason, ValueUsed, clauses_of
from homeward.policy import Policy

Json = Mapping[str, Any]
ZERO = Decimal("0.00")
ABATEMENT, LOADING_ABATEMENT, NIGHTS = "abatement", "loading_abatement.", "nights"
READINGS = ("adjustments.late_change", "adjustments.growth", "adjustments.abatement")
_BY_DECISION = ("payable_when_approved", "by_decision")


@dataclass(frozen=True, slots=True)
class Position:
    """Where one money code stands in a decision: due by rule, payable when approved, and the most that may be abated."""

    due: Decimal = ZERO
    entitled: Decimal = ZERO
    limit: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Earlier:
    """The sum of the lines a code has had so far: what moved by rule, and what was put up for decision."""

    amount: Decimal = ZERO
    to_decide: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands of a locked statement.

    ``agreed``: the decision both sides agreed. ``before``: the newest count until now. ``decided``: by code, what was
    decided and approved: growth as paid, an abatement above nought; nothing while the assessment is not approved.
    """

    agreed: Json
    before: Json
    decided: Mapping[str, Decimal] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """One line: ``amount`` moves by rule (below nought: recovered), ``to_decide`` only when somebody decides.

    ``then`` and ``now``: what the code comes to before and after this line, as far as it moves by rule. ``level``: the
    entitlement or limit as now known, up to which something may be decided.
    """

    code: str
    nights_then: int
    nights_now: int
    then: Decimal
    now: Decimal
    amount: Decimal
    to_decide: Decimal
    level: Decimal
    reasons: tuple[Reason, ...]

    @property
    def nights(self) -> int:
        return self.nights_now - self.nights_then

    def to_json(self) -> dict[str, JSON]:
        return {
            "code": self.code,
            "nights": {"then": self.nights_then, "now": self.nights_now, "difference": self.nights},
            "amount": {"then": str(self.then), "now": str(self.now), "difference": str(self.amount)},
            "to_decide": str(self.to_decide),
            "level": str(self.level),
            "reasons": [reason.to_json() for reason in self.reasons],
        }


def adjust(settled: Settled, known: Json, policy: Policy) -> tuple[AdjustmentLine, ...]:
    """The lines that bring a locked statement to what is known now; none when nothing is left to move.

    Without a difference of money one line tells the nights, when these differ. Raises MissingValue.
    """
    values = _values(settled.agreed, policy)
    if values is None or not values.is_("adjustments.late_change", "open_quarter"):
        return ()
    then, now = positions(settled.agreed), positions(known)
    codes = [*now, *(code for code in then if code not in now)]
    codes += [code for code in settled.earlier if code not in codes and code != NIGHTS]
    lines = [
        line
        for code in codes
        if (
            line := _line(code, then.get(code, Position()), now.get(code, Position()), settled, known, values)
        )
    ]
    return tuple(lines) or tuple(_nights_alone(settled, known, values))


def positions(decision: Json) -> dict[str, Position]:
    """Each money code of a decision. Adjustments it took in from other quarters are not its own and stay out."""
    found: dict[str, Position] = {}
    for row in decision["money"]:
        if row["code"] == ADJUSTMENT:
            continue
        old, amount = found.get(row["code"], Position()), Decimal(row["amount"])
        if row["status"] == "due":
            old = Position(old.due + amount, old.entitled, old.limit)
        elif row["status"] in _BY_DECISION:
            old = Position(old.due, old.entitled + amount, old.limit)
        found[row["code"]] = old
    for code, limit in _limits(decision):
        found[code] = Position(limit=limit)
    return found


def _limits(decision: Json) -> Iterator[tuple[str, Decimal]]:
    """What may be abated: of placements, and of each loading category or their net."""
    amount = decision["abatement_limit"]["amount"]
    if amount is not None:
        yield ABATEMENT, Decimal(amount)
    loadings = decision.get("loadings") or {}
    rows = loadings.get("lines", ())
    if loadings.get("netted"):
        rows = [{"category": "net", **loadings["net"]}] if loadings.get("net") else []
    for row in rows:
        if row.get("limit") is not None:
            yield f"{LOADING_ABATEMENT}{row['category']}", Decimal(row["limit"])


def is_limit(code: str) -> bool:
    """Whether a code is an abatement: discretionary, up to a limit, and below nought in what is payable."""
    return code == ABATEMENT or code.startswith(LOADING_ABATEMENT)


def open_now(agreed: Decimal, answered: Decimal, taken_in: Decimal, known: Decimal) -> Decimal:
    """What an open quarter may decide for an earlier one: from the highest level that was agreed or answered before up
    to the level it took in, as far as that still holds. Nought when nothing is left.

    What was declined stays declined, what was granted is not asked again, and what was withdrawn before anybody
    answered can be put up anew.
    """
    return max(ZERO, min(taken_in, known) - max(agreed, answered))


def cannot_tell(agreed: Json, known: Json) -> list[str]:
    """Money codes that were agreed and that nothing can be said of now, because a price or a band is missing.

    A missing price is no price of nought: until it is recorded again, nothing is recovered.
    """
    then, now = positions(agreed), positions(known)
    missing = {flag["code"] for flag in known["flags"]} - {flag["code"] for flag in agreed["flags"]}
    unpriced = "price_not_configured" in missing
    found = [code for code in then if code not in now and (unpriced or _awaited(code, known))]
    return found if not unpriced else found or ["base"]


_AWAITED = ("not_configured", "price_not_configured", "rate_not_configured")


def _awaited(code: str, known: Json) -> bool:
    if code == ABATEMENT:
        return known["abatement_limit"]["status"] in _AWAITED
    if code == "growth":
        return known["growth"]["status"] in _AWAITED
    rows = (known.get("loadings") or {}).get("lines", ())
    return any(code.endswith(f".{row['category']}") and row["status"] in _AWAITED for row in rows)


def _values(agreed: Json, policy: Policy) -> Values | None:
    if READINGS[0] not in policy.pack.parameters:
        return None
    on = date.fromisoformat(agreed["period"]["start"])
    return read_values(policy, max(on, date.fromisoformat(agreed["in_force"]["start"])), "", READINGS)


def _line(
    code: str, then: Position, now: Position, settled: Settled, known: Json, values: Values
) -> AdjustmentLine | None:
    earlier = settled.earlier.get(code, Earlier())
    decided = settled.decided.get(code, ZERO)
    abates = is_limit(code)
    over = max(ZERO, decided - (now.limit if abates else now.entitled))
    by_rule = (now.due - then.due) + (over if abates else -over)
    amount = by_rule - earlier.amount
    to_decide = _open_to_decision(then, now, values) - earlier.to_decide
    if not amount and not to_decide:
        return None
    level = now.limit if abates else now.entitled
    start = then.due + (-decided if abates else decided) + earlier.amount
    reasons = _reasons(code, then, now, amount, to_decide, decided, earlier, known, values)
    nights = _nights(settled.before), _nights(known)
    return AdjustmentLine(code, *nights, start, start + amount, amount, to_decide, level, tuple(reasons))


def _open_to_decision(then: Position, now: Position, values: Values) -> Decimal:
    """What may be decided beyond what the agreed statement put up: more growth, or (below nought) more abatement."""
    growth = abatement = ZERO
    if values.is_("adjustments.growth", "when_approved"):
        growth = max(ZERO, now.entitled - then.entitled)
    if values.is_("adjustments.abatement", "to_new_limit"):
        abatement = max(ZERO, now.limit - then.limit)
    return growth - abatement


def _reasons(
    code: str,
    then: Position,
    now: Position,
    amount: Decimal,
    to_decide: Decimal,
    decided: Decimal,
    earlier: Earlier,
    known: Json,
    values: Values,
) -> Iterator[Reason]:
    """What moves and why, each with its numbers and the values it rests on."""
    used, abates = _used(code, known), is_limit(code)
    if now.due != then.due or (amount and not (abates or decided)):
        inputs = {"code": code, "then": str(then.due), "now": str(now.due)}
        yield _reason("adjustment.by_rule", inputs, amount, earlier.amount, used, values, READINGS[0])
    elif amount and abates:
        inputs = {
            "code": code,
            "decided": str(decided),
            "limit_then": str(then.limit),
            "limit": str(now.limit),
        }
        name = "adjustment.given_back" if amount > 0 else "adjustment.abated_again"
        yield _reason(name, inputs, amount, earlier.amount, used, values, READINGS[2])
    elif amount:
        inputs = {
            "code": code, "decided": str(decided), "entitled_then": str(then.entitled), "entitled": str(now.entitled),
        }  # fmt: skip
        name = "adjustment.recovered" if amount < 0 else "adjustment.restored"
        yield _reason(name, inputs, amount, earlier.amount, used, values, READINGS[1])
    if to_decide:
        ends = (then.limit, now.limit) if abates else (then.entitled, now.entitled)
        inputs = {"code": code, "then": str(ends[0]), "now": str(ends[1])}
        path = READINGS[2] if abates else READINGS[1]
        opened = (to_decide < 0) if abates else (to_decide > 0)
        name = "adjustment.to_decide" if opened else "adjustment.withdrawn"
        yield _reason(name, inputs, to_decide, earlier.to_decide, used, values, path)


def _reason(
    name: str,
    inputs: Mapping[str, JSON],
    amount: Decimal,
    earlier: Decimal,
    used: Sequence[ValueUsed],
    values: Values,
    path: str,
) -> Reason:
    every = (*values.used(READINGS[0], path), *used) if path != READINGS[0] else (*values.used(path), *used)
    return Reason(
        name, {**inputs, "earlier": str(earlier), "difference": str(amount)}, every, _first_clause(every)
    )


def _first_clause(used: Iterable[ValueUsed]) -> Clause | None:
    """The clause of a source that was read, before one of our own choices."""
    sourced = [value for value in used if value.standing == "sourced"]
    return next(iter(clauses_of([*sourced, *used])), None)


def _used(code: str, known: Json) -> tuple[ValueUsed, ...]:
    """The values that the figure of a code rests on, as its explanation names them."""
    explained = known["explanations"]
    category = code.split(".", 1)[-1]
    names = (
        {ABATEMENT: "abatement_limit"}.get(code, code),
        f"loading.{category}",
        f"loadings.{category}",
        "loadings",
    )
    item = explained.get(f"money.{code}") or next(
        (explained[name] for name in names if name in explained), None
    )
    rows = item["authority"]["values"] if item else ()
    return tuple(ValueUsed.from_json(row) for row in rows)


def _nights(decision: Json) -> int:
    paid = decision["nights"].get("paid")
    return int(decision["nights"]["actual"] if paid is None else paid)


def _nights_alone(settled: Settled, known: Json, values: Values) -> Iterator[AdjustmentLine]:
    then, now = _nights(settled.before), _nights(known)
    if then == now:
        return
    used = (*values.used(READINGS[0]), *_used("actual_nights", known))
    reason = Reason(
        "adjustment.nights", {"then": then, "now": now, "difference": now - then}, used, _first_clause(used)
    )
    yield AdjustmentLine(NIGHTS, then, now, ZERO, ZERO, ZERO, ZERO, ZERO, (reason,))
