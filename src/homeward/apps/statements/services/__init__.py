"""The only writers of statements."""

from homeward.apps.statements.services.adjusting import Learned, learn, note_change
from homeward.apps.statements.services.assessment import (
    ForEarlier,
    LoadingAbatement,
    approve,
    assess,
    send_back,
)
from homeward.apps.statements.services.closing import check_close, close_period, recount
from homeward.apps.statements.services.confirming import confirm_payment
from homeward.apps.statements.services.loading_reviews import keep_loadings, review_loadings
from homeward.apps.statements.services.many import Moved, move_many
from homeward.apps.statements.services.payment import Outcome, pay, record_results
from homeward.apps.statements.services.reviewing import preview, review_locked
from homeward.apps.statements.services.validation import (
    Claim,
    agree_for_body,
    agree_for_provider,
    answer_dispute,
    disallow_nights,
    dispute,
    issue,
)

__all__ = [
    "Claim",
    "ForEarlier",
    "Learned",
    "LoadingAbatement",
    "Moved",
    "Outcome",
    "agree_for_body",
    "agree_for_provider",
    "answer_dispute",
    "approve",
    "assess",
    "check_close",
    "close_period",
    "confirm_payment",
    "disallow_nights",
    "dispute",
    "issue",
    "keep_loadings",
    "learn",
    "move_many",
    "note_change",
    "pay",
    "preview",
    "record_results",
    "recount",
    "review_loadings",
    "review_locked",
    "send_back",
]
