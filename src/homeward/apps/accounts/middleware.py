"""Who acts in this request: the membership chosen in the session, checked anew each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership

SESSION_KEY = "membership"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Files, and programs: they act by a token, and no cookie makes anybody act there.
_WITHOUT_SESSION = ("/static/", "/api/v1/")
# What a person may still send after the role they acted in has ended.
_ALWAYS = ("/accounts/", "/roles/", "/language/")


class ActorMiddleware:
    """Sets `request.actor`. A membership that ended is gone at the next request: nothing is cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if request.path.startswith(_WITHOUT_SESSION) or not request.user.is_authenticated:
            return self.get_response(request)
        held = actors_of(request.user)
        chosen = request.session.get(SESSION_KEY)
        if not held:
            if chosen:  # the last role ended while signed in: the session dies with it
                logout(request)
            return self.get_response(request)
        actor = next((a for a in held if a.membership.public_id == chosen), None)
        if actor is None:
            actor = held[0]
            request.session[SESSION_KEY] = actor.membership.public_id
            if chosen and request.method not in _SAFE and not request.path.startswith(_ALWAYS):
                return self._ask_again(request)
        request.actor = actor  # type: ignore[attr-defined]
        language = request.session.get("language") or actor.user.language
        told = {"user": actor.user.public_id, "role": actor.role.value, "acting_for": actor.acting_for}
        # The thread goes on to others: they are not left with this person's language and this body's day.
        with (
            translation.override(language),
            timezone.override(actor.body.time_zone),
            pghistory.context(**told),
        ):
            return self.get_response(request)

    def _ask_again(self, request: HttpRequest) -> HttpResponse:
        """What was sent was meant in another role: it is not done in the one that is left."""
        messages.warning(
            request, _("The role you acted in has ended. Nothing was changed. Choose the role to go on in.")
        )
        return redirect("memberships")


def actors_of(user: Any) -> list[Actor]:
    """The roles a person holds now, their own before those they hold as a deputy."""
    held = Membership.objects.filter(user=user, ended_at=None).select_related(
        "user", "body", "organisation", "deputy_for__user"
    )
    actors = [Actor.of(m) for m in held.order_by("pk")]
    active = [a for a in actors if a.membership.is_active_on(a.today)]
    return sorted(active, key=lambda a: a.membership.deputy_for_id is not None)
