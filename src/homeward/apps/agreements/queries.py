"""What pages and other apps ask about agreements. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import (
    KINDS_OF_METHOD,
    PARTNERED,
    Agreement,
    Line,
    LineLoading,
    LineOverride,
    LineRate,
    LineTarget,
    ServiceSpecification,
    Variation,
)
from homeward.apps.core.periods import from_db, say, say_day
from homeward.apps.core.timeline import Entry, Watched, timeline
from homeward.apps.core.vocabulary import code_list, label_of
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.providers.queries import above, tally
from homeward.kernel.ranges import DateRange, subtract
from homeward.web.numbers import money, number, placements


@dataclass(frozen=True)
class Terms:
    """A line on one day: its target, rates and what is missing."""

    line: Line
    service: str
    placement_type: str
    target: LineTarget | None
    rates: tuple[LineRate, ...]
    gaps: tuple[str, ...]


def agreement_list(actor: Actor) -> QuerySet[Agreement]:
    """Agreements with their number of lines and whether one of them lacks a target or rate today."""
    today = actor.today
    lines = Line.objects.filter(agreement=OuterRef("pk"), period__contains=today)
    block = lines.filter(method=Line.Method.BLOCK)
    without_target = block.exclude(pk__in=LineTarget.objects.filter(period__contains=today).values("line"))
    without_rate = lines.exclude(pk__in=LineRate.objects.filter(period__contains=today).values("line"))
    return (
        Agreement.objects.visible_to(actor)
        .select_related("provider__organisation", "body")
        .annotate(
            line_count=tally(Line.objects.all(), "agreement"),
            lacks_target=Exists(without_target),
            lacks_rate=Exists(without_rate),
        )
    )


def in_force(rows: QuerySet[Agreement], day: dt.date, state: str) -> QuerySet[Agreement]:
    """Agreements that are in force on a day, begin later, or have ended."""
    if state == "now":
        return rows.filter(period__contains=day)
    if state == "later":
        return rows.filter(period__startswith__gt=day)
    return rows.filter(period__endswith__lte=day)


def state_of(period: Any, today: dt.date) -> tuple[str, str]:
    """The words and colour of something with dates."""
    dates = from_db(period)
    if dates.contains(today):
        return _("In force"), "ok"
    if dates.start > today:
        return _("From %(day)s") % {"day": say_day(dates.start)}, "info"
    return _("Ended"), "plain"


def terms_of(lines: Iterable[Line], day: dt.date) -> list[Terms]:
    """Each line with its target and rates on a day; targets and rates are prefetched by `lines_of`."""
    return [
        Terms(
            line=line,
            service=label_of(line.body, "service_types", line.service_type),
            placement_type=label_of(line.body, "placement_types", line.placement_type)
            if line.placement_type
            else "",
            target=_on(line.targets.all(), day),
            rates=tuple(r for r in line.rates.all() if day in r.period),
            gaps=tuple(gaps_of(line)),
        )
        for line in lines
    ]


def lines_of(actor: Actor, agreement: Agreement | None = None) -> QuerySet[Line]:
    """Lines with everything `terms_of` asks, in a fixed number of queries."""
    rows = Line.objects.visible_to(actor).select_related("agreement", "body", "home", "specification")
    rows = rows.prefetch_related("targets", "rates", "loadings", "overrides").order_by(
        "agreement_id", "number"
    )
    return rows.filter(agreement=agreement) if agreement else rows


def gaps_of(line: Line) -> list[str]:
    """What is missing for a line to be counted and paid on each of its nights, in words."""
    gaps = []
    period = from_db(line.period)
    if line.method == Line.Method.BLOCK:
        without = subtract(period, [from_db(t.period) for t in line.targets.all()])
        if without:
            gaps.append(
                _("No target is set for %(nights)s: utilisation cannot be counted there.")
                % {"nights": _and(without)}
            )
        wanted: tuple[str, ...] = (LineRate.Kind.BASE_UNIT_ANNUAL,)
        words = _("No base unit price is set for %(nights)s: the quarter cannot be paid there.")
    else:
        wanted = KINDS_OF_METHOD[Line.Method(line.method)]
        words = _("No price per night is set for %(nights)s: nights cannot be paid there.")
        if line.method == Line.Method.PER_WEEK:
            words = _("No price per week is set for %(nights)s: nights cannot be paid there.")
        elif line.method in PARTNERED:
            words = _("No rate is set for %(nights)s: nothing can be paid there.")
    unpriced = subtract(period, [from_db(r.period) for r in line.rates.all() if r.kind in wanted])
    if unpriced:
        gaps.append(words % {"nights": _and(unpriced)})
    return gaps


def _and(periods: Sequence[DateRange]) -> str:
    return "; ".join(say(period) for period in periods)


def _on(rows: Iterable[Any], day: dt.date) -> Any:
    return next((row for row in rows if day in row.period), None)


@dataclass(frozen=True)
class Loading:
    """A contract loading in words: what it is for, and its measure."""

    row: LineLoading
    category: str
    measure: str


def _measure(row: LineLoading) -> str:
    if row.placements is not None:
        return _("%(number)s placements") % {"number": placements(row.placements)}
    assert row.percent is not None  # a row has one of the two
    return _("%(number)s %% of the target") % {"number": number(row.percent.normalize() + 0)}


def loadings_of(line: Line) -> list[Loading]:
    """The contract loadings of a line, the newest first."""
    found = [
        Loading(row, loading_label(line.body, row.category), _measure(row)) for row in line.loadings.all()
    ]
    return sorted(found, key=lambda item: (-item.row.period.lower.toordinal(), item.row.category))


@dataclass(frozen=True)
class Replaced:
    """An override beside what the pack says on its first night."""

    override: LineOverride
    words: str
    key: str
    value: str
    pack_value: str
    clause: str
    standing: str


def overrides_of(line: Line) -> list[Replaced]:
    """A line's overrides, each with the pack's own value, clause and standing."""
    pack = pack_of(line.body)
    told = []
    for row in line.overrides.order_by("parameter", "key", "period"):
        known = pack.parameters.get(row.parameter)
        own = known.on(row.period.lower, row.key or None) if known else None
        told.append(
            Replaced(
                row,
                known.description if known else row.parameter,
                label_of(line.body, known.keyed_by, row.key) if known and known.keyed_by and row.key else "",
                say_policy_value(known, row.value),
                say_policy_value(known, own.value) if own else "–",
                f"{pack.sources[own.clause.source].title}, {own.clause.clause}" if own else "",
                own.standing if own else "",
            )
        )
    return told


def say_policy_value(parameter: Any, value: Any) -> str:
    """A policy value in words: a reading by its meaning, a list by its parts."""
    if parameter is not None and parameter.kind == "reading" and value in parameter.options:
        return str(parameter.options[value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(say_policy_value(None, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{key.replace('_', ' ')} {say_policy_value(None, item)}" for key, item in value.items()
        )
    return str(value)


def placements_of(actor: Actor, line: Line) -> tuple[list[Any], int]:
    """The newest 50 placements on a line that the actor may see, and how many there are."""
    if not actor.holds(P.PLACEMENT_READ):
        return [], 0
    rows = above("placements.Placement").objects.visible_to(actor).filter(line=line)
    return list(rows.select_related("child", "home").order_by("-period", "-pk")[:50]), rows.count()


def placements_after(agreement: Agreement, day: dt.date) -> int:
    """How many placements of an agreement run past a day."""
    rows = above("placements.Placement").objects.filter(line__agreement=agreement)
    return int(rows.filter(Q(period__endswith__gt=day) | Q(period__upper_inf=True)).count())


def specifications_seen_by(actor: Actor) -> QuerySet[ServiceSpecification]:
    return ServiceSpecification.objects.visible_to(actor).order_by("code", "-version")


def agreement_timeline(agreement: Agreement) -> list[Entry]:
    body = agreement.body
    own = Watched(Agreement, "Agreement", labels={"reference": "Number", "period": "In force"})
    lines = Watched(
        Line, "Line", link="agreement", labels={"period": "In force"}, formats=_line_formats(body)
    )
    variations = Watched(
        Variation,
        "Variation",
        link="agreement",
        hidden=frozenset({"changes", "reason", "recorded_at", "recorded_by"}),
        labels={"number": "Number", "effective_on": "From"},
    )
    return timeline(agreement, [own, lines, variations])


def line_timeline(line: Line) -> list[Entry]:
    dates = {"period": "Nights"}
    parameters = pack_of(line.body).parameters
    formats: dict[str, Any] = {
        "value": lambda value: say_policy_value(None, value),
        "parameter": lambda path: parameters[path].description if path in parameters else path,
        "key": lambda key: label_of(line.body, "service_types", key),
    }
    categories = {"category": lambda code: loading_label(line.body, code)}
    prices = {"amount": lambda amount: money(amount, line.body.currency)}
    return timeline(
        line,
        [
            Watched(
                Line,
                "Line",
                labels={"period": "In force"},
                formats=_line_formats(line.body),
                hidden=frozenset({"agreement"}),
            ),
            Watched(LineTarget, "Target", link="line", labels=dates),
            Watched(
                LineRate,
                "Rate",
                link="line",
                labels={**dates, "is_placeholder": "Placeholder"},
                formats=prices,
            ),
            Watched(LineLoading, "Loading", link="line", labels=dates, formats=categories),
            Watched(LineOverride, "Value of its own", link="line", labels=dates, formats=formats),
        ],
    )


def loading_label(body: Any, category: str) -> str:
    """A loading category in words: an identity, or a remoteness class."""
    classes = code_list(body, "remoteness_classes")
    if classes is not None and classes.knows(category):
        return label_of(body, "remoteness_classes", category)
    return label_of(body, "loading_categories", category)


def _line_formats(body: Any) -> dict[str, Any]:
    return {
        "service_type": lambda code: label_of(body, "service_types", code),
        "placement_type": lambda code: label_of(body, "placement_types", code),
    }
