"""Entering scores and weekly prices: a whole sheet at once, with every fault at its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.frameworks.facts import wanted_criteria
from homeward.apps.frameworks.models import Assessment, Criterion, Lot, LotAdmission, Price, Ranking, Score
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

Stage = Assessment.Stage


@dataclass(frozen=True)
class Sheet:
    """One provider's line of a scoring sheet: scores by criterion (None: left empty) and the moderation note."""

    lot_admission: LotAdmission
    scores: Mapping[Criterion, Decimal | None] = field(default_factory=dict)
    note: str = ""

    def cell(self, criterion: Criterion) -> str:
        """The name of a cell of the sheet's form."""
        return f"s_{self.lot_admission.public_id}_{criterion.number}"


@service("save_scores", "These scores cannot be kept")
def save_scores(
    *, lot: Lot, stage: str, year: int | None, sheets: Sequence[Sheet], reason: str = "", by: Actor
) -> list[Assessment]:
    """Keep the scores of a lot for the tender or a year; an empty cell is no score, never 0.

    Where a published ranking stands on them, `reason` says why they change; that ranking stays as it is.
    Returns the assessments that changed.
    """
    what = "These scores cannot be kept"
    permit(may(by, P.FRAMEWORK_WRITE, lot) and lot.body_id == by.body.pk, what)
    hold(lot)
    criteria = wanted_criteria(list(lot.criteria.all()), stage)
    refuse_if(what, [] if criteria else [Reason("framework.no_criteria")])
    refuse_if(what, [*_too_high(sheets, criteria), *_strangers(sheets, lot)])
    kept = _kept(sheets, stage, year)
    changed = [s for s in sheets if _differs(s, kept.get(s.lot_admission.pk), criteria)]
    refuse_if(what, [_published_on(lot, stage, year) if changed and not reason.strip() else None])
    made = _keep(changed, kept, stage, year, criteria, by)
    if made:
        audit.record(by, "save_scores", lot, reason=reason, stage=stage, year=year, providers=len(made))
    return made


def _too_high(sheets: Iterable[Sheet], criteria: Sequence[Criterion]) -> list[Reason]:
    return [
        Reason(
            "framework.score_too_high",
            {"score": format(value, "f"), "most": format(c.out_of.normalize(), "f"), "field": sheet.cell(c)},
        )
        for sheet in sheets
        for c in criteria
        if (value := sheet.scores.get(c)) is not None and not 0 <= value <= c.out_of
    ]


def _strangers(sheets: Iterable[Sheet], lot: Lot) -> list[Reason]:
    return [
        Reason("framework.not_on_lot", {"provider": s.lot_admission.organisation.name, "lot": str(lot)})
        for s in sheets
        if s.lot_admission.lot_id != lot.pk
    ]


def _kept(sheets: Iterable[Sheet], stage: str, year: int | None) -> dict[int, Assessment]:
    """The assessments there are, by the provider's place in the lot."""
    rows = Assessment.objects.filter(
        lot_admission__in=[s.lot_admission for s in sheets], stage=stage, year=year
    )
    return {a.lot_admission_id: a for a in rows.prefetch_related("scores")}


def _differs(sheet: Sheet, kept: Assessment | None, criteria: Sequence[Criterion]) -> bool:
    scores = {s.criterion_id: s.value for s in kept.scores.all()} if kept else {}
    wanted = {c.pk: v for c in criteria if (v := sheet.scores.get(c)) is not None}
    return wanted != scores or sheet.note.strip() != (kept.note if kept else "")


def _published_on(lot: Lot, stage: str, year: int | None) -> Reason | None:
    """That a ranking in force was made with scores of this stage and year."""
    for ranking in lot.rankings.filter(state=Ranking.State.PUBLISHED).order_by("-number"):
        if stage == Stage.TENDER or ranking.result["assessment_year"] == year:
            return Reason("framework.changes_published", {"number": ranking.number, "field": "reason"})
    return None


