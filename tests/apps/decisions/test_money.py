"""A weekly price through the quarter, the invoice, the lock and a late record, as any other line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.decisions import services
from homeward.apps.decisions.models import Decision
from homeward.apps.finance.services import record_invoice
from homeward.apps.statements import services as statements
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Adjustment, Statement
from homeward.apps.statements.periods import period_of
from tests.browsing import client_of
from tests.factories.decisions import make_house


@pytest.mark.django_db
def test_its_quarter_is_issued_invoiced_agreed_and_corrected_late() -> None:
    """80 nights at a seventh of 900 a week; eight of them turn out not to have been, and come off the next quarter."""
    with time_machine.travel("2027-01-11 10:00", tick=False):
        house = make_house()
        decision = house.started()
    manager, officer = house.actor(Role.CONTRACT_MANAGER), house.actor(Role.CONTRACT_OFFICER)
    provider = house.managers[0]
    with time_machine.travel("2027-04-02 10:00", tick=False):
        quarter = period_of(house.body, "Q4 2026-27")
        statements.close_period(body=house.body, quarter=quarter, by=officer)
        statement = Statement.objects.get()
        statements.issue(statement=statement, by=officer)
        due = Decimal("10285.71")
        assert Decimal(newest(statement).decision["money"][0]["amount"]) == due
        invoice = record_invoice(
            line=statement.line,
            quarter=quarter,
            kind="invoice",
            number="INV-1",
            dated_on=house.today,
            amount=due,
            by=provider,
        )
        assert (invoice.outcome, invoice.state) == ("matched", "matched")
        page = client_of(manager).get(reverse("statement", args=[statement.public_id])).content.decode()
        assert "a seventh of the agreed weekly price" in page and "laceholder" in page
        statements.agree_for_provider(statement=Statement.objects.get(), by=provider)
        statements.agree_for_body(statement=Statement.objects.get(), by=manager)
    with time_machine.travel("2027-04-06 10:00", tick=False):
        services.end_decision(
            decision=Decision.objects.get(pk=decision.pk),
            on=dt.date(2027, 3, 24),
            end_reason="home_as_planned",
            by=house.officer,
        )
        rows = list(Adjustment.objects.filter(code="per_week"))
        assert [row.amount for row in rows] == [Decimal("-1028.57")]  # 8 of the 80 nights
