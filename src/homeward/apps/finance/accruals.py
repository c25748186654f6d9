"""What has been delivered and is not yet paid at a date, and what is still committed to the end of its year.

Whole quarters stand by their statement; the quarter that runs on the date by its contracted base pro rata, or by
the nights delivered where a line is paid per night. What is known today is what counts, also for an earlier date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import KINDS_OF_METHOD, Line, LineRate
from homeward.apps.agreements.queries import loading_label
from homeward.apps.core.periods import ONE_DAY, from_db, say
from homeward.apps.core.vocabulary import label_of
from homeward.apps.finance.wording import money_words
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import figures
from homeward.apps.statements.facts import gather_line, line_facts
from homeward.apps.statements.models import OPEN_STATES, Payment, State, Statement, Version
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.apps.statements.partnered.figures import breakdown as partnered_breakdown
from homeward.apps.statements.partnered.figures import is_funding
from homeward.apps.statements.periods import Span, period_containing
from homeward.apps.statements.presenters.words import exact
from homeward.apps.statements.services.closing import decide
from homeward.engine.commitment import Piece, QuarterBase, quarter_base, quarters_from
from homeward.engine.refusal import Refusal
from homeward.kernel.money import round_cents
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange
from homeward.policy import Pack

ESTIMATE, AGREED, APPROVED = "estimate", "agreed", "approved"
WHY_NONE = {
    "price_not_configured": "No price is recorded for some of these nights.",
    "target_not_configured": "No target is recorded for some of these nights.",
    "paid_per_night": "Paid per night: nothing is committed beforehand.",
    "paid_per_week": "Paid for nights delivered: nothing is committed beforehand.",
    "instalments": "Paid by instalments: those to come are not added up here.",
    "not_in_force": "The line is not in force.",
    "refused": "The records cannot be counted as they stand.",
}


@dataclass(frozen=True)
class Step:
    """One line of working: words, how it was worked out, and the amount it makes (None: it makes none)."""

    words: str
    how: str
    amount: Decimal | None


@dataclass(frozen=True)
class Row:
    """One line and period. `amount` is None where none can be told, and `why_none` says why."""

    line: Line
    label: str
    period: DateRange
    basis: str
    state: str
    amount: Decimal | None
    working: tuple[Step, ...] = ()
    why_none: str = ""
    placeholders: tuple[str, ...] = ()
    statement: Statement | None = None
    service: str = ""
    at: dt.date | None = None

    @property
    def provider(self) -> str:
        return self.line.organisation.name

    @property
    def cost_code(self) -> str:
        return self.line.cost_code

    @property
    def line_name(self) -> str:
        return str(self.line)

    @property
    def start(self) -> dt.date:
        return self.period.start

    @property
    def href(self) -> str:
        """Where its working stands."""
        return f"{reverse('accrual_line', args=[self.line.public_id])}?at={self.at}"


def accruals_at(actor: Actor, at: dt.date, *, line: Line | None = None) -> list[Row]:
    """Every line and quarter with nights up to and with the night of `at` that were not paid by then."""
    work = _Work(actor, at)
    return [row for one in work.lines(line) for row in work.accrued(one)]


def commitments_at(actor: Actor, at: dt.date, *, line: Line | None = None) -> list[Row]:
    """What each line is contracted to cost from the night after `at` to the end of the financial year, by quarter."""
    work = _Work(actor, at)
    return [row for one in work.lines(line) for row in work.committed(one)]


def year_end(body: Any, at: dt.date) -> dt.date:
    """The last day of the financial year of a date."""
    last = quarters_from(at, pack_of(body).financial_year_first_month)[-1].range.last_night
    assert last is not None
    return last


def total(rows: list[Row], *bases: str) -> Decimal:
    return sum(
        (r.amount for r in rows if r.amount is not None and (not bases or r.basis in bases)), Decimal(0)
    )


class _Work:
    """One look at all lines of a body with the eyes of one person."""

    def __init__(self, actor: Actor, at: dt.date) -> None:
        self.actor, self.at, self.until = actor, at, at + ONE_DAY
        self.pack: Pack = pack_of(actor.body)
        self.first_month = self.pack.financial_year_first_month

    def lines(self, only: Line | None) -> list[Line]:
        found = Line.objects.allowed_to(self.actor, Permission.ACCRUAL_READ)
        found = found.filter(pk=only.pk) if only else found
        newest = Prefetch(
            "versions", Version.objects.exclude(kind="late").order_by("-number"), to_attr="newest_first"
        )
        statements = Statement.objects.select_related("assessment").prefetch_related(newest, "payments")
        return list(
            found.select_related("agreement", "organisation", "home", "body")
            .prefetch_related(Prefetch("statements", statements.order_by("period")), "rates")
            .order_by("organisation__name", "agreement__reference", "number")
        )

    # Delivered and not yet paid ---------------------------------------------------------------------

    def accrued(self, line: Line) -> Iterator[Row]:
        running = period_containing(line.body, self.at)
        statements = {from_db(s.period).start: s for s in line.statements.all()}
        first = period_containing(line.body, min(statements)) if statements else running.previous()
        quarter = first
        while quarter.range.start <= running.range.start:
            whole = quarter.range.end is not None and quarter.range.end <= self.until
            statement = statements.get(quarter.range.start)
            if whole and statement is not None:
                yield from self._by_statement(line, quarter, statement)
            else:
                yield from self._by_records(line, quarter)
            quarter = quarter.next()

    def _by_statement(self, line: Line, quarter: Span, statement: Statement) -> Iterator[Row]:
        paid = [
            p
            for p in statement.payments.all()
            if p.state == Payment.State.PAID and p.settled_on is not None and p.settled_on <= self.at
        ]
        if paid:
            return
        version = statement.newest_first[0]  # type: ignore[attr-defined]
        assessment = getattr(statement, "assessment", None)
        decided = assessment is not None and statement.state not in (*OPEN_STATES, State.AGREED)
        if decided and assessment is not None:
            money = [
                (money_words(line.body, m), Decimal(m["amount"]))
                for m in figures.breakdown(version.decision, assessment)
            ]
            amount = assessment.payable_amount
        elif is_funding(version.decision):
            money = [
                (money_words(line.body, m), Decimal(m["amount"]))
                for m in partnered_breakdown(version.decision)
            ]
            amount = sum((a for _, a in money), Decimal(0))
        else:
            due = ("due", "payable_when_approved", "by_decision")
            money = [
                (money_words(line.body, m), Decimal(m["amount"]))
                for m in version.decision["money"]
                if m["status"] in due
            ]
            amount = sum((a for _, a in money), Decimal(0))
        basis = ESTIMATE if statement.state in OPEN_STATES else AGREED
        if statement.state in (State.APPROVED, State.SENT, State.PAID):
            basis = APPROVED
        steps = tuple(Step(c, f"Version {version.number} of the statement", a)
                      for c, a in money)  # fmt: skip
        yield self._row(line, quarter, quarter.range, basis, statement.get_state_display(), amount, steps,
                        statement=statement)  # fmt: skip

    def _by_records(self, line: Line, quarter: Span) -> Iterator[Row]:
        """A quarter without a statement, or the one that runs: by the base, or by the nights delivered."""
        in_force = from_db(line.period).clip(from_db(line.agreement.period))
        upto = quarter.range.clip(DateRange(quarter.range.start, self.until))
        window = in_force.clip(upto) if in_force and upto else None
        if window is None or not window.nights:
            return
        running = quarter.range.end is None or quarter.range.end > self.until
        state = "Running" if running else "No statement yet"
        if line.method != Line.Method.BLOCK:
            yield self._by_nights(line, quarter, window, state)
            return
        base = self._base(line, quarter) if isinstance(quarter, Quarter) else None  # a target is of a quarter
        if base is None or base.status != "priced":
            why = WHY_NONE[base.status if base else "refused"]
            yield self._row(line, quarter, window, ESTIMATE, state, None, (), why_none=why)
            return
        steps = (*(_piece(line, piece) for piece in base.pieces_upto(self.until)), *_untold(line, base))
        yield self._row(line, quarter, window, ESTIMATE, state, base.upto(self.until).amount, steps,
                        placeholders=self._marks(line, base))  # fmt: skip

    def _by_nights(self, line: Line, quarter: Span, window: DateRange, state: str) -> Row:
        try:
            fixed = line.method == Line.Method.FIXED  # its instalment is of the whole month
            decision: Any = decide(gather_line(line, quarter.range if fixed else window), line)
        except Refusal:
            return self._row(line, quarter, window, ESTIMATE, state, None, (), why_none=WHY_NONE["refused"])
        priced = is_funding(decision) or any(m["code"] == line.method for m in decision["money"])
        if not priced:
            why = WHY_NONE["price_not_configured"]
            return self._row(line, quarter, window, ESTIMATE, state, None, (), why_none=why)
        amount = figures.base_payable(decision)
        if fixed and window.nights != quarter.range.nights:
            amount = round_cents(amount * window.nights / quarter.range.nights)
        nights = decision["nights"] if is_funding(decision) else decision["nights"]["paid"]
        how = (
            f"{window.nights} of {quarter.range.nights} days of the instalment"
            if fixed
            else f"{nights:,} nights at the rate of each night"
        )
        steps = (Step("Nights delivered" if not fixed else "Instalment, with tax", how, amount),)
        return self._row(
            line, quarter, window, ESTIMATE, state, amount, steps, placeholders=_invented(line, window)
        )

    # Still committed --------------------------------------------------------------------------------

    def committed(self, line: Line) -> Iterator[Row]:
        in_force = from_db(line.period).clip(from_db(line.agreement.period))
        for quarter in quarters_from(self.at, self.first_month):
            rest = quarter.range.clip(DateRange(self.until, None))
            window = in_force.clip(rest) if in_force and rest else None
            if window is None or not window.nights:
                continue
            base = None if is_partnered(line) else self._base(line, quarter)
            if base is None or base.status != "priced":
                why = WHY_NONE[_unpriced(line, base)]
                yield self._row(line, quarter, window, ESTIMATE, "Contracted", None, (), why_none=why)
                continue
            steps = (*(_piece(line, piece) for piece in base.pieces_from(self.until)), *_untold(line, base))
            yield self._row(line, quarter, window, ESTIMATE, "Contracted", base.rest(self.until).amount, steps,
                            placeholders=self._marks(line, base))  # fmt: skip

    # Shared -----------------------------------------------------------------------------------------

    def _base(self, line: Line, quarter: Quarter) -> QuarterBase | None:
        try:
            return quarter_base(line_facts(line, quarter.range), quarter, self.pack.policy())
        except Refusal:
            return None

    def _marks(self, line: Line, base: QuarterBase) -> tuple[str, ...]:
        """What no source gives of what the figure rests on: readings of the policy, and the price itself."""
        found = [
            used.path for used in sorted(base.values, key=lambda used: used.path)
            if used.standing == "placeholder" and used.path != "funding.rounding"
        ]  # fmt: skip
        return (*dict.fromkeys(found), *_invented(line, base.quarter.range))

    def _row(
        self, line: Line, quarter: Span, period: DateRange, basis: str, state: str, amount: Decimal | None,
        steps: tuple[Step, ...], **more: Any,
    ) -> Row:  # fmt: skip
        service = label_of(line.body, "service_types", line.service_type)
        if line.home_id and line.home:
            service = f"{service}, {line.home.name}"
        return Row(
            line, quarter.label, period, basis, state, amount, steps, service=service, at=self.at, **more
        )


def _unpriced(line: Line, base: QuarterBase | None) -> str:
    if is_partnered(line):
        return "instalments" if line.method == Line.Method.FIXED else "paid_per_night"
    return base.status if base else "refused"


def _piece(line: Line, piece: Piece) -> Step:
    rate = f" × {exact(piece.percent)} %" if piece.category else ""
    how = (
        f"{exact(piece.placements)} placements{rate} × {round_cents(piece.quarterly):,.2f} a quarter × "
        f"{piece.range.nights} ÷ {piece.over} nights"
    )
    words = say(piece.range)
    if piece.category:
        words = f"Contract loading, {loading_label(line.body, piece.category)}, {words}"
    return Step(words, how, round_cents(piece.amount))


def _untold(line: Line, base: QuarterBase) -> tuple[Step, ...]:
    return tuple(
        Step(f"Contract loading, {loading_label(line.body, category)}", "No rate is recorded for it.", None)
        for category in base.untold
    )


def _invented(line: Line, window: DateRange) -> tuple[str, ...]:
    kinds = (
        (LineRate.Kind.BASE_UNIT_ANNUAL,)
        if line.method == Line.Method.BLOCK
        else KINDS_OF_METHOD[Line.Method(line.method)]
    )
    invented = any(
        r.is_placeholder and r.kind in kinds and from_db(r.period).overlaps(window) for r in line.rates.all()
    )
    return ("price",) if invented else ()
