"""Files to and from the finance system, invoices, acquittals and requests for information."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from homeward.apps.core.periods import to_db
from homeward.apps.finance.layouts import default_export
from homeward.apps.finance.models import BatchFile, FileLayout, InformationRequest, Invoice, ResultFile
from homeward.apps.statements.models import Acquittal, PaymentBatch
from homeward.kernel.quarters import Quarter
from tests.factories.accounts import CommissioningBodyFactory, UserFactory
from tests.factories.agreements import AgreementFactory, LineFactory

QUARTER = Quarter(2026, 1, 7)


class FileLayoutFactory(DjangoModelFactory[FileLayout]):
    class Meta:
        model = FileLayout

    body = factory.SubFactory(CommissioningBodyFactory)
    kind = "export"
    starts_on = dt.date(2026, 7, 1)
    settings = factory.LazyFunction(default_export)
    entered_by = factory.SubFactory(UserFactory)
    source = "Description of the ledger, page 4"


class PaymentBatchFactory(DjangoModelFactory[PaymentBatch]):
    class Meta:
        model = PaymentBatch

    body = factory.SubFactory(CommissioningBodyFactory)
    number = factory.Sequence(lambda n: f"B-20260701-{n:05}")
    created_by = factory.SubFactory(UserFactory)
    count = 0
    control_total = 0
    currency = "AUD"


class BatchFileFactory(DjangoModelFactory[BatchFile]):
    class Meta:
        model = BatchFile

    body = factory.SelfAttribute("batch.body")
    batch = factory.SubFactory(PaymentBatchFactory)
    number = 1
    name = "batch.csv"
    content = b"batch,reference,amount\r\n"
    digest = "0" * 64
    settings = factory.LazyFunction(default_export)
    made_by = factory.SubFactory(UserFactory)


class ResultFileFactory(DjangoModelFactory[ResultFile]):
    class Meta:
        model = ResultFile

    body = factory.SubFactory(CommissioningBodyFactory)
    name = "answer.csv"
    digest = factory.Sequence(lambda n: f"{n:064}")
    settings = factory.LazyFunction(dict)
    state = "checked"
    given_by = factory.SubFactory(UserFactory)


class InvoiceFactory(DjangoModelFactory[Invoice]):
    class Meta:
        model = Invoice

    body = factory.SelfAttribute("line.body")
    organisation = factory.SelfAttribute("line.organisation")
    line = factory.SubFactory(LineFactory)
    period = to_db(QUARTER.range)
    label = QUARTER.label
    kind = "invoice"
    number = factory.Sequence(lambda n: f"INV-{n}")
    number_key = factory.LazyAttribute(lambda i: i.number.lower().replace("-", ""))
    dated_on = dt.date(2026, 10, 5)
    amount = 100
    recorded_by = factory.SubFactory(UserFactory)


class AcquittalFactory(DjangoModelFactory[Acquittal]):
    class Meta:
        model = Acquittal

    body = factory.SelfAttribute("agreement.body")
    organisation = factory.SelfAttribute("agreement.organisation")
    agreement = factory.SubFactory(AgreementFactory)
    period = to_db(QUARTER.range)
    label = QUARTER.label
    due_on = dt.date(2026, 10, 31)


class InformationRequestFactory(DjangoModelFactory[InformationRequest]):
    class Meta:
        model = InformationRequest

    body = factory.SelfAttribute("agreement.body")
    organisation = factory.SelfAttribute("agreement.organisation")
    agreement = factory.SubFactory(AgreementFactory)
    label = QUARTER.label
    text = "Invented: which costs are in the amount?"
    asked_on = dt.date(2026, 10, 5)
    asked_by = factory.SubFactory(UserFactory)
    due_on = dt.date(2026, 10, 19)
