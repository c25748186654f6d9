"""The month of a care partner's line, from records to a payment, by the rule `funding`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused
from homeward.apps.funding import services as funding
from homeward.apps.funding.models import Reconciliation
from homeward.apps.statements import services
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Payment, Statement
from homeward.kernel.months import Month
from tests.browsing import client_of
from tests.factories.funding import FundedTermsFactory, FundingRequestFactory, PropertyCostFactory
from tests.factories.partnered import JUNE, PartneredWorld
from tests.pdfs import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> PartneredWorld:
    return PartneredWorld.make()


def test_a_dynamic_month_with_an_additional_rate_and_a_transfer_is_paid(world: PartneredWorld) -> None:
    """Worked case 1: 109 nights at 150.00, 15 at 60.00 on top; the other partner has the child's last 11 nights."""
    statement = world.worked_case()
    version = statement.versions.get()
    assert version.actual_nights == 109
    assert version.decision["total"] == {
        "amount": "17250.00", "gst": "2587.50", "with_gst": "19837.50", "currency": "NZD",
    }  # fmt: skip
    paid = world.pay(statement)
    assert paid.amount == Decimal("19837.50")
    assert [(line["code"], line["amount"]) for line in paid.breakdown] == [
        ("general_support", "16350.00"), ("additional_support", "900.00"), ("gst", "2587.50"),
    ]  # fmt: skip


def test_nothing_is_drafted_before_the_agreement_is_signed() -> None:
    world = PartneredWorld.make(sides=("provider",))
    world.stay("2026-06-01")
    close = services.close_period(body=world.manager.body, quarter=JUNE, by=world.officer)
    (line,) = [line for line in close.lines if line["line"] == world.line.public_id]
    assert line["outcome"] == "left_out"
    assert [p["code"] for p in line["problems"]] == ["paid_before_agreement"]


def test_a_late_record_is_settled_by_the_next_month(world: PartneredWorld) -> None:
    """June was agreed with 30 nights; the child had left after 20. July pays its own nights less ten of June."""
    stay = world.stay("2026-06-01")
    june = world.upto("agreed", JUNE)
    world.end(stay, dt.date(2026, 6, 21))
    july = world.close(JUNE.next())
    found = july.versions.get().decision
    assert found["reconciliation"]["balance"] == "-1500.00"
    assert (found["reconciliation"]["status"], found["total"]["amount"]) == ("carried", "0.00")
    june.refresh_from_db()
    assert june.versions.filter(kind="late").get().actual_nights == 20
    assert Payment.objects.count() == 0 and Statement.objects.count() == 2


def test_both_sides_read_the_month_as_page_pdf_and_workbook(world: PartneredWorld, settings: Any) -> None:
    settings.DEMO = True
    statement = world.worked_case()
    services.issue(statement=statement, by=world.officer)
    for actor in (world.officer, world.provider):
        client = client_of(actor)
        page = client.get(reverse("statement", args=[statement.public_id]))
        text = page.content.decode()
        assert page.status_code == 200
        assert "109 nights × $150.00" in text and "19,837.50" in text and "Whole month" in text
        assert "quarter" not in text.partition("<main")[2].lower()
        version = statement.versions.get()
        pdf = client.get(reverse("statement_pdf", args=[statement.public_id, version.public_id]))
        assert pdf.status_code == 200 and "19,837.50" in Paper(pdf.content).text
        book = client.get(reverse("statement_xlsx", args=[statement.public_id, version.public_id]))
        assert book.status_code == 200


def test_a_month_is_confirmed_in_the_browser(world: PartneredWorld, settings: Any) -> None:
    settings.DEMO = True
    world.stay("2026-06-01")
    statement = world.upto("agreed")
    client = client_of(world.manager)
    address = reverse("statement_assess", args=[statement.public_id])
    assert "Nothing is taken off" in client.get(address).content.decode()
    assert client.post(address, {"note": "As agreed."}).status_code == 302
    statement.refresh_from_db()
    assert (statement.state, statement.assessment.payable_amount) == ("assessed", Decimal("5175.00"))
    assert "Close a month" in client.get(reverse("period_close")).content.decode()


