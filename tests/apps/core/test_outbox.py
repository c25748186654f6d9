"""Letters leave by a job, are tried again, and their failures stay to be seen."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from homeward.apps.accounts.roles import Role
from homeward.apps.core import outbox
from homeward.apps.core.models import AuditEvent, OutgoingMail
from homeward.apps.core.notices import send_mail_to, tell
from homeward.apps.core.refusals import Refused
from tests.factories.accounts import UserFactory, actor_in
from tests.factories.core import OutgoingMailFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def test_a_letter_is_sent_once_and_its_words_are_removed() -> None:
    send_mail_to(
        "kim@example.org", subject="Homeward: hello", text="https://example.org/a-link-for-one-person"
    )
    assert outbox.send_waiting() == (1, 0)
    assert outbox.send_waiting() == (0, 0)
    assert [m.to for m in django_mail.outbox] == [["kim@example.org"]]
    assert "a-link-for-one-person" in django_mail.outbox[0].body
    kept = OutgoingMail.objects.get()
    assert (kept.state, kept.text, kept.attempts) == ("sent", "", 1) and kept.sent_at is not None


def test_a_broken_server_is_tried_again_ever_later_and_then_shown(broken_server: None) -> None:
    letter = OutgoingMailFactory()
    now = timezone.now()
    waits = []
    for _ in range(outbox.ATTEMPTS):
        assert outbox.send_waiting(now) == (0, 1)
        letter.refresh_from_db()
        waits.append((letter.next_attempt_at - now).total_seconds())
        now = letter.next_attempt_at
    assert waits[:-1] == [60, 120, 240, 480, 960]
    assert letter.state == "failed" and "SMTPServerDisconnected: Connection" in letter.error
    assert outbox.send_waiting(now + dt.timedelta(days=1)) == (0, 0)


def test_a_letter_is_not_tried_before_its_time(broken_server: None) -> None:
    OutgoingMailFactory(next_attempt_at=timezone.now() + dt.timedelta(minutes=5))
    assert outbox.send_waiting() == (0, 0)


def test_one_bad_letter_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    OutgoingMailFactory(to="bad@example.org", created_at=timezone.now() - dt.timedelta(hours=1))
    OutgoingMailFactory(to="good@example.org")
    real = django_mail.EmailMessage.send

    def send(self: django_mail.EmailMessage, *args: object) -> int:
        if self.to == ["bad@example.org"]:
            raise smtplib.SMTPRecipientsRefused({})
        return real(self)

    monkeypatch.setattr(django_mail.EmailMessage, "send", send)
    assert outbox.send_waiting() == (1, 1)
    assert set(OutgoingMail.objects.values_list("to", "state")) == {
        ("bad@example.org", "waiting"),
        ("good@example.org", "sent"),
    }


def test_a_failed_letter_is_sent_again_by_hand() -> None:
    admin = actor_in(Role.ADMINISTRATOR)
    letter = OutgoingMailFactory(
        body_id=admin.body.pk, state="failed", attempts=outbox.ATTEMPTS, error="gone"
    )
    outbox.send_again(mail=letter, by=admin)
    assert outbox.send_waiting() == (1, 0)
    assert AuditEvent.objects.get(action="send_mail_again").thing == letter.public_id


def test_only_a_failed_letter_of_ones_own_body_is_sent_again_and_only_by_an_administrator() -> None:
    admin = actor_in(Role.ADMINISTRATOR)
    failed = OutgoingMailFactory(body_id=admin.body.pk, state="failed")
    waiting = OutgoingMailFactory(body_id=admin.body.pk)
    for letter, by, code in (
        (waiting, admin, "mail.not_failed"),
        (failed, actor_in(Role.ADMINISTRATOR), "record.not_permitted"),
        (failed, actor_in(Role.DIRECTOR, admin.body), "record.not_permitted"),
    ):
        with pytest.raises(Refused) as refused:
            outbox.send_again(mail=letter, by=by)
        assert [r.code for r in refused.value.reasons] == [code]


def test_the_worker_looks_each_minute() -> None:
    from procrastinate.contrib.django import app

    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert crons["homeward.send_mail"] == "* * * * *"


def test_a_notice_reaches_inbox_and_outbox_and_the_letter_says_only_where_to_read_it() -> None:
    actor = actor_in()
    people = [UserFactory(), UserFactory()]
    assert (
        tell(
            [*people, people[0]],
            body=actor.body,
            title="Statement S-7 waits",
            text="Child C-1001",
            url="/statements/x/",
        )
        == 2
    )
    assert OutgoingMail.objects.count() == 2
    assert all(
        "C-1001" not in letter.text and "/statements/x/" in letter.text
        for letter in OutgoingMail.objects.all()
    )
