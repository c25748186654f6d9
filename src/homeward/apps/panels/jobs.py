"""Opening a panel and proposing homes, in the background."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from homeward.apps.accounts.queries.acting import actor_again
from homeward.apps.core.jobs import Progress, job
from homeward.apps.panels.models import Panel
from homeward.apps.panels.services.opening import open_panel, propose_allocation


@job("work_out_panel", "Placement panel")
def work_out(progress: Progress, arguments: dict[str, Any]) -> None:
    """Freeze the agenda where it is not frozen yet, then propose; as the person who asked for it."""
    by = actor_again(progress.membership)
    panel = Panel.objects.allowed_to(by, Panel.read_permission).get(public_id=arguments["panel"])
    progress.report(0, 2, _("The agenda is being frozen."))
    if panel.state == Panel.State.PLANNED:
        with transaction.atomic():
            open_panel(panel=panel, by=by)
    progress.report(1, 2, _("Homes for all children are being worked out."))
    with transaction.atomic():
        made = propose_allocation(panel=panel, by=by)
    told = made.result["proposal"]["placed"], made.result["children"]
    progress.finish(
        _("A home is proposed for %(placed)s of %(children)s children.")
        % {"placed": told[0], "children": told[1]}
    )
