"""Telling people: an inbox line, and mail written in the same transaction. Mail never holds a child's data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from homeward.apps.core.models import Notice, OutgoingMail


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
        Notice(user_id=pk, body_id=body.pk, organisation_id=organisation_id, title=title, text=text, url=url)
        for pk in told
    )
    OutgoingMail.objects.bulk_create(
        OutgoingMail(
            body_id=body.pk, to=p.email, subject=f"Homeward: {title}"[:200], text=_letter(title, url)
        )
        for p in told.values()
    )
    return len(told)


def _letter(title: str, url: str) -> str:
    address = f"{settings.SITE_URL}{url}" if url else settings.SITE_URL
    return f"{title}\n\nSign in to read it: {address}\n\nThis mail holds no personal details on purpose."


def send_mail_to(address: str, *, subject: str, text: str, body: Any = None) -> None:
    """A single mail to an address that may not be a user yet, such as an invitation."""
    OutgoingMail.objects.create(
        body_id=body.pk if body else None, to=address, subject=subject[:200], text=text
    )
