"""What is done with referrals."""

from homeward.apps.referrals.services.checking import (
    pass_check,
    reopen_referral,
    send_back_referral,
    send_referral,
)
from homeward.apps.referrals.services.emergency import begin_emergency
from homeward.apps.referrals.services.following import follow_on_referral, place_referral
from homeward.apps.referrals.services.withdrawing import renew_referral, withdraw_referral
from homeward.apps.referrals.services.writing import (
    add_child,
    add_need,
    begin_referral,
    change_basics,
    remove_child,
    remove_need,
    save_section,
)

__all__ = [
    "follow_on_referral",
    "place_referral",
    "add_child",
    "add_need",
    "begin_emergency",
    "begin_referral",
    "change_basics",
    "pass_check",
    "remove_child",
    "remove_need",
    "renew_referral",
    "reopen_referral",
    "save_section",
    "send_back_referral",
    "send_referral",
    "withdraw_referral",
]
