"""Closing a panel: its figures and minutes are kept as they stand, and whoever goes on with the searches is told."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt, Role
from homeward.apps.core import audit
from homeward.apps.core.documents import store_made
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.panels.machine import MACHINE
from homeward.apps.panels.minutes import minutes_paper
from homeward.apps.panels.models import Panel
from homeward.apps.panels.services.people import people_of
from homeward.apps.panels.services.planning import NAMED, locked
from homeward.apps.panels.totals import side_by_side
from homeward.apps.referrals.content import unnamed

WHAT = "This panel cannot be closed"
MINUTES = "minutes"


def _who_go_on() -> list[Role]:
    """Roles that write searches and read panels."""
    reads = roles_with(P.PANEL_READ, HeldAt.BODY)
    return [role for role in roles_with(P.SEARCH_WRITE, HeldAt.BODY) if role in reads]


@service("panel.close", WHAT)
def close_panel(*, panel: Panel, summary: str = "", by: Actor) -> Panel:
    """Close the panel. Nothing of it changes any more; the minutes are made and kept in the same breath."""
    panel = locked(panel, by, WHAT)
    MACHINE.check("close", panel, by)
    refuse_if(WHAT, unnamed(people_of(panel), NAMED, summary=summary))
    panel.summary, panel.closed_by = summary.strip(), by.user
    panel.totals = side_by_side(panel) or {}
    paper = minutes_paper(panel, closed_at=timezone.now())
    kept = store_made(
        content=paper, filename=f"panel-{panel.held_on:%Y-%m-%d}.pdf", media_type="application/pdf",
        title=f"Minutes of {say_day(panel.held_on)}", kind=MINUTES, thing=panel, by=by,
    )  # fmt: skip
    MACHINE.make(
        "close", panel, by, summary=panel.summary, closed_by=by.user, totals=panel.totals, minutes=kept
    )
    audit.record(by, "panel.close", panel, minutes=kept.digest)
    officers = people_in(_who_go_on(), body=panel.body, organisation_id=None)
    tell(
        [u for u in officers if u.pk != by.user.pk], body=panel.body,
        title=saying("The panel of %(held_on)s is closed", held_on=panel.held_on),
        text=saying("What it recommends goes on in each search."), url=reverse("panel", args=[panel.public_id]),
    )  # fmt: skip
    return panel
