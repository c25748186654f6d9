"""Showing again who one is, at the moment of signing: the password, and the second factor where there is one.

The sign-in library's own way leads over pages of its own and remembers for a quarter of an hour; a signature asks
each time, and only the passkey, which needs a page with a script, is asked for there.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from homeward.apps.core.signatures.presence import Proof, Shown, presence_check
from homeward.kernel.reasons import Reason

log = structlog.get_logger(__name__)
TRIES, MINUTES = 5, 15
PASSKEY_MINUTES = 5
Types = Authenticator.Type


@presence_check
def check_presence(user: Any, proof: Proof) -> Shown:
    """Password first; then the one-time or recovery code, or a passkey used in the last minutes."""
    slot = _take_a_try(user)
    if slot is None:
        return Shown(reasons=[Reason("signature.too_many_tries", _told())])
    if not user.check_password(proof.password):
        log.warning("wrong password at signing", user=user.public_id)
        return Shown(reasons=[Reason("signature.wrong_password", {"field": "password", **_told()})])
    found = {a.type: a for a in Authenticator.objects.filter(user=user)}
    if Types.TOTP not in found and Types.WEBAUTHN not in found:
        _give_back(user)
        return Shown("password")
    if Types.WEBAUTHN in found and _is_fresh(proof.passkey_at):
        _give_back(user)
        return Shown("password and passkey")
    if Types.TOTP not in found:
        _give_back(user)
        return Shown(reasons=[Reason("signature.needs_passkey", {"minutes": PASSKEY_MINUTES})])
    words = _by_code(found, proof.code)
    if not words:
        log.warning("wrong code at signing", user=user.public_id)
        return Shown(reasons=[Reason("signature.wrong_code", {"field": "code", **_told()})])
    _give_back(user)
    return Shown(words)


def factors_of(user: Any) -> frozenset[str]:
    """Which second factors a person has, for the form that asks for one."""
    return frozenset(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def passkey_used_at(request: HttpRequest) -> dt.datetime | None:
    """When the person last confirmed with a passkey in this session, if they did."""
    records = get_authentication_records(request, request.user)
    used = [r["at"] for r in records if r.get("method") == "mfa" and r.get("type") == Types.WEBAUTHN]
    return dt.datetime.fromtimestamp(max(used), dt.UTC) if used else None


def _by_code(found: dict[str, Authenticator], code: str) -> str:
    if code and TOTP(found[Types.TOTP]).validate_code(code):
        return "password and one-time code"
    recovery = found.get(Types.RECOVERY_CODES)
    if code and recovery is not None and RecoveryCodes(recovery).validate_code(code):
        return "password and recovery code"
    return ""


def _is_fresh(at: dt.datetime | None) -> bool:
    return at is not None and timezone.now() - at < dt.timedelta(minutes=PASSKEY_MINUTES)


def _told() -> dict[str, int]:
    return {"most": TRIES, "minutes": MINUTES}


def _keys(user: Any) -> list[str]:
    return [f"signing-try:{user.pk}:{n}" for n in range(TRIES)]


def _take_a_try(user: Any) -> str | None:
    """Claim one of the tries before anything is compared, so that many at once are no more than one after another.

    The cache stands on a connection of its own: a refusal, which undoes the request, does not undo the count.
    """
    return next((key for key in _keys(user) if cache.add(key, 1, timeout=MINUTES * 60)), None)


def _give_back(user: Any) -> None:
    cache.delete_many(_keys(user))
