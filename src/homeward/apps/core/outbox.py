"""Sending what services wrote to the outbox: a job each minute, with retries, and failures that stay visible.

Nothing is sent from inside a request. A letter leaves only after the transaction that wrote it has committed,
because only then can the job see it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs_app

from homeward.apps.core import audit
from homeward.apps.core.models import OutgoingMail
from homeward.apps.core.refusals import plain, refuse_if
from homeward.apps.core.writing import permit
from homeward.kernel.reasons import Reason

log = structlog.get_logger(__name__)

ATTEMPTS = 6
BATCH = 200
# The first retry follows after a minute, the last after about half an hour.
WAITS = tuple(dt.timedelta(minutes=2**n) for n in range(ATTEMPTS - 1))


@jobs_app.periodic(cron="* * * * *")
@jobs_app.task(name="homeward.send_mail", queueing_lock="homeward.send_mail", pass_context=False)
def send_mail_task(timestamp: int) -> None:
    send_waiting()


def send_waiting(now: dt.datetime | None = None) -> tuple[int, int]:
    """Send what is due. Returns how many letters were sent and how many were not.

    Each letter is its own transaction with its row locked, so that two workers do not send it twice. A letter
    that was handed over just before a crash may be sent again; it says the same thing.
    """
    now = now or timezone.now()
    due = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, next_attempt_at__lte=now)
    keys = list(due.order_by("created_at").values_list("pk", flat=True)[:BATCH])
    outcomes = [outcome for key in keys if (outcome := _send(key, now)) is not None]
    return sum(outcomes), len(outcomes) - sum(outcomes)


@transaction.atomic
def _send(key: int, now: dt.datetime) -> bool | None:
    waiting = OutgoingMail.objects.select_for_update(skip_locked=True)
    mail = waiting.filter(pk=key, state=OutgoingMail.State.WAITING).first()
    if mail is None:
        return None  # another worker has it
    mail.attempts += 1
    try:
        EmailMessage(mail.subject, mail.text, to=[mail.to], connection=get_connection()).send()
    except Exception as problem:  # whatever the mail server does, the next letter still goes
        _failed(mail, problem, now)
        return False
    mail.state, mail.sent_at, mail.error = OutgoingMail.State.SENT, now, ""
    mail.text = ""  # it may hold a link that opens an account; once sent nobody needs it here
    mail.save(update_fields=["state", "sent_at", "error", "text", "attempts"])
    return True


def _failed(mail: OutgoingMail, problem: Exception, now: dt.datetime) -> None:
    mail.error = f"{type(problem).__name__}: {problem}"[:2000]
    if mail.attempts >= ATTEMPTS:
        mail.state = OutgoingMail.State.FAILED
    else:
        mail.next_attempt_at = now + WAITS[mail.attempts - 1]
    mail.save(update_fields=["state", "error", "attempts", "next_attempt_at"])
    log.warning("mail not sent", mail=mail.public_id, attempts=mail.attempts, error=type(problem).__name__)


@transaction.atomic
def send_again(*, mail: OutgoingMail, by: Any) -> None:
    """Put a letter of the body that failed back among the waiting ones."""
    permit(by.holds("mail.read") and mail.body_id == by.body.pk, "The letter cannot be sent again")
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    state = mail.get_state_display().lower()
    refuse_if(
        "The letter cannot be sent again",
        [Reason("mail.not_failed", {"state": state}) if mail.state != OutgoingMail.State.FAILED else None],
    )
    mail.state, mail.attempts, mail.next_attempt_at = OutgoingMail.State.WAITING, 0, timezone.now()
    mail.save(update_fields=["state", "attempts", "next_attempt_at"])
    audit.record(by, "send_mail_again", mail)


plain(
    "mail.not_failed",
    title="The letter has not failed",
    fact="It is {state}. One that waits is tried again by itself, and one that was sent is not sent twice.",
    lift="Wait a few minutes and look again.",
    who="Nobody",
)
