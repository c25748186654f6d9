"""The trail, notices, mail, jobs, documents, signatures. People and bodies by key: give `user_id=` and `body_id=`."""

from __future__ import annotations

import datetime as dt
import hashlib

import factory

from homeward.apps.core.ids import new_public_id
from homeward.apps.core.models import (
    AuditEvent,
    Document,
    DocumentContent,
    JobRun,
    Notice,
    OutgoingMail,
    Signature,
)


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


class DocumentContentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentContent

    body_id = 0
    content = factory.Sequence(lambda n: f"words {n}".encode())
    digest = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())
    size = factory.LazyAttribute(lambda o: len(o.content))


class DocumentFactory(factory.django.DjangoModelFactory):
    """A text on an agreement. Give `body_id=`, `thing=` (a public id) and, for another kind of thing, `thing_kind=`."""

    class Meta:
        model = Document

    body_id = 0
    thing_kind = "agreements.agreement"
    thing = factory.LazyFunction(new_public_id)
    kind = "letter"
    title = factory.Sequence(lambda n: f"Letter {n}")
    filename = "letter.txt"
    media_type = "text/plain"
    content = factory.SubFactory(DocumentContentFactory, body_id=factory.SelfAttribute("..body_id"))
    digest = factory.LazyAttribute(lambda o: o.content.digest)
    size = factory.LazyAttribute(lambda o: o.content.size)
    side = "body"
    added_by_id = 0
    added_by_label = "Robin Ashdown, contract manager"


class SignatureFactory(factory.django.DjangoModelFactory):
    """A signature given here for the department. Give `document=` and `signer_id=`."""

    class Meta:
        model = Signature

    document = factory.SubFactory(DocumentFactory)
    body_id = factory.LazyAttribute(lambda o: o.document.body_id)
    digest = factory.LazyAttribute(lambda o: o.document.digest)
    manner = Signature.Manner.SCREEN
    side = "body"
    name = "Robin Ashdown"
    capacity = "Contract manager, Department of Families"
    signed_on = factory.LazyFunction(dt.date.today)
    signer_id = 0
    proof = "password"
