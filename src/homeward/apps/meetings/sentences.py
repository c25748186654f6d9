"""How a refusal about meetings reads."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

SECTION = "Out of home care placement utilisation and funding policy V1.1, section 4.2"

plain(
    "meeting.not_yet", "The day has not come", "The meeting is planned for {on}.",
    "Record it on that day or after, or change its date.", "Contract manager",
)  # fmt: skip
plain(
    "meeting.nobody_there", "One side is missing", "Nobody of {side} is marked as having been there.",
    "Mark who was there. Without both sides there was no meeting; cancel it then.", "Contract manager",
)  # fmt: skip
plain("meeting.reason_missing", "The reason is missing", "Nothing says why.", "Say why.", "You")
plain("meeting.text_missing", "There is nothing to record", "{what} is empty.", "Write it down.", "You")
plain(
    "meeting.no_statements", "This quarter has no statement of this provider",
    "{provider} has no statement with a target for {label}.",
    "Close the quarter first, or choose another quarter.", "Contract officer",
)  # fmt: skip
plain(
    "meeting.planned_before", "There is such a meeting already",
    "A meeting with {provider} about {label} is already recorded for {on}.",
    "Open that one, or choose another day.", "You",
)  # fmt: skip
plain(
    "meeting.settled", "The record is settled",
    "The meeting stands at “{state}”; attendance and decisions of it are no longer changed.",
    "Plan a further meeting, and record there what is still to be said.", "Contract manager",
)  # fmt: skip
plain(
    "meeting.not_missed", "This line did not miss its target",
    "{actual} nights were counted of {contracted} contracted: nothing is missing.",
    "Give reasons only for a line below its target.", "You", SECTION,
)  # fmt: skip
plain(
    "meeting.reason_unknown", "This reason is not on the list", "“{code}” is no reason of the policy pack's list.",
    "Choose one of the list; what fits none is “another reason” with your words.", "You",
)  # fmt: skip
plain(
    "meeting.reason_words", "Another reason needs words", "“{label}” says nothing by itself.",
    "Write what it was.", "You",
)  # fmt: skip
plain(
    "meeting.reasons_too_many", "More nights are explained than are missing",
    "Your reasons explain {given} nights; {missed} are missing.",
    "Lower the nights, or leave them empty where they are not known.", "You", SECTION,
)  # fmt: skip
plain(
    "meeting.reasons_none", "No reason is chosen", "Nothing is ticked.",
    "Tick at least one reason.", "You", SECTION,
)  # fmt: skip

say_actions(
    give_reasons="Said why the target was missed", plan_meeting="Planned", change_meeting="Changed",
    record_attendance="Attendance recorded", add_decision="Decision recorded", add_action="Action recorded",
    finish_action="Action done", **{
        "meeting.hold": "Meeting recorded", "meeting.confirm": "Record confirmed",
        "meeting.send_back": "Record sent back", "meeting.cancel": "Cancelled",
    },
)  # fmt: skip
