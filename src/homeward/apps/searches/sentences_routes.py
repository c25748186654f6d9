"""How a refusal reads on the other ways to a home: telephone, in-house, outside the framework, documents, deadlines."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "search.provider_not_asked", "Its provider was not asked",
    "The provider of {home} holds no invitation to this referral.",
    "See under “Not asked” why not; a provider outside the framework is asked by name once that is agreed.",
    "Placement officer",
)  # fmt: skip
plain(
    "search.not_open_for_calls", "Offers are not open", "The search stands at “{state}”, so nobody was asked about {home}.",
    "Go through the in-house homes, then ask everybody.", "Placement officer",
)  # fmt: skip
plain(
    "search.told_in_the_future", "The call lies in the future", "It is to have been at {at}.", "Write when it was.", "You",
)  # fmt: skip
plain(
    "search.told_before_asked", "The call was before the asking", "It was at {at}; the provider was asked at {sent}.",
    "Write when it was.", "You",
)  # fmt: skip
plain(
    "search.told_after_deadline", "The deadline had passed", "Answers were possible until {until}.",
    "Move the deadline with a reason, so that everybody has the same time.", "Placement officer",
)  # fmt: skip
plain(
    "search.nobody_told",
    "Nobody is named",
    "Nothing says who said it.",
    "Write the name of whoever said it.",
    "You",
)
plain(
    "search.no_day_to_confirm", "The policy has no day for confirming", "Nothing says until when a provider confirms ({path}).",
    "A policy steward enters the value.", "Policy steward",
)  # fmt: skip
plain(
    "search.home_not_in_house", "The home is not the authority’s own", "{home} is run by a provider.",
    "Ask its provider.", "Placement officer",
)  # fmt: skip
plain(
    "search.service_not_recorded", "The own service is not recorded", "{home} belongs to no service.",
    "Record the authority’s own service as a provider, and the home with it.", "Placement officer",
)  # fmt: skip
plain(
    "search.not_before_comparing", "Offers are compared already", "The search stands at “{state}”.",
    "Judge what is there; a home found later belongs to the next search.", "Placement officer",
)  # fmt: skip
plain(
    "search.no_in_house_offer", "No in-house home is offered", "Nothing in-house can be compared.",
    "Put an in-house home into the search first.", "Placement officer",
)  # fmt: skip
plain(
    "search.asked_outside_before", "The framework was asked", "Providers have answered in this search.",
    "Judge what they offered.", "Placement officer",
)  # fmt: skip
plain(
    "search.in_house_stands", "An in-house home stands", "An in-house home is offered and not found unsuitable.",
    "Judge it first; an in-house home that suits comes before anybody outside.", "Placement officer",
    "Children Act 1989, section 22C(7); Social Services and Well-being (Wales) Act 2014, section 81",
)  # fmt: skip
plain(
    "search.in_house_not_called", "An in-house home was not called", "{home} has {places} free and would fit.",
    "Call it, and put down what was said or that nobody answered.", "Placement officer",
    "Children Act 1989, section 22C(7); Social Services and Well-being (Wales) Act 2014, section 81",
)  # fmt: skip
plain(
    "search.calls_over", "Calling is over", "The search stands at “{state}”.", "Judge what is there.", "Placement officer",
)  # fmt: skip
plain(
    "search.nothing_to_confirm", "There is nothing to confirm", "The offer of {home} was not given by telephone.",
    "Change its fee, or take it back.", "You",
)  # fmt: skip
plain(
    "search.confirmed_before", "It is confirmed", "It was confirmed on {at}.", "Change the fee, or take the offer back.", "You",
)  # fmt: skip
plain(
    "search.not_to_widen", "It is too soon to look outside", "The search stands at “{state}”.",
    "Ask the framework first, and judge what it offers.", "Placement officer",
)  # fmt: skip
plain(
    "search.widening_open", "It is asked already", "The question for going outside stands or is agreed.",
    "Wait for the head of service, or ask the providers you name.", "Head of service",
)  # fmt: skip
plain(
    "search.own_widening", "Another person decides", "{name} asked for it.", "A head of service who did not ask decides.",
    "Head of service",
)  # fmt: skip
plain(
    "search.widening_decided", "It is decided", "It stands at “{state}”.", "Ask again when something has changed.",
    "Placement officer",
)  # fmt: skip
plain(
    "search.not_widened", "Going outside is not agreed", "No head of service has agreed to it.",
    "Ask the head of service with your reason.", "Placement officer",
)  # fmt: skip
plain("search.nobody_chosen", "Nobody is chosen", "No provider is ticked.", "Tick at least one.", "You")
plain(
    "search.provider_not_outside", "It is not outside the framework",
    "{name} stands in a lot of a framework, or was asked before.",
    "Take it out.", "You",
)  # fmt: skip
plain(
    "search.provider_has_no_standing", "It may not be asked", "{name}: {why}", "Take it out, or have the reason lifted first.",
    "Head of service",
)  # fmt: skip
plain(
    "search.evidence_without_words", "Nothing says what came", "The document is not described.", "Write what it is and its date.",
    "You",
)  # fmt: skip
plain(
    "search.evidence_accepted", "It was found in order", "The document was reviewed and accepted.", "Leave it as it is.", "You",
)  # fmt: skip
plain(
    "search.evidence_not_received", "There is nothing to review", "It stands at “{state}”.",
    "Whoever asked the provider puts down what came.", "Placement officer",
)  # fmt: skip
plain(
    "search.own_evidence", "Another person reviews", "{name} put the document down as received, or added it.",
    "A contract manager who did not reviews it.",
    "Contract manager",
)  # fmt: skip
plain(
    "search.offers_not_open", "Offers are not open", "The search stands at “{state}”.", "There is no deadline to move.", "You",
)  # fmt: skip
plain(
    "search.not_later", "The deadline would not be later", "Answers are possible until {until}.", "Choose a later moment.", "You",
)  # fmt: skip
plain(
    "search.referral_over", "The search is over", "Referral {referral} has ended for your organisation.",
    "Read what the authority wrote about your offer.", "You",
)  # fmt: skip

say_actions(
    enter_telephone_offer="Telephone offer written down", enter_in_house_offer="In-house home put in",
    confirm_offer="Telephone offer confirmed",
    record_call="Telephoned", ask_everybody="Everybody asked", ask_to_widen="Asked to go outside the framework",
    agree_to_widen="Going outside agreed", refuse_to_widen="Going outside refused", invite_outside="Providers outside asked",
    receive_evidence="Document received", review_evidence="Document reviewed", extend_deadline="Deadline moved",
    compare_in_house="In-house homes compared", download_referral="Referral downloaded",
)  # fmt: skip
