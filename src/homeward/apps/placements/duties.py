"""What placements ask of people: decide a request, look into what should not have happened."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.periods import from_db, say
from homeward.apps.placements.models import Placement
from homeward.apps.placements.queries import waiting_requests, with_open_breach
from homeward.apps.placements.words import breaches_in_words, extra_places

LOOKS_INTO = frozenset({Role.CONTRACT_MANAGER, Role.CONTRACT_OFFICER})
SEPARATELY = 3  # more than these share one line, or they would hide everything else


@duty_source
def requests_to_decide(actor: Actor) -> Iterator[Duty]:
    """Requests to exceed that wait for a director who did not make them. Due on the first extra night."""
    if not actor.holds(Permission.EXCEED_DECIDE):
        return
    for request in waiting_requests(actor).exclude(requested_by=actor.user):
        period = from_db(request.period)
        yield Duty(
            title=gettext("Decide the request to exceed: %(line)s") % {"line": request.line},
            why=gettext("%(places)s, %(period)s, asked by %(who)s.")
            % {"places": extra_places(request), "period": say(period), "who": request.requested_by.name},
            verb=gettext("Decide"),
            url=reverse("exceed_request", args=[request.public_id]),
            due=period.start,
            kind="exceed",
            since=timezone.localtime(request.requested_at).date(),
        )


@duty_source
def breaches_to_look_into(actor: Actor) -> Iterator[Duty]:
    """Placements with a breach nobody has looked into yet, for those who manage the agreements."""
    if actor.role not in LOOKS_INTO:
        return
    waiting = with_open_breach(Placement.objects.visible_to(actor)).order_by("recorded_at", "pk")
    found = list(waiting.select_related("child", "home")[: SEPARATELY + 1])
    if len(found) > SEPARATELY:
        yield _together(waiting.count(), found[0])
        return
    for placement in found:
        yield Duty(
            title=gettext("Look into a breach: %(child)s at %(home)s")
            % {"child": placement.child.reference, "home": placement.home.name},
            why=breaches_in_words(placement.open_breaches),
            verb=gettext("Look into"),
            url=reverse("placement", args=[placement.public_id]),
            due=None,
            kind="breach",
            since=timezone.localtime(placement.recorded_at).date(),
        )


def _together(count: int, oldest: Placement) -> Duty:
    return Duty(
        title=gettext("Look into %(n)s placements with a breach") % {"n": count},
        why=gettext("They were recorded as they happened; somebody has to say what was found or done."),
        verb=gettext("Show them"),
        url=f"{reverse('placements')}?breach=open",
        due=None,
        kind="breach",
        since=timezone.localtime(oldest.recorded_at).date(),
    )