def test_a_recovery_waits_for_the_dispute_about_it(world: PartneredWorld) -> None:
    """June is known with ten nights fewer. July owes 1,500.00 back: not before the partner was heard and its dispute closed."""
    stay = world.stay("2026-06-01")
    world.upto("agreed", JUNE)
    world.end(stay, dt.date(2026, 6, 21))
    july = world.close(JUNE.next())
    asked = Reconciliation.objects.get(line=world.line)
    assert from_db(asked.period) == JUNE.next().range
    dispute = funding.raise_dispute(reconciliation=asked, about="The log is wrong.", by=world.provider)
    told = {"reason": "The child had left.", "effect_on_children": "None: the money was not spent."}
    with pytest.raises(Refused) as refused:
        funding.decide_outcome(reconciliation=asked, outcome="recover", **told, by=world.director)
    assert "funding_rule.recovery_while_disputed" in {reason.code for reason in refused.value.reasons}
    funding.close_dispute(dispute=dispute, answer="The log was checked with you.", by=world.manager)
    asked.refresh_from_db()
    funding.decide_outcome(reconciliation=asked, outcome="carry_forward", **told, by=world.director)
    services.recount(statement=july, reason="The outcome is decided.", by=world.officer)
    found = newest(july).decision
    assert (found["reconciliation"]["status"], found["total"]["amount"]) == ("carried_forward", "0.00")


def test_what_was_learned_later_is_read_beside_the_agreed_month(world: PartneredWorld, settings: Any) -> None:
    settings.DEMO = True
    stay = world.stay("2026-06-01")
    june = world.upto("agreed")
    world.end(stay, dt.date(2026, 6, 21))
    text = client_of(world.manager).get(reverse("statement_since", args=[june.public_id])).content.decode()
    assert "General support" in text and "4,500.00" in text and "3,000.00" in text
    listed = client_of(world.officer).get(reverse("statements")).content.decode()
    assert "More is known since" in listed and "paid per night" not in listed


def test_a_fixed_month_pays_its_instalment_and_tells_the_empty_nights() -> None:
    """Worked case 5: four places, 98,000.00 for a month of 31 days, 96 of 124 nights used."""
    world = PartneredWorld.make("fixed", "98000.00")
    FundedTermsFactory(line=world.line, places=4, support_level="high")
    for end in ("2026-08-01", "2026-08-01", "2026-08-01", "2026-07-04"):
        world.stay("2026-07-01", end)
    found = newest(world.close(JUNE.next())).decision
    (line,) = found["lines"]
    assert found["total"]["amount"] == "98000.00"
    assert (line["use"]["vacancy_nights"], line["use"]["use_percent"]) == (28, "77.42")


def test_requests_and_property_are_paid_once_they_are_decided_and_shown(world: PartneredWorld) -> None:
    world.stay("2026-06-01")
    day = dt.date(2026, 6, 20)
    asked = FundingRequestFactory(line=world.line, amount=Decimal("500.00"), belongs_on=day)
    PropertyCostFactory(line=world.line, amount=Decimal("80.00"), kind="rent", belongs_on=day)
    statement = world.close(JUNE)
    found = {m["code"]: m["status"] for m in newest(statement).decision["money"]}
    assert found == {
        "general_support": "due", "ad_hoc": "awaiting_approval", "property": "awaiting_evidence",
    }  # fmt: skip
    funding.approve_funding(request=asked, reason="A move at short notice.", by=world.director)
    services.recount(statement=statement, reason="Decided.", by=world.officer)
    assert newest(statement).decision["total"]["amount"] == "5000.00"


def test_what_is_paid_ahead_is_set_against_the_nights_at_the_quarters_end(world: PartneredWorld) -> None:
    """365 nights a year at 150.00: 70 % over nine months, so 12,775.00 in July; July to September bring 92 nights."""
    FundedTermsFactory(line=world.line, yearly_nights=365)
    world.stay("2026-07-01")
    months = [Month(2026, 7), Month(2026, 8), Month(2026, 9)]
    paid = []
    for month in months:
        statement = world.upto("agreed", month)
        paid.append(newest(statement).decision["total"]["amount"])
    assert paid == ["12775.00", "0.00", "1025.00"]
    assert newest(statement).decision["reconciliation"]["actual"] == "13800.00"


