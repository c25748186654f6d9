"""Writers of returns: tried out, submitted and frozen, answered by the body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements.models import Agreement
from homeward.apps.core import audit, notices
from homeward.apps.core.events import publish
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.exchange import profiles
from homeward.apps.exchange.checks import ReturnWorld, check_return, keys_of_children
from homeward.apps.exchange.events import ReturnSubmitted
from homeward.apps.exchange.held import held
from homeward.apps.exchange.machine import RETURN
from homeward.apps.exchange.models import DataReturn, next_month
from homeward.apps.exchange.profiles import asked
from homeward.apps.exchange.reading import Looked, look_at
from homeward.apps.exchange.writing import digest_of, document_of, rows_of
from homeward.apps.intake.readers import GivenFile
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Reason
from homeward.policy import load_pack

State = DataReturn.State
TRY, SUBMIT, ANSWER = (
    "This return cannot be tried out",
    "This return cannot be submitted",
    "This return cannot be answered",
)
STANDING = (State.SUBMITTED, State.ACCEPTED)
TOLD = 500  # problems kept of one trial; how many there are is counted


@service("try_data_return", TRY)
def try_return(
    *, month: dt.date, files: Sequence[GivenFile], agreement: Agreement | None = None, by: Actor
) -> DataReturn:
    """The dry run: read and check the files of a partner's month, and keep what was found.

    `month` is any day of a month that is over. Nothing is handed to the body. A trial of the same month before it is
    laid aside. Raises Refused when the person may not send returns, or the month is not over.
    """
    permit(by.relation(P.EXCHANGE_SEND) is Relation.ORGANISATION and by.organisation is not None, TRY)
    permit(agreement is None or may(by, P.AGREEMENT_READ, agreement), TRY)
    assert by.organisation is not None
    month = month.replace(day=1)
    refuse_if(TRY, _not_yet(month, by))
    for row in _trials(by, month, agreement):
        RETURN.make("lay_aside", row, by, document="")
    row = DataReturn(
        body=by.body, organisation=by.organisation, agreement=agreement, month=month, tried_by=by.user,
        profile=profiles.in_force(by.body, month), files=[f.to_json() for f in files],
    )  # fmt: skip
    _look(row, files, by)
    row.save()
    found = row.counts
    audit.record(
        by, "try_data_return", row, month=row.month_code, errors=found["errors"], warnings=found["warnings"]
    )
    return row


def _not_yet(month: dt.date, by: Actor) -> list[Reason]:
    if not profiles.exchanges(by.body):
        return [Reason("exchange.not_here", {"body": by.body.name})]
    if next_month(month) > by.today:
        return [
            Reason(
                "exchange.month_not_over",
                {"month": f"{month:%Y-%m}", "over": next_month(month).isoformat(), "field": "month"},
            )
        ]
    return []


def _trials(by: Actor, month: dt.date, agreement: Agreement | None) -> Any:
    found = DataReturn.objects.allowed_to(by, P.EXCHANGE_SEND).filter(
        month=month, agreement=agreement, state=State.TRIAL
    )
    return found.select_for_update(of=("self",), no_key=True)


def _look(row: DataReturn, files: Sequence[GivenFile], by: Actor) -> Looked:
    """Read, check, and write what came of it into the row."""
    groups = asked(profiles.groups_for(row.body, row.month))
    looked = look_at(files, groups, row.month, load_pack(row.body.pack))
    if not any(p.severity == "error" for p in looked.problems):
        known = held(groups, row.month, row.agreement, by, row.organisation)
        world = ReturnWorld(
            {g.code: g for g in groups},
            row.month,
            row.organisation.business_number,
            known,
            keys_of_children(looked, groups),
        )
        check_return(looked, world)
        looked.problems += list(_groups_missing(looked, groups))
    row.shape = profiles.to_json(groups)
    row.problems = _problems(looked)
    row.counts = _figures(looked) | {"rows": {code: len(rows) for code, rows in looked.rows.items()}}
    if not row.counts["errors"]:
        row.document = document_of(row, rows_of(looked, groups))
        row.digest = digest_of(row.document)
    return looked


def _groups_missing(looked: Looked, groups: Sequence[profiles.Group]) -> list[Problem]:
    if not any(looked.rows.values()):
        return [Problem("return_empty", "The files hold no row.", "Fill in at least one group.")]
    named = [g.code for g in groups if not looked.rows.get(g.code)]
    if not named:
        return []
    said = f"No rows were sent for: {', '.join(named)}."
    return [
        Problem("groups_without_rows", said, "Send them as well if there is something to tell.", "warning")
    ]


def _problems(looked: Looked) -> list[dict[str, Any]]:
    """Every problem with its group, errors first, as many as a person can read."""
    found = [p.to_json() | {"group": ""} for p in looked.problems]
    found += [p.to_json() | {"group": row.table} for row in looked.every for p in row.problems]
    return sorted(found, key=lambda p: p["severity"] != "error")[:TOLD]


def _figures(looked: Looked) -> dict[str, int]:
    every = [*looked.problems, *(p for row in looked.every for p in row.problems)]
    errors = sum(p.severity == "error" for p in every)
    return {"errors": errors, "warnings": len(every) - errors}


@service("submit_data_return", SUBMIT)
def submit_return(*, data_return: DataReturn, reason: str = "", by: Actor) -> DataReturn:
    """Hand a tried return to the body: frozen with its SHA-256 as the next version; an earlier one is replaced.

    `reason` says what a later version puts right, and is needed from the second on.
    """
    row = data_return
    permit(may(by, P.EXCHANGE_SEND, row), SUBMIT)
    hold(row)
    before = DataReturn.objects.filter(
        body=row.body, organisation=row.organisation, agreement=row.agreement, month=row.month, version__gt=0
    )
    highest = before.aggregate(n=Max("version"))["n"] or 0
    if highest and not reason.strip():
        refuse_if(SUBMIT, [Reason("exchange.what_is_put_right", {"version": highest, "field": "reason"})])
    RETURN.check("submit", row, by)
    for old in before.filter(state__in=STANDING).select_for_update(of=("self",), no_key=True):
        old.state, old.since = State.REPLACED, timezone.now()
        old.save(update_fields=["state", "since"])
    RETURN.make(
        "submit",
        row,
        by,
        version=highest + 1,
        submitted_at=timezone.now(),
        submitted_by=by.user,
        reason=reason.strip(),
    )
    audit.record(by, "submit_data_return", row, reason=reason.strip(), version=row.version, sha256=row.digest)
    publish(ReturnSubmitted(row, by))
    people = people_in(
        roles_with(P.EXCHANGE_ANSWER, HeldAt.BODY), body=row.body, organisation_id=row.organisation_id
    )
    _tell(
        people,
        saying("A return came in: %(what)s, version %(version)s", what=str(row), version=row.version),
        row,
    )
    return row


@service("lay_data_return_aside", "This trial cannot be laid aside")
def lay_aside(*, data_return: DataReturn, by: Actor) -> DataReturn:
    """Drop a trial. Its rows are not kept."""
    permit(may(by, P.EXCHANGE_SEND, data_return), "This trial was not found")
    hold(data_return)
    RETURN.make("lay_aside", data_return, by, document="")
    audit.record(by, "lay_data_return_aside", data_return)
    return data_return


@service("accept_data_return", ANSWER)
def accept_return(*, data_return: DataReturn, by: Actor) -> DataReturn:
    """Say that a return is accepted as it came."""
    return _answer("accept", data_return, "", by)


@service("send_back_data_return", ANSWER)
def send_back_return(*, data_return: DataReturn, reason: str, by: Actor) -> DataReturn:
    """Ask for another version, and say what is to be put right. The one sent stays as it was."""
    return _answer("send_back", data_return, reason, by)


def _answer(move: str, row: DataReturn, reason: str, by: Actor) -> DataReturn:
    permit(may(by, P.EXCHANGE_ANSWER, row), ANSWER)
    hold(row)
    RETURN.make(
        move,
        row,
        by,
        reason=reason,
        answered_at=timezone.now(),
        answered_by=by.user,
        answer_reason=reason.strip(),
    )
    audit.record(by, f"{move}_data_return", row, reason=reason.strip())
    title = (
        saying("Accepted: %(what)s", what=str(row))
        if move == "accept"
        else saying("Sent back: %(what)s", what=str(row))
    )
    people = people_in(
        roles_with(P.EXCHANGE_SEND, HeldAt.ORGANISATION), body=row.body, organisation_id=row.organisation_id
    )
    _tell(people, title, row, reason)
    return row


def _tell(people: Sequence[Any], title: str, row: DataReturn, text: str = "") -> None:
    notices.tell(
        people, body=row.body, title=title, text=text, url=reverse("data_return", args=[row.public_id]),
        organisation_id=row.organisation_id,
    )  # fmt: skip
