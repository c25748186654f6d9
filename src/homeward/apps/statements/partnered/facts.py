"""The facts of a care partner's line and period, as the rule `funding` reads them.

What was agreed of earlier months comes from their statements, so that a month is reconciled with what both sides saw.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from homeward.apps.agreements.models import PARTNERED, Line
from homeward.apps.agreements.signed import signed_on
from homeward.apps.approvals.models import PartnerApproval
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.funding.facts import line_json, property_json, requests_json, span_json, used_json
from homeward.apps.funding.models import AbsenceApproval, FundedTerms, FundingDispute, Reconciliation
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.statements.models import LOCKED_STATES, Statement, Version
from homeward.kernel.ranges import DateRange

Json = dict[str, Any]
AWAY = (Spell.Kind.MISSING, Spell.Kind.ABSENT)
# Money that is no night, instalment or balance: it is paid as asked for, and never set against nights.
APART = ("ad_hoc", "property")


def is_partnered(line: Line) -> bool:
    """Whether a line is on one of the three funding models of a care partner."""
    return line.method in PARTNERED


def gather_partnered(line: Line, period: DateRange) -> Json:
    """Everything the rule asks about a line's period, from the records as they stand now."""
    stays = _stays(line, period)
    facts: Json = {
        "period": period.to_json(),
        "partner": line.organisation.name,
        "approval": _approval(line),
        "agreement": {"id": line.agreement.reference, "signed_on": _day(signed_on(line.agreement))},
        "lines": [line_json(line, period)],
        "placements": [_placement(stay, line, period.end) for stay in stays],
        "other_partners": _elsewhere(line, period, stays),
        "ad_hoc": requests_json(line, period),
        "property": property_json(line, period),
    }
    if used := used_json(line, period):
        facts["used"] = used
    return facts | _reconciliation(line, period)


def _approval(line: Line) -> Json | None:
    rows = PartnerApproval.objects.filter(body=line.body_id, organisation=line.organisation_id)
    found = rows.order_by("approved_on", "pk").last()
    return {"approved_on": _day(found.approved_on), "reference": found.section or None} if found else None


def _stays(line: Line, period: DateRange) -> list[Placement]:
    """Stays of the period, and those before it in which an absence that reaches into it began."""
    start, rows = period.start, Placement.objects.filter(line=line)
    spells = Prefetch("spells", Spell.objects.filter(kind__in=AWAY).order_by("period", "public_id"))
    approvals = Prefetch("absence_approvals", AbsenceApproval.objects.select_related("approved_by"))
    while True:
        found = rows.filter(period__overlap=to_db(DateRange(start, period.end)))
        stays = list(
            found.select_related("child", "home").prefetch_related(spells, approvals)
            .order_by("child__reference", "period", "public_id")
        )  # fmt: skip
        begun = [
            spell.period.lower for stay in stays for spell in stay.spells.all() if _reaches(spell, start)
        ]
        earlier = min(begun, default=start)
        if earlier == start:
            return stays
        start = earlier


def _reaches(spell: Spell, day: dt.date) -> bool:
    """Whether an absence began before a day and goes on to it."""
    return spell.period.lower < day and (spell.period.upper is None or spell.period.upper >= day)


def _placement(stay: Placement, line: Line, until: dt.date | None) -> Json:
    return {
        "id": stay.public_id, "child": stay.child.reference, "home": stay.home.reference, "line": str(line),
        **span_json(stay.period, until),
        "absences": [
            {
                **span_json(spell.period, until),
                "kind": "missing" if spell.kind == Spell.Kind.MISSING else spell.code or None,
                **_approved(spell, stay.absence_approvals.all()),
            }
            for spell in stay.spells.all()
            if until is None or spell.period.lower < until
        ],
    }  # fmt: skip


def _approved(spell: Spell, approvals: Iterable[AbsenceApproval]) -> Json:
    away = from_db(spell.period)
    for item in approvals:
        if from_db(item.period).overlaps(away):
            return {
                "approval": {
                    "approved_by": item.approved_by.name,
                    "until": _day(item.until),
                    "reason": item.reason,
                }
            }
    return {}


def _elsewhere(line: Line, period: DateRange, stays: list[Placement]) -> list[Json]:
    """Nights of the same children that another line is paid for. Another partner is not named: both sides read this."""
    rows = Placement.objects.filter(
        child_id__in={stay.child_id for stay in stays}, period__overlap=to_db(period), line__method__in=PARTNERED
    )  # fmt: skip
    others = rows.exclude(line=line).select_related("child", "line__agreement", "line__organisation")
    return [
        {
            "partner": str(stay.line)
            if stay.line.organisation_id == line.organisation_id
            else "another care partner",
            "child": stay.child.reference,
            **nights.to_json(),
        }
        for stay in others.order_by("child__reference", "period", "public_id")
        if (nights := from_db(stay.period).clip(period)) is not None
    ]


def _reconciliation(line: Line, period: DateRange) -> Json:
    """What is set against what was paid, where somebody or the calendar asked for it at the end of this period."""
    asked = Reconciliation.objects.filter(line=line, period=to_db(period)).first()
    if asked is None:
        return {}
    agreed = list(agreed_before(line, DateRange(asked.since, period.start)))
    disputes = FundingDispute.objects.filter(line=line, closed_on=None).order_by("raised_at", "id")
    # Nothing is recovered before the partner was heard, nor while it disputes: until then the balance is carried.
    waits = asked.outcome == Reconciliation.Outcome.RECOVER and (bool(disputes) or not asked.partner_response)
    return {
        "payments": [
            {"amount": str(paid), "line": str(line), "reference": statement.label}
            for statement, version, _ in agreed
            if (paid := paid_by(version.decision))
        ],
        "disputes": [
            {"raised_on": _day(min(d.raised_on, period.end or d.raised_on)), "about": d.about}
            for d in disputes
        ],
        "reconciliation": {
            "apart": not is_paid_ahead(line),
            "counted": [
                {"label": statement.label, "amount": known.decision["delivered"]["amount"]}
                for statement, _, known in agreed
            ],
            "settled": [
                {"outcome": "repurpose", "amount": amount, "on": _day(from_db(statement.period).end)}
                for statement, version, _ in agreed
                if Decimal(amount := (version.decision["reconciliation"] or {}).get("repurposed", "0.00"))
            ],
            "outcome": None if waits else asked.outcome or None,
            "reason": asked.reason,
            "effect_on_children": asked.effect_on_children,
            "partner_response": asked.partner_response,
        },
    }


def is_paid_ahead(line: Line) -> bool:
    """Whether a share of the line's year is paid ahead, and set against its nights each quarter."""
    return FundedTerms.objects.filter(line=line, yearly_nights__isnull=False).exists()


def agreed_before(line: Line, span: DateRange) -> Iterator[tuple[Statement, Version, Version]]:
    """The months both sides agreed that begin in a span: with the version agreed, and what is known now."""
    rows = Statement.objects.filter(
        line=line,
        state__in=LOCKED_STATES,
        period__startswith__gte=span.start,
        period__startswith__lt=span.end,
    )
    for statement in rows.order_by("period").prefetch_related("versions"):
        versions = sorted(statement.versions.all(), key=lambda v: v.number)
        agreed = [v for v in versions if v.kind == Version.Kind.COUNT]
        yield statement, agreed[-1], versions[-1]


def paid_by(decision: Json) -> Decimal:
    """What a month's statement settled for nights, instalments and balances, without tax."""
    due = (m for m in decision["money"] if m["status"] == "due" and m["code"] not in APART)
    return sum((Decimal(m["amount"]) for m in due), Decimal(0))


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
