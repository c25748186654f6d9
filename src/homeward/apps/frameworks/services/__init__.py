"""What people do about frameworks. The only writers of this app."""

from homeward.apps.frameworks.services.admissions import (
    CheckGiven,
    admit_provider,
    apply_provider,
    decline_provider,
    end_admission,
    place_in_lot,
    record_check,
    record_checks,
)
from homeward.apps.frameworks.services.asking import answer_query, ask_query, withdraw_query
from homeward.apps.frameworks.services.frameworks import (
    add_lot,
    change_framework,
    end_access,
    give_access,
    make_framework,
    set_criteria,
)
from homeward.apps.frameworks.services.rankings import (
    discard_ranking,
    make_ranking,
    open_ranking,
    publish_ranking,
    remake_ranking,
)
from homeward.apps.frameworks.services.scores import Sheet, save_scores, set_price, set_prices

__all__ = [
    "add_lot", "admit_provider", "answer_query", "apply_provider", "ask_query", "change_framework", "CheckGiven",
    "decline_provider", "discard_ranking", "end_access", "end_admission", "give_access", "make_framework",
    "make_ranking", "open_ranking", "place_in_lot", "publish_ranking", "record_check", "record_checks",
    "remake_ranking", "save_scores", "set_criteria", "set_price", "set_prices", "Sheet", "withdraw_query",
]  # fmt: skip
