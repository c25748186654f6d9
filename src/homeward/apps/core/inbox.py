"""A person's own inbox."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from homeward.apps.core.models import Notice


def notices_of(by: Any) -> QuerySet[Notice]:
    """What a person was told in the body they act for, newest first.

    In a provider's role only what concerns that provider, and what concerns none: a person may have had a role
    with another one.
    """
    found = Notice.objects.filter(user_id=by.user.pk, body_id=by.body.pk)
    if by.organisation is not None:
        found = found.filter(Q(organisation_id=None) | Q(organisation_id=by.organisation.pk))
    return found.order_by("-created_at", "-pk")


def mark_read(*, notice: Notice, by: Any) -> None:
    """Note that a person has read a notice; a second time changes nothing."""
    notices_of(by).filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(*, by: Any) -> int:
    """Note that a person has read everything in their inbox. Returns how many were new."""
    return notices_of(by).filter(read_at=None).update(read_at=timezone.now())
