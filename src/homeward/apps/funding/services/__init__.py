"""The only writers of this app."""

from homeward.apps.funding.services.costs import (
    give_evidence,
    record_property_cost,
    remove_use,
    report_use,
    withdraw_property_cost,
)
from homeward.apps.funding.services.escalating import (
    Raised,
    move_up,
    pause,
    raise_escalation,
    resume,
    settle,
    withdraw,
)
from homeward.apps.funding.services.places import (
    approve_absence,
    change_empty_place,
    record_empty_place,
    remove_empty_place,
)
from homeward.apps.funding.services.rates import (
    approve_rate,
    decline_rate,
    end_rate,
    propose_rate,
    renew_rate,
    withdraw_rate,
)
from homeward.apps.funding.services.reconciling import (
    close_dispute,
    decide_outcome,
    open_reconciliation,
    raise_dispute,
    respond,
)
from homeward.apps.funding.services.requests import (
    approve_funding,
    ask_funding,
    decline_funding,
    name_amount,
    withdraw_funding,
)
from homeward.apps.funding.services.terms import allow_below_level, change_instalment, set_terms, terms_of

__all__ = [
    "Raised", "allow_below_level", "approve_absence", "approve_funding", "approve_rate", "ask_funding", "change_empty_place",
    "change_instalment", "close_dispute", "decide_outcome", "decline_funding", "decline_rate", "end_rate",
    "give_evidence", "move_up", "name_amount", "open_reconciliation", "pause", "propose_rate", "raise_dispute",
    "raise_escalation", "record_empty_place", "record_property_cost", "remove_empty_place", "remove_use", "renew_rate",
    "report_use", "respond", "resume", "set_terms", "settle", "terms_of", "withdraw", "withdraw_funding",
    "withdraw_property_cost", "withdraw_rate",
]  # fmt: skip
