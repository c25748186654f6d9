"""The quarters as they went: closed, issued, agreed, assessed, approved, paid; the newest stops where its plan says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.statements import figures, services
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import State, Statement
from homeward.demo.agenda import Agenda
from homeward.demo.loadings import abatements
from homeward.demo.state import ROAD, LinePlan
from homeward.kernel.quarters import Quarter

WHY_ABATED = "A quarter of the limit: vacancies were not filled in time."

# Days after the quarter's end on which each step of the road is taken.
DAYS = {
    "close": 11,
    "issue": 13,
    "dispute": 20,
    "provider_agree": 26,
    "body_agree": 31,
    "assess": 36,
    "approve": 42,
    "pay": 47,
}


def plan_quarters(
    agenda: Agenda, quarters: list[Quarter], plans: list[tuple[Line, LinePlan]], actors: dict[str, Actor]
) -> None:
    """Put every step of every quarter on the agenda."""
    for quarter in quarters:
        end = quarter.range.end
        assert end is not None
        road = Road(quarter, actors, last=quarter == quarters[-1], plans=plans)
        for step, deed in road.deeds():
            agenda.on(end + dt.timedelta(days=DAYS[step]), deed, rank=9)


class Road:
    """One quarter's way from close to payment."""

    def __init__(
        self, quarter: Quarter, actors: dict[str, Actor], *, last: bool, plans: list[tuple[Line, LinePlan]]
    ) -> None:
        self.quarter, self.actors, self.last, self.plans = quarter, actors, last, plans
        self.manager, self.officer = actors["priya.raman@dcp.example"], actors["daniel.okafor@dcp.example"]
        self.director, self.finance = actors["helen.marsh@dcp.example"], actors["marco.rossi@dcp.example"]

    def deeds(self) -> list[tuple[str, Callable[[], None]]]:
        return [
            ("close", self.close), ("issue", self.issue), ("dispute", self.dispute), ("provider_agree", self.provider_agree),
            ("body_agree", self.body_agree), ("assess", self.assess), ("approve", self.approve), ("pay", self.pay),
        ]  # fmt: skip

    def _reached(self, state: str, then: str) -> list[Statement]:
        """Statements of this quarter in a state whose plan goes as far as `then`."""
        wanted = {line.pk for line, plan in self.plans if not self.last or self._goes(plan.reaches, then)}
        found = Statement.objects.filter(label=self.quarter.label, state=state, line_id__in=wanted)
        return list(found.select_related("line__agreement", "organisation", "body"))

    def _goes(self, reaches: str, then: str) -> bool:
        if reaches == "disputed":
            return then in ("issued", "disputed")
        return ROAD.index(reaches) >= ROAD.index(then) if then in ROAD else False

    def _provider(self, statement: Statement) -> Actor:
        return next(
            a
            for a in self.actors.values()
            if a.organisation == statement.organisation and a.role == "provider_manager"
        )

    def close(self) -> None:
        services.close_period(body=self.manager.body, quarter=self.quarter, by=self.officer)

    def issue(self) -> None:
        for statement in self._reached(State.DRAFT, "issued"):
            services.issue(statement=self._current(statement), by=self.officer)

    def dispute(self) -> None:
        for statement in self._reached(State.ISSUED, "disputed") if self.last else []:
            # A stay that began inside the quarter, so that three days earlier is still inside it.
            first = self.quarter.range.start + dt.timedelta(days=5)
            placement = statement.line.placements.filter(period__startswith__gte=first).order_by("period")[0]
            begun = placement.period.lower
            claim = services.Claim(
                placement, "The child came to us three days earlier; our log and the carer’s payment show it.",
                start=begun - dt.timedelta(days=3),
            )  # fmt: skip
            services.dispute(statement=statement, claims=[claim], by=self._provider(statement))

    def provider_agree(self) -> None:
        for statement in self._reached(State.ISSUED, "provider_agreed"):
            services.agree_for_provider(statement=self._current(statement), by=self._provider(statement))

    def _current(self, statement: Statement) -> Statement:
        """Records written since the draft make a new version, as anybody would before agreeing."""
        services.recount(statement=statement, reason="Records changed since the draft.", by=self.officer)
        return Statement.objects.get(pk=statement.pk)

    def body_agree(self) -> None:
        for statement in self._reached(State.PROVIDER_AGREED, "agreed"):
            services.agree_for_body(statement=statement, by=self.manager)

    def assess(self) -> None:
        for statement in self._reached(State.AGREED, "assessed"):
            decision = newest(statement).decision
            limit = figures.abatement_limit(decision) or Decimal(0)
            abatement = (limit / 4).quantize(Decimal("0.01"))
            responses = figures.responses(decision)
            services.assess(
                statement=statement, responses=responses,
                factors={"fixed_costs": "Two carers left in the quarter; costs did not fall with the nights."} if limit else {},
                abatement=abatement, abatement_reason=WHY_ABATED if abatement else "",
                growth=figures.growth_payable(decision), growth_reason="",
                loadings=abatements(decision), by=self.manager,
            )  # fmt: skip

    def approve(self) -> None:
        for statement in self._reached(State.ASSESSED, "approved"):
            services.approve(statement=statement, by=self.director)

    def pay(self) -> None:
        ready = self._reached(State.APPROVED, "paid")
        if ready:
            services.pay(statements=ready, by=self.finance)
