"""Terms of a line: dated targets, rates, contract loadings and overrides, each with the document it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements import term_checks
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Line, LineLoading, LineOverride, LineRate, LineTarget
from homeward.apps.agreements.outcome import settled
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.kernel.ranges import DateRange, subtract
from homeward.kernel.reasons import Reason

Term = LineTarget | LineRate | LineLoading | LineOverride


def set_target(
    *, line: Line, placements: Decimal | int, period: DateRange, reference: str, by: Actor
) -> LineTarget:
    """Record the minimum placements of a line between two dates."""
    what = "This target cannot be set"
    permit(may(by, P.AGREEMENT_WRITE, line), what)
    amount = exact(placements)
    _refuse(
        what, line, term_checks.check_target(line=line, placements=amount, period=period, reference=reference)
    )
    with writing(by, "set_target", what):
        publish(TermsChanging(line, (period,), by))
        target = LineTarget.objects.create(
            body=line.body, organisation=line.organisation, line=line, placements=int(amount), period=to_db(period),
            reference=reference.strip(),
        )  # fmt: skip
        audit.record(by, "set_target", line, placements=str(amount), start=period.start.isoformat())
    return target


def set_rate(
    *,
    line: Line,
    kind: str,
    amount: Decimal | int,
    period: DateRange,
    reference: str,
    is_placeholder: bool = False,
    by: Actor,
) -> LineRate:
    """Record a price of a line between two dates, in the body's currency. A placeholder is an invented price."""
    what = "This rate cannot be set"
    permit(may(by, P.AGREEMENT_WRITE, line), what)
    money = exact(amount)
    found = term_checks.check_rate(line=line, kind=kind, amount=money, period=period, reference=reference)
    _refuse(what, line, found)
    with writing(by, "set_rate", what):
        publish(TermsChanging(line, (period,), by))
        rate = LineRate.objects.create(
            body=line.body, organisation=line.organisation, line=line, kind=kind, amount=money, period=to_db(period),
            reference=reference.strip(), is_placeholder=is_placeholder,
        )  # fmt: skip
        audit.record(by, "set_rate", line, amount=str(money), start=period.start.isoformat())
    return rate


def set_loading(
    *,
    line: Line,
    category: str,
    placements: Decimal | int | str | None,
    period: DateRange,
    reference: str,
    percent: Decimal | int | str | None = None,
    by: Actor,
) -> LineLoading:
    """Record the contract loading of a category between two dates; 0 says that none is contracted.

    Either placements, with up to four decimals, or a percentage of the minimum placements. What stood for the
    category on these nights ends there; its history stays.
    """
    what = "This loading cannot be set"
    permit(may(by, P.AGREEMENT_WRITE, line), what)
    values = {
        "category": category,
        "placements": None if placements is None else exact(placements),
        "percent": None if percent is None else exact(percent),
        "reference": reference.strip(),
    }
    _refuse(what, line, term_checks.check_loading(line=line, values=values, period=period))
    with writing(by, "set_loading", what):
        publish(TermsChanging(line, (period,), by))
        _make_room(line, category, period)
        loading = LineLoading.objects.create(
            body=line.body, organisation=line.organisation, line=line, period=to_db(period), **values
        )
        audit.record(by, "set_loading", line, category=category, start=period.start.isoformat())
    return loading


def _make_room(line: Line, category: str, period: DateRange) -> None:
    """Cut what stands for a category to the nights outside a period."""
    for row in line.loadings.select_for_update().filter(category=category, period__overlap=to_db(period)):
        kept = subtract(from_db(row.period), [period])
        values = {"category": category, "placements": row.placements, "percent": row.percent}
        if not kept:
            row.delete()
            continue
        row.period = to_db(kept[0])
        row.save(update_fields=["period"])
        for rest in kept[1:]:
            LineLoading.objects.create(
                body=row.body, organisation=row.organisation, line=line, reference=row.reference,
                period=to_db(rest), **values,
            )  # fmt: skip


def override_value(
    *, line: Line, parameter: str, key: str = "", value: Any, period: DateRange, reference: str, by: Actor
) -> LineOverride:
    """Replace a pack value for one line between two dates, with the clause that says so. Empty `key`: for all keys."""
    what = "This value cannot be replaced"
    permit(may(by, P.AGREEMENT_WRITE, line), what)
    key = key or ""
    found = term_checks.check_override(
        line=line, parameter=parameter, key=key, value=value, period=period, reference=reference
    )
    _refuse(what, line, found)
    with writing(by, "override_value", what):
        publish(TermsChanging(line, (period,), by))
        override = LineOverride.objects.create(
            body=line.body, organisation=line.organisation, line=line, parameter=parameter, key=key, value=value,
            period=to_db(period), reference=reference.strip(),
        )  # fmt: skip
        audit.record(by, "override_value", line, parameter=parameter, key=key)
    return override


def end_term(*, term: Term, on: dt.date, reason: str = "", by: Actor) -> None:
    """End a target, rate, loading or override; `on` is the first day without it. On its own first day it goes altogether."""
    what = "This cannot be ended"
    permit(may(by, P.AGREEMENT_WRITE, term.line), what)
    _refuse(what, term.line, term_checks.check_term_end(term, on))
    period = from_db(term.period)
    with writing(by, "end_term", what, reason):
        publish(TermsChanging(term.line, (DateRange(on, period.end),), by))
        if on == period.start:
            term.delete()
        else:
            term.period = to_db(DateRange(period.start, on))
            term.save(update_fields=["period"])
        audit.record(
            by, "end_term", term.line, reason=reason, term=type(term).__name__.lower(), on=on.isoformat()
        )


def _refuse(what: str, line: Line, found: Sequence[Reason | None]) -> None:
    """Refuse with what was found, and when both sides have signed the agreement: then its terms are varied."""
    refuse_if(what, [*settled(line.agreement), *found])


def exact(number: Decimal | int | str) -> Decimal:
    """An exact number; a float has already lost what was meant."""
    if isinstance(number, float):
        raise TypeError("give a Decimal, a whole number or text, never a float")
    return Decimal(number)
