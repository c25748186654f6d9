"""A batch goes out, the answer rejects one payment, its statement is paid again: all in a browser."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.finance import services
from homeward.apps.statements.models import Acquittal, Payment, PaymentBatch
from tests.factories.statements import QUARTER, World
from tests.journeys.driver import DESK, PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def answer(path: Path, payment: Payment, status: str, reason: str = "") -> Path:
    day = payment.body.today.isoformat()
    row = f"{payment.batch.number},{payment.public_id},{status},{day},{payment.amount},{reason}"
    path.write_text(f"batch,reference,status,date,amount,reason\n{row}\n", encoding="utf-8")
    return path


def give(person: Person, path: Path) -> None:
    person.open("/finance/answers/send/")
    person.page.set_input_files('input[type="file"]', str(path))
    person.press("Check the file")


@pytest.mark.parametrize(("scripts", "width"), [(True, PHONE), (False, DESK)], ids=["phone", "no-scripts"])
def test_a_rejected_payment_is_made_again(
    browser: Browser, live_server: Any, tmp_path: Path, scripts: bool, width: int
) -> None:
    world = World.make()
    statement = world.upto("approved")
    User.objects.update(is_demo=True)
    finance = Person(
        browser, live_server.url, world.finance, scripts=scripts, width=width, thorough=width == PHONE
    )

    finance.open("/finance/files/export/")
    finance.page.fill("input[name=heading_reference]", "our reference")
    finance.page.fill("input[name=source]", "Description of the ledger, page 4")
    finance.press("Preview")
    finance.says("batch,our reference,payee")
    finance.press("Save this layout")
    finance.says("Saved.")

    finance.open("/statements/payments/")
    finance.press("Pay the ticked statements")
    batch = PaymentBatch.objects.get()
    with finance.page.expect_download() as download:
        finance.page.locator('main button:has-text("Download the payment file")').click()
    first = Path(download.value.path()).read_bytes()
    assert b"our reference" in first and f"TOTAL,1,{batch.control_total}".encode() in first
    finance.open(f"/statements/payments/batches/{batch.public_id}/")
    finance.says(download.value.suggested_filename)
    with finance.page.expect_download() as again:
        finance.page.locator('main button:has-text("Download the payment file")').click()
    assert Path(again.value.path()).read_bytes() == first

    rejected = answer(tmp_path / "first.csv", Payment.objects.get(), "rejected", "Account closed")
    give(finance, rejected)
    finance.says("Is rejected; the statement can be paid again")
    finance.press("Record this answer")
    finance.says("Recorded: 0 paid, 1 rejected.")
    give(finance, rejected)
    finance.says("This answer was read before")

    finance.open("/")
    finance.says("Pay a statement")
    finance.open("/statements/payments/")
    finance.says("Rejected before: Account closed")
    finance.press("Pay the ticked statements")
    assert PaymentBatch.objects.count() == 2
    give(finance, answer(tmp_path / "second.csv", Payment.objects.get(state="sent"), "paid"))
    finance.press("Record this answer")
    finance.says("Recorded: 1 paid, 0 rejected.")
    finance.open(f"/statements/{statement.public_id}/")
    finance.says("Paid on")
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["paid", "rejected"]
    finance.leave()


def test_every_page_of_finance_is_fit_to_be_read(browser: Browser, live_server: Any) -> None:
    world = World.make()
    world.upto("sent")
    services.expect_acquittals(body=world.manager.body, quarter=QUARTER)
    invoice = services.record_invoice(
        line=world.line, quarter=QUARTER, kind="invoice", number="INV-1", dated_on=dt.date(2026, 4, 2),
        amount=Decimal("17000.00"), by=world.provider,
    )  # fmt: skip
    request = services.ask_information(
        agreement=world.line.agreement, label=QUARTER.label, text="Which costs?", by=world.manager
    )
    acquittal = Acquittal.objects.get()
    User.objects.update(is_demo=True)
    both = [f"/finance/invoices/{invoice.public_id}/", f"/finance/acquittals/{acquittal.public_id}/", "/finance/invoices/",
            f"/finance/information/{request.public_id}/", "/finance/acquittals/", "/statements/payments/"]  # fmt: skip
    for actor, paths in (
        (world.finance, [*both, "/finance/accruals/", "/finance/commitment/", f"/finance/accruals/{world.line.public_id}/",
                         "/finance/files/", "/finance/files/result/", "/finance/invoices/add/"]),
        (world.provider, [*both, f"/finance/acquittals/{acquittal.public_id}/send/"]),
        (world.manager, [*both, f"/finance/acquittals/{acquittal.public_id}/receive/", "/finance/accruals/"]),
    ):  # fmt: skip
        reader = Person(browser, live_server.url, actor, scripts=True, width=DESK)
        for path in paths:
            reader.open(path)
        reader.leave()
