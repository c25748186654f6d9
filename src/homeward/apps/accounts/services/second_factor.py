"""When somebody has lost what they sign in with."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.people import people_of
from homeward.apps.accounts.services.sessions import end_sessions
from homeward.apps.core import audit, notices
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.kernel.reasons import Reason

NOT_RESET = "The second factor cannot be reset"


@transaction.atomic
def reset_mfa(*, user: User, reason: str, by: Actor) -> int:
    """Remove a person's second factors and recovery codes, end their sessions and tell them by mail.

    The next sign-in leads them to set up a new one. Returns how many were removed.
    """
    permit(by.holds(P.MEMBERSHIP_MANAGE) and people_of(by).filter(pk=user.pk).exists(), NOT_RESET)
    factors = Authenticator.objects.filter(user=user)
    refuse_if(
        NOT_RESET,
        [
            Reason("accounts.own_second_factor", {}) if user.pk == by.user.pk else None,
            None if factors.exists() else Reason("accounts.no_second_factor", {"name": user.name}),
            None if reason.strip() else Reason("accounts.reason_missing", {}),
        ],
    )
    with writing(by, "reset_mfa", NOT_RESET, reason):
        removed = factors.count()
        factors.delete()
        end_sessions(user=user)
        audit.record(by, "reset_mfa", user, reason=reason, removed=removed)
        notices.send_mail_to(
            user.email,
            subject="Homeward: your second factor was reset",
            text=(
                f"{user.name}\n\n"
                f"{by.user.name} of {by.body.name} reset your second factor and ended your sessions.\n\n"
                "Sign in with your password; you are then asked to set up a new one. "
                "If you did not ask for this, tell an administrator at once."
            ),
            body=by.body,
        )
    return removed
