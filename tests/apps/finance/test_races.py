"""Many at once: a rejected statement is paid again once, an answer is recorded once, a batch has one file."""

from __future__ import annotations

import pytest

from homeward.apps.finance import services
from homeward.apps.finance.models import BatchFile, ResultFile
from homeward.apps.intake.readers import GivenFile
from homeward.apps.statements.models import Payment, PaymentBatch, Step
from homeward.apps.statements.services import pay
from tests.factories.statements import World
from tests.racing import outcomes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT_ONCE = 12


def test_a_rejected_statement_is_paid_again_once() -> None:
    world = World.make()
    statement = world.upto("sent")
    world.answer(statement, reason="Account closed")
    found = outcomes(lambda _: pay(statements=[statement], by=world.finance), AT_ONCE)
    assert sorted(found) == ["done", *["refused"] * (AT_ONCE - 1)]
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["rejected", "sent"]
    assert PaymentBatch.objects.count() == 2


def test_an_answer_given_many_times_is_recorded_once() -> None:
    world = World.make()
    statement = world.upto("sent")
    payment = statement.payment
    assert payment is not None
    text = (
        f"batch,reference,status,date,reason\n{payment.batch.number},{payment.public_id},rejected,"
        f"{payment.body.today.isoformat()},Account closed\n"
    )
    given = [
        services.check_result_file(file=GivenFile("a.csv", text.encode()), by=world.finance) for _ in range(6)
    ]
    found = outcomes(lambda n: services.record_result_file(result=given[n], by=world.finance), 6)
    assert found.count("done") >= 1
    assert Step.objects.filter(statement=statement, move="payment_rejected").count() == 1
    assert ResultFile.objects.filter(state="recorded").count() == 1


def test_a_batch_downloaded_by_many_at_once_has_one_file() -> None:
    world = World.make()
    world.upto("sent")
    batch = PaymentBatch.objects.get()
    assert outcomes(lambda _: services.export_batch(batch=batch, by=world.finance), 6) == ["done"] * 6
    assert BatchFile.objects.get().exports == 6
