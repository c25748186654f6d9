"""What the invented care partners' lines are funded for beside their rates. Amounts, needs and matters are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import PARTNERED, Line
from homeward.apps.agreements.signed import signed_on
from homeward.apps.core.periods import from_db
from homeward.apps.funding import services
from homeward.apps.funding.escalation_models import Escalation
from homeward.apps.funding.hooks import first_open_day
from homeward.apps.funding.models import AdditionalRate, Asked, FundingRequest, Reconciliation
from homeward.apps.placements.models import Placement
from homeward.demo.agenda import Agenda
from homeward.demo.nz import Aotearoa
from homeward.kernel.months import Month
from homeward.kernel.ranges import DateRange

DAY = dt.timedelta(days=1)
MONTHS = 4
ADVICE = "High Needs Services (invented)"
PLACES = 3


def plan_funding(agenda: Agenda, nz: Aotearoa) -> None:
    """Put the records of every signed line on the agenda: terms first, then what happened on it in four months."""
    month = Month.containing(agenda.today)
    for _ in range(MONTHS):
        month = month.previous()
    first = month.range.start
    told = Records(agenda, nz)
    for days, rank, deed in (
        (0, 7, told.set_terms), (22, 8, told.propose_rates), (25, 8, told.approve_first), (38, 8, told.empty_places),
        (41, 8, told.name_amount), (45, 8, told.approve_request), (50, 8, told.property_costs), (58, 8, told.ask),
        (64, 8, told.decline), (66, 8, told.raise_matter), (72, 8, told.move_up), (76, 8, told.pause),
        (80, 8, told.resume), (96, 8, told.renew), (100, 8, told.change_instalment), (104, 9, told.dispute),
    ):  # fmt: skip
        agenda.on(first + days * DAY, deed, rank=rank)
    for number in range(MONTHS):
        following = month.next()
        agenda.on(following.range.start + 6 * DAY, told.report_use(month, number), rank=8)
        month = following
    agenda.on(agenda.today - 3 * DAY, told.waiting, rank=8)


class Records:
    """What happens on the signed lines. Each deed does nothing where there is no line for it yet."""

    def __init__(self, agenda: Agenda, nz: Aotearoa) -> None:
        self.agenda, self.nz = agenda, nz
        self.manager, self.director = nz.one(Role.CONTRACT_MANAGER), nz.one(Role.DIRECTOR)

    def lines(self, method: str = "") -> list[Line]:
        """Lines of agreements both sides have signed by now, on one model or all."""
        found = Line.objects.filter(body=self.nz.body, method__in=[method] if method else PARTNERED)
        rows = found.select_related("agreement", "organisation", "body").order_by("pk")
        return [line for line in rows if signed_on(line.agreement)]

    def partner(self, line: Line) -> Actor:
        return self.nz.managers[line.organisation.name]

    def fill(self, line: Line) -> None:
        """The terms of one signed line, by its model."""
        given: dict[str, object] = {"support_level": "general"}
        if line.method == Line.Method.FIXED:
            given = {"support_level": "greater", "places": PLACES}
        elif line.method == Line.Method.INDIVIDUALISED:
            advised = from_db(line.period).start - 20 * DAY
            given = {
                "support_level": "very_high", "advice_on": advised, "advice_by": ADVICE, "advice_reference": "Invented",
            }  # fmt: skip
        services.set_terms(line=line, by=self.manager, **given)

    def set_terms(self) -> None:
        for line in self.lines():
            self.fill(line)

    # Additional support ----------------------------------------------------------------------------------------------

    def propose(self, line: Line, stay: Placement, amount: str, reason: str, review: int) -> AdditionalRate:
        today = self.manager.today
        start = max(today, from_db(stay.period).start)
        return services.propose_rate(
            line=line, child=stay.child, amount=Decimal(amount), period=DateRange(start), reason=reason,
            review_on=start + review * DAY, notice_on=today, by=self.manager,
        )  # fmt: skip

    def stays(self, line: Line) -> list[Placement]:
        found = Placement.objects.filter(line=line, period__endswith=None).select_related("child")
        return list(found.order_by("pk"))

    def propose_rates(self) -> None:
        for line in self.lines("dynamic")[:2]:
            for stay in self.stays(line)[:1]:
                self.propose(
                    line, stay, "60.00", "Support at night; assessed need of the plan (invented)", 84
                )

    def approve_first(self) -> None:
        for rate in AdditionalRate.objects.filter(body=self.nz.body, state=Asked.REQUESTED):
            services.approve_rate(rate=rate, reason="The need is assessed (invented).", by=self.director)

    def renew(self) -> None:
        """The first is renewed; the second ends at its review."""
        rate = AdditionalRate.objects.filter(body=self.nz.body, state=Asked.APPROVED).order_by("pk").first()
        if rate is not None and rate.review_on > self.director.today:
            day = max(self.agenda.today + 14 * DAY, rate.review_on + DAY)
            services.renew_rate(
                rate=rate, review_on=day, reason="Still woken each night (invented).", by=self.director
            )

    # Requests and places ---------------------------------------------------------------------------------------------

    def empty_places(self) -> None:
        for line in self.lines("fixed")[:1]:
            today = self.manager.today
            services.record_empty_place(
                line=line, period=DateRange(today - 9 * DAY, today - 2 * DAY), cause="agency_decision",
                note="A move was ordered at two days’ notice (invented).", by=self.partner(line),
            )  # fmt: skip
            services.record_empty_place(
                line=line,
                period=DateRange(today - 2 * DAY, today),
                cause="between_placements",
                by=self.manager,
            )

    def name_amount(self) -> None:
        for request in FundingRequest.objects.filter(body=self.nz.body, amount=0, state=Asked.REQUESTED):
            services.name_amount(
                request=request, amount=Decimal("2300.00"), by=self.partner(request.line),
                reason="Staff rostered for the week of the place that stood empty by the agency’s decision (invented).",
            )  # fmt: skip

    def approve_request(self) -> None:
        for request in FundingRequest.objects.filter(body=self.nz.body, state=Asked.REQUESTED):
            services.approve_funding(
                request=request, reason="The agency’s own decision caused it.", by=self.director
            )

    def ask(self) -> None:
        for line in self.lines("dynamic")[:1]:
            services.ask_funding(
                line=line, amount=Decimal("1850.00"), reason="Beds and bedding for brothers who came the same day (invented)",
                belongs_on=self.manager.today, by=self.partner(line),
            )  # fmt: skip

    def decline(self) -> None:
        for request in FundingRequest.objects.filter(body=self.nz.body, state=Asked.REQUESTED):
            services.decline_funding(
                request=request, reason="The general support rate covers it.", by=self.director
            )

    def property_costs(self) -> None:
        for line in self.lines("fixed")[:1]:
            bill = SimpleUploadedFile("bill.txt", b"Repair of the back door (invented): 480.00", "text/plain")
            given: dict[str, Any] = {"line": line, "belongs_on": self.manager.today, "by": self.manager}
            services.record_property_cost(
                kind="repair", amount=Decimal("480.00"), what="Repair of the back door (invented)", file=bill, **given
            )  # fmt: skip
            services.record_property_cost(
                kind="damage", amount=Decimal("260.00"), what="Window of the lounge (invented)", incident="I-0412", **given
            )  # fmt: skip

    def change_instalment(self) -> None:
        for line in self.lines("fixed")[:1]:
            services.change_instalment(
                line=line, amount=Decimal("-1500.00"), belongs_on=self.agenda.today, reason="A night shift less this month",
                reference="Letter of both sides (invented)", by=self.manager,
            )  # fmt: skip

    def report_use(self, month: Month, number: int) -> Callable[[], None]:
        def deed() -> None:
            for line in self.lines("dynamic"):
                if not from_db(line.period).overlaps(month.range):
                    continue
                services.report_use(
                    line=line, month=month.range.start, amount=Decimal(14200 + 900 * (number % 3)),
                    what="Caregivers, respite and a camp for all (invented)", by=self.partner(line),
                )  # fmt: skip

        return deed

    # Matters and disputes --------------------------------------------------------------------------------------------

    def raise_matter(self) -> None:
        for line in self.lines("dynamic")[:1]:
            services.raise_escalation(
                line=line, title="Beds for brothers placed the same day", child_may_be_at_risk=False, by=self.partner(line),
                about="We asked for beds because two came the same day; the request was declined without a call (invented).",
            )  # fmt: skip

    def _matter(self, deed: Callable[[Escalation, Actor], object], *, of_partner: bool) -> None:
        for matter in Escalation.objects.filter(body=self.nz.body, state="open").select_related(
            "line__organisation"
        ):
            if matter.line is not None:
                deed(matter, self.partner(matter.line) if of_partner else self.manager)

    def move_up(self) -> None:
        self._matter(
            lambda one, by: services.move_up(
                escalation=one, reason="We talked twice and see it differently (invented).", by=by
            ),
            of_partner=True,
        )  # fmt: skip

    def pause(self) -> None:
        self._matter(
            lambda one, by: services.pause(escalation=one, reason="Tangihanga at the partner (invented).", by=by),
            of_partner=False,
        )  # fmt: skip

    def resume(self) -> None:
        self._matter(lambda one, by: services.resume(escalation=one, by=by), of_partner=False)

    def dispute(self) -> None:
        """The first reconciliation is decided, and the partner disputes the calculation."""
        lines = self.lines("dynamic")
        waiting = Reconciliation.objects.filter(line__in=lines).order_by("pk")
        row = next(
            (one for one in waiting if one.period.lower >= (first_open_day(one.line) or one.period.lower)),
            None,
        )
        if row is None and lines:
            month = Month.containing(self.manager.today)
            row = services.open_reconciliation(
                line=lines[0], month=month.range.start, reason="At the end of a quarter (invented)", by=self.manager,
            )  # fmt: skip
        if row is None or row.outcome:
            return
        services.decide_outcome(
            reconciliation=row, outcome="carry_forward", by=self.director, reason="Nights were fewer than paid for",
            effect_on_children="None: the money stays with the partner’s homes (invented).",
        )  # fmt: skip
        services.raise_dispute(
            reconciliation=row, about="A week of nights is not counted (invented).", by=self.partner(row.line)
        )

    def waiting(self) -> None:
        """What stands open today: a rate to decide, a request without an amount, one to decide."""
        for line in self.lines("dynamic")[-1:]:
            for stay in self.stays(line)[-1:]:
                self.propose(line, stay, "45.00", "A teacher aide after school (invented)", 120)
            services.ask_funding(
                line=line, amount=Decimal("920.00"), reason="Travel to a tangihanga in the north (invented)",
                belongs_on=self.manager.today, by=self.partner(line),
            )  # fmt: skip
        for line in self.lines("fixed")[-1:]:
            today = self.manager.today
            services.record_empty_place(
                line=line, period=DateRange(today - 5 * DAY, today), cause="agency_decision",
                note="A placement was called off on the day (invented).", by=self.partner(line),
            )  # fmt: skip
