"""A batch leaves as a file and its answer comes back: the same bytes each time, and every payment once."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from homeward.apps.core.refusals import Refused
from homeward.apps.finance import services
from homeward.apps.finance.models import BatchFile, ResultFile
from homeward.apps.intake.readers import GivenFile
from homeward.apps.statements.models import Payment, PaymentBatch, Statement, Step
from homeward.apps.statements.services import pay
from tests.factories.statements import World

pytestmark = pytest.mark.django_db
HEADER = "batch,reference,status,date,amount,reason"


def world_with_batch(state: str = "sent") -> tuple[World, Statement, Payment]:
    world = World.make()
    statement = world.upto(state)
    payment = statement.payment
    assert payment is not None
    return world, statement, payment


def answer(world: World, *lines: str, name: str = "answer.csv") -> ResultFile:
    data = "\n".join([HEADER, *lines]) + "\n"
    return services.check_result_file(file=GivenFile(name, data.encode()), by=world.finance)


def line(payment: Payment, status: str, reason: str = "", changes: dict[str, str] | None = None) -> str:
    today = payment.body.today.isoformat()
    values = {"batch": payment.batch.number, "reference": payment.public_id, "status": status, "date": today,
              "amount": str(payment.amount), "reason": reason} | (changes or {})  # fmt: skip
    return ",".join(values[name] for name in HEADER.split(","))


def codes(result: ResultFile) -> set[str]:
    return {p["code"] for row in result.rows for p in row["problems"]} | {p["code"] for p in result.problems}


def reasons(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.code for r in refused.value.reasons]


# The file -----------------------------------------------------------------------------------------


def test_the_same_bytes_leave_each_time_whatever_changes_meanwhile() -> None:
    world, _, payment = world_with_batch()
    first = services.export_batch(batch=payment.batch, by=world.finance)
    content = bytes(first.content)
    world.line.organisation.name = "Another name"
    world.line.organisation.save()
    again = services.export_batch(batch=payment.batch, by=world.finance)
    assert (bytes(again.content), again.exports, again.pk) == (content, 2, first.pk)
    assert BatchFile.objects.count() == 1


def test_the_file_holds_count_and_control_total() -> None:
    world, _, payment = world_with_batch()
    file = services.export_batch(batch=payment.batch, by=world.finance)
    rows = list(csv.reader(io.StringIO(bytes(file.content).decode())))
    assert rows[0][:2] == ["batch", "reference"]
    assert rows[1][1] == payment.public_id
    assert rows[-1] == ["TOTAL", "1", f"{payment.amount:.2f}"]
    assert file.name == f"{payment.batch.number}_1_{payment.amount:.2f}.csv"


def test_a_file_is_made_anew_until_the_finance_system_has_answered() -> None:
    world, statement, payment = world_with_batch()
    services.export_batch(batch=payment.batch, by=world.finance)
    made = services.remake_file(batch=payment.batch, reason="The ledger wants semicolons.", by=world.finance)
    assert made.number == 2
    world.answer(statement)
    with pytest.raises(Refused) as refused:
        services.remake_file(batch=payment.batch, reason="Once more", by=world.finance)
    assert reasons(refused) == ["finance.batch_answered"]


# The answer ---------------------------------------------------------------------------------------


def test_paid_is_marked_with_its_day() -> None:
    world, statement, payment = world_with_batch()
    result = answer(world, line(payment, "Paid"))
    assert [r["outcome"] for r in result.rows] == ["paid"]
    payment.refresh_from_db()
    assert payment.state == "sent"  # looking at it records nothing
    services.record_result_file(result=result, by=world.finance)
    payment.refresh_from_db()
    statement.refresh_from_db()
    assert (payment.state, payment.settled_on, statement.state) == ("paid", payment.body.today, "paid")


def test_rejected_opens_the_statement_and_it_is_paid_again_once() -> None:
    world, statement, payment = world_with_batch()
    result = answer(world, line(payment, "rejected", "Account closed"))
    services.record_result_file(result=result, by=world.finance)
    statement.refresh_from_db()
    payment.refresh_from_db()
    assert (statement.state, payment.state, payment.reason) == ("approved", "rejected", "Account closed")
    assert statement.payment is None
    again = pay(statements=[statement], by=world.finance)
    statement.refresh_from_db()
    assert statement.payment is not None and statement.payment.batch == again
    with pytest.raises(Refused) as refused:
        pay(statements=[statement], by=world.finance)
    assert "machine.state" in reasons(refused)
    assert statement.payments.count() == 2


def test_the_same_file_twice_changes_nothing_and_says_so() -> None:
    world, statement, payment = world_with_batch()
    services.record_result_file(result=answer(world, line(payment, "paid")), by=world.finance)
    steps = Step.objects.count()
    with pytest.raises(Refused) as refused:
        answer(world, line(payment, "paid"))
    assert reasons(refused) == ["finance.file_twice"]
    # the same answer in another file: read, and recorded as known
    other = answer(world, line(payment, "paid"), "", name="again.csv")
    assert [r["outcome"] for r in other.rows] == ["same"]
    done = services.record_result_file(result=other, by=world.finance)
    assert done.counts == {"paid": 0, "rejected": 0, "same": 1, "left_out": 0}
    assert Step.objects.count() == steps
    assert Payment.objects.get().state == "paid"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reference": "NOSUCHTHING2"}, "answer_unknown"),
        ({"reference": ""}, "answer_reference"),
        ({"batch": "B-OTHER"}, "answer_batch"),
        ({"amount": "1.00"}, "answer_differs"),
        ({"amount": "much"}, "answer_amount"),
        ({"status": "maybe"}, "answer_status"),
        ({"date": "31.12.26"}, "answer_date"),
        ({"date": "2020-01-01"}, "answer_too_early"),
        ({"date": "2199-01-01"}, "answer_too_early"),
        ({"status": "rejected"}, "answer_reason"),
    ],
)
def test_a_row_that_cannot_be_right_is_named_and_left_out(changes: dict[str, str], code: str) -> None:
    world, _, payment = world_with_batch()
    result = answer(world, line(payment, "paid", changes=changes))
    (row,) = result.rows
    assert row["outcome"] == "error"
    (problem,) = [p for p in row["problems"] if p["code"] == code]
    assert problem["row"] == 2 and problem["column"] and problem["remedy"]
    with pytest.raises(Refused) as refused:
        services.record_result_file(result=result, by=world.finance)
    assert reasons(refused) == ["finance.nothing_sound"]
    assert Payment.objects.get().state == "sent"


def test_a_doubled_reference_is_refused_in_both_rows() -> None:
    world, _, payment = world_with_batch()
    result = answer(world, line(payment, "paid"), line(payment, "rejected", "Account closed"))
    assert [r["outcome"] for r in result.rows] == ["error", "error"]
    assert codes(result) == {"answer_twice"}


def test_another_bodys_payment_is_unknown() -> None:
    world, _, _ = world_with_batch()
    _, _, foreign = world_with_batch()
    assert codes(answer(world, line(foreign, "paid"))) == {"answer_unknown"}


def test_a_paid_one_that_comes_back_needs_its_tick() -> None:
    world, statement, payment = world_with_batch("paid")
    result = answer(world, line(payment, "rejected", "Returned by the bank"))
    assert [r["outcome"] for r in result.rows] == ["returned"]
    with pytest.raises(Refused):
        services.record_result_file(result=result, by=world.finance)
    services.record_result_file(result=result, ticked=[payment.public_id], by=world.finance)
    statement.refresh_from_db()
    assert statement.state == "approved"


def test_a_rejected_one_is_never_made_paid() -> None:
    world, statement, payment = world_with_batch()
    world.answer(statement, reason="Account closed")
    result = answer(world, line(payment, "paid"))
    assert codes(result) == {"answer_rejected_before"}


def test_a_file_with_other_columns_is_refused_whole() -> None:
    world, _, _ = world_with_batch()
    result = services.check_result_file(file=GivenFile("x.csv", b"a,b\n1,2\n"), by=world.finance)
    assert result.state == "refused" and result.problems and not result.rows


def test_credits_need_a_look_and_go_as_credit_lines() -> None:
    world = World.make()
    statement = world.upto("approved")
    statement.assessment.payable_amount = Decimal("-250.00")
    statement.assessment.save()
    with pytest.raises(Refused) as refused:
        pay(statements=[statement], by=world.finance)
    assert reasons(refused) == ["payment.below_zero"]
    batch = pay(statements=[statement], by=world.finance, credits_looked_at=True)
    text = bytes(services.export_batch(batch=batch, by=world.finance).content).decode()
    assert f"{batch.number},{batch.payments.get().public_id}" in text and ",-250.00,AUD" in text
    credit = batch.payments.get()
    result = answer(world, line(credit, "paid"))
    assert [r["outcome"] for r in result.rows] == ["paid"], result.rows


def test_the_database_holds_one_payment_that_stands() -> None:
    world, statement, payment = world_with_batch()
    batch = PaymentBatch.objects.create(body=world.manager.body, number="B-2", created_by=world.finance.user, count=1,
                                        control_total=1, currency="AUD")  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(body=payment.body, organisation=payment.organisation, batch=batch, statement=statement,
                               amount=1, cost_code="CC")  # fmt: skip
