"""Tokens of programs: asked for, collected once, recognised at each call, revoked."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import ApiToken, Membership
from homeward.apps.accounts.permissions import TABLE
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit, notices
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.kernel.reasons import Reason

PREFIX = "hw_"  # lets a scan of source code find a secret that was written into it
LONGEST = dt.timedelta(days=366)
NOT_MADE = "The token cannot be made"
NOT_COLLECTED = "The token cannot be collected"
NOT_REVOKED = "The token cannot be revoked"
_USE_KEPT_EVERY = dt.timedelta(minutes=1)


def create_token(
    *, membership: Membership, name: str, scopes: Iterable[P], end: dt.date, by: Actor
) -> tuple[ApiToken, str]:
    """Make a token by which a program acts as `membership`; `end` is the first day without it, within a year.

    Returns the token and its secret, which is told this once. Asked for by an administrator, the secret is empty:
    it is made when the person whose role it is collects it, so that nobody ever holds a secret of another's role.
    """
    permit(_is_own(membership, by) or may(by, P.MEMBERSHIP_MANAGE, membership), NOT_MADE)
    name, wanted = " ".join(name.split()), sorted(set(scopes))
    refuse_if(NOT_MADE, _why_not(membership, name, wanted, end, by))
    own = _is_own(membership, by)
    secret = _new_secret() if own else ""
    with writing(by, "create_token", NOT_MADE):
        token = ApiToken.objects.create(
            body=membership.body, organisation=membership.organisation, membership=membership, name=name,
            scopes=wanted, end=end, created_by=by.user, **(_kept(secret) if own else {}),
        )  # fmt: skip
        audit.record(by, "create_token", token, scopes=wanted, end=str(end))
        _tell(
            token,
            f"A token was made for your role: {name}" if own else f"A token waits for you: {name}",
            f"A program may act in your name until {say_day(end - dt.timedelta(days=1))}. Revoke it if you did not ask for it."
            if own
            else f"{by.user.name} asked for it. Collect its secret under Roles; it is shown once, to you alone.",
        )
    return token, secret


@transaction.atomic
def collect_token(*, token: ApiToken, by: Actor) -> str:
    """The secret of a token that an administrator asked for: made now, told once, to its own person only."""
    permit(_is_own(token.membership, by), NOT_COLLECTED)
    token = _locked(token)
    refuse_if(NOT_COLLECTED, [_not(token, by, "waiting")])
    secret = _new_secret()
    with writing(by, "collect_token", NOT_COLLECTED):
        for field, value in _kept(secret).items():
            setattr(token, field, value)
        token.save(update_fields=["digest", "ending", "collected_at"])
        audit.record(by, "collect_token", token)
    return secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor) -> None:
    """End a token at once. Its next call is answered as if it had never been."""
    allowed = _is_own(token.membership, by) or may(by, P.MEMBERSHIP_MANAGE, token)
    permit(allowed, NOT_REVOKED)
    token = _locked(token)
    refuse_if(NOT_REVOKED, [_revoked_before(token)])
    with writing(by, "revoke_token", NOT_REVOKED):
        token.revoked_at, token.revoked_by = timezone.now(), by.user
        token.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(by, "revoke_token", token)
        if not _is_own(token.membership, by):
            _tell(token, f"Your token was revoked: {token.name}", f"{by.user.name} revoked it.")


def recognise(secret: str) -> tuple[Actor, ApiToken] | None:
    """Whom a secret makes act now, no wider than its scopes; None when it opens nothing (any more).

    Asked anew at each call: a role that ended a moment ago, one's own or that of the person one stands in for, ends
    its tokens with it.
    """
    if not secret.startswith(PREFIX):
        return None
    token = (
        ApiToken.objects.filter(digest=digest_of(secret))
        .select_related(
            "membership__user", "membership__body", "membership__organisation", "membership__deputy_for__user"
        )
        .first()
    )
    if token is None:
        return None
    actor = Actor.of(token.membership)
    if token.standing_on(actor.today) != "in_force":
        return None
    _note_use(token)
    known = frozenset(P(scope) for scope in token.scopes if scope in set(P))
    return actor.narrowed(token.name, known), token


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is random and long, so that a plain digest cannot be turned back."""
    return sha256(secret.encode()).hexdigest()


