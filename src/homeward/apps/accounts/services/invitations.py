"""The only way in: invite, send again, withdraw, accept."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Invitation, Membership, Organisation, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.services.people import confirm_address, make_user
from homeward.apps.accounts.terms import Terms, check_terms
from homeward.apps.core import audit, notices
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.writing import acting, permit, writing
from homeward.kernel.reasons import Reason

VALID_FOR = dt.timedelta(days=7)
NOT_INVITED = "This person cannot be invited"
NOT_ACCEPTED = "The invitation cannot be accepted"


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: Role | str,
    start: dt.date | None = None,
    end: dt.date | None = None,
    organisation: Organisation | None = None,
    scope: Sequence[Organisation] = (),
    delegation_limit: Decimal | None = None,
    by: Actor,
) -> Invitation:
    """Invite a person into a role; the letter's token is stored only as its digest.

    `end` is the first day without the role. Refuses with every reason when the terms do not hold together,
    or the person already has or is already offered this role.
    """
    permit(may(by, P.MEMBERSHIP_MANAGE), NOT_INVITED)
    email, name, role = email.strip().lower(), " ".join(name.split()), Role(role)
    terms = Terms(role, start or by.today, end, organisation, tuple(scope), delegation_limit)
    refuse_if(
        NOT_INVITED,
        [
            _bad_address(email),
            None if name else Reason("accounts.name_missing", {}),
            *check_terms(terms, by.body, by.today),
            *_already(email, terms, by),
        ],
    )
    token = secrets.token_urlsafe(32)
    with writing(by, "invite", NOT_INVITED):
        invitation = Invitation.objects.create(
            body=by.body,
            organisation=organisation,
            email=email,
            name=name,
            role=role,
            start=terms.start,
            end=end,
            delegation_limit=delegation_limit,
            token_digest=digest_of(token),
            created_by=by.user,
            expires_at=timezone.now() + VALID_FOR,
        )
        invitation.scope.set(scope)
        audit.record(by, "invite", invitation, role=role.value, email=email)
        _send(invitation, token, by.user.name)
    return invitation


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, by: Actor) -> Invitation:
    """Send a new letter with a new token and new days; the earlier letter stops working."""
    what = "The invitation cannot be sent again"
    permit(may(by, P.MEMBERSHIP_MANAGE, invitation), what)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    refuse_if(what, [_unusable(invitation, ("open", "expired"))])
    token = secrets.token_urlsafe(32)
    with writing(by, "send_invitation_again", what):
        invitation.token_digest = digest_of(token)
        invitation.expires_at = timezone.now() + VALID_FOR
        invitation.save(update_fields=["token_digest", "expires_at"])
        audit.record(by, "send_invitation_again", invitation)
        _send(invitation, token, by.user.name)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor) -> None:
    """Make the letter useless."""
    what = "The invitation cannot be withdrawn"
    permit(may(by, P.MEMBERSHIP_MANAGE, invitation), what)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    refuse_if(what, [_unusable(invitation, ("open", "expired"))])
    with writing(by, "withdraw_invitation", what):
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        audit.record(by, "withdraw_invitation", invitation)


@transaction.atomic
def accept_invitation(
    *, digest: str, name: str = "", password: str = "", language: str = "en", signed_in: User | None = None
) -> Membership:
    """Make the membership that was offered, and the person if they are new; the letter's holder is the actor.

    A person who already has an account signs in first and is given as `signed_in`; their password is not
    touched.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(token_digest=digest).first()
    if invitation is None:
        raise Refused(
            NOT_ACCEPTED,
            [Reason("accounts.invitation_unusable", {"state": "not known, or was replaced by a newer one"})],
        )
    refuse_if(NOT_ACCEPTED, [_unusable(invitation, ("open",))])
    user = User.objects.filter(email=invitation.email).first()
    if user is not None and user != signed_in or signed_in is not None and signed_in != user:
        who = signed_in.name if signed_in else "nobody yet"
        raise Refused(NOT_ACCEPTED, [Reason("accounts.invitation_for_another", {"signed_in": who})])
    if user is None:
        user = _new_person(invitation, name, password, language)
    return _join(invitation, user)


def _new_person(invitation: Invitation, name: str, password: str, language: str) -> User:
    name = " ".join(name.split())
    reasons = [] if name else [Reason("accounts.name_missing", {})]
    try:
        validate_password(password, User(email=invitation.email, name=name))
    except ValidationError as error:
        reasons.append(Reason("accounts.weak_password", {"message": " ".join(error.messages)}))
    refuse_if(NOT_ACCEPTED, reasons)
    return make_user(email=invitation.email, name=name, password=password, language=language)


def _join(invitation: Invitation, user: User) -> Membership:
    membership = Membership(
        user=user,
        body=invitation.body,
        organisation=invitation.organisation,
        role=invitation.role,
        delegation_limit=invitation.delegation_limit,
        start=invitation.start,
        end=invitation.end,
    )
    by = Actor(user, membership, invitation.body, invitation.organisation, Role(invitation.role))
    with acting(by, "accept_invitation"):
        confirm_address(user)
        membership.save()
        membership.scope.set(invitation.scope.all())
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        audit.record(by, "accept_invitation", membership, invitation=invitation.public_id)
    if invitation.created_by:
        notices.tell(
            [invitation.created_by],
            body=invitation.body,
            title=f"{user.name} accepted the invitation",
            url=reverse("person", args=[user.public_id]),
        )
    return membership


def _bad_address(email: str) -> Reason | None:
    try:
        validate_email(email)
    except ValidationError:
        return Reason("accounts.not_an_address", {"email": email[:120]})
    return None


def _already(email: str, terms: Terms, by: Actor) -> list[Reason]:
    same = {"body": by.body, "role": terms.role, "organisation": terms.organisation}
    reasons = []
    held = Membership.objects.active_on(by.today).filter(user__email=email, deputy_for=None, **same).first()
    if held:
        reasons.append(
            Reason("accounts.already_member", {"name": held.user.name, "role": terms.role.label.lower()})
        )
    offered = Invitation.objects.filter(
        email=email, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now(), **same
    ).first()
    if offered:
        days = {
            "sent": say_day(timezone.localdate(offered.created_at)),
            "until": say_day(timezone.localdate(offered.expires_at)),
        }
        reasons.append(Reason("accounts.already_invited", {"email": email, **days}))
    return reasons


_STATES = {
    "accepted": "already used: each invitation lets one person in once",
    "withdrawn": "withdrawn",
    "expired": "too old: an invitation is good for 7 days",
    "open": "still open",
}


def _unusable(invitation: Invitation, wanted: tuple[str, ...]) -> Reason | None:
    if invitation.state in wanted:
        return None
    return Reason("accounts.invitation_unusable", {"state": _STATES[invitation.state]})


def _send(invitation: Invitation, token: str, inviter: str) -> None:
    address = settings.SITE_URL + reverse("open_invitation", args=[token])
    where = invitation.organisation.name if invitation.organisation else invitation.body.name
    role = Role(invitation.role).label.lower()
    notices.send_mail_to(
        invitation.email,
        subject=f"Homeward: {inviter} invites you",
        text=(
            f"{invitation.name}\n\n"
            f"{inviter} of {invitation.body.name} invites you to Homeward as {role} for {where}.\n\n"
            f"Open this address within 7 days, choose a password and set up a second factor:\n{address}\n\n"
            "The address is for you alone. If you did not expect it, leave it unopened; "
            "it stops working by itself."
        ),
        body=invitation.body,
    )
