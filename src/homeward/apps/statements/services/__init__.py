"""The only writers of statements."""

from homeward.apps.statements.services.assessment import approve, assess, send_back
from homeward.apps.statements.services.closing import check_close, close_period, quarter_of, recount
from homeward.apps.statements.services.many import Moved, move_many
from homeward.apps.statements.services.payment import Outcome, pay, record_results
from homeward.apps.statements.services.validation import (
    Claim,
    agree_for_body,
    agree_for_provider,
    answer_dispute,
    disallow_nights,
    dispute,
    issue,
    refuse_locked,
)

__all__ = [
    "Claim", "Moved", "Outcome", "agree_for_body", "agree_for_provider", "answer_dispute", "approve", "assess", "check_close", "close_period",
    "disallow_nights", "dispute", "issue", "move_many", "pay", "quarter_of", "record_results", "recount", "refuse_locked", "send_back",
]  # fmt: skip
