"""Two invented frameworks: foster care with three lots and residential care with two, over two years of rankings.

Names, scores and prices are invented. In the newest year one provider's insurance has expired, another's yearly score
is stale, two foster providers stand level, a residential provider failed a check, and the ranking of the first
residential lot is still open to queries.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from homeward.apps.frameworks import services
from homeward.apps.frameworks.facts import wanted_criteria
from homeward.apps.frameworks.models import Admission, Framework, Lot, LotAdmission, RankedPlace, Ranking
from homeward.apps.frameworks.services.frameworks import CriterionGiven
from homeward.apps.frameworks.services.scores import PriceGiven, Sheet
from homeward.apps.providers.models import Provider
from homeward.demo.agenda import Agenda
from homeward.demo.wales import Wales
from homeward.kernel.ranges import DateRange

INVENTED = "Invented for the demonstration: lots, providers, scores and prices are nobody’s."
CHECKS = ("registration", "insurance", "financial_standing", "safeguarding", "data_protection")
REGIONS = ("Hills", "Coast")
EXPIRED, STALE, LEVEL, DROPPED = 4, 8, (2, 3), 11  # foster providers, by their place in the list
FAILED, ENDING = 5, 1  # residential providers
CRITERIA = (
    CriterionGiven("Care and outcomes for children", Decimal(40), is_reassessed=True),
    CriterionGiven("Safeguarding", Decimal(25)),
    CriterionGiven("Carers and staff", Decimal(20)),
    CriterionGiven("What children say", Decimal(15)),
)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class LotPlan:
    number: int
    title: str
    placement_types: tuple[str, ...]
    regions: tuple[str, ...]
    every: int  # each so many-th provider is on it
    price: int
    opened_only: bool = False


@dataclass(frozen=True)
class Plan:
    reference: str
    title: str
    service_type: str
    lots: tuple[LotPlan, ...]


FOSTER = Plan("AF-1", "All-area foster care (invented)", "fostering", (
    LotPlan(1, "Foster care", ("foster_mainstream", "foster_siblings"), REGIONS, 1, 780),
    LotPlan(2, "Therapeutic foster care", ("foster_therapeutic",), (), 3, 1020),
    LotPlan(3, "Parent and child", ("foster_parent_and_child",), (), 4, 1340),
))  # fmt: skip
RESIDENTIAL = Plan("AR-1", "Residential care (invented)", "residential", (
    LotPlan(1, "Children’s homes", ("residential_core",), (), 1, 4350, opened_only=True),
    LotPlan(2, "Therapeutic homes", ("residential_therapeutic",), (), 3, 5600),
))  # fmt: skip


def plan_frameworks(agenda: Agenda, wales: Wales) -> None:
    """Put the two frameworks, their two years and what is open today on the agenda."""
    year = dt.date(agenda.today.year, 4, 1)
    begin = year if year <= agenda.today else year - relativedelta(years=1)
    for plan, providers in ((FOSTER, wales.foster), (RESIDENTIAL, wales.residential)):
        _Framework(agenda, wales, plan, providers, begin).plan()


class _Framework:
    """One framework as it went: made, scored, ranked for last year and for this one."""

    def __init__(
        self, agenda: Agenda, wales: Wales, plan: Plan, providers: list[Provider], begin: dt.date
    ) -> None:
        self.agenda, self.wales, self.plan_, self.providers, self.begin = (
            agenda,
            wales,
            plan,
            providers,
            begin,
        )
        self.start = begin - relativedelta(years=2)
        self.period = DateRange(self.start, self.start + relativedelta(years=5))
        self.is_foster = plan is FOSTER
        self.lots: dict[int, Lot] = {}

    def plan(self) -> None:
        last = self.begin - relativedelta(years=1)
        on = self.agenda.on
        on(self.start - 80 * DAY, self._make)
        on(self.start - 40 * DAY, lambda: self._score("tender", None))
        for begin in (last, self.begin):
            on(begin - 60 * DAY, lambda b=begin: self._score("annual", b.year))  # type: ignore[misc]
            on(begin - 50 * DAY, lambda b=begin: self._price(b))  # type: ignore[misc]
        on(last - 40 * DAY, lambda: self._rank(last))
        on(last - 5 * DAY, lambda: self._publish(last))
        on(last + 160 * DAY, self._checks_end)
        newest = [p for p in self.plan_.lots if not p.opened_only]
        on(self.begin - 40 * DAY, lambda: self._rank(self.begin, newest))
        on(self.begin - 5 * DAY, lambda: self._publish(self.begin))
        if any(p.opened_only for p in self.plan_.lots):
            on(self.agenda.today - 3 * DAY, self._open_late)

    def _make(self) -> None:
        by, plan = self.wales.manager, self.plan_
        framework = services.make_framework(
            reference=plan.reference, title=plan.title, service_type=plan.service_type, period=self.period,
            note=INVENTED, by=by,
        )  # fmt: skip
        for lot in plan.lots:
            self.lots[lot.number] = services.add_lot(
                framework=framework, number=lot.number, title=lot.title, placement_types=lot.placement_types,
                regions=lot.regions, by=by,
            )  # fmt: skip
            services.set_criteria(lot=self.lots[lot.number], criteria=CRITERIA, by=by)
        for authority in self.wales.authorities.values():
            services.give_access(framework=framework, authority=authority, period=self.period, by=by)
        services.record_checks(
            checks=[c for n, p in enumerate(self.providers) for c in self._checks(n, p)], by=by
        )
        for place, provider in enumerate(self.providers):
            self._admit(framework, place, provider)

    def _checks(self, place: int, provider: Provider) -> list[services.CheckGiven]:
        on = self.wales.manager.today - 3 * DAY
        fails = "financial_standing" if not self.is_foster and place == FAILED else ""
        note = "The accounts of the last year were not audited (invented)."
        return [
            services.CheckGiven(
                provider, kind, "failed" if kind == fails else "passed", on, self._expiry(place, kind),
                note if kind == fails else "",
            )
            for kind in CHECKS
        ]  # fmt: skip

    def _admit(self, framework: Framework, place: int, provider: Provider) -> None:
        by = self.wales.manager
        fails = not self.is_foster and place == FAILED
        admission = services.apply_provider(framework=framework, provider=provider, period=self.period, by=by)
        for lot in self.plan_.lots:
            if place % lot.every == 0:
                regions = [REGIONS[place % 2]] if lot.regions and place % 5 == 4 else []
                services.place_in_lot(admission=admission, lot=self.lots[lot.number], regions=regions, by=by)
        if not fails:
            services.admit_provider(admission=admission, by=by)

    def _expiry(self, place: int, kind: str) -> dt.date | None:
        if kind == "insurance" and self.is_foster and place == EXPIRED:
            return self.begin - relativedelta(months=2)
        if kind == "registration" and not self.is_foster and place == ENDING:
            return self.agenda.today + 24 * DAY
        return self.begin + relativedelta(years=1, months=3) if kind == "insurance" else None

    def _checks_end(self) -> None:
        """A foster provider leaves the framework in the first year."""
        if not self.is_foster:
            return
        leaving = Admission.objects.get(
            framework__reference=self.plan_.reference, organisation=self.providers[DROPPED].organisation
        )
        services.end_admission(
            admission=leaving,
            on=self.begin,
            reason="It closes its fostering service (invented).",
            by=self.wales.manager,
        )

    def _rows(self, number: int) -> list[tuple[int, LotAdmission]]:
        places = {p.organisation_id: n for n, p in enumerate(self.providers)}
        rows = LotAdmission.objects.filter(lot=self.lots[number], admission__state="admitted")
        rows = rows.select_related("organisation", "lot")
        return sorted(((places[r.organisation_id], r) for r in rows), key=lambda item: item[0])

    def _score(self, stage: str, year: int | None) -> None:
        for number, lot in self.lots.items():
            criteria = wanted_criteria(list(lot.criteria.all()), stage)
            sheets = []
            for place, row in self._rows(number):
                if self.is_foster and place == STALE and year == self.begin.year:
                    continue
                alike = LEVEL[0] if self.is_foster and place in LEVEL else place
                scores = {c: Decimal(_spread(alike, number, c.number, year or 0)) for c in criteria}
                note = (
                    "Two of three references were strong; the third was late (invented)."
                    if place % 4 == 0
                    else ""
                )
                sheets.append(Sheet(row, scores, note))
            services.save_scores(lot=lot, stage=stage, year=year, sheets=sheets, by=self.wales.manager)

    def _price(self, begin: dt.date) -> None:
        period = DateRange(begin, begin + relativedelta(years=1))
        for plan in self.plan_.lots:
            prices = []
            for place, row in self._rows(plan.number):
                alike = LEVEL[0] if self.is_foster and place in LEVEL else place
                dearer = (alike * 37 + plan.number * 11) % 29 + (begin.year == self.begin.year) * (
                    alike % 3
                ) * 2
                prices.append(PriceGiven(row, Decimal(plan.price + plan.price // 100 * dearer)))
            services.set_prices(
                lot=self.lots[plan.number], region="", period=period, prices=prices, by=self.wales.manager
            )

    def _rank(self, begin: dt.date, plans: list[LotPlan] | None = None) -> None:
        period = DateRange(begin, begin + relativedelta(years=1))
        for plan in self.plan_.lots if plans is None else plans:
            for region in self.lots[plan.number].ranked_regions:
                draft = services.make_ranking(
                    lot=self.lots[plan.number], region=region, period=period, by=self.wales.manager
                )
                services.open_ranking(ranking=draft, by=self.wales.manager)

    def _publish(self, begin: dt.date) -> None:
        opened = Ranking.objects.filter(
            lot__in=self.lots.values(), period__startswith=begin, state=Ranking.State.OPENED
        )
        for ranking in opened.order_by("pk"):
            services.publish_ranking(ranking=ranking, by=self.wales.second)

    def _open_late(self) -> None:
        """This year's ranking of the first lot came late, is open to queries, and one provider asks."""
        self._rank(self.begin, [p for p in self.plan_.lots if p.opened_only])
        asks = (
            (
                "iestyn.gwilym@tybedwen.example",
                "q1",
                "The inspection of spring is not in the yearly score (invented).",
            ),
            (
                "bethan.sior@tycriafol.example",
                "all",
                "Which of the three visits does the note mean? (invented)",
            ),
        )
        for email, about, text in asks:
            by = self.wales.actors[email]
            place = RankedPlace.objects.get(
                organisation=by.organisation, ranking__state=Ranking.State.OPENED, ranking__lot=self.lots[1]
            )
            query = services.ask_query(place=place, about=about, text=text, by=by)
        services.answer_query(
            query=query, answer="The visit of last November; the others were not scored (invented).", is_upheld=False,
            by=self.wales.manager,
        )  # fmt: skip


def _spread(place: int, lot: int, criterion: int, year: int) -> int:
    """An invented score from 52 to 96, different for each, the same at every load."""
    return 52 + (place * 17 + lot * 29 + criterion * 41 + year * 13 + place * criterion * 7) % 45
