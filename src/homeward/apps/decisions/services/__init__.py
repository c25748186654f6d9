"""The only writers of decisions, contracts and ends."""

from homeward.apps.decisions.services.beginning import start_placement
from homeward.apps.decisions.services.contracts import add_extra, draw_contract, end_extra
from homeward.apps.decisions.services.deciding import (
    accept_offer,
    approve_place,
    decide_placement,
    propose_placement,
    record_verbal_approval,
    withdraw_decision,
)
from homeward.apps.decisions.services.ending import (
    end_decision,
    give_notice,
    hold_disruption,
    let_home_go,
    take_notice_back,
)
from homeward.apps.decisions.services.recording import record_check, record_visit, tell_area, waive_check
from homeward.apps.decisions.services.varying import (
    decline_variation,
    take_back_variation,
    vary_contract,
    waits_for,
)

__all__ = [
    "accept_offer",
    "add_extra",
    "approve_place",
    "decide_placement",
    "decline_variation",
    "draw_contract",
    "end_decision",
    "end_extra",
    "give_notice",
    "hold_disruption",
    "let_home_go",
    "propose_placement",
    "record_check",
    "record_verbal_approval",
    "record_visit",
    "start_placement",
    "take_back_variation",
    "take_notice_back",
    "tell_area",
    "vary_contract",
    "waits_for",
    "waive_check",
    "withdraw_decision",
]
