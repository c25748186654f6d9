"""What a panel asks of people: open it, decide, close it, do what was taken on, go on with what it recommends."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.taken_on import duty_of
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.periods import say_day
from homeward.apps.panels import queries
from homeward.apps.panels.models import Panel

State = Panel.State


@duty_source
def taken_on_at_panels(actor: Actor) -> Iterator[Duty]:
    """What this person took on at a panel and has not done."""
    if not actor.holds(P.PANEL_READ):
        return
    for action in queries.actions(actor).filter(owner=actor.user, done_at=None):
        why = _("Taken on at the panel of %(on)s.") % {"on": say_day(action.panel.held_on)}
        yield duty_of(
            action, why=why, url=reverse("panel_action", args=[action.public_id]), kind="panel.action"
        )


@duty_source
def panels_to_hold(actor: Actor) -> Iterator[Duty]:
    """Panels whose day has come: to be opened, or to be closed."""
    if not actor.holds(P.PANEL_RUN):
        return
    words = {
        State.PLANNED: (_("Open the panel of %(on)s"), _("Open")),
        State.OPEN: (_("Close the panel of %(on)s"), _("Go on")),
    }
    for panel in queries.panels(actor).filter(state__in=words, held_on__lte=actor.today):
        title, verb = words[State(panel.state)]
        left = panel.referrals - panel.decided
        why = (
            _("Opening freezes the agenda and proposes homes.")
            if panel.state == State.PLANNED
            else ngettext("%(n)s referral without an outcome.", "%(n)s referrals without an outcome.", left)
            % {"n": left}
        )
        yield Duty(
            title=title % {"on": say_day(panel.held_on)}, why=why, verb=verb,
            url=reverse("panel", args=[panel.public_id]), due=panel.held_on, kind="panel.hold",
        )  # fmt: skip


@duty_source
def recommended(actor: Actor) -> Iterator[Duty]:
    """What the newest closed panel recommends and nobody has taken up in the search."""
    if not actor.holds(P.SEARCH_WRITE):
        return
    for item in queries.to_take_up(actor):
        search = getattr(item.referral, "search", None)
        names = queries.homes_in_words(item)
        where = ("home_search", search) if search else ("referral", item.referral)
        yield Duty(
            title=_("Take up what the panel recommends for %(referral)s") % {"referral": item.referral},
            why=_("%(homes)s. The panel promises no place.") % {"homes": names}, verb=_("Go on"),
            url=reverse(where[0], args=[where[1].public_id]),
            due=item.referral.needed_by, since=item.panel.held_on, kind="panel.recommended",
        )  # fmt: skip