def recover(asked: Reconciliation, world: PartneredWorld, response: str = "So it is.") -> None:
    told = {"reason": "The child had left.", "effect_on_children": "None: the money was not spent."}
    funding.decide_outcome(reconciliation=asked, outcome="recover", **told, by=world.director)
    if response:
        funding.respond(reconciliation=asked, response=response, by=world.provider)


def total(statement: Statement) -> str:
    return str(newest(statement).decision["total"]["amount"])


def test_nights_of_the_month_are_paid_in_full_until_a_recovery_is_decided_and_answered(
    world: PartneredWorld,
) -> None:
    """Another child stays on: July is paid its 31 nights, and the ten of June are recovered only when all is said."""
    left = world.stay("2026-06-01")
    world.stay("2026-06-01")
    world.upto("agreed", JUNE)
    world.end(left, dt.date(2026, 6, 21))
    july = world.close(JUNE.next())
    assert total(july) == "4650.00"
    asked = Reconciliation.objects.get()
    recover(asked, world, response="")
    services.recount(statement=july, reason="Decided.", by=world.officer)
    assert total(july) == "4650.00"  # the partner has not been heard
    funding.respond(reconciliation=asked, response="So it is.", by=world.provider)
    services.recount(statement=july, reason="Answered.", by=world.officer)
    assert total(july) == "3150.00"
    funding.raise_dispute(reconciliation=asked, about="Our log says otherwise.", by=world.provider)
    services.recount(statement=july, reason="Disputed.", by=world.officer)
    assert total(july) == "4650.00"


def test_what_an_earlier_month_recovered_is_not_given_back_by_a_later_one(world: PartneredWorld) -> None:
    """June is put right in July; then July turns out shorter, and August settles July alone."""
    first, second = world.stay("2026-06-01"), world.stay("2026-06-01")
    world.upto("agreed", JUNE)
    world.end(first, dt.date(2026, 6, 21))
    july = world.close(JUNE.next())
    recover(Reconciliation.objects.get(), world)
    services.recount(statement=july, reason="Decided.", by=world.officer)
    world.bring(july, "agreed")
    world.end(second, dt.date(2026, 7, 30))
    august = world.close(Month(2026, 8))
    found = newest(august).decision["reconciliation"]
    assert (found["balance"], found["status"]) == ("-300.00", "carried")


def test_a_balance_that_was_carried_stands_in_the_next_month_too(world: PartneredWorld) -> None:
    left = world.stay("2026-06-01")
    world.stay("2026-06-01")
    world.upto("agreed", JUNE)
    world.end(left, dt.date(2026, 6, 21))
    world.upto("agreed", JUNE.next())
    asked = Reconciliation.objects.get()
    with pytest.raises(Refused) as refused:  # July is agreed: the decision belongs to August
        recover(asked, world)
    assert {reason.code for reason in refused.value.reasons} == {"funding.month_agreed"}
    august = world.close(Month(2026, 8))
    assert newest(august).decision["reconciliation"]["balance"] == "-1500.00"
    assert total(august) == "4650.00"


def test_a_month_the_rule_refuses_says_why_where_it_is_counted_again(
    world: PartneredWorld, settings: Any
) -> None:
    settings.DEMO = True
    world.stay("2026-06-01")
    june = world.close(JUNE)
    world.line.rates.all().delete()
    page = client_of(world.officer).post(reverse("statement_recount", args=[june.public_id]), {"reason": "x"})
    assert page.status_code == 409 and "has no rate for" in page.content.decode()


def test_a_cost_of_an_agreed_month_is_paid_with_the_first_open_one(world: PartneredWorld) -> None:
    world.stay("2026-06-01")
    cost = PropertyCostFactory(
        line=world.line, amount=Decimal("80.00"), kind="rent", belongs_on=dt.date(2026, 6, 20)
    )
    world.upto("agreed", JUNE)
    bill = SimpleUploadedFile("bill.txt", b"A bill", "text/plain")
    funding.give_evidence(cost=cost, file=bill, by=world.manager)
    july = world.close(JUNE.next())
    assert total(july) == "4730.00"
    world.bring(july, "agreed")
    with pytest.raises(Refused) as refused:
        funding.withdraw_property_cost(cost=cost, reason="Paid by the insurer.", by=world.manager)
    assert {reason.code for reason in refused.value.reasons} == {"funding.cost_agreed"}
