"""What people do about panels. The only writers of this app."""

from homeward.apps.panels.services.closing import close_panel
from homeward.apps.panels.services.deciding import Put, decide_item, decide_rest, record_dissent
from homeward.apps.panels.services.opening import open_panel, propose_allocation, start_working
from homeward.apps.panels.services.people import (
    add_panel_action,
    declare_interest,
    finish_panel_action,
    record_panel_attendance,
)
from homeward.apps.panels.services.planning import cancel_panel, change_panel, plan_panel

__all__ = [
    "Put", "add_panel_action", "cancel_panel", "change_panel", "close_panel", "decide_item", "decide_rest", "declare_interest",
    "finish_panel_action", "open_panel", "plan_panel", "propose_allocation", "record_dissent", "record_panel_attendance",
    "start_working",
]  # fmt: skip
