"""Tokens as their own person and as an administrator sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import ApiToken
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import permission_in_words
from homeward.web.dates import ONE_NIGHT

STANDINGS = {
    "in_force": ("ok", "In force"), "waiting": ("warn", "Waits to be collected"), "expired": ("plain", "Over"),
    "revoked": ("plain", "Revoked"), "role_ended": ("plain", "Ended with its role"),
}  # fmt: skip


def own_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The tokens of the very role somebody acts in, newest first."""
    return _whole(ApiToken.objects.filter(membership=actor.membership))


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """Every token of the body, for those who look after its people."""
    return _whole(ApiToken.objects.visible_to(actor))


def revocable(actor: Actor) -> QuerySet[ApiToken]:
    """One's own, and those of the body for who manages roles."""
    return own_tokens(actor) | _whole(ApiToken.objects.allowed_to(actor, P.MEMBERSHIP_MANAGE))


def shown(tokens: Iterable[ApiToken], today: dt.date) -> list[dict[str, Any]]:
    """Each token as a list shows it."""
    return [shown_one(token, today) for token in tokens]


def shown_one(token: ApiToken, today: dt.date) -> dict[str, Any]:
    standing = token.standing_on(today)
    state, words = STANDINGS[standing]
    return {
        "token": token,
        "standing": standing,
        "state": state,
        "words": _(words),
        "scopes": [permission_in_words(P(s)) for s in token.scopes if s in set(P)],
        "last_day": token.end - ONE_NIGHT,
        "over": state == "plain",
    }


def _whole(rows: QuerySet[ApiToken]) -> QuerySet[ApiToken]:
    return rows.select_related(
        "membership__user", "membership__body", "membership__organisation", "membership__deputy_for__user",
        "membership__deputy_for__deputy_for", "created_by", "revoked_by",
    ).order_by("revoked_at", "-created_at", "-pk")  # fmt: skip
