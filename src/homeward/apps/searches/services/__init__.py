"""What is done in a search."""

from homeward.apps.searches.services.answering import (
    change_fee,
    decline_invitation,
    make_offer,
    view_invitation,
    withdraw_offer,
)
from homeward.apps.searches.services.behalf import (
    compare_in_house,
    enter_in_house_offer,
    enter_telephone_offer,
)
from homeward.apps.searches.services.calling import ask_everybody, record_no, record_no_answer
from homeward.apps.searches.services.choosing import Feedback, choose_offer, hold_place, release_offer
from homeward.apps.searches.services.confirming import confirm_offer
from homeward.apps.searches.services.deadline import extend_deadline, remind_unanswered
from homeward.apps.searches.services.ending import end_search, feedback_of
from homeward.apps.searches.services.evidence import receive_evidence, review_evidence
from homeward.apps.searches.services.impacts import assess_impact
from homeward.apps.searches.services.scoring import (
    mark_offer,
    open_scoring,
    publish_scoring,
    take_back_scoring,
)
from homeward.apps.searches.services.searching import (
    begin_search,
    close_offers,
    consider_in_house,
    go_outside,
    invite_framework,
    judge_offer,
)
from homeward.apps.searches.services.waiving import (
    ask_waiver,
    give_waiver,
    refuse_waiver,
    take_back_waiver,
)
from homeward.apps.searches.services.widening import (
    agree_to_widen,
    ask_to_widen,
    invite_outside,
    refuse_to_widen,
    take_back_widening,
)

__all__ = [
    "Feedback",
    "agree_to_widen",
    "ask_everybody",
    "ask_to_widen",
    "ask_waiver",
    "assess_impact",
    "begin_search",
    "change_fee",
    "choose_offer",
    "close_offers",
    "compare_in_house",
    "confirm_offer",
    "consider_in_house",
    "decline_invitation",
    "end_search",
    "feedback_of",
    "enter_in_house_offer",
    "enter_telephone_offer",
    "extend_deadline",
    "give_waiver",
    "go_outside",
    "hold_place",
    "invite_framework",
    "invite_outside",
    "judge_offer",
    "make_offer",
    "mark_offer",
    "open_scoring",
    "publish_scoring",
    "receive_evidence",
    "record_no",
    "record_no_answer",
    "refuse_to_widen",
    "refuse_waiver",
    "release_offer",
    "remind_unanswered",
    "review_evidence",
    "take_back_scoring",
    "take_back_waiver",
    "take_back_widening",
    "view_invitation",
    "withdraw_offer",
]
