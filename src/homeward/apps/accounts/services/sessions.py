"""Ending somebody's sessions: none outlives the decision."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import F

from homeward.apps.accounts.models import User


def end_sessions(*, user: User) -> int:
    """End every session of a person at once and return how many were known.

    Raising the epoch makes each session fail at its next request, wherever it is kept; its row is deleted
    as well.
    """
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).delete()
    return len(keys)
