"""The months of the invented care partners as they went: stays, additional rates, a transfer, statements, a late record.

Children, homes and rates are invented and say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import PARTNERED, Line
from homeward.apps.agreements.signed import signed_on
from homeward.apps.children import services as children
from homeward.apps.core.periods import from_db
from homeward.apps.placements import services as placements
from homeward.apps.placements.models import Placement
from homeward.apps.providers import services as providers
from homeward.apps.providers.models import Home
from homeward.apps.statements import services
from homeward.apps.statements.models import State, Statement
from homeward.demo.agenda import Agenda
from homeward.demo.nz import Aotearoa
from homeward.kernel.months import Month
from homeward.kernel.ranges import DateRange

DAY = dt.timedelta(days=1)
MONTHS = 4
INVENTED = "Invented for the demonstration"
GIVEN = (
    "Aria",
    "Kauri",
    "Mia",
    "Tāne",
    "Hine",
    "Rāwiri",
    "Lily",
    "Manaia",
    "Noah",
    "Anahera",
    "Wiremu",
    "Ruby",
)
FAMILY = ("Harris", "Paki", "Tautari", "Wilson", "Ruru", "Latu", "Marino", "Scott")
PLACES = {"dynamic": 4, "fixed": 3, "individualised": 1}
# Days after the month's end on which each step of the road is taken; the newest months stop where they stand today.
STEPS = (
    ("close", 3),
    ("issue", 4),
    ("agree", 9),
    ("settle", 12),
    ("confirm", 15),
    ("approve", 18),
    ("pay", 20),
    ("paid", 24),
)

# Where the lines of the newest month stop, in their order; what stands beyond the list goes as far as the day allows.
STOPS = (State.ISSUED, State.PROVIDER_AGREED, State.AGREED, State.ASSESSED, State.APPROVED)


def plan_months(agenda: Agenda, nz: Aotearoa) -> None:
    """Put stays and months on the agenda: every signed line of a care partner, from four months ago on."""
    month = Month.containing(agenda.today)
    months: list[Month] = []
    for _ in range(MONTHS):
        month = month.previous()
        months.insert(0, month)
    road = Months(agenda, nz, months[-1])
    agenda.on(months[0].range.start, road.begin, rank=8)
    for month in months:
        end = month.range.end
        assert end is not None
        for name, days in STEPS:
            agenda.on(end + days * DAY, road.step(name, month), rank=9)
    newest = months[-1].range
    agenda.on(newest.start + 25 * DAY, road.late_record, rank=8)


class Months:
    """Homes and children of the lines, and the way of each month from close to payment."""

    def __init__(self, agenda: Agenda, nz: Aotearoa, newest: Month) -> None:
        self.agenda, self.nz, self.newest = agenda, nz, newest
        self.manager, self.officer = nz.one(Role.CONTRACT_MANAGER), nz.one(Role.CONTRACT_OFFICER)
        self.director, self.finance = nz.one(Role.DIRECTOR), nz.one(Role.FINANCE_OFFICER)
        self.numbers = iter(range(71_001, 72_000))
        self.stays: list[Placement] = []

    def lines(self) -> list[Line]:
        """Lines of agreements both sides have signed by now."""
        found = Line.objects.filter(body=self.nz.body, method__in=PARTNERED).select_related(
            "agreement__provider"
        )
        return [line for line in found.order_by("pk") if signed_on(line.agreement)]

    def begin(self) -> None:
        for line in self.lines():
            start = max(self.manager.today, from_db(line.period).start)
            homes = self._homes(line)
            for number in range(PLACES[line.method]):
                self._arrive(line, homes[number % len(homes)], start + 3 * number * DAY)
        self._transfer()

    def _homes(self, line: Line) -> list[Home]:
        kind, count = ("carer_household", 2) if line.method == "dynamic" else ("residential_home", 1)
        provider = line.agreement.provider
        return [
            providers.add_home(
                provider=provider, reference=f"{provider.reference}-{line.number}{n}", name=f"Whare {line.number}{n} (invented)",
                kind=kind, places=PLACES[line.method], opened_on=provider.start, source=INVENTED, by=self.manager,
            )
            for n in range(1, count + 1)
        ]  # fmt: skip

    def _arrive(self, line: Line, home: Home, day: dt.date) -> None:
        number = next(self.numbers)

        def deed() -> None:
            child = children.add_child(
                client_number=f"{number}", given_name=GIVEN[number % len(GIVEN)], family_name=FAMILY[number % len(FAMILY)],
                born_on=day - dt.timedelta(days=365 * (3 + number % 13) + 40), source=INVENTED, by=self.manager,
            )  # fmt: skip
            stay = placements.record_placement(
                child=child, home=home, line=line, period=DateRange(day), source=INVENTED, by=self.manager
            )
            self.stays.append(stay)

        self.agenda.on(day + DAY, deed)

    def _transfer(self) -> None:
        """In the third month one child goes from the first dynamic line to another partner's."""
        dynamic = [line for line in self.lines() if line.method == "dynamic"]
        others = (
            [line for line in dynamic if line.organisation_id != dynamic[0].organisation_id]
            if dynamic
            else []
        )
        if not others:
            return
        day = self.manager.today + 80 * DAY

        def deed() -> None:
            stay = next(s for s in self.stays if s.line_id == dynamic[0].pk)
            placements.end_placement(placement=stay, on=day, by=self.manager)
            home = Home.objects.filter(provider=others[0].agreement.provider).order_by("pk")[0]
            moved = placements.record_placement(
                child=stay.child,
                home=home,
                line=others[0],
                period=DateRange(day),
                source=INVENTED,
                by=self.manager,
            )
            self.stays.append(moved)

        self.agenda.on(day + DAY, deed)

    def late_record(self) -> None:
        """A stay that both sides agreed turns out to have ended earlier: the next open month is set against what was paid."""
        dynamic = [line for line in self.lines() if line.method == "dynamic"]
        stay = Placement.objects.filter(line__in=dynamic, period__endswith=None).order_by("pk").last()
        if stay is None:
            return
        left = self.manager.today - 32 * DAY
        placements.change_placement(
            placement=stay, period=DateRange(stay.period.lower, left), reason="The caregiver’s log came late (invented).",
            by=self.manager,
        )  # fmt: skip

    # The road of a month ---------------------------------------------------------------------------------------------

    def step(self, name: str, month: Month) -> Callable[[], None]:
        deed = getattr(self, name)
        return lambda: deed(month)

    def _at(self, month: Month, state: str) -> list[Statement]:
        found = Statement.objects.filter(body=self.nz.body, label=month.label, state=state)
        rows = list(found.select_related("line__agreement", "organisation", "body").order_by("line_id"))
        if month != self.newest:
            return rows
        stops = dict(zip((line.pk for line in self.lines()), STOPS, strict=False))
        return [row for row in rows if stops.get(row.line_id) != row.state]

    def _partner(self, organisation: Organisation) -> Actor:
        return self.nz.managers[organisation.name]

    def close(self, month: Month) -> None:
        if self.lines():
            services.close_period(body=self.nz.body, quarter=month, by=self.officer)

    def issue(self, month: Month) -> None:
        for statement in self._at(month, State.DRAFT):
            services.issue(statement=self._current(statement), by=self.officer)

    def _current(self, statement: Statement) -> Statement:
        services.recount(statement=statement, reason="Records changed since the draft.", by=self.officer)
        return Statement.objects.get(pk=statement.pk)

    def agree(self, month: Month) -> None:
        for statement in self._at(month, State.ISSUED):
            services.agree_for_provider(
                statement=self._current(statement), by=self._partner(statement.organisation)
            )

    def settle(self, month: Month) -> None:
        for statement in self._at(month, State.PROVIDER_AGREED):
            current = self._current(statement)
            if current.state == State.ISSUED:  # something changed meanwhile: both sides look again
                services.agree_for_provider(statement=current, by=self._partner(current.organisation))
            services.agree_for_body(statement=current, by=self.manager)

    def confirm(self, month: Month) -> None:
        for statement in self._at(month, State.AGREED):
            services.confirm_payment(statement=statement, by=self.manager)

    def approve(self, month: Month) -> None:
        for statement in self._at(month, State.ASSESSED):
            services.approve(statement=statement, by=self.director)

    def pay(self, month: Month) -> None:
        ready = self._at(month, State.APPROVED)
        if ready:
            services.pay(statements=ready, by=self.finance)

    def paid(self, month: Month) -> None:
        sent = self._at(month, State.SENT)
        outcomes = [services.Outcome(s.payments.get(state="sent"), True, self.finance.today) for s in sent]
        if outcomes:
            services.record_results(
                outcomes=outcomes, source="The finance system (invented)", by=self.finance
            )
