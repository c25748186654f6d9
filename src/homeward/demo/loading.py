"""Building the invented state: people, agreements, stays, and the quarters as they went."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import pgtrigger
from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements import services as agreements
from homeward.apps.agreements.models import Line
from homeward.apps.core.models import Notice, OutgoingMail
from homeward.apps.intake.services import check_import, confirm_import, stage_import
from homeward.apps.intake.services.importing import given_files
from homeward.apps.intake.services.loading import warnings_of
from homeward.apps.providers import services as providers
from homeward.apps.statements.services.keeping import drawn_when_asked_for
from homeward.demo.agenda import Agenda
from homeward.demo.exchange import plan_exchange
from homeward.demo.finance import plan_finance
from homeward.demo.late import plan_late_records
from homeward.demo.loadings import contract_loadings
from homeward.demo.making import make_body, make_people
from homeward.demo.meetings import plan_meetings
from homeward.demo.notable import add_notable
from homeward.demo.nz import load_aotearoa
from homeward.demo.nz import sign_ins as sign_ins_in_aotearoa
from homeward.demo.nz_funding import plan_funding
from homeward.demo.nz_journeys import plan_journeys
from homeward.demo.nz_months import plan_months
from homeward.demo.people import ENGLAND, PASSWORD, SOUTH_AUSTRALIA
from homeward.demo.policy import plan_values
from homeward.demo.privacy import plan_privacy
from homeward.demo.programs import plan_tokens
from homeward.demo.quarters import plan_quarters
from homeward.demo.state import PROVIDERS, LinePlan, ProviderPlan
from homeward.demo.stays import StayMaker
from homeward.demo.te_reo import plan_te_reo
from homeward.demo.variations import plan_variations
from homeward.demo.wales import Wales, load_wales
from homeward.demo.wales import sign_ins as sign_ins_in_wales
from homeward.demo.wales_cases import assign_cases
from homeward.demo.wales_decisions import settle_decisions
from homeward.demo.wales_frameworks import plan_frameworks
from homeward.demo.wales_inspections import load_inspections
from homeward.demo.wales_matching import appoint_managers, settle_matching
from homeward.demo.wales_panel import load_panels
from homeward.demo.wales_referrals import plan_referrals
from homeward.demo.wales_restrictions import plan_restrictions, restrict_where_children_live
from homeward.demo.wales_routes import load_routes
from homeward.demo.wales_vacancies import load_wales_vacancies
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange

SEED = 20220803
QUARTERS = 6
SETTLED_AFTER = 50  # days after its end by which every step of the newest quarter's road lies in the past
RETURN = Path(__file__).parent / "ssda903"


def load() -> None:
    """Fill an empty installation. One transaction: a stopped load leaves nothing."""
    # The triggers would date the invented past with today; the trail, written at its own moments, tells it alone.
    # Papers are drawn and kept when somebody first asks for one: hundreds at once would keep the worker busy.
    with transaction.atomic(), pgtrigger.ignore(), drawn_when_asked_for():
        body = make_body("Department for Child Protection", "South Australia", "au_sa")
        actors = make_people(body, SOUTH_AUSTRALIA)
        _fill_state(body, actors)
        _fill_wales(load_wales())
        _fill_aotearoa()
        _quieten_mail()
        england = make_body("Eastmoor Council", "Invented authority, England", "gb_eng")
        keeper = make_people(england, ENGLAND)["grace.bell@eastmoor.example"]
    _import_return(keeper)


def sign_ins() -> list[tuple[str, str, str]]:
    """Role and body, e-mail and password of one person per role."""
    seen: dict[str, tuple[str, str, str]] = {}
    for person in SOUTH_AUSTRALIA:
        seen.setdefault(person.role, (person.role.label, person.email, PASSWORD))
    return [
        *seen.values(),
        ("Placement officer, England", ENGLAND[0].email, PASSWORD),
        *((who, email, PASSWORD) for who, email in sign_ins_in_wales()),
        *sign_ins_in_aotearoa(),
    ]


def _fill_wales(wales: Wales) -> None:
    """What hangs on the invented consortium, each deed at its moment."""
    agenda = Agenda(wales.manager.today, wales.consortium.time_zone)
    plan_frameworks(agenda, wales)
    plan_restrictions(agenda, wales)
    appoint_managers(wales)
    plan_referrals(agenda, wales)
    agenda.run()
    load_wales_vacancies(wales)
    restrict_where_children_live(wales)
    load_panels(wales)
    settle_matching(wales)
    load_routes(wales)
    settle_decisions(wales)
    load_inspections(wales)
    assign_cases(wales)


def _fill_aotearoa() -> None:
    """The invented agency of Aotearoa, with organisations on their way to becoming care partners."""
    nz = load_aotearoa()
    agenda = Agenda(nz.body.today, nz.body.time_zone)
    plan_journeys(agenda, nz)
    plan_months(agenda, nz)
    plan_funding(agenda, nz)
    plan_privacy(agenda, nz)
    plan_exchange(agenda, nz)
    plan_te_reo(agenda, nz)
    agenda.run()


def newest_quarter(today: dt.date) -> Quarter:
    """The newest quarter whose whole road, from close to payment, lies in the past."""
    quarter = Quarter.containing(today).previous()
    end = quarter.range.end
    assert end is not None
    return quarter if (today - end).days >= SETTLED_AFTER else quarter.previous()


def _fill_state(body: CommissioningBody, actors: dict[str, Actor]) -> None:
    manager, officer = actors["priya.raman@dcp.example"], actors["daniel.okafor@dcp.example"]
    quarters = [newest_quarter(manager.today)]
    while len(quarters) < QUARTERS:
        quarters.insert(0, quarters[0].previous())
    agenda = Agenda(manager.today, body.time_zone)
    since = quarters[0].range.start - relativedelta(years=1)
    maker = StayMaker(random.Random(SEED), agenda, officer, first_night=quarters[0].range.start)
    plans: list[tuple[Line, LinePlan]] = []

    def sign() -> None:
        for plan in PROVIDERS:
            plans.extend(_agreement(plan, DateRange(since, since + relativedelta(years=5)), manager, maker))
        add_notable(maker, plans, quarters[-1].range.start, actors)
        plan_quarters(agenda, quarters, plans, actors)
        plan_late_records(agenda, quarters, plans, actors)
        plan_finance(agenda, quarters, actors)
        plan_tokens(agenda, actors)
        plan_meetings(agenda, quarters, actors)
        plan_variations(agenda, actors)

    plan_values(agenda, since, actors)
    agenda.on(since, sign)
    agenda.run()


def _agreement(
    plan: ProviderPlan, period: DateRange, by: Actor, maker: StayMaker
) -> list[tuple[Line, LinePlan]]:
    """A provider with its agreement, lines, targets, rates, homes and stays."""
    provider = providers.register_provider(
        name=plan.name, reference=plan.reference, start=period.start, contact_name="Invented contact", by=by
    )
    agreement = agreements.make_agreement(
        provider=provider,
        reference=plan.agreement,
        title=f"Placements with {plan.name}",
        period=period,
        by=by,
    )
    made = []
    for number, line_plan in enumerate(plan.lines, start=1):
        homes = maker.homes_for(provider, line_plan, number)
        line = agreements.add_line(
            agreement=agreement, service_type=line_plan.service, method="per_night" if line_plan.per_night else "block",
            cost_code=f"CC-{plan.agreement[-4:]}-{number}", home=homes[0] if line_plan.home else None, by=by,
        )  # fmt: skip
        _terms(line, line_plan, period, by)
        contract_loadings(line, line_plan, homes, period, by)
        maker.fill(line, line_plan, homes)
        made.append((line, line_plan))
    return made


def _terms(line: Line, plan: LinePlan, period: DateRange, by: Actor) -> None:
    kind, amount = (
        ("per_night", Decimal("310.00")) if plan.per_night else ("base_unit_annual", Decimal("24000"))
    )
    agreements.set_rate(
        line=line, kind=kind, amount=amount, period=period, is_placeholder=True, by=by,
        reference="Invented price of the demonstration: Attachment 5 was not to be had",
    )  # fmt: skip
    if not plan.per_night:
        agreements.set_target(
            line=line,
            placements=plan.target,
            period=period,
            reference="Attachment 4, Item 3 (invented figure)",
            by=by,
        )


def _quieten_mail() -> None:
    """Nobody gets the mail of an invented past; the newest notices stay unread."""
    OutgoingMail.objects.update(state=OutgoingMail.State.SENT, sent_at=timezone.now())
    old = timezone.now() - dt.timedelta(days=21)
    Notice.objects.filter(created_at__lt=old).update(read_at=old)


def _import_return(keeper: Actor) -> None:
    """The public statutory return, through the same door as anybody's file; the worker loads it."""
    files = given_files([RETURN / "episodes.csv", RETURN / "header.csv"])
    batch = check_import(batch=stage_import(kind="ssda903", files=files, by=keeper), by=keeper)
    confirm_import(batch=batch, ticked=warnings_of(batch), by=keeper)
