"""Frameworks with lots, admitted providers, scores and prices; `ranked_lot` makes a whole one that can be ranked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import factory

from homeward.apps.core.periods import to_db
from homeward.apps.frameworks.facts import digest_of
from homeward.apps.frameworks.models import (
    Admission,
    Assessment,
    Criterion,
    Framework,
    FrameworkAccess,
    Lot,
    LotAdmission,
    Price,
    ProcurementCheck,
    RankedPlace,
    Ranking,
    Score,
    ScoreQuery,
)
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, UserFactory

WHOLE = DateRange(dt.date(2024, 4, 1), dt.date(2029, 4, 1))
YEAR = DateRange(dt.date(2026, 4, 1), dt.date(2027, 4, 1))
REQUIRED = ("registration", "insurance", "financial_standing", "safeguarding", "data_protection")


class WelshBodyFactory(CommissioningBodyFactory):
    """A body under the Welsh pack."""

    name = factory.Sequence(lambda n: f"Consortium {n}")
    pack = "gb_wls"
    currency = "GBP"
    time_zone = "Europe/London"
    languages = ["en", "cy"]


class FrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Framework

    body = factory.SubFactory(WelshBodyFactory)
    reference = factory.Sequence(lambda n: f"FW-{n}")
    title = factory.Sequence(lambda n: f"Foster care framework {n}")
    service_type = "fostering"
    period = to_db(WHOLE)


class FrameworkAccessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrameworkAccess

    framework = factory.SubFactory(FrameworkFactory)
    body = factory.SelfAttribute("framework.body")
    authority = factory.SubFactory(WelshBodyFactory)
    period = to_db(WHOLE)


class LotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lot

    framework = factory.SubFactory(FrameworkFactory)
    body = factory.SelfAttribute("framework.body")
    number = factory.Sequence(lambda n: n % 90 + 1)
    title = "Foster care"
    placement_types = ["foster_mainstream"]
    period = factory.SelfAttribute("framework.period")


class ProcurementCheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProcurementCheck

    body = factory.SubFactory(WelshBodyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "insurance"
    result = "passed"
    checked_on = dt.date(2024, 1, 10)
    recorded_by = factory.SubFactory(UserFactory)


class AdmissionFactory(factory.django.DjangoModelFactory):
    """Admitted, for as long as the framework runs."""

    class Meta:
        model = Admission

    framework = factory.SubFactory(FrameworkFactory)
    body = factory.SelfAttribute("framework.body")
    organisation = factory.SubFactory(OrganisationFactory)
    period = factory.SelfAttribute("framework.period")
    state = Admission.State.ADMITTED


class LotAdmissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LotAdmission

    lot = factory.SubFactory(LotFactory)
    admission = factory.SubFactory(AdmissionFactory, framework=factory.SelfAttribute("..lot.framework"))
    body = factory.SelfAttribute("lot.body")
    organisation = factory.SelfAttribute("admission.organisation")


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    lot = factory.SubFactory(LotFactory)
    body = factory.SelfAttribute("lot.body")
    number = factory.Sequence(lambda n: n % 90 + 1)
    title = factory.Sequence(lambda n: f"Criterion {n}")
    weight = Decimal(100)
    is_reassessed = True


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    lot_admission = factory.SubFactory(LotAdmissionFactory)
    body = factory.SelfAttribute("lot_admission.body")
    organisation = factory.SelfAttribute("lot_admission.organisation")
    stage = Assessment.Stage.TENDER
    scored_by = factory.SubFactory(UserFactory)


class ScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Score

    assessment = factory.SubFactory(AssessmentFactory)
    criterion = factory.SubFactory(
        CriterionFactory, lot=factory.SelfAttribute("..assessment.lot_admission.lot")
    )
    body = factory.SelfAttribute("assessment.body")
    organisation = factory.SelfAttribute("assessment.organisation")
    value = Decimal(80)


class PriceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Price

    lot_admission = factory.SubFactory(LotAdmissionFactory)
    body = factory.SelfAttribute("lot_admission.body")
    organisation = factory.SelfAttribute("lot_admission.organisation")
    period = to_db(WHOLE)
    weekly = Decimal("900.00")
    entered_by = factory.SubFactory(UserFactory)


class RankingFactory(factory.django.DjangoModelFactory):
    """A draft nobody is ranked in. A ranking with figures comes from `make_ranking`."""

    class Meta:
        model = Ranking

    lot = factory.SubFactory(LotFactory)
    body = factory.SelfAttribute("lot.body")
    period = to_db(YEAR)
    number = 1
    facts = factory.LazyFunction(lambda: {"criteria": [], "bidders": []})
    facts_digest = "none"
    result = factory.LazyFunction(
        lambda: {
            "ranked": [], "not_ranked": [], "placeholders": [], "snapshot_on": "2026-04-01", "assessment_year": 2026,
            "lowest_price": None, "method": {"quality_weight": "1/2", "price_weight": "1/2"},
        }
    )  # fmt: skip
    names = factory.LazyFunction(lambda: {"providers": {}, "criteria": {}})
    digest = factory.LazyAttribute(lambda o: digest_of([o.facts, o.result]))
    pack = "gb_wls"
    pack_version = "test"
    made_by = factory.SubFactory(UserFactory)


class RankedPlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RankedPlace

    ranking = factory.SubFactory(RankingFactory, state=Ranking.State.OPENED, query_until=dt.date(2199, 1, 1))
    body = factory.SelfAttribute("ranking.body")
    organisation = factory.SubFactory(OrganisationFactory)
    own = factory.LazyFunction(
        lambda: {
            "rank": None, "joint": False, "of": 0, "ranked": None, "reasons": [], "price": None, "notes": [],
            "scores": {"tender": None, "annual": []},
        }
    )  # fmt: skip


class ScoreQueryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScoreQuery

    ranking = factory.SubFactory(RankingFactory, state=Ranking.State.OPENED)
    body = factory.SelfAttribute("ranking.body")
    organisation = factory.SubFactory(OrganisationFactory)
    about = "all"
    text = "Which visit does the note mean?"
    asked_by = factory.SubFactory(UserFactory)
    due_on = dt.date(2026, 5, 1)


def passed_checks(body: Any, organisation: Any) -> None:
    """Every required check, passed and without an end."""
    for kind in REQUIRED:
        ProcurementCheckFactory(body=body, organisation=organisation, kind=kind)


def on_lot(
    lot: Any, tender: int, annual: int | None, weekly: str, *, note: str = "", year: int = 2026, **of: Any
) -> LotAdmission:
    """A provider on a lot with its checks, the scores of each criterion alike, and its price."""
    row: LotAdmission = LotAdmissionFactory(
        lot=lot, **({"admission__organisation": of["organisation"]} if of else {})
    )
    passed_checks(lot.body, row.organisation)
    for stage, when, value in (("tender", None, tender), ("annual", year, annual)):
        if value is None:
            continue
        item = AssessmentFactory(lot_admission=row, stage=stage, year=when, note=note if when else "")
        for criterion in lot.criteria.all():
            if stage == "tender" or criterion.is_reassessed:
                ScoreFactory(assessment=item, criterion=criterion, value=Decimal(value))
    PriceFactory(lot_admission=row, weekly=Decimal(weekly))
    return row
