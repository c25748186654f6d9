"""A care partner's line and everybody who acts on its months. Names and rates are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Agreement, Line
from homeward.apps.agreements.outcome_models import AgreementPaper
from homeward.apps.core.periods import to_db
from homeward.apps.funding.models import AdditionalRate, Asked
from homeward.apps.placements.models import Placement
from homeward.apps.placements.services import change_placement
from homeward.apps.statements import services
from homeward.apps.statements.models import Payment, Statement
from homeward.kernel.months import Month
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import actor_in
from tests.factories.agreements import AgreementFactory, LineFactory, LineRateFactory
from tests.factories.approvals import AgencyFactory, PartnerApprovalFactory
from tests.factories.children import ChildFactory
from tests.factories.core import DocumentFactory, SignatureFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.factories.statements import nights

JUNE = Month(2026, 6)
TERM = DateRange(dt.date(2026, 1, 1), dt.date(2028, 7, 1))
SIGNED = dt.date(2025, 12, 10)
KINDS = {"dynamic": "general_support", "fixed": "instalment", "individualised": "individual"}


def signed_agreement(
    body: object, by: Actor, on: dt.date = SIGNED, sides: Sequence[str] = ("provider", "body")
) -> Agreement:
    """An outcome agreement of an approved partner, signed on a day by both sides, or by some."""
    record = ProviderFactory(body=body)
    agreement: Agreement = AgreementFactory(provider=record, period=to_db(TERM), title="Outcome agreement")
    PartnerApprovalFactory(
        application__body=body, application__organisation=record.organisation, application__state="QA_CYCLE",
        approved_on=dt.date(2025, 11, 3),
    )  # fmt: skip
    document = DocumentFactory(body_id=agreement.body_id, thing=agreement.public_id, added_by_id=by.user.pk)
    for side in sides:
        SignatureFactory(document=document, side=side, signed_on=on, signer_id=by.user.pk)
    AgreementPaper.objects.create(
        body=agreement.body, organisation=agreement.organisation, agreement=agreement, number=1, content=[], digest="0" * 64,
        document=document, drawn_by=by.user, signed_on=on if len(sides) == 2 else None,
    )  # fmt: skip
    return agreement


@dataclass
class PartneredWorld:
    """One agency, one approved partner with a signed agreement, one line, and everybody who acts on its months."""

    manager: Actor
    officer: Actor
    director: Actor
    finance: Actor
    provider: Actor
    line: Line
    stays: list[Placement] = field(default_factory=list)

    @classmethod
    def make(
        cls, method: str = "dynamic", amount: str = "150.00", sides: Sequence[str] = ("provider", "body")
    ) -> PartneredWorld:
        manager = actor_in(Role.CONTRACT_MANAGER, AgencyFactory())
        body = manager.body
        agreement = signed_agreement(body, manager, sides=sides)
        line = LineFactory(agreement=agreement, service_type="shared_care", placement_type="", method=method)
        LineRateFactory(line=line, kind=KINDS[method], amount=Decimal(amount))
        return cls(
            manager, actor_in(Role.CONTRACT_OFFICER, body), actor_in(Role.DIRECTOR, body, delegation_limit=Decimal(500_000)),
            actor_in(Role.FINANCE_OFFICER, body), actor_in(Role.PROVIDER_MANAGER, body, agreement.organisation), line,
        )  # fmt: skip

    def stay(
        self, start: str, end: str | None = None, line: Line | None = None, child: object = None
    ) -> Placement:
        """A stay of a child in a new home."""
        line = line or self.line
        found: Placement = PlacementFactory(
            line=line, home=HomeFactory(provider=line.agreement.provider), child=child or ChildFactory(body=line.body),
            placement_type="", period=to_db(nights(start, end)),
        )  # fmt: skip
        return found

    def additional(self, stay: Placement, amount: str, start: str, review: str) -> AdditionalRate:
        """An approved additional support rate."""
        period = nights(start)
        return AdditionalRate.objects.create(
            body=self.line.body, organisation=self.line.organisation, line=self.line, child=stay.child,
            period=to_db(period), amount=Decimal(amount), reason="Nights with a second adult.", notice_on=period.start,
            review_on=dt.date.fromisoformat(review), state=Asked.APPROVED, asked_by=self.manager.user,
            decided_by=self.director.user, decided_at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC),
        )  # fmt: skip

    def register(self) -> None:
        """The stays of worked case 1: A, B and C all June, D to another partner on the 20th."""
        self.stays = [self.stay("2026-06-01", "2026-07-01") for _ in range(3)]
        fourth = self.stay("2026-06-01", "2026-06-20")
        other = LineFactory(
            agreement=signed_agreement(self.line.body, self.manager), service_type="shared_care", placement_type="",
            method="dynamic",
        )  # fmt: skip
        LineRateFactory(line=other, kind="general_support", amount=Decimal("150.00"))
        self.stay("2026-06-20", "2026-07-01", line=other, child=fourth.child)

    def worked_case(self) -> Statement:
        """Worked case 1: the stays, and 60.00 on top for C from the 16th; June drafted."""
        self.register()
        self.additional(self.stays[2], "60.00", "2026-06-16", "2026-12-01")
        return self.close(JUNE)

    def close(self, month: Month) -> Statement:
        services.close_period(body=self.manager.body, quarter=month, by=self.officer)
        return Statement.objects.get(line=self.line, label=month.label)

    def upto(self, state: str, month: Month = JUNE) -> Statement:
        """Close a month and bring it to a state by its own road."""
        return self.bring(self.close(month), state)

    def bring(self, statement: Statement, state: str) -> Statement:
        road = {
            "issued": lambda: services.issue(statement=statement, by=self.officer),
            "provider_agreed": lambda: services.agree_for_provider(statement=statement, by=self.provider),
            "agreed": lambda: services.agree_for_body(statement=statement, by=self.officer2),
            "assessed": lambda: services.confirm_payment(statement=statement, by=self.manager),
            "approved": lambda: services.approve(statement=statement, by=self.director),
        }
        for name, deed in road.items():
            statement.refresh_from_db()
            if state == "draft" or statement.state == state:
                break
            deed()
            if name == state:
                break
        statement.refresh_from_db()
        return statement

    @property
    def officer2(self) -> Actor:
        return actor_in(Role.CONTRACT_MANAGER, self.line.body)

    def pay(self, statement: Statement) -> Payment:
        services.pay(statements=[self.bring(statement, "approved")], by=self.finance, credits_looked_at=True)
        return Payment.objects.get(statement=statement)

    def end(self, stay: Placement, on: dt.date) -> None:
        """The child left on a day, recorded late."""
        change_placement(
            placement=stay,
            period=DateRange(stay.period.lower, on),
            reason="The log shows it.",
            by=self.manager,
        )
