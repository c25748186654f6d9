"""How a refusal in a search reads."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

ORDER = "Children Act 1989, section 22C(7); Social Services and Well-being (Wales) Act 2014, section 81"

plain(
    "search.not_checked", "The quality check is not passed", "The referral stands at “{state}”.",
    "A senior practitioner passes the quality check first.", "Senior practitioner",
)  # fmt: skip
plain(
    "search.begun_before", "The search has begun", "Referral {referral} has its search.", "Open it and go on there.", "You",
)  # fmt: skip
plain(
    "search.not_in_house", "The in-house search is over", "The search stands at “{state}”.",
    "What is found in-house later is offered to the decision as it is.", "Placement officer",
)  # fmt: skip
plain(
    "search.nobody_named",
    "Nobody is named",
    "Neither a home nor words say who was considered.",
    "Choose a home, or say who it was.",
    "You",
)
plain("search.reason_missing", "The reason is missing", "Nothing says why.", "Say why.", "You")
plain(
    "search.nobody_considered", "Nothing in-house was looked at",
    "No in-house home or connected person stands in the record with a reason.",
    "Record each one you considered and why it does not suit; where there is none, say that.", "Placement officer", ORDER,
)  # fmt: skip
plain(
    "search.nobody_to_ask", "No provider can be asked",
    "{count} providers stand on lots that fit, and none may be asked today.",
    "See the reasons beside each, or widen the kinds of home in the referral.", "Placement officer",
)  # fmt: skip
plain(
    "search.no_deadline", "The policy has no deadline", "Nothing says how long providers have for “{urgency}” ({path}).",
    "A policy steward enters the value.", "Policy steward",
)  # fmt: skip
plain(
    "search.too_early", "Answers are still open", "{waiting} providers have not answered; they may until {until}.",
    "Wait for the deadline, or say why offers close early.", "You",
)  # fmt: skip
plain(
    "search.offers_open",
    "Offers are not closed",
    "Offers are judged together, when the deadline has passed.",
    "Close the offers first.",
    "Placement officer",
)
plain(
    "search.offer_withdrawn",
    "The offer was taken back",
    "The provider withdrew it.",
    "Ask the provider.",
    "The provider",
)
plain(
    "search.offer_expired",
    "The offer has run out",
    "It was valid until {until}.",
    "The provider renews it.",
    "The provider",
)
plain(
    "search.offer_closed", "The offer is not open", "It stands at “{state}”.",
    "Make a further offer while answers are open.", "The provider",
)  # fmt: skip
plain(
    "search.answers_closed", "Answers are closed", "The authority has closed the offers for referral {referral}.",
    "Ask the authority.", "Placement officer",
)  # fmt: skip
plain(
    "search.deadline_passed",
    "The deadline has passed",
    "Answers were possible until {until}.",
    "Ask the authority.",
    "Placement officer",
)
plain(
    "search.declined_before",
    "It was declined",
    "Your organisation has declined this referral.",
    "Ask the authority.",
    "Placement officer",
)
plain(
    "search.decline_reason_unknown",
    "This reason is not on the list",
    "“{code}” is no reason of the policy pack’s list.",
    "Choose one of the list.",
    "You",
)
plain(
    "search.offers_a_home",
    "A home is offered",
    "An offer of your organisation is open.",
    "Take the offer back first.",
    "You",
)
plain(
    "search.valid_too_short",
    "The offer would have run out",
    "It would be valid until a moment that has passed.",
    "Choose a later day.",
    "You",
)
plain(
    "search.home_offered",
    "This home is offered",
    "{home} stands in an open offer.",
    "Change that offer’s fee, or take it back.",
    "You",
)
plain(
    "search.needs_unanswered",
    "Needs are not answered",
    "The referral has {asked} needs; {given} are answered.",
    "Answer each of them.",
    "You",
)
plain(
    "search.need_without_words",
    "A need is not answered",
    "“{need}” has no answer in words.",
    "Choose how far it is met, and say how.",
    "You",
)
plain(
    "search.fee_missing",
    "The weekly fee is missing",
    "Nothing says what care and accommodation cost a week.",
    "Write the amount.",
    "You",
)
plain(
    "search.fee_negative",
    "An amount is below nought",
    "{kind} is below nought.",
    "Write what is taken off as a discount.",
    "You",
)
plain(
    "search.fee_nought",
    "Nothing would be paid",
    "The discount takes off all of the fee.",
    "Lower the discount.",
    "You",
)

plain(
    "match.no_birthday",
    "A date of birth is not known",
    "{letters}: no date of birth is recorded, so no home’s ages can be checked.",
    "Record the date of birth on the child’s page.",
    "The placement officer",
)
plain(
    "match.born_after",
    "A child is born after the first night",
    "{letters}: the date of birth lies after the night the home is needed from.",
    "Correct one of the two dates.",
    "The placement officer",
)
plain(
    "match.no_types",
    "The kind of home is not said",
    "The referral names no kind of home, so none can be right or wrong.",
    "Choose the kinds of home in the referral.",
    "The placement officer",
)

say_actions(
    begin_search="Search begun", consider_in_house="In-house home considered", go_outside="In-house search ended",
    invite_framework="Framework asked", close_offers="Offers closed", judge_offer="Offer judged", end_search="Search ended",
    view_invitation="Opened", decline_invitation="Declined", make_offer="Home offered", change_fee="Fee changed",
    withdraw_offer="Offer taken back",
)  # fmt: skip
plain(
    "search.outcome_unknown", "How it ends is missing", "Nothing says whether no home was found or the search lapsed.",
    "Choose one.", "You",
)  # fmt: skip
plain(
    "search.offer_stands", "A home can still be accepted", "{home} is offered and stands.",
    "Judge the offer: say why it does not suit, or propose it.", "Placement officer",
)  # fmt: skip
plain(
    "search.chosen_before", "A home is chosen already", "Another offer was accepted for this referral.",
    "Open the decision on it, or have it taken back first.", "Head of service",
)  # fmt: skip
plain(
    "search.place_gone", "The place is promised or taken", "{home} can take {places} children more.",
    "Choose another home, or ask the provider what it can give now.", "Placement officer",
)  # fmt: skip
plain(
    "search.no_feedback", "A provider would go without a reason", "Nothing says why {home} of {provider} was not chosen.",
    "Choose a reason, and say it in words where it is another one.", "You",
)  # fmt: skip
