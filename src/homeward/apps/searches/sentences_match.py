"""How a refusal in assessing the impact, and of an offer's household and discount, reads."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "impact.nobody_there", "Nobody lives there", "No child lives in {home} on {day}.",
    "Nothing is to be assessed while that is so.", "Nobody",
)  # fmt: skip
plain(
    "impact.not_offered", "The home is not offered", "{home} stands in no open offer of this search.",
    "Offer the home first.", "The home’s manager",
)  # fmt: skip
plain(
    "impact.not_its_manager", "Another assesses this home", "{home} is run by {provider}.",
    "Its manager assesses what it would mean for those who live there.", "The home’s manager",
)  # fmt: skip
plain(
    "impact.words_missing", "It is not said what it would mean", "Nothing says what it would mean for those who live there.",
    "Write it in a sentence or two.", "You",
)  # fmt: skip
plain(
    "impact.names_a_child", "A child is named", "The text names {names}.",
    "Write about the children without names; another authority reads it.", "You",
)  # fmt: skip
plain(
    "impact.decided", "The search has ended", "Search {referral} stands at “{state}”.",
    "What was assessed stays as it was.", "Nobody",
)  # fmt: skip
plain(
    "search.discount_without_reason", "The discount has no reason", "A discount is given and nothing says why.",
    "Say why it was agreed, such as: siblings together, or a long stay.", "You",
)  # fmt: skip
plain(
    "search.trait_unknown", "An answer is not on the list", "{code} is no answer that was asked for.",
    "Choose from the list.", "You",
)  # fmt: skip

say_actions(assess_impact="Impact on those who live there assessed")
