"""Who acts in this request: the membership chosen in the session, checked anew each time."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership

SESSION_KEY = "membership"


class ActorMiddleware:
    """Sets `request.actor`. A membership that ended is gone at the next request: nothing is cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if request.path.startswith("/static/") or not request.user.is_authenticated:
            return self.get_response(request)
        actor = self._actor(request)
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None:
            return self.get_response(request)
        translation.activate(request.session.get("language") or request.user.language)
        timezone.activate(actor.body.time_zone)
        with pghistory.context(user=actor.user.public_id, role=actor.role.value, acting_for=actor.acting_for):
            return self.get_response(request)

    def _actor(self, request: HttpRequest) -> Actor | None:
        chosen = request.session.get(SESSION_KEY)
        held = list(
            Membership.objects.filter(user=request.user, ended_at=None).select_related(
                "user", "body", "organisation", "deputy_for__user"
            )
        )
        actors = [a for a in map(Actor.of, held) if a.membership.is_active_on(a.today)]
        if not actors:
            if chosen:  # the last role ended while signed in: the session dies with it
                logout(request)
            return None
        actor = next((a for a in actors if a.membership.public_id == chosen), actors[0])
        request.session[SESSION_KEY] = actor.membership.public_id
        return actor
