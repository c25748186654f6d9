"""What people do about meetings. The only writers of this app."""

from homeward.apps.meetings.services.actions import add_action, finish_action
from homeward.apps.meetings.services.meetings import (
    add_decision,
    cancel_meeting,
    change_meeting,
    confirm_meeting,
    hold_meeting,
    plan_meeting,
    record_attendance,
    send_back_meeting,
)
from homeward.apps.meetings.services.reasons import Given, give_reasons

__all__ = [
    "Given", "add_action", "add_decision", "cancel_meeting", "change_meeting", "confirm_meeting", "finish_action",
    "give_reasons", "hold_meeting", "plan_meeting", "record_attendance", "send_back_meeting",
]  # fmt: skip
