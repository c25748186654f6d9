"""Agreements and their lines: making, changing, ending."""

from __future__ import annotations

import datetime as dt
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements import checks
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Agreement, Line, ServiceSpecification
from homeward.apps.agreements.outcome import settled
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, writing
from homeward.apps.providers.models import Home, Provider
from homeward.kernel.ranges import DateRange, subtract

LINE_FIELDS = frozenset({"cost_code", "specification", "home", "placement_type", "period"})


def make_agreement(
    *, provider: Provider, reference: str, title: str, period: DateRange, by: Actor
) -> Agreement:
    """Record an agreement with a provider."""
    what = "This agreement cannot be added"
    permit(by.relation(P.AGREEMENT_WRITE) is Relation.BODY and may(by, P.PROVIDER_READ, provider), what)
    values = {"reference": reference.strip(), "title": title.strip()}
    refuse_if(what, checks.check_agreement(provider=provider, values=values, period=period))
    with writing(by, "make_agreement", what):
        agreement = Agreement.objects.create(
            body=provider.body,
            organisation=provider.organisation,
            provider=provider,
            period=to_db(period),
            **values,
        )
        audit.record(by, "make_agreement", agreement)
    return agreement


def change_agreement(*, agreement: Agreement, by: Actor, reason: str = "", **changes: Any) -> Agreement:
    """Correct number or title, or move its dates (`period`) so that every line still fits."""
    what = "This agreement cannot be changed"
    permit(may(by, P.AGREEMENT_WRITE, agreement), what)
    if strange := sorted(set(changes) - {"reference", "title", "period"}):
        raise TypeError(f"cannot change {', '.join(strange)}")
    values = {f: changes.get(f, getattr(agreement, f)) for f in ("reference", "title")}
    period = changes.get("period") or from_db(agreement.period)
    found = checks.check_agreement(
        provider=agreement.provider, values=values, period=period, agreement=agreement
    )
    refuse_if(what, [*settled(agreement), *found])
    with writing(by, "change_agreement", what, reason):
        hold(agreement)
        for name, value in ({**values, "period": to_db(period)}).items():
            if name in changes:
                setattr(agreement, name, value)
        agreement.save()
        audit.record(by, "change_agreement", agreement, reason=reason, fields=sorted(changes))
    return agreement


def add_line(
    *, agreement: Agreement, service_type: str, method: str, cost_code: str, period: DateRange | None = None,
    placement_type: str = "", specification: ServiceSpecification | None = None, home: Home | None = None, by: Actor,
) -> Line:  # fmt: skip
    """Add a line; without a period it runs as long as its agreement."""
    what = "This line cannot be added"
    permit(may(by, P.AGREEMENT_WRITE, agreement), what)
    period = period or from_db(agreement.period)
    given = {
        "service_type": service_type, "method": method, "cost_code": cost_code.strip(), "placement_type": placement_type,
        "specification": specification, "home": home,
    }  # fmt: skip
    found = checks.check_line(agreement=agreement, period=period, **given)  # type: ignore[arg-type]
    refuse_if(what, [*settled(agreement), *found])
    with writing(by, "add_line", what):
        Agreement.objects.select_for_update().get(pk=agreement.pk)  # numbers follow one another
        last = agreement.lines.order_by("-number").values_list("number", flat=True).first() or 0
        line = Line.objects.create(
            body=agreement.body, organisation=agreement.organisation, agreement=agreement, number=last + 1,
            period=to_db(period), **given,
        )  # fmt: skip
        audit.record(by, "add_line", line)
    return line


def change_line(*, line: Line, by: Actor, reason: str = "", **changes: Any) -> Line:
    """Change cost code, specification, home, placement type or dates of a line."""
    what = "This line cannot be changed"
    permit(may(by, P.AGREEMENT_WRITE, line), what)
    if strange := sorted(set(changes) - LINE_FIELDS):
        raise TypeError(f"cannot change {', '.join(strange)}")
    before = from_db(line.period)
    period = changes.pop("period", None) or before
    given = {f: changes.get(f, getattr(line, f)) for f in LINE_FIELDS - {"period"}}
    found = checks.check_line(
        agreement=line.agreement, service_type=line.service_type, method=line.method, period=period, line=line, **given
    )  # fmt: skip
    refuse_if(what, [*settled(line.agreement), *found])
    moved = (*subtract(before, [period]), *subtract(period, [before]))
    with writing(by, "change_line", what, reason):
        if "placement_type" in changes and changes["placement_type"] != line.placement_type:
            moved = (before,)  # what is counted changes on every night
        if moved:
            publish(TermsChanging(line, moved, by))
        hold(line)
        for name, value in changes.items():
            setattr(line, name, value)
        if period != before:
            line.period = to_db(period)
        line.save()
        cut_terms(line, from_db(line.period))
        audit.record(by, "change_line", line, reason=reason, fields=sorted(changes))
    return line


def end_agreement(*, agreement: Agreement, on: dt.date, by: Actor, reason: str = "") -> Agreement:
    """End an agreement; `on` is the first day without it. Lines, targets, rates and overrides end with it."""
    what = "This agreement cannot be ended"
    permit(may(by, P.AGREEMENT_WRITE, agreement), what)
    refuse_if(what, checks.check_agreement_end(agreement, on))
    with writing(by, "end_agreement", what, reason):
        period = from_db(agreement.period)
        # no_key: a stay being recorded holds its quarters and wants the line's key, so that neither waits for the other
        for line in agreement.lines.select_for_update(no_key=True).order_by("pk"):
            _end_line(line, on, by)
        agreement.period = to_db(DateRange(period.start, on))
        agreement.save(update_fields=["period"])
        audit.record(by, "end_agreement", agreement, reason=reason, on=on.isoformat())
    return agreement


def _end_line(line: Line, on: dt.date, by: Actor) -> None:
    """Cut a line at a day. One that would only have begun then goes with its terms; its history stays."""
    period = from_db(line.period)
    lost = period.clip(DateRange(on))
    if lost is None:
        return
    publish(TermsChanging(line, (lost,), by))
    if period.start >= on:
        line.delete()
        return
    kept = DateRange(period.start, on)
    line.period = to_db(kept)
    line.save(update_fields=["period"])
    cut_terms(line, kept)


def cut_terms(line: Line, period: DateRange) -> None:
    """Cut a line's targets, rates, loadings and overrides to its dates; what lies wholly outside goes (its history stays)."""
    for rows in (line.targets, line.rates, line.loadings, line.overrides):
        for row in rows.select_for_update():
            kept = from_db(row.period).clip(period)
            if kept is None:
                row.delete()
            elif kept != from_db(row.period):
                row.period = to_db(kept)
                row.save(update_fields=["period"])
