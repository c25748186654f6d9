"""Every role signs in with a second factor; the demo alone does without."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

DEMO_KEY = "demo_sign_in"


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether this person must set up a second factor before anything else."""
    if settings.DEMO and request.session.get(DEMO_KEY):
        return False
    return (
        not Authenticator.objects.filter(user=request.user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
