"""The facts of one lot, region and period, gathered from the records as the rule reads them.

Plain data in a fixed order, so that the same records always give the same digest: a draft whose digest no longer
matches its records is made again before it is published.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from homeward.apps.core.periods import from_db
from homeward.apps.frameworks.models import (
    Admission,
    Assessment,
    Criterion,
    Lot,
    LotAdmission,
    Price,
    ProcurementCheck,
)
from homeward.apps.inspections.models import Inspection
from homeward.apps.inspections.queries import latest_of_services
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.ranges import DateRange
from homeward.policy import PolicyValueError

Json = dict[str, Any]
ON_FRAMEWORK = (Admission.State.ADMITTED, Admission.State.ENDED)


@dataclass(frozen=True)
class Gathered:
    """Facts with their SHA-256, what their codes are called, and the moderation notes that go with the scores."""

    facts: Json
    digest: str
    names: Json
    notes: dict[str, list[Json]]


def digest_of(data: Any) -> str:
    """SHA-256 of the canonical text."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def gather(lot: Lot, region: str, period: DateRange) -> Gathered:
    """Everything a ranking depends on, as the records stand now."""
    everybody = lot_admissions(lot, on=period.start)
    rows = [row for row in everybody if not region or not row.regions or region in row.regions]
    criteria = list(lot.criteria.all())
    checks = newest_checks(lot.body_id, [row.organisation_id for row in rows])
    inspections = _inspections(lot, rows, period)
    facts: Json = {
        "lot": {"id": lot.public_id},
        "period": period.to_json(),
        "criteria": [_criterion(item) for item in criteria],
        "bidders": [
            {
                **_bidder(row, region, period, criteria, list(checks.get(row.organisation_id, {}).values())),
                **inspections.get(row.organisation_id, {}),
            }
            for row in rows
        ],
    }
    if region:
        facts["region"] = region
    notes = {row.organisation.public_id: _notes(row) for row in rows}
    names = {
        "providers": {row.organisation.public_id: row.organisation.name for row in rows},
        "criteria": {item.code: item.title for item in criteria},
    }
    return Gathered(facts, digest_of([facts, notes]), names, notes)


def _inspections(lot: Lot, rows: list[LotAdmission], period: DateRange) -> dict[int, Json]:
    """The latest inspection of each provider's registered service, where the policy sets a gateway by it."""
    try:
        gateway = pack_of(lot.body).policy().reading("ranking.gateway", on=period.start)
    except PolicyValueError:
        return {}
    if gateway != "latest_inspection":
        return {}
    known = latest_of_services(lot.body, [row.organisation_id for row in rows], lot.body.today)
    return {key: {"inspection": inspected(row)} for key, row in known.services.items()}


def inspected(row: Inspection) -> Json:
    """An inspection as the rules read it; without a grade where the report carries none."""
    told: Json = {"on": row.inspected_on.isoformat()}
    return {**told, "grade": row.grade} if row.grade else told


def lot_admissions(lot: Lot, *, on: dt.date) -> list[LotAdmission]:
    """Who is or was on the lot, with scores and prices, each provider once, in a settled order.

    Of several admissions of a provider the one that holds on the day counts, else the last. Who is only put down or
    was declined is not there.
    """
    rows = LotAdmission.objects.filter(lot=lot, admission__state__in=ON_FRAMEWORK)
    found: dict[int, LotAdmission] = {}
    for row in (
        rows.select_related("organisation", "admission", "lot")
        .prefetch_related("assessments__scores__criterion", "prices")
        .order_by("organisation__public_id", "admission__period")
    ):
        before = found.get(row.organisation_id)
        if before is None or not from_db(before.admission.period).contains(on):
            found[row.organisation_id] = row
    return list(found.values())


def newest_checks(body_id: int, organisations: list[int]) -> dict[int, dict[str, ProcurementCheck]]:
    """The check that counts, the newest of its kind, by provider and kind."""
    found: dict[int, dict[str, ProcurementCheck]] = defaultdict(dict)
    rows = ProcurementCheck.objects.filter(body_id=body_id, organisation_id__in=organisations)
    for check in rows.order_by("kind", "checked_on", "pk"):
        found[check.organisation_id][check.kind] = check
    return found


def _criterion(item: Criterion) -> Json:
    return {
        "code": item.code, "weight": plain_number(item.weight), "reassessed": item.is_reassessed,
        "out_of": plain_number(item.out_of),
    }  # fmt: skip


def plain_number(value: Any) -> str:
    """A decimal without trailing zeros: a digest does not depend on how it was typed, and an input shows no 40.00."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _bidder(
    row: LotAdmission,
    region: str,
    period: DateRange,
    criteria: list[Criterion],
    checks: list[ProcurementCheck],
) -> Json:
    told: Json = {
        "id": row.organisation.public_id,
        "admitted": from_db(row.admission.period).to_json(),
        "checks": [checked(check) for check in checks],
    }
    assessments = sorted(row.assessments.all(), key=lambda a: a.year or 0)
    for item in assessments:
        scores = _scores(item, criteria)
        if not scores:
            continue
        if item.stage == Assessment.Stage.TENDER:
            told["tender"] = {"scores": scores}
        else:
            told.setdefault("annual", []).append({"year": item.year, "scores": scores})
    price = price_on(row, region, period)
    if price is not None:
        told["price"] = {"weekly": format(price.weekly, "f"), "compliant": price.is_compliant}
        if not price.is_compliant:
            told["price"]["note"] = price.note
    return told


def checked(check: ProcurementCheck) -> Json:
    """A check as the rules read it."""
    told: Json = {"kind": check.kind, "result": check.result}
    return {**told, "expires": check.expires_on.isoformat()} if check.expires_on else told


def _scores(item: Assessment, criteria: list[Criterion]) -> list[Json]:
    """The scores of an assessment, or none while one of those it needs is missing."""
    given = {score.criterion_id: score.value for score in item.scores.all()}
    wanted = wanted_criteria(criteria, item.stage)
    if any(c.pk not in given for c in wanted):
        return []
    return [{"criterion": c.code, "score": plain_number(given[c.pk])} for c in wanted]


def wanted_criteria(criteria: list[Criterion], stage: str) -> list[Criterion]:
    """What is scored at a stage: all at the tender; of a year those marked for it, all where none is."""
    if stage == Assessment.Stage.TENDER:
        return criteria
    return [c for c in criteria if c.is_reassessed] or criteria


def price_on(row: LotAdmission, region: str, period: DateRange) -> Price | None:
    """The price in force on the first day: that of the region, else that of all regions."""
    held = [p for p in row.prices.all() if from_db(p.period).contains(period.start)]
    own = [p for p in held if region and p.region == region]
    return next(iter(own or [p for p in held if not p.region]), None)


def _notes(row: LotAdmission) -> list[Json]:
    return [
        {"year": item.year, "note": item.note}
        for item in sorted(row.assessments.all(), key=lambda a: a.year or 0)
        if item.note
    ]
