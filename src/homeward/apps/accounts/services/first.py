"""The first administrator of a body: made on the server, before anybody could invite anybody."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.models import CommissioningBody, Invitation, Membership
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.services.invitations import VALID_FOR, digest_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.refusals import Refused
from homeward.kernel.reasons import Reason
from homeward.policy import load_pack, packs


@dataclass(frozen=True)
class FirstAdministrator:
    """What `homeward setup` prints: the body, and the address at which its administrator sets a password."""

    body: CommissioningBody
    link: str
    expires_at: dt.datetime


@transaction.atomic
def create_first_administrator(*, body_name: str, pack: str, email: str, name: str) -> FirstAdministrator:
    """Make a commissioning body from its pack and an invitation for its first administrator.

    Run again before anybody accepted, it replaces the invitation. Refused once the body has an administrator.
    There is no actor: whoever can run commands on the server decides.
    """
    known = sorted(packs())
    if pack not in known:
        raise Refused(
            "The body cannot be set up",
            [Reason("accounts.unknown_pack", {"pack": pack, "known": ", ".join(known)})],
        )
    loaded = load_pack(pack)
    body, _ = CommissioningBody.objects.get_or_create(
        name=" ".join(body_name.split()),
        defaults={
            "pack": pack,
            "currency": loaded.currency,
            "time_zone": loaded.time_zone,
            "languages": list(loaded.languages),
        },
    )
    today = body.today
    if Membership.objects.active_on(today).filter(body=body, role=Role.ADMINISTRATOR).exists():
        raise Refused("The body cannot be set up", [Reason("accounts.body_exists", {"name": body.name})])
    Invitation.objects.filter(body=body, accepted_at=None, withdrawn_at=None, created_by=None).update(
        withdrawn_at=timezone.now()
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        body=body,
        email=email.strip().lower(),
        name=" ".join(name.split()),
        role=Role.ADMINISTRATOR,
        start=today,
        token_digest=digest_of(token),
        expires_at=timezone.now() + VALID_FOR,
    )
    AuditEvent.objects.create(
        actor_label="homeward setup",
        body_id=body.pk,
        action="create_first_administrator",
        kind="invitation",
        thing=invitation.public_id,
        label=str(invitation),
        detail={"email": invitation.email},
    )
    return FirstAdministrator(
        body, settings.SITE_URL + reverse("open_invitation", args=[token]), invitation.expires_at
    )
