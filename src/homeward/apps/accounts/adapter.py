"""How the sign-in library behaves here: by invitation, letters by the outbox, secrets encrypted at rest."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from homeward.apps.accounts.models import Membership, User
from homeward.apps.core import notices
from homeward.apps.core.models import AuditEvent

# What the library would say after each sign-in; the page itself shows who is signed in.
_SILENT = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; a person's address is set by the invitation they accepted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Homeward: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter to the outbox: a page must not wait for a slow or broken mail server."""
        told = {"email": email, "site_url": settings.SITE_URL, **context}
        message = self.render_mail(template_prefix, email, told)
        first = Membership.objects.filter(user__email=email.lower(), ended_at=None).order_by("start").first()
        body = first.body if first else None
        notices.send_mail_to(email, subject=message.subject, text=str(message.body), body=body)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in _SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        note_sign_in(user, "sign_in")
        return response


class MFAAdapter(DefaultMFAAdapter):
    """Seeds of one-time codes and of recovery codes are stored encrypted, never in the clear."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "Homeward"


def note_sign_in(user: User, action: str) -> None:
    """Write a sign-in to the trail, once for each body in which the person has a role."""
    bodies = set(Membership.objects.filter(user=user, ended_at=None).values_list("body_id", flat=True))
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor_id=user.pk,
            actor_label=user.name,
            body_id=body,
            action=action,
            kind="user",
            thing=user.public_id,
            label=user.name,
        )
        for body in bodies
    )


def _cipher() -> MultiFernet:
    """The key follows from SECRET_KEY; earlier keys in SECRET_KEY_FALLBACKS still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret: str) -> bytes:
    stretched = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"homeward", info=b"second factors").derive(
        secret.encode()
    )
    return base64.urlsafe_b64encode(stretched)
