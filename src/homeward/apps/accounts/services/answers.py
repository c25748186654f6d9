"""Answers kept for a day under an idempotency key: the same call sent again does nothing and hears the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils import timezone

from homeward.apps.accounts.models import AnsweredCall, ApiToken

KEPT_FOR = dt.timedelta(hours=24)


def open_call(*, token: ApiToken, key: str, digest: str) -> tuple[AnsweredCall, bool]:
    """The call under this key, and whether it is a new one.

    Of several at once one goes on; the others wait at the unique key until its transaction ends, and then find its
    answer. Where that one came to nothing, the next goes on in its place.
    """
    AnsweredCall.objects.filter(token=token, key=key, at__lt=timezone.now() - KEPT_FOR).delete()
    fresh = AnsweredCall(
        body_id=token.body_id, organisation_id=token.organisation_id, token=token, key=key, digest=digest
    )
    AnsweredCall.objects.bulk_create([fresh], ignore_conflicts=True)
    found = AnsweredCall.objects.get(token=token, key=key)
    return found, found.public_id == fresh.public_id


def keep_answer(
    *, call: AnsweredCall, status: int, headers: Mapping[str, str], content: str, children: Iterable[str]
) -> None:
    """Keep what was answered, in the transaction of what was done."""
    call.status, call.headers, call.content = status, dict(headers), content
    call.children = sorted(set(children))
    call.save(update_fields=["status", "headers", "content", "children"])


def forget_answers() -> int:
    """Delete the answers of yesterday. They repeat records, so they are not kept longer than they serve."""
    return AnsweredCall.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
