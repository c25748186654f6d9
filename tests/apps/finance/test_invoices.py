"""A provider's figure is held against what both sides may read; acquittals are due, sent, received and reminded of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import Notice
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import Refused
from homeward.apps.finance import services
from homeward.apps.finance.jobs import daily
from homeward.apps.finance.models import Invoice
from homeward.apps.statements import services as statements
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Acquittal, Statement
from tests.factories.accounts import actor_in
from tests.factories.statements import QUARTER, World

pytestmark = pytest.mark.django_db


def record(world: World, amount: str, number: str = "INV-7", by: Any = None) -> Invoice:
    return services.record_invoice(
        line=world.line, quarter=QUARTER, kind="invoice", number=number, dated_on=dt.date(2026, 4, 2), amount=Decimal(amount),
        by=by or world.provider,
    )  # fmt: skip


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.code for r in refused.value.reasons]


def test_an_invoice_waits_for_its_statement_and_is_matched_when_it_is_issued() -> None:
    world = World.make()
    invoice = record(world, "18000.00")
    assert (invoice.outcome, invoice.state) == ("waiting", "open")
    statement = world.close()
    assert record(world, "18000.00", "INV-8").outcome == "waiting"  # a draft is the department's own
    statements.issue(statement=statement, by=world.officer)
    invoice.refresh_from_db()
    assert (invoice.outcome, invoice.state, invoice.statement) == ("matched", "matched", statement)


def test_a_proposal_of_an_assessment_is_not_told_by_a_difference() -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("assessed", abatement=Decimal("1000.00"))
    invoice = record(world, "18000.00")
    assert (invoice.outcome, invoice.match["basis"]) == ("matched", "issued")
    statements.approve(statement=statement, by=world.director)
    invoice.refresh_from_db()
    assert (invoice.outcome, invoice.match["basis"], invoice.match["difference"]) == (
        "differs",
        "approved",
        "1000.00",
    )
    explained = [invoice.match["lines"][i]["code"] for i in invoice.match["explained_by"]]
    assert explained == ["abatement"] and invoice.match["left_out"]


@pytest.mark.parametrize("number", ["INV-7", "inv 7", "Inv7"])
def test_a_number_counts_once_for_a_provider_however_it_is_written(number: str) -> None:
    world = World.make()
    record(world, "18000.00")
    with pytest.raises(Refused) as refused:
        record(world, "1.00", number)
    assert codes(refused) == ["invoice.number_twice"]
    assert Invoice.objects.count() == 1


def test_another_provider_may_use_the_same_number() -> None:
    record(World.make(), "18000.00")
    assert record(World.make(), "18000.00").number == "INV-7"


def test_a_difference_is_decided_by_another_person_with_a_reason_and_stays_decided() -> None:
    world = World.make()
    statement = world.upto("issued")
    invoice = record(world, "17000.00", by=world.finance)
    assert invoice.outcome == "differs"
    with pytest.raises(Refused) as refused:
        services.accept_difference(invoice=invoice, reason="", by=world.finance)
    assert codes(refused) == ["invoice.own_work", "finance.no_reason"]
    services.accept_difference(invoice=invoice, reason="A credit note follows.", by=world.manager)
    statements.agree_for_provider(statement=statement, by=world.provider)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.resolved_by) == ("accepted", world.manager.user)
    with pytest.raises(Refused) as again:
        services.return_invoice(invoice=invoice, reason="No", by=world.finance)
    assert codes(again) == ["invoice.decided"]
    assert Notice.objects.filter(user_id=world.provider.user.pk, title__contains="accepted").exists()


def test_a_provider_sees_its_own_invoices_only() -> None:
    world, other = World.make(), World.make()
    invoice = record(world, "18000.00")
    assert Invoice.objects.visible_to(world.provider).get() == invoice
    assert not Invoice.objects.visible_to(other.provider).exists()
    assert not Invoice.objects.visible_to(actor_in(Role.PLACEMENT_OFFICER, world.manager.body)).exists()


# Acquittals -------------------------------------------------------------------------------------------


def acquittal_of(world: World) -> Acquittal:
    services.expect_acquittals(body=world.manager.body, quarter=QUARTER)
    return Acquittal.objects.get(agreement=world.line.agreement)


def test_an_acquittal_is_due_31_days_after_the_quarter_once() -> None:
    world = World.make()
    acquittal = acquittal_of(world)
    assert acquittal.due_on == dt.date(2026, 5, 1)
    assert services.expect_acquittals(body=world.manager.body, quarter=QUARTER) == 0


def test_the_day_it_came_is_a_fact_of_open_statements_and_leaves_locked_ones_alone() -> None:
    world = World.make(target=1)
    for _ in range(2):
        world.stay("2025-10-01")
    acquittal = acquittal_of(world)
    statement = world.upto("issued")
    before = newest(statement)
    assert before.decision["growth"]["paid_in"] is None
    services.receive_acquittal(acquittal=acquittal, on=dt.date(2026, 4, 20), by=world.officer)
    after = newest(statement)
    assert (after.number, after.facts["report_received_on"]) == (before.number + 1, "2026-04-20")
    assert after.decision["growth"]["paid_in"] == "Q1 2026-27"
    statements.agree_for_provider(statement=Statement.objects.get(pk=statement.pk), by=world.provider)
    statements.agree_for_body(statement=Statement.objects.get(pk=statement.pk), by=world.manager)
    with pytest.raises(Refused) as refused:
        services.receive_acquittal(acquittal=acquittal, on=dt.date(2026, 4, 21), by=world.officer)
    assert codes(refused) == ["acquittal.received"]
    services.receive_acquittal(
        acquittal=acquittal, on=dt.date(2026, 4, 21), reason="Misread stamp", by=world.officer
    )
    assert newest(statement).pk == after.pk
    assert Statement.objects.get(pk=statement.pk).state == "agreed"


def test_days_that_cannot_be_are_refused() -> None:
    world = World.make()
    acquittal = acquittal_of(world)
    for day in (dt.date(2025, 12, 31), world.manager.today + dt.timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            services.receive_acquittal(acquittal=acquittal, on=day, by=world.officer)
        assert codes(refused) == ["acquittal.day"]
    services.send_acquittal(acquittal=acquittal, on=dt.date(2026, 4, 10), note="", by=world.provider)
    with pytest.raises(Refused) as early:
        services.receive_acquittal(acquittal=acquittal, on=dt.date(2026, 4, 9), by=world.officer)
    assert codes(early) == ["acquittal.before_sent"]


def test_reminders_go_before_and_after_and_once_a_day() -> None:
    world = World.make()
    acquittal_of(world)
    body = world.manager.body

    def reminded(day: str) -> tuple[int, int]:
        Notice.objects.all().delete()
        count = services.remind(body=body, today=dt.date.fromisoformat(day))
        return count, Notice.objects.count()

    assert reminded("2026-04-23") == (0, 0)
    assert reminded("2026-04-24") == (1, 1)  # seven days before: the provider
    assert reminded("2026-04-24") == (0, 0)
    assert reminded("2026-05-02") == (1, 2)  # late: the contract manager too
    assert reminded("2026-05-05") == (0, 0)
    assert reminded("2026-05-09") == (1, 2)


def test_the_daily_work_is_the_same_twice() -> None:
    World.make()
    first = daily()
    assert first["expected"] == 1
    assert daily() == {"expected": 0, "reminded": 0}


def test_further_information_is_due_after_ten_working_days_of_the_state() -> None:
    world = World.make()
    agreement = world.line.agreement
    request = services.ask_information(
        agreement=agreement, label=QUARTER.label, text="Which costs?", by=world.manager
    )
    assert request.due_on > request.asked_on + dt.timedelta(days=11)
    services.answer_request(request=request, answer="The rent.", by=world.provider)
    with pytest.raises(Refused) as refused:
        services.answer_request(request=request, answer="More", by=world.provider)
    assert codes(refused) == ["information.answered"]


def test_public_holidays_are_those_of_the_state() -> None:
    from homeward.apps.core.calendars import working_days
    from homeward.policy import load_pack

    is_working = working_days(load_pack("au_sa"))
    assert not is_working(dt.date(2026, 3, 9))  # Adelaide Cup Day, in South Australia alone
    assert is_working(dt.date(2026, 3, 10))


def test_an_agreement_that_was_not_in_force_owes_no_acquittal() -> None:
    world = World.make()
    world.line.agreement.period = to_db(QUARTER.next().range)
    world.line.agreement.save()
    assert services.expect_acquittals(body=world.manager.body, quarter=QUARTER) == 0
