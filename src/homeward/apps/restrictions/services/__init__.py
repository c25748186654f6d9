"""The only writers of restrictions, their reviews and overrides."""

from homeward.apps.restrictions.services.lifting import keep_restriction, lift_restriction, propose_lift
from homeward.apps.restrictions.services.overrides import agree_override, ask_override, refuse_override
from homeward.apps.restrictions.services.restrictions import (
    impose_restriction,
    propose_restriction,
    refuse_restriction,
    withdraw_restriction,
)
from homeward.apps.restrictions.services.reviews import record_review

__all__ = [
    "agree_override",
    "ask_override",
    "impose_restriction",
    "keep_restriction",
    "lift_restriction",
    "propose_lift",
    "propose_restriction",
    "record_review",
    "refuse_override",
    "refuse_restriction",
    "withdraw_restriction",
]
