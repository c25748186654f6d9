"""Telling people: an inbox line, and mail written in the same transaction. Mail never holds a child's data.

What is told in words of ours (`saying`) is put into each reader's own language; what a person typed stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from homeward.apps.core.models import Notice, OutgoingMail
from homeward.apps.core.periods import say, say_day
from homeward.kernel.ranges import DateRange
from homeward.web.dates import moment


class Saying(str):
    """A message of the catalogues with what stands in it. As text it is English."""

    message: str
    inputs: Mapping[str, Any]


def saying(message: str, **inputs: Any) -> Saying:
    """A message to tell people, with its inputs; a day, moment or period among them is written in the reader's language too."""
    with translation.override("en"):
        made = Saying(message % _written(inputs))
    made.message, made.inputs = message, inputs
    return made


def _written(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _in_words(value) for name, value in inputs.items()}


def _in_words(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return moment(timezone.localtime(value))
    if isinstance(value, dt.date):
        return say_day(value)
    return say(value) if isinstance(value, DateRange) else value


def in_language(text: str, language: str) -> str:
    """A saying in a language; any other text as it is."""
    if not isinstance(text, Saying):
        return text
    with translation.override(language):
        return gettext(text.message) % _written(text.inputs)


def tell(
    people: Iterable[Any],
    *,
    body: Any,
    title: str,
    text: str = "",
    url: str = "",
    organisation_id: int | None = None,
) -> int:
    """Put a notice in each person's inbox and a mail in the outbox. Returns how many people were told.

    `people` are users. The mail says only that something waits and where; titles must not name a child.
    """
    told = {p.pk: p for p in people}
    Notice.objects.bulk_create(
        Notice(
            user_id=pk, body_id=body.pk, organisation_id=organisation_id, title=in_language(title, _language(p)),
            text=in_language(text, _language(p)), url=url,
        )
        for pk, p in told.items()
    )  # fmt: skip
    OutgoingMail.objects.bulk_create(
        OutgoingMail(
            body_id=body.pk, to=p.email, subject=f"Homeward: {in_language(title, _language(p))}"[:200],
            text=_letter(title, url, _language(p)),
        )
        for p in told.values()
    )  # fmt: skip
    return len(told)


def _language(person: Any) -> str:
    return person.language or "en"


def _letter(title: str, url: str, language: str) -> str:
    address = f"{settings.SITE_URL}{url}" if url else settings.SITE_URL
    sign_in = in_language(saying("Sign in to read it: %(address)s", address=address), language)
    bare = in_language(saying("This mail holds no personal details on purpose."), language)
    return f"{in_language(title, language)}\n\n{sign_in}\n\n{bare}"


def send_mail_to(address: str, *, subject: str, text: str, body: Any = None) -> None:
    """A single mail to an address that may not be a user yet, such as an invitation."""
    OutgoingMail.objects.create(
        body_id=body.pk if body else None, to=address, subject=subject[:200], text=text
    )
