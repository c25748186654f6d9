"""Pages of the funding: what each role reads and may do, forms with their errors, lists as files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Line
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.funding.models import Asked, FundingRequest
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.funding import (
    AdditionalRateFactory,
    FundedLineFactory,
    FundingDisputeFactory,
    FundingRequestFactory,
    PoolUseFactory,
    PropertyCostFactory,
    ReconciliationFactory,
)

pytestmark = pytest.mark.django_db


class Road:
    """A partner's dynamic line with one of everything on it."""

    def __init__(self) -> None:
        self.line: Line = FundedLineFactory()
        self.body, self.organisation = self.line.body, self.line.organisation
        self.rate = AdditionalRateFactory(line=self.line)
        self.request = FundingRequestFactory(line=self.line)
        self.cost = PropertyCostFactory(line=self.line)
        self.row = ReconciliationFactory(line=self.line)
        self.dispute = FundingDisputeFactory(reconciliation=self.row)
        PoolUseFactory(line=self.line)

    def actor(self, role: Role, **given: Any) -> Actor:
        of = self.organisation if role is Role.PROVIDER_MANAGER else None
        return actor_in(role, self.body, of, **given)

    def client(self, role: Role, **given: Any) -> Client:
        return client_of(self.actor(role, **given))


@pytest.fixture
def road(settings: Any) -> Road:
    settings.DEMO = True
    return Road()


