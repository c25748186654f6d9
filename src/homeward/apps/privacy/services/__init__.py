"""The only writers of requests, corrections, disclosures, collections, holds and breaches."""

from homeward.apps.privacy.services.access import (
    answer_request,
    approve_request,
    check_identity,
    decide_item,
    extend_request,
    gather_held,
    record_request,
    refuse_request,
    send_back_request,
    send_request,
    withdraw_request,
)
from homeward.apps.privacy.services.breaches import (
    close_breach,
    contain_breach,
    excuse_notice,
    judge_breach,
    record_notice,
    report_breach,
)
from homeward.apps.privacy.services.collecting import (
    except_collection,
    note_file,
    record_collection,
    record_own,
    sort_collection,
    tell_person,
)
from homeward.apps.privacy.services.correcting import (
    attach_statement,
    decide_correction,
    link_change,
    record_correction,
    withdraw_correction,
)
from homeward.apps.privacy.services.disclosing import record_disclosure, take_back_disclosure
from homeward.apps.privacy.services.holding import decline_lift, lift_hold, place_hold, propose_lift

__all__ = [
    "answer_request", "approve_request", "attach_statement", "check_identity", "close_breach", "contain_breach",
    "decide_correction", "decide_item", "decline_lift", "except_collection", "excuse_notice", "extend_request",
    "gather_held", "judge_breach", "lift_hold", "link_change", "note_file", "place_hold", "propose_lift",
    "record_collection", "record_correction", "record_disclosure", "record_notice", "record_own", "record_request",
    "refuse_request", "report_breach", "send_back_request", "send_request", "sort_collection", "take_back_disclosure",
    "tell_person", "withdraw_correction", "withdraw_request",
]  # fmt: skip
