"""The only writers of placements, spells and exceed requests."""

from homeward.apps.placements.services.exceeds import decide_exceed, request_exceed, withdraw_exceed
from homeward.apps.placements.services.flags import note_breaches
from homeward.apps.placements.services.nightly import flag_what_time_brought
from homeward.apps.placements.services.placements import (
    change_placement,
    end_placement,
    record_placement,
    remove_placement,
)
from homeward.apps.placements.services.spells import change_spell, record_spell, remove_spell

__all__ = [
    "change_placement",
    "change_spell",
    "decide_exceed",
    "end_placement",
    "flag_what_time_brought",
    "note_breaches",
    "record_placement",
    "record_spell",
    "remove_placement",
    "remove_spell",
    "request_exceed",
    "withdraw_exceed",
]