def _keep(
    sheets: Sequence[Sheet], kept: Mapping[int, Assessment], stage: str, year: int | None,
    criteria: Sequence[Criterion], by: Actor,
) -> list[Assessment]:  # fmt: skip
    """Write what changed: all new rows of a sheet together, the others one by one."""
    made, new, scores = [], [], []
    for sheet in sheets:
        row = sheet.lot_admission
        found = kept.get(row.pk)
        item = found or Assessment(
            body=row.body, organisation=row.organisation, lot_admission=row, stage=stage, year=year
        )
        item.note, item.scored_at, item.scored_by = sheet.note.strip(), timezone.now(), by.user
        made.append(item)
        if found is None:
            new.append(item)
        else:
            item.save()
    Assessment.objects.bulk_create(new)
    for item, sheet in zip(made, sheets, strict=True):
        scores += _scores(item, sheet, criteria)
    Score.objects.bulk_create(scores)
    return made


def _scores(item: Assessment, sheet: Sheet, criteria: Sequence[Criterion]) -> list[Score]:
    """The new scores of an assessment; those it has are changed or taken away."""
    row = sheet.lot_admission
    before = {s.criterion_id: s for s in item.scores.all()}
    new = []
    for criterion in criteria:
        value, old = sheet.scores.get(criterion), before.get(criterion.pk)
        if old is None and value is not None:
            new.append(
                Score(
                    body=row.body,
                    organisation=row.organisation,
                    assessment=item,
                    criterion=criterion,
                    value=value,
                )
            )
        elif old is not None and value is None:
            old.delete()
        elif old is not None and value is not None and old.value != value:
            old.value = value
            old.save(update_fields=["value"])
    return new


@dataclass(frozen=True)
class PriceGiven:
    """A weekly price as entered; None leaves what is recorded."""

    lot_admission: LotAdmission
    weekly: Decimal | None
    is_compliant: bool = True
    note: str = ""


@service("set_price", "These prices cannot be kept")
def set_prices(
    *, lot: Lot, region: str, period: DateRange, prices: Sequence[PriceGiven], by: Actor
) -> list[Price]:
    """Keep weekly prices of a lot from a day on. What held before ends there; returns those that changed."""
    what = "These prices cannot be kept"
    permit(may(by, P.FRAMEWORK_WRITE, lot) and lot.body_id == by.body.pk, what)
    hold(lot)
    unknown = bool(region) and region not in lot.regions
    silent = [
        Reason(
            "framework.text_missing",
            {"what": "Why it does not meet the terms", "field": f"note_{p.lot_admission.public_id}"},
        )
        for p in prices
        if p.weekly is not None and not p.is_compliant and not p.note.strip()
    ]
    refuse_if(
        what,
        [
            Reason("framework.region_unknown", {"region": region, "field": "region"}) if unknown else None,
            *silent,
        ],
    )
    made = [
        kept for given in prices if given.weekly is not None and (kept := _price(given, region, period, by))
    ]
    if made:
        audit.record(by, "set_price", lot, region=region, start=period.start.isoformat(), providers=len(made))
    return made


def set_price(
    *, lot_admission: LotAdmission, weekly: Decimal, period: DateRange, region: str = "", is_compliant: bool = True,
    note: str = "", by: Actor,
) -> list[Price]:  # fmt: skip
    """One provider's weekly price."""
    given = PriceGiven(lot_admission, weekly, is_compliant, note)
    return set_prices(lot=lot_admission.lot, region=region, period=period, prices=[given], by=by)


def _price(given: PriceGiven, region: str, period: DateRange, by: Actor) -> Price | None:
    row = given.lot_admission
    values = {"weekly": given.weekly, "is_compliant": given.is_compliant, "note": given.note.strip()}
    for old in row.prices.filter(region=region, period__overlap=to_db(period)).order_by("period"):
        held = from_db(old.period)
        if held.start >= period.start and held == period:
            if all(getattr(old, name) == value for name, value in values.items()):
                return None
            old.delete()
        elif held.start < period.start:
            old.period = to_db(DateRange(held.start, period.start))
            old.save(update_fields=["period"])
    return Price.objects.create(
        body=row.body, organisation=row.organisation, lot_admission=row, region=region, period=to_db(period),
        entered_by=by.user, **values,
    )  # fmt: skip
