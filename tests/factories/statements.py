"""Statements and what hangs on them. Figures come from the rule itself, so a factory makes a whole, true statement."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import to_db
from homeward.apps.placements.models import Placement
from homeward.apps.statements import services
from homeward.apps.statements.models import Statement
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import actor_in
from tests.factories.agreements import AgreementFactory, LineFactory, LineRateFactory, LineTargetFactory
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory, SpellFactory
from tests.factories.providers import HomeFactory, ProviderFactory

QUARTER = Quarter(2025, 3, 7)  # January to March 2026, 90 nights
LONG = to_db(DateRange(dt.date(2024, 7, 1), dt.date(2028, 7, 1)))


def nights(start: str, end: str | None = None) -> DateRange:
    return DateRange(dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None)


@dataclass
class World:
    """One body, one provider, one line with its target and price, and everybody who acts on its quarter."""

    manager: Actor
    officer: Actor
    director: Actor
    finance: Actor
    provider: Actor
    line: Line

    @classmethod
    def make(
        cls, *, target: int | None = 3, service_type: str = "general_family_based_care", method: str = "block"
    ) -> World:
        manager = actor_in(Role.CONTRACT_MANAGER)
        body = manager.body
        record = ProviderFactory(body=body)
        agreement = AgreementFactory(provider=record, period=LONG)
        line = LineFactory(agreement=agreement, service_type=service_type, method=method)
        if target is not None and method == "block":
            LineTargetFactory(line=line, placements=target)
        kind, amount = (
            ("per_night", Decimal(310)) if method == "per_night" else ("base_unit_annual", Decimal(24000))
        )
        LineRateFactory(line=line, kind=kind, amount=amount)
        return cls(
            manager, actor_in(Role.CONTRACT_OFFICER, body), actor_in(Role.DIRECTOR, body, delegation_limit=Decimal(100_000)),
            actor_in(Role.FINANCE_OFFICER, body), actor_in(Role.PROVIDER_MANAGER, body, record.organisation), line,
        )  # fmt: skip

    def stay(self, start: str, end: str | None = None, **spell: str) -> Placement:
        """A stay of a new child in a new home; `hold=("2026-02-01", "2026-02-08")` and the like add a spell."""
        placement = PlacementFactory(
            line=self.line, home=HomeFactory(provider=self.line.agreement.provider), child=ChildFactory(body=self.line.body),
            period=to_db(nights(start, end)),
        )  # fmt: skip
        for kind, (first, last) in spell.items():
            SpellFactory(placement=placement, kind=kind, period=to_db(nights(first, last)))
        return placement

    def mixed_register(self) -> list[Placement]:
        """The register of case C27, moved to January to March 2026: 204 nights of 270."""
        return [
            self.stay("2025-10-01"),
            self.stay("2026-01-01", "2026-01-03"),
            self.stay("2026-01-20", "2026-03-20", hold=("2026-02-01", "2026-02-08")),
            self.stay("2025-12-15", "2026-03-01", missing=("2026-02-20", "2026-03-01")),
            self.stay("2026-03-31"),
        ]

    def close(self) -> Statement:
        services.close_period(body=self.manager.body, quarter=QUARTER, by=self.officer)
        return Statement.objects.get(line=self.line, label=QUARTER.label)

    def answer(self, statement: Statement, *, reason: str = "") -> None:
        """The finance system's answer to the payment that stands: paid today, or rejected for a reason."""
        payment = Statement.objects.get(pk=statement.pk).payment
        assert payment is not None
        outcome = services.Outcome(payment, not reason, self.finance.today, reason, came_back=True)
        services.record_results(outcomes=[outcome], source="by hand", by=self.finance)

    def upto(
        self, state: str, *, abatement: Decimal = Decimal(0), growth: Decimal | None = None
    ) -> Statement:
        """Close the quarter and walk its statement to a state by the services."""
        from homeward.apps.statements import figures
        from homeward.apps.statements.machine import newest

        statement = self.close()
        road = ["draft", "issued", "provider_agreed", "agreed", "assessed", "approved", "sent", "paid"]
        wanted = growth if growth is not None else figures.growth_payable(newest(statement).decision)
        deeds = {
            "issued": lambda: services.issue(statement=statement, by=self.officer),
            "provider_agreed": lambda: services.agree_for_provider(statement=statement, by=self.provider),
            "agreed": lambda: services.agree_for_body(statement=statement, by=self.manager),
            "assessed": lambda: services.assess(
                statement=statement, responses=["note"], factors={"fixed_costs": "Rent runs on."}, abatement=abatement,
                abatement_reason="Vacancies" if abatement else "", growth=wanted, growth_reason="Decided", by=self.manager,
            ),
            "approved": lambda: services.approve(statement=statement, by=self.director),
            "sent": lambda: services.pay(statements=[statement], by=self.finance),
            "paid": lambda: self.answer(statement),
        }  # fmt: skip
        for step in road[1 : road.index(state) + 1]:
            deeds[step]()
        return Statement.objects.get(pk=statement.pk)
