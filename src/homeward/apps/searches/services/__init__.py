"""What is done in a search."""

from homeward.apps.searches.services.answering import (
    change_fee,
    decline_invitation,
    make_offer,
    view_invitation,
    withdraw_offer,
)
from homeward.apps.searches.services.searching import (
    begin_search,
    close_offers,
    consider_in_house,
    end_search,
    go_outside,
    invite_framework,
    judge_offer,
)

__all__ = [
    "begin_search",
    "change_fee",
    "close_offers",
    "consider_in_house",
    "decline_invitation",
    "end_search",
    "go_outside",
    "invite_framework",
    "judge_offer",
    "make_offer",
    "view_invitation",
    "withdraw_offer",
]
