"""Agreements of one placement: made when children come to live under an individual contract, priced by the week.

What is agreed was signed as the contract; who may begin a placement is the caller's question, as it is for a variation
that comes into force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements import checks
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Agreement, Line, LineRate
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, service
from homeward.apps.providers.models import Home, Provider
from homeward.kernel.ranges import DateRange, subtract, union

Priced = Sequence[tuple[DateRange, Decimal]]
WHAT = "The agreement of this contract cannot be made"


@service("make_individual", WHAT)
def make_individual(
    *, provider: Provider, reference: str, title: str, start: dt.date, service_type: str, home: Home, prices: Sequence[Priced],
    by: Actor,
) -> list[Line]:  # fmt: skip
    """One agreement of a contract, open-ended, with a line for each child priced by the week. Returns the lines in order."""
    period = DateRange(start, None)
    values = {"reference": reference, "title": title}
    refuse_if(WHAT, checks.check_agreement(provider=provider, values=values, period=period))
    agreement = Agreement.objects.create(
        body=provider.body,
        organisation=provider.organisation,
        provider=provider,
        period=to_db(period),
        **values,
    )
    audit.record(by, "make_agreement", agreement)
    lines = []
    for number, priced in enumerate(prices, start=1):
        line = Line.objects.create(
            body=agreement.body, organisation=agreement.organisation, agreement=agreement, number=number,
            service_type=service_type, method=Line.Method.PER_WEEK, home=home, cost_code=reference, period=to_db(period),
        )  # fmt: skip
        set_weekly(line=line, prices=priced, reference=reference, by=by)
        lines.append(line)
    return lines


@service("set_weekly", WHAT)
def set_weekly(*, line: Line, prices: Priced, reference: str, by: Actor) -> None:
    """Let the weekly prices of a line be these; whoever counts by them hears of the nights that change before."""
    hold(line)
    held = from_db(line.period)
    wanted = [(cut, amount) for span, amount in prices if (cut := span.clip(held)) is not None]
    stored = [
        (from_db(r.period), r.amount) for r in line.rates.filter(kind=LineRate.Kind.PER_WEEK).order_by("pk")
    ]
    if sorted(stored, key=lambda r: r[0].start) == wanted:
        return
    same = [kept for p, a in stored for q, b in wanted if a == b and (kept := p.clip(q)) is not None]
    changed = subtract(held, list(union(same)))
    if changed:
        publish(TermsChanging(line, tuple(changed), by))
    line.rates.filter(kind=LineRate.Kind.PER_WEEK).delete()
    for span, amount in wanted:
        LineRate.objects.create(
            body=line.body,
            line=line,
            kind=LineRate.Kind.PER_WEEK,
            amount=amount,
            period=to_db(span),
            reference=reference,
        )
    audit.record(by, "set_rate", line, prices=[str(amount) for _, amount in wanted])
