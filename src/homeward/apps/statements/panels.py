"""On the page of a placement: the statements of its nights."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.placements.models import Placement
from homeward.apps.placements.panels import Panel, PanelRow, placement_panel
from homeward.apps.statements.models import Statement


@placement_panel
def statements_of_the_nights(actor: Actor, placement: Placement) -> Panel | None:
    """The line's statements for quarters in which the placement has a night, newest first."""
    if placement.line_id is None or not actor.holds(Permission.STATEMENT_READ):
        return None
    found = Statement.objects.visible_to(actor).filter(
        line=placement.line_id, period__overlap=placement.period
    )
    rows = tuple(
        PanelRow(s.label, reverse("statement", args=[s.public_id]), s.get_state_display())
        for s in found.order_by("-period")
    )
    return Panel(_("Statements of these nights"), rows, _("No quarter of these nights is closed yet."))
