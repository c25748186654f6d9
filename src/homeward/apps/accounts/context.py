"""What the frame of every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.models import Notice

# Address name, words, and the permission without which it is not shown; in the order of a working day.
NAVIGATION: tuple[tuple[str, str, P], ...] = (
    ("start", "Start", P.MEMBER),
    ("agreements", "Agreements", P.AGREEMENT_READ),
    ("statements", "Statements", P.STATEMENT_READ),
    ("payments", "Payments", P.PAYMENT_MAKE),
    ("providers", "Providers", P.PROVIDER_READ),
    ("homes", "Homes", P.HOME_READ),
    ("children", "Children", P.CHILD_READ),
    ("placements", "Placements", P.PLACEMENT_READ),
    ("imports", "Imports", P.IMPORT_READ),
    ("people", "People", P.MEMBERSHIP_READ),
    ("jobs", "Jobs and mail", P.MAIL_READ),
    ("audit", "Audit", P.AUDIT_READ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, inbox count, body and demo mark for `web/base.html`."""
    actor = getattr(request, "actor", None)
    context: dict[str, Any] = {"actor": actor, "demo": settings.DEMO, "nav_items": [], "inbox_count": 0}
    if actor is None:
        return context
    for name, words, permission in NAVIGATION:
        if permission is P.MEMBER or actor.holds(permission):
            try:
                href = reverse(name)
            except NoReverseMatch:
                continue
            current = request.path == href or (href != "/" and request.path.startswith(href))
            context["nav_items"].append({"name": name, "text": words, "href": href, "current": current})
    context["inbox_count"] = Notice.objects.filter(user_id=actor.user.pk, read_at=None).count()
    return context
