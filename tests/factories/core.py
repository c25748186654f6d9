"""The trail, notices, mail and jobs. They name people and bodies by key: give `user_id=` and `body_id=`."""

from __future__ import annotations

import factory

from homeward.apps.core.ids import new_public_id
from homeward.apps.core.models import AuditEvent, JobRun, Notice, OutgoingMail


class AuditEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditEvent

    actor_label = "Robin Ashdown, contract manager"
    role = "contract_manager"
    action = "read"
    kind = "child"
    thing = factory.LazyFunction(new_public_id)
    label = factory.Sequence(lambda n: f"Child C-{1000 + n}")


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    user_id = 0
    body_id = 0
    title = factory.Sequence(lambda n: f"Statement S-{n} waits for you")
    url = "/"


class OutgoingMailFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutgoingMail

    to = factory.Sequence(lambda n: f"person{n}@example.org")
    subject = "Homeward: a statement waits for you"
    text = "Sign in to read it."


class JobRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobRun

    kind = "close_period"
    label = "Close Q1 2026-27"