def scopes_of(role: Role | str) -> list[P]:
    """The permissions a token of this role may have."""
    return [p for p in P if p in TABLE[Role(role)]]


_OFFERED: set[P] = set()


def offer(permissions: Iterable[P]) -> None:
    """Told by the interface, which stands above: the permissions its operations ask for."""
    _OFFERED.update(permissions)


def offered_to(role: Role | str) -> list[P]:
    """Of a role's permissions those with which a token can do something."""
    return [p for p in scopes_of(role) if p in _OFFERED]


def _note_use(token: ApiToken) -> None:
    """Once a minute, and never waiting for another call that does the same."""
    before = timezone.now() - _USE_KEPT_EVERY
    stale = ApiToken.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=before), pk=token.pk)
    free = stale.select_for_update(skip_locked=True, no_key=True).values("pk")
    ApiToken.objects.filter(pk__in=free).update(last_used_at=timezone.now())


def _new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _kept(secret: str) -> dict[str, object]:
    return {"digest": digest_of(secret), "ending": secret[-4:], "collected_at": timezone.now()}


def _is_own(membership: Membership, by: Actor) -> bool:
    """Whether it is the very role they act in: not another of theirs, and not by a token."""
    return membership.pk == by.membership.pk and not by.token


def _locked(token: ApiToken) -> ApiToken:
    return (
        ApiToken.objects.select_for_update(of=("self",))
        .select_related("membership__user", "membership__deputy_for")
        .get(pk=token.pk)
    )


def _why_not(
    membership: Membership, name: str, scopes: list[P], end: dt.date, by: Actor
) -> list[Reason | None]:
    last = by.today + LONGEST
    strange = [s for s in scopes if s not in scopes_of(membership.role)]
    return [
        None if name else Reason("accounts.token_name_missing", {}),
        Reason("accounts.token_name_long", {"most": ApiToken.NAME}) if len(name) > ApiToken.NAME else None,
        None if scopes else Reason("accounts.token_scopes_missing", {}),
        Reason(
            "accounts.token_scope_beyond", {"scopes": ", ".join(strange), "role": Role(membership.role).label}
        )
        if strange
        else None,
        Reason("accounts.token_end_past", {"today": by.today.isoformat()}) if end <= by.today else None,
        Reason("accounts.token_end_far", {"last": (last - dt.timedelta(days=1)).isoformat()})
        if end > last
        else None,
        None if membership.is_active_on(by.today) else Reason("accounts.token_role_over", {}),
        _taken(membership, name),
    ]


def _taken(membership: Membership, name: str) -> Reason | None:
    same = ApiToken.objects.filter(membership=membership, name=name, revoked_at=None)
    return Reason("accounts.token_name_taken", {"name": name}) if same.exists() else None


def _revoked_before(token: ApiToken) -> Reason | None:
    if token.revoked_at is None:
        return None
    return Reason("accounts.token_over", {"words": "It was revoked"})


_OVER = {
    "revoked": "It was revoked", "role_ended": "The role it acts in has ended", "expired": "Its days are over",
    "in_force": "It was collected before, and its secret is shown once",
}  # fmt: skip


def _not(token: ApiToken, by: Actor, wanted: str) -> Reason | None:
    standing = token.standing_on(by.today)
    return None if standing == wanted else Reason("accounts.token_over", {"words": _OVER[standing]})


def _tell(token: ApiToken, title: str, text: str) -> None:
    notices.tell(
        [token.membership.user], body=token.body, title=title, text=text, url=reverse("tokens"),
        organisation_id=token.organisation_id,
    )  # fmt: skip
