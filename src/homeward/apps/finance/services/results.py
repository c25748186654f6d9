"""Reading the finance system's answer: looked at first, recorded when a person confirms it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core import audit
from homeward.apps.core.refusals import Refused, present, refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.finance.answers import Answer, read_answer
from homeward.apps.finance.models import FileLayout, ResultFile
from homeward.apps.finance.services.layouts import settings_on
from homeward.apps.intake.readers import GivenFile
from homeward.apps.statements.models import Payment
from homeward.apps.statements.services import Outcome, record_results
from homeward.apps.statements.services.payment import why_not_settled
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Reason

WHAT = "This answer cannot be recorded"
S = ResultFile.State
# What a row would do. Rows of the first three are recorded; a returned one only when it is ticked.
PAID, REJECTED, RETURNED, SAME, ERROR = "paid", "rejected", "returned", "same", "error"
Row = dict[str, Any]


@service("payment.answer_checked", "This answer cannot be read")
def check_result_file(*, file: GivenFile, by: Actor) -> ResultFile:
    """Read an answer and say of each row what it would do. Nothing is recorded yet.

    A file that was recorded before is refused with the day and the person: it would change nothing.
    """
    permit(by.holds(Permission.PAYMENT_MAKE), "This answer cannot be read")
    before = ResultFile.objects.filter(body=by.body, digest=file.digest, state=S.RECORDED).first()
    if before is not None:
        raise Refused("This answer was read before", [_seen(before)])
    settings = settings_on(by.body, FileLayout.Kind.RESULT, by.today)
    answers, problems = read_answer(file, settings)
    refused = any(p.severity == "error" for p in problems) or not answers
    rows = [] if refused else judge(answers, settings, by)
    made = ResultFile.objects.create(
        body=by.body, name=file.name[:120], digest=file.digest, settings=settings, rows=rows, given_by=by.user,
        problems=[p.to_json() for p in problems], counts=dict(Counter(row["outcome"] for row in rows)),
        state=S.REFUSED if refused else S.CHECKED,
    )  # fmt: skip
    audit.record(by, "payment.answer_checked", made, digest=file.digest, **made.counts)
    return made


def _seen(before: ResultFile) -> Reason:
    assert before.recorded_at is not None and before.recorded_by is not None
    inputs = {
        "name": before.name,
        "on": timezone.localtime(before.recorded_at).date().isoformat(),
        "by": before.recorded_by.name,
    }
    return Reason("finance.file_twice", inputs)


def judge(answers: Sequence[Answer], settings: dict[str, Any], by: Actor) -> list[Row]:
    """Each row with what it would do, and every problem that keeps it from being done."""
    wanted = {a.reference for a in answers}
    payments = {
        p.public_id: p
        for p in Payment.objects.allowed_to(by, Permission.PAYMENT_MAKE)
        .filter(public_id__in=wanted)
        .select_related("batch", "statement__line__agreement", "organisation")
    }
    often = Counter(a.reference for a in answers)
    names = settings["columns"]
    rows = []
    for answer in answers:
        payment = payments.get(answer.reference)
        problems = [*answer.problems, *_found(answer, payment, often[answer.reference], names, by)]
        rows.append(_row(answer, payment, problems))
    return rows


def _found(
    answer: Answer, payment: Payment | None, times: int, names: dict[str, str], by: Actor
) -> Iterator[Problem]:
    """What a row says that our records do not bear out."""

    def problem(code: str, message: str, remedy: str, field: str, severity: Any = "error") -> Problem:
        return Problem(code, message, remedy, severity, row=answer.row, column=names.get(field) or field)

    if not answer.reference:
        return
    if payment is None:
        yield problem("answer_unknown", f"There is no payment {answer.reference[:40]}.",
                      "Compare it with the file that was sent.", "reference")  # fmt: skip
        return
    if times > 1:
        yield problem("answer_twice", f"Payment {answer.reference} stands {times} times in this file.",
                      "Keep the row that is right, and send the file again.", "reference")  # fmt: skip
    if answer.batch != payment.batch.number:
        yield problem("answer_batch", f"Payment {answer.reference} is in batch {payment.batch.number}, not in "
                      f"{answer.batch[:40] or 'none'}.", "Correct the batch number or the reference.", "batch")  # fmt: skip
    if answer.amount is not None and answer.amount != payment.amount:
        yield problem("answer_differs", f"{answer.amount:,.2f} was answered, {payment.amount:,.2f} was sent.",
                      "Ask the finance system what it paid. A different amount is not recorded.", "amount")  # fmt: skip
    if answer.is_paid is None or answer.on is None:
        return
    outcome = Outcome(payment, answer.is_paid, answer.on, answer.reason or "-", came_back=True)
    for reason in why_not_settled(outcome, payment, by):
        said = present(reason)
        yield problem(reason.code.replace("payment.", "answer_"), said.fact, said.lift, "on")
    if payment.state == Payment.State.PAID and not answer.is_paid:
        yield problem("answer_returned", f"Payment {answer.reference} was paid before and now comes back.",
                      "Tick it if the money really came back: the statement can then be paid again.", "status",
                      "warning")  # fmt: skip


def _row(answer: Answer, payment: Payment | None, problems: list[Problem]) -> Row:
    if payment is None or any(p.severity == "error" for p in problems):
        outcome = ERROR
    elif payment.state == (Payment.State.PAID if answer.is_paid else Payment.State.REJECTED):
        outcome = SAME
    elif payment.state == Payment.State.PAID:
        outcome = RETURNED
    else:
        outcome = PAID if answer.is_paid else REJECTED
    return {
        "row": answer.row, "batch": answer.batch, "reference": answer.reference, "is_paid": answer.is_paid,
        "on": answer.on.isoformat() if answer.on else None, "reason": answer.reason, "outcome": outcome,
        "amount": None if answer.amount is None else str(answer.amount), "problems": [p.to_json() for p in problems],
        "payee": payment.organisation.name if payment else "", "statement": payment.statement.public_id if payment else "",
        "label": str(payment.statement) if payment else "", "sent": str(payment.amount) if payment else None,
    }  # fmt: skip


@service("payment.answer_recorded", WHAT)
def record_result_file(*, result: ResultFile, ticked: Collection[str] = (), by: Actor) -> ResultFile:
    """Record the sound rows of a checked answer; `ticked` names the references of returned payments looked at.

    The rows are judged anew, for something may have been recorded since they were read. Rows with a problem are left
    out and stay to be read here.
    """
    result = _locked(result, by)
    refuse_if(WHAT, [_not_checked(result)])
    again = _again(result, by)
    chosen = [
        r
        for r in again
        if r["outcome"] in (PAID, REJECTED) or (r["outcome"] == RETURNED and r["reference"] in ticked)
    ]
    same = sum(r["outcome"] == SAME for r in again)
    if not chosen and not same:
        raise Refused(WHAT, [Reason("finance.nothing_sound", {"rows": len(again)})])
    rows = Payment.objects.filter(public_id__in=[r["reference"] for r in chosen])
    payments = {p.public_id: p for p in rows.select_related("batch", "statement")}
    outcomes = [
        Outcome(
            payments[r["reference"]],
            bool(r["is_paid"]),
            dt.date.fromisoformat(r["on"]),
            r["reason"],
            came_back=r["outcome"] == RETURNED,
        )
        for r in chosen
    ]
    recorded = record_results(outcomes=outcomes, source=result.name, by=by)
    left = len(again) - len(chosen) - same
    result.rows = again
    result.counts = {
        "paid": recorded.paid,
        "rejected": recorded.rejected,
        "same": same + recorded.same,
        "left_out": left,
    }
    result.state, result.recorded_at, result.recorded_by = S.RECORDED, timezone.now(), by.user
    result.save(update_fields=["rows", "counts", "state", "recorded_at", "recorded_by"])
    audit.record(by, "payment.answer_recorded", result, **result.counts)
    return result


def _again(result: ResultFile, by: Actor) -> list[Row]:
    """The rows of a result judged by what is recorded now; what the reader noticed stays."""
    found_by_reader = [
        [Problem(p["code"], p["message"], p["remedy"], p["severity"], p.get("row"), p.get("column"), p.get("value"))
         for p in row["problems"] if not p["code"].startswith("answer_")
         or p["code"] in ("answer_reference", "answer_status", "answer_date", "answer_reason", "answer_amount")]
        for row in result.rows
    ]  # fmt: skip
    answers = [
        Answer(
            row["row"], row["batch"], row["reference"], row["is_paid"], dt.date.fromisoformat(row["on"]) if row["on"] else None,
            None if row["amount"] is None else Decimal(row["amount"]), row["reason"], problems,
        )
        for row, problems in zip(result.rows, found_by_reader, strict=True)
    ]  # fmt: skip
    return judge(answers, result.settings, by)


@service("payment.answer_withdrawn", WHAT)
def withdraw_result_file(*, result: ResultFile, by: Actor) -> ResultFile:
    """Put a checked answer aside; nothing of it is recorded."""
    result = _locked(result, by)
    refuse_if("This answer cannot be withdrawn", [_not_checked(result)])
    result.state = S.WITHDRAWN
    result.save(update_fields=["state"])
    audit.record(by, "payment.answer_withdrawn", result)
    return result


def _locked(result: ResultFile, by: Actor) -> ResultFile:
    found = ResultFile.objects.allowed_to(by, Permission.PAYMENT_MAKE).filter(pk=result.pk)
    permit(found.exists(), WHAT)
    return ResultFile.objects.select_for_update(of=("self",)).get(pk=result.pk)


def _not_checked(result: ResultFile) -> Reason | None:
    if result.state == S.CHECKED:
        return None
    return Reason("finance.not_checked", {"state": result.get_state_display().lower()})
