"""What finance did with the quarters: files out and answers in, invoices, acquittals, and what is still open."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.finance import services as finance
from homeward.apps.finance.jobs import daily
from homeward.apps.intake.readers import GivenFile
from homeward.apps.statements.models import Acquittal, Payment, PaymentBatch, Statement
from homeward.apps.statements.services import Outcome, record_results
from homeward.demo.agenda import Agenda
from homeward.kernel.quarters import Quarter

# Days after the quarter's end.
EXPECTED, RECEIVED, EXPORTED, ANSWERED, INVOICED, ASKED = 1, 9, 47, 49, 44, 45
REMINDED = (24, 32)
LATE, SENT_ONLY = "Mallee Kin Network", "Redgum Children’s Services"
REJECTED, WHY_REJECTED = "Bluebush Night Care", "Account closed: the bank returned the money"
INVOICING = "Gulf and Ranges Fostering"


class Ledger:
    """The finance side of one quarter."""

    def __init__(self, quarter: Quarter, actors: dict[str, Actor], *, from_last: int) -> None:
        self.quarter, self.actors, self.from_last = quarter, actors, from_last
        self.manager, self.officer = actors["priya.raman@dcp.example"], actors["daniel.okafor@dcp.example"]
        self.finance = actors["marco.rossi@dcp.example"]

    @property
    def is_newest(self) -> bool:
        return self.from_last == 0

    def expect(self) -> None:
        finance.expect_acquittals(body=self.manager.body, quarter=self.quarter)

    def receive(self) -> None:
        """Reports come before the close, so that every statement knows its day; of the newest quarter not all came."""
        waiting = Acquittal.objects.filter(label=self.quarter.label, received_on=None)
        for acquittal in waiting.select_related("organisation", "agreement").order_by("pk"):
            name = acquittal.organisation.name
            if self.is_newest and name == LATE:
                continue
            if self.is_newest and name == SENT_ONLY:
                note = "By e-mail to the contract team"
                on = self.manager.today
                finance.send_acquittal(acquittal=acquittal, on=on, note=note, by=self._provider(name))
                continue
            finance.receive_acquittal(acquittal=acquittal, on=self.officer.today, by=self.officer)

    def _provider(self, name: str) -> Actor:
        return next(
            a
            for a in self.actors.values()
            if a.organisation and a.organisation.name == name and a.role == "provider_manager"
        )

    def _batch(self) -> PaymentBatch | None:
        found = Payment.objects.filter(statement__label=self.quarter.label, state=Payment.State.SENT)
        first = found.select_related("batch").order_by("pk").first()
        return first.batch if first else None

    def export(self) -> None:
        batch = self._batch()
        if batch is not None and self.from_last < 2:
            finance.export_batch(batch=batch, by=self.finance)

    def answer(self) -> None:
        """The last batch but one came back with a rejection; the newest has no answer yet."""
        batch = self._batch()
        if batch is None or self.is_newest:
            return
        payments = list(batch.payments.select_related("statement", "organisation").order_by("pk"))
        if self.from_last > 1:
            outcomes = [Outcome(p, True, self.finance.today) for p in payments]
            record_results(outcomes=outcomes, source="demonstration", by=self.finance)
            return
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["batch", "reference", "status", "date", "amount", "reason"])
        for payment in payments:
            no = payment.organisation.name == REJECTED
            said = ("rejected", WHY_REJECTED) if no else ("paid", "")
            writer.writerow(
                [
                    batch.number,
                    payment.public_id,
                    said[0],
                    self.finance.today.isoformat(),
                    payment.amount,
                    said[1],
                ]
            )
        file = GivenFile(f"ledger-{batch.number}.csv", text.getvalue().encode())
        result = finance.check_result_file(file=file, by=self.finance)
        finance.record_result_file(result=result, by=self.finance)

    def invoice(self) -> None:
        """One invoice leaves out the growth payment; one is the same as its statement."""
        statements = Statement.objects.filter(label=self.quarter.label, organisation__name=INVOICING)
        for number, statement in enumerate(
            statements.select_related("line__agreement").order_by("line__number")[:2], 1
        ):
            line: Line = statement.line
            due = statement.versions.order_by("-number").first()
            if due is None:
                continue
            left_out = number == 1  # the first leaves out all but the base payment
            due_lines = [m for m in due.decision["money"] if m["status"] == "due"]
            billed = [Decimal(m["amount"]) for m in due_lines if m["code"] == "base" or not left_out]
            amount = sum(billed, Decimal(0))
            finance.record_invoice(
                line=line, quarter=self.quarter, kind="invoice", number=f"GR-{self.quarter.year}-{number:03}",
                dated_on=self.manager.today - dt.timedelta(days=2), amount=amount,
                note="Invented invoice of the demonstration.", by=self._provider(INVOICING),
            )  # fmt: skip

    def ask(self) -> None:
        acquittal = Acquittal.objects.filter(label=self.quarter.label, organisation__name=INVOICING).first()
        if acquittal is not None:
            text = "Which part of the amount acquitted was spent on carers who joined in the quarter?"
            finance.ask_information(
                agreement=acquittal.agreement, label=acquittal.label, text=text, by=self.manager
            )

    def deeds(self) -> list[tuple[int, Callable[[], object]]]:
        found: list[tuple[int, Callable[[], object]]] = [
            (EXPECTED, self.expect), (RECEIVED, self.receive), (EXPORTED, self.export), (ANSWERED, self.answer)
        ]  # fmt: skip
        if self.is_newest:
            found += [(INVOICED, self.invoice), (ASKED, self.ask), *((day, daily) for day in REMINDED)]
        return found


def plan_finance(agenda: Agenda, quarters: list[Quarter], actors: dict[str, Actor]) -> None:
    """Put finance's deeds on the agenda, each after what it follows."""
    for back, quarter in enumerate(reversed(quarters)):
        end = quarter.range.end
        assert end is not None
        for days, deed in Ledger(quarter, actors, from_last=back).deeds():

            def do(deed: Callable[[], object] = deed) -> None:
                deed()

            agenda.on(end + dt.timedelta(days=days), do, rank=10)
    agenda.on(agenda.today, _today, rank=10)


def _today() -> None:
    """What the worker does each day: the acquittals of a quarter that has ended since are expected too."""
    daily()
