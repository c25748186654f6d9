"""The working of each amount, in the order a person would do it, with the settings it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from homeward.engine.partner_funding.ahead import Ahead
from homeward.engine.partner_funding.amounts import Part, Stretch
from homeward.engine.partner_funding.decision import LineResult
from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.money import MoneyLine, Total
from homeward.engine.partner_funding.occupancy import Use
from homeward.engine.partner_funding.pool import Pool
from homeward.engine.partner_funding.reads import (
    ABSENCE,
    ADDITIONAL_END,
    AHEAD,
    BALANCE,
    DECIMALS,
    DISPUTED,
    EMPTY_PLACE,
    EVIDENCE,
    GST,
    INCIDENT,
    MODE,
    NIGHT_RULE,
    ONE_NIGHT,
    PART_PERIOD,
    ROUNDING,
    Settings,
)
from homeward.engine.partner_funding.reconcile import Reconciled, counted_amount
from homeward.engine.utilisation.steps import authority_of, step
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.money import round_cents
from homeward.kernel.reasons import Explanation, Step
from homeward.kernel.rounding import shown
from homeward.policy import Pack

ENDS = (ROUNDING, GST)
RESTS_ON = {
    "general_support": (NIGHT_RULE, ONE_NIGHT, *ABSENCE, MODE, EMPTY_PLACE, *ENDS),
    "additional_support": (NIGHT_RULE, ONE_NIGHT, *ABSENCE, MODE, ADDITIONAL_END, *ENDS),
    "individual": (NIGHT_RULE, ONE_NIGHT, *ABSENCE, *ENDS),
    "instalment": (PART_PERIOD, EMPTY_PLACE, *ENDS),
    "paid_ahead": (*AHEAD, *ENDS),
    "reconciliation": (BALANCE, DISPUTED, *ENDS),
    "property": (EVIDENCE, INCIDENT, *ENDS),
}


def explain_all(
    facts: FundingFacts,
    pack: Pack,
    settings: Settings,
    lines: Sequence[LineResult],
    money: Sequence[MoneyLine],
    total: Total,
    reconciled: Reconciled | None,
    pool: Pool,
) -> dict[str, Explanation]:
    """One explanation for each line of money, the totals, the use of places, what is paid ahead, pool and balance."""
    found: dict[str, Explanation] = {}
    aheads = {line.fact.id: line.ahead for line in lines if line.ahead is not None}
    for item in money:
        values = settings.own if item.line is None else settings.of_line[item.line]
        ahead = aheads.get(item.line or "") if item.code == "paid_ahead" else None
        found[f"money.{item.id}"] = _money(item, values, pack, ahead, reconciled, facts)
    found["total"] = _total(money, total, settings.own, pack)
    for line in lines:
        if line.use is not None:
            found[f"use.{line.fact.id}"] = _use(line.fact.id, line.use, settings.of_line[line.fact.id], pack)
        if line.ahead is not None:
            found[f"paid_ahead.{line.fact.id}"] = _year(line.ahead, settings.of_line[line.fact.id], pack)
    found["pool"] = _pool(facts, pool, settings.own, pack)
    if reconciled is not None:
        authority = authority_of(pack, settings.own.used(BALANCE, DISPUTED))
        told: dict[str, JSON] = {"balance": reconciled.balance.text, "status": reconciled.status}
        steps = tuple(_balance(facts, reconciled))
        found["reconciliation"] = Explanation("funding.balance", told, steps, authority)
    return found


def _money(
    item: MoneyLine,
    values: Values,
    pack: Pack,
    ahead: Ahead | None,
    reconciled: Reconciled | None,
    facts: FundingFacts,
) -> Explanation:
    steps: list[Step] = []
    if item.part is not None:
        steps += _part(item.part)
    elif ahead is not None:
        steps += _ahead(ahead)
    elif item.code == "reconciliation" and reconciled is not None:
        steps += _balance(facts, reconciled)
    else:
        steps.append(step("amount_given", item.amount.text, (), item.about))
    steps.append(step("rounded_to_cents", item.amount.text, exact=item.exact, status=item.status))
    steps.append(step("gst_of_line", item.gst.text, percent=str(values.raw(GST)), amount=item.amount.text))
    inputs: dict[str, JSON] = {
        "line": item.line, "code": item.code, "amount": item.amount.text, "gst": item.gst.text, "status": item.status,
    }  # fmt: skip
    authority = authority_of(pack, values.used(*RESTS_ON.get(item.code, ENDS)))
    return Explanation(f"funding.{item.code}", inputs, tuple(steps), authority)


def _part(part: Part) -> Iterable[Step]:
    if part.of is not None:
        yield step(
            "instalment_agreed", shown(part.rate, 2), (), part.range.to_json(), rate=part.rate, name=part.name
        )
        if part.range.nights != part.of:
            exact = Fraction(part.range.nights, part.of)
            yield step(
                "part_of_period", shown(part.exact, 2), nights=part.range.nights, of=part.of, share=exact
            )
        return
    yield step("nights_paid", str(part.nights), _children(part), part.range.to_json(), nights=part.nights)
    yield step(
        "rate_of_night", shown(part.rate, 2), rate=part.rate, name=part.name, child=part.child, mode=part.mode
    )
    if part.share != 1:
        yield step("absence_percent", shown(part.share * 100, 2), percent=part.share * 100)
    yield step(
        "nights_times_rate", shown(part.exact, 2), nights=part.nights, rate=part.rate, exact=part.exact
    )


def _children(part: Part) -> list[Step]:
    by_child: dict[str, list[Stretch]] = {}
    for item in part.stretches:
        by_child.setdefault(item.child, []).append(item)
    return [
        step(
            "child_nights",
            str(sum(item.nights for item in items)),
            [
                step(
                    "nights_in_a_row", str(item.nights), (), item.range.to_json(),
                    last_night=item.range.last_night, state=item.state, placements=list(item.placements),
                )
                for item in items
            ],
            child=child,
            nights=sum(item.nights for item in items),
        )
        for child, items in by_child.items()
    ]  # fmt: skip


def _ahead(ahead: Ahead) -> Iterable[Step]:
    committed = ahead.year * ahead.share
    yield step("yearly_amount", shown(ahead.year, 2), nights=ahead.yearly_nights, rate=ahead.rate)
    yield step("committed_amount", shown(committed, 2), percent=ahead.share * 100, exact=committed)
    yield step(
        "quarterly_instalment",
        shown(ahead.instalments[0].exact, 2),
        [step("instalment_of_quarter", item.amount.text, (), item.to_json()) for item in ahead.instalments],
        months=ahead.months,
        quarters=Fraction(ahead.months, 3),
    )


def _year(ahead: Ahead, values: Values, pack: Pack) -> Explanation:
    told: dict[str, JSON] = {
        "line": ahead.line,
        "months": ahead.months,
        "percent": shown(ahead.share * 100, 2),
    }
    authority = authority_of(pack, values.used(*AHEAD, ROUNDING))
    return Explanation("funding.paid_ahead", told, tuple(_ahead(ahead)), authority)


def _pool(facts: FundingFacts, pool: Pool, values: Values, pack: Pack) -> Explanation:
    steps = [
        step("received_in_all", pool.received.text, payments=len(facts.payments)),
        step("delivered_in_all", pool.delivered.text),
    ]
    if pool.used is not None and pool.left is not None:
        rows = [step("used", str(round_cents(item.amount)), what=item.what) for item in facts.used]
        steps += [step("used_in_all", pool.used.text, rows), step("left", pool.left.text)]
    authority = authority_of(pack, values.used(ROUNDING))
    return Explanation("funding.pool", {"partner": pool.partner}, tuple(steps), authority)


def _balance(facts: FundingFacts, reconciled: Reconciled) -> Iterable[Step]:
    given = facts.reconciliation
    for item in given.counted if given is not None else ():
        amount = counted_amount(item)
        yield step("counted_before", shown(amount, 2), label=item.label, nights=item.nights, rate=item.rate)
    for done in reconciled.delivered:
        steps = [
            step(
                "part_of_line", shown(part.exact, 2), list(_part(part)), part.range.to_json(), code=part.code,
                child=part.child,
            )
            for part in done.parts
        ]  # fmt: skip
        span = reconciled.range.to_json()
        yield step("actual_of_line", shown(done.exact, 2), steps, span, line=done.line, exact=done.exact)
    yield step("actual_in_all", shown(reconciled.actual, 2), exact=reconciled.actual)
    payments = [
        step("payment", str(round_cents(item.amount)), on=item.on, reference=item.reference, line=item.line)
        for item in facts.payments
    ]
    payments += [
        step("settled_before", str(round_cents(item.amount)), outcome=item.outcome, on=item.on)
        for item in (given.settled if given is not None else ())
    ]
    yield step("paid_in_all", shown(reconciled.paid, 2), payments, exact=reconciled.paid)
    yield step("balance", reconciled.balance.text, status=reconciled.status, disputed=reconciled.disputed)


def _total(money: Sequence[MoneyLine], total: Total, values: Values, pack: Pack) -> Explanation:
    due = [item for item in money if item.status == "due"]
    steps = [
        *(
            step("line_due", item.amount.text, code=item.code, line=item.line, gst=item.gst.text)
            for item in due
        ),
        step("sum_of_lines", total.amount.text, lines=len(due)),
        step("sum_of_gst", total.gst.text, percent=str(values.raw(GST))),
        step("sum_with_gst", total.with_gst.text),
    ]
    inputs: dict[str, JSON] = {
        "amount": total.amount.text, "gst": total.gst.text, "with_gst": total.with_gst.text,
    }  # fmt: skip
    return Explanation("funding.total", inputs, tuple(steps), authority_of(pack, values.used(*ENDS)))


def _use(line: str, use: Use, values: Values, pack: Pack) -> Explanation:
    steps = [
        step("place_nights", str(use.place_nights), places=use.places),
        step("used_nights", str(use.used), beyond=use.beyond),
        step("vacancy_nights", str(use.vacant)),
        step("use_percent", use.share.shown_to(use.decimals), used=use.used, of=use.place_nights),
    ]
    cost = None if use.cost_per_used_night is None else str(use.cost_per_used_night)
    steps.append(step("cost_per_used_night", cost or "n/a", used=use.used))
    inputs: dict[str, JSON] = {
        "line": line,
        "used": use.used,
        "vacant": use.vacant,
        "cost_per_used_night": cost,
    }
    authority = authority_of(pack, values.used(NIGHT_RULE, *ABSENCE, EMPTY_PLACE, DECIMALS))
    return Explanation("funding.use", inputs, tuple(steps), authority)