def page(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return " ".join(answer.content.decode().split())


def test_each_role_finds_on_the_line_what_it_may_do(road: Road) -> None:
    here = reverse("propose_additional_rate", args=[road.line.public_id])
    ask = reverse("ask_funding", args=[road.line.public_id])
    manager = page(road.client(Role.CONTRACT_MANAGER), "funding_line", road.line.public_id)
    assert here in manager and ask in manager and road.rate.child.reference in manager
    adviser = page(road.client(Role.LOCAL_ADVISER), "funding_line", road.line.public_id)
    assert here in adviser
    partner = page(road.client(Role.PROVIDER_MANAGER), "funding_line", road.line.public_id)
    assert here not in partner and ask in partner
    for role in (Role.AUDITOR, Role.FINANCE_OFFICER):
        read = page(road.client(role), "funding_line", road.line.public_id)
        assert here not in read and ask not in read
    assert road.rate.child.given_name not in manager + adviser + partner
    assert AuditEvent.objects.filter(action="read", thing=road.rate.child.public_id).count() == 5


def test_another_partner_and_another_agency_see_nothing(road: Road) -> None:
    for actor in (
        actor_in(Role.PROVIDER_MANAGER, road.body),
        actor_in(Role.CONTRACT_MANAGER, FundedLineFactory().body),
    ):
        client = client_of(actor)
        for name, thing in (
            ("funding_line", road.line), ("funding_request", road.request), ("additional_rate", road.rate),
            ("property_cost", road.cost), ("reconciliation", road.row), ("close_dispute", road.dispute),
        ):  # fmt: skip
            assert client.get(reverse(name, args=[thing.public_id])).status_code == 404
        assert (
            road.organisation.name
            not in client.get(reverse("funding_requests")).content.decode().partition("<main")[2]
        )


def test_a_request_is_asked_by_the_partner_and_decided_by_the_director(road: Road) -> None:
    partner = road.client(Role.PROVIDER_MANAGER)
    address = reverse("ask_funding", args=[road.line.public_id])
    given = {"amount": "640.50", "reason": "Beds for two", "belongs_on": "2026-09-01"}
    wrong = partner.post(address, {**given, "amount": "", "reason": ""})
    assert wrong.status_code == 200 and "There is a problem" in wrong.content.decode()
    assert partner.post(address, given).status_code == 302
    made = FundingRequest.objects.get(reason="Beds for two")
    director = road.client(Role.DIRECTOR, delegation_limit=Decimal(1000))
    assert "Approve it" in page(director, "funding_request", made.public_id)
    director.post(reverse("approve_funding", args=[made.public_id]), {"reason": "Needed"})
    made.refresh_from_db()
    assert made.state == Asked.APPROVED
    poor = page(
        road.client(Role.DIRECTOR, delegation_limit=Decimal(10)), "funding_request", road.request.public_id
    )
    assert (
        "beyond your delegation" in poor
        and reverse("approve_funding", args=[road.request.public_id]) not in poor
    )


def test_a_rate_is_proposed_with_its_errors_at_their_fields(road: Road) -> None:
    client = road.client(Role.CONTRACT_MANAGER)
    address = reverse("propose_additional_rate", args=[road.line.public_id])
    today = road.body.today
    given = {
        "child": road.rate.child.public_id, "amount": "80", "start": (today - dt.timedelta(days=1)).isoformat(),
        "review_on": (today + dt.timedelta(days=90)).isoformat(), "notice_on": today.isoformat(), "reason": "Nights",
    }  # fmt: skip
    wrong = client.post(address, given).content.decode()
    assert "notice of it was given" in wrong
    assert client.post(address, {**given, "start": today.isoformat()}).status_code == 302


def test_lists_are_found_and_given_out_as_files(road: Road) -> None:
    client = road.client(Role.AUDITOR)
    assert str(road.line) in page(client, "funding")
    found = client.get(reverse("funding_requests"), {"q": "fence", "format": "csv"})
    assert "Fence after a move" in found.content.decode("utf-8-sig")
    assert "Fence" not in client.get(reverse("funding_requests"), {"state": "approved"}).content.decode()
    assert road.rate.child.reference in page(client, "additional_rates")
    assert client.get(reverse("search"), {"q": "fence"}).content.decode().count("funding/requests") >= 1


def test_the_pool_is_a_picture_with_its_table(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    first = road.body.today.replace(day=1)
    before = (first - dt.timedelta(days=1)).replace(day=1)
    monkeypatch.setattr(
        "homeward.apps.funding.hooks.received", lambda line: {before: Decimal(4500), first: Decimal(4650)}
    )
    partner = road.client(Role.PROVIDER_MANAGER)
    provider = road.line.agreement.provider.public_id
    assert "Balance of the pool by month" in page(partner, "funding_pool", provider)
    table = partner.get(reverse("funding_pool", args=[provider]), {"show": "table"}).content.decode()
    assert "$4,650.00" in table and reverse("report_use", args=[road.line.public_id]) in table
    drawn = partner.get(reverse("funding_pool_chart", args=[provider]))
    assert drawn["Content-Type"] == "image/svg+xml" and b"<svg" in drawn.content


def test_a_matter_is_raised_or_sent_to_the_report_of_concern(road: Road) -> None:
    partner = road.client(Role.PROVIDER_MANAGER)
    address = reverse("raise_escalation", args=[road.line.public_id])
    sent = partner.post(address, {"child_may_be_at_risk": "yes", "title": "x", "about": "y"}, follow=True)
    assert sent.redirect_chain[-1][0] == reverse("report_of_concern")
    raised = partner.post(
        address, {"child_may_be_at_risk": "no", "title": "No answer", "about": "Six weeks"}, follow=True
    )
    text = raised.content.decode()
    assert "Ombudsman" in text and "Aroturuki Tamariki" in text and "0 of 2" in text
    manager = road.client(Role.CONTRACT_MANAGER)
    further = raised.redirect_chain[-1][0] + "further/"
    assert (
        manager.post(further, {"reason": "Nobody could"}, follow=True).content.decode().count("Nobody could")
        >= 1
    )


def test_duties_go_to_whoever_can_do_them(road: Road) -> None:
    def kinds(actor: Actor) -> set[str]:
        return {duty.kind for duty in duties_of(actor) if duty.kind.startswith("funding.")}

    director = road.actor(Role.DIRECTOR, delegation_limit=Decimal(9000))
    assert kinds(director) == {
        "funding.request", "funding.rate", "funding.reconciliation", "funding.dispute",
    }  # fmt: skip
    assert kinds(road.actor(Role.CONTRACT_MANAGER)) == {"funding.dispute"}
    assert kinds(road.actor(Role.PROVIDER_MANAGER)) == set()
    road.row.outcome = "carry_forward"
    road.row.decided_at = road.row.opened_at
    road.row.save()
    road.dispute.closed_on, road.dispute.closed_by = road.body.today, director.user
    road.dispute.save()
    assert kinds(road.actor(Role.PROVIDER_MANAGER)) == {"funding.reconciliation"}
    assert kinds(road.actor(Role.AUDITOR)) == set()


@pytest.mark.slow
def test_every_form_opens_for_whoever_may_use_it(road: Road) -> None:
    """What the walk of all pages sees of a loaded demo, here in short: no form falls over."""
    line, thing = road.line.public_id, road.rate.public_id
    manager, director = road.client(Role.CONTRACT_MANAGER), road.client(Role.DIRECTOR)
    partner = road.client(Role.PROVIDER_MANAGER)
    for name in (
        "funding_terms",
        "change_instalment",
        "record_empty_place",
        "record_property_cost",
        "reconcile",
    ):
        page(manager, name, line)
    for name in ("approve_absence", "allow_level"):
        page(director, name, line)
    page(partner, "report_use", line)
    for name in ("approve_additional_rate", "decline_additional_rate", "renew_additional_rate"):
        page(director, name, thing)
    for name in ("withdraw_additional_rate", "end_additional_rate"):
        page(manager, name, thing)
    page(manager, "name_amount", road.request.public_id)
    page(manager, "give_evidence", road.cost.public_id)
    page(director, "decide_outcome", road.row.public_id)
    page(partner, "respond_to_outcome", road.row.public_id)
    page(partner, "dispute_reconciliation", road.row.public_id)
    page(manager, "close_dispute", road.dispute.public_id)
    assert "funding/line" in page(manager, "line", line)


def test_whoever_only_reads_finds_no_form(road: Road) -> None:
    auditor = road.client(Role.AUDITOR)
    for name, thing in (
        ("ask_funding", road.line), ("record_empty_place", road.line), ("raise_escalation", road.line),
        ("name_amount", road.request), ("withdraw_funding", road.request), ("give_evidence", road.cost),
        ("close_dispute", road.dispute), ("approve_funding", road.request), ("renew_additional_rate", road.rate),
    ):  # fmt: skip
        assert auditor.get(reverse(name, args=[thing.public_id])).status_code == 404, name


def test_the_calculation_is_one_step_away(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = road.client(Role.PROVIDER_MANAGER)
    assert "Open the statement of" not in page(partner, "reconciliation", road.row.public_id)
    monkeypatch.setattr(
        "homeward.apps.funding.hooks.month_address", lambda line, day, actor: "/statements/x/"
    )
    assert 'href="/statements/x/"' in page(partner, "reconciliation", road.row.public_id)
