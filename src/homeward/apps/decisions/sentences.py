"""How a refusal about a decision, its contract or its end reads."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain("decision.reason_missing", "The reason is missing", "Nothing says why.", "Say why.", "You")
plain(
    "decision.not_shortlisted", "The offer is not on the shortlist", "It stands at “{state}”.",
    "Judge the offer first; only what suits is put to the head of service.", "Placement officer",
)  # fmt: skip
plain(
    "decision.stands", "There is a decision already", "{home} is put forward for this referral; it stands at “{state}”.",
    "Take it back, or wait for the answer.", "Whoever proposed it",
)  # fmt: skip
plain(
    "decision.passed_over", "A better scored or ranked home is passed over", "Passed over: {homes}.",
    "Say why this one is right for the children. A rank is no veto.", "You",
    "Children Act 1989, section 22C(5); Social Services and Well-being (Wales) Act 2014, section 81",
)  # fmt: skip
plain(
    "decision.promised", "A home is promised to them", "The offer of {home} is accepted.",
    "A placement officer lets it go: on the decision, or by withdrawing the referral.", "Placement officer",
)  # fmt: skip
plain(
    "decision.contract_signed", "The contract is signed", "Everybody has signed contract {contract}: it binds.",
    "Before the first night record on the decision that the children will not come; after it notice ends the contract.",
    "Placement officer",
)  # fmt: skip
plain(
    "decision.start_past", "The first night lies in the past", "{day} has passed.", "Give today or a later day.", "You",
)  # fmt: skip
plain(
    "decision.ends_before", "The end lies before the start", "It would end on {day}, before the first night.",
    "Give a day after the first night, or leave it open.", "You",
)  # fmt: skip
plain(
    "decision.role_unknown", "This person does not decide here", "{who} holds no role that may agree to it.",
    "Name the head of service who agreed, or somebody standing in.", "You",
)  # fmt: skip
plain(
    "decision.in_future",
    "The moment lies in the future",
    "{day} has not come.",
    "Give a moment that has passed.",
    "You",
)
plain(
    "decision.check_unknown", "There is no such check", "“{code}” is on no list of checks.", "Choose one of the list.", "You",
)  # fmt: skip
plain(
    "decision.check_done",
    "The check is done",
    "{check} is recorded as done.",
    "Nothing is left to do.",
    "You",
)
plain(
    "decision.words_missing",
    "Words are missing",
    "Nothing says what was found.",
    "Say it in a sentence.",
    "You",
)
plain(
    "decision.not_needed", "This approval is not needed", "By the records the home is not in such a place.",
    "Nothing is left to do. Correct the home’s place if it is wrong.", "Placement officer",
)  # fmt: skip
plain(
    "decision.closed", "The decision is closed", "It stands at “{state}”.", "Open the search and propose another offer.", "You",
)  # fmt: skip
plain(
    "decision.names_a_child", "It names a child", "These words hold a name: {names}.", "Write “Child A” instead.", "You",
)  # fmt: skip
plain(
    "contract.not_now", "The contract cannot be drawn up now", "The decision stands at “{state}”.",
    "It is drawn up when the offer is accepted, and stands once both sides have signed.", "Placement officer",
)  # fmt: skip
plain(
    "contract.split", "The parts do not make up the price", "Care, education and health make {parts}; the price is {weekly}.",
    "Let the parts add up to the weekly price.", "You",
)  # fmt: skip
plain(
    "contract.varied_by_one", "Another person signs it", "You drew it up, and for an own home nobody else signs.",
    "Another head of service, or a deputy, signs it.", "Head of service",
)  # fmt: skip
plain(
    "contract.part_below_nought", "A part is below nothing", "Nobody pays less than nothing of the weekly price.",
    "Give 0 or more.", "You",
)  # fmt: skip
plain(
    "contract.nought", "The price is nothing", "A contract without a price pays nobody.", "Give the weekly price.", "You",
)  # fmt: skip
plain(
    "contract.signs_alone", "The authority signs alone", "The home is {body}’s own: there is no other side to sign.",
    "Nothing needs doing. Its head of service signs.", "Head of service",
)  # fmt: skip
plain(
    "contract.missing", "The contract says too little", "{label} is empty.", "Write what both sides agree.", "You",
)  # fmt: skip
plain(
    "contract.not_ready", "The authority has something to put right first", "The contract cannot be signed today.",
    "Ask {body}; it sees what is missing.", "Placement officer",
)  # fmt: skip
plain(
    "contract.not_to_vary", "The contract cannot be varied now", "The decision stands at “{state}”.",
    "A contract is varied once everybody has signed it, and until the children have left. Before that it is drawn up anew.",
    "Placement officer",
)  # fmt: skip
plain(
    "contract.variation_open", "A variation waits already", "It is not signed by everybody yet.",
    "Let it be signed, or take it back first.", "Placement officer",
)  # fmt: skip
plain(
    "contract.varied_too_early", "The day lies before the second night", "{day} was given; the first night is {start}.",
    "Give a later day. Terms from the first night on are those of the contract itself.", "You",
)  # fmt: skip
plain(
    "contract.varies_nothing", "Nothing changes", "These are the terms that hold since {since}.",
    "Change the price, who pays it, or what it buys.", "You",
)  # fmt: skip
plain(
    "contract.none", "There is no contract yet", "Nothing has been drawn up.", "Draw it up first.", "Placement officer",
)  # fmt: skip
plain(
    "contract.extra_days", "The days of the extra cost do not fit", "It runs from {starts} to {ends}.",
    "Let it begin and end within the placement, the end after the start.", "You",
)  # fmt: skip
plain(
    "notice.kind_unknown", "There is no such ground", "“{kind}” is not on the list.", "Choose one of the list.", "You",
)  # fmt: skip
plain(
    "notice.too_soon", "The notice is too short", "{days} days of notice end on {day}.",
    "Give that day or a later one, or another ground.", "You",
)  # fmt: skip
plain(
    "notice.no_value", "The policy says no days", "Nothing says how many days of notice “{kind}” takes ({path}).",
    "A policy steward enters the value.", "Policy steward",
)  # fmt: skip
plain("notice.given", "Notice is given already", "It was given on {day}.", "Nothing is left to do.", "You")
plain(
    "notice.future",
    "The day lies in the future",
    "{day} has not come.",
    "Give today or an earlier day.",
    "You",
)
plain(
    "ending.reason_unknown", "There is no such reason", "“{code}” is not on the list.", "Choose one of the list.", "You",
)  # fmt: skip
plain(
    "ending.before_start", "The end lies before the start", "They came on {start}.", "Give that day or a later one.", "You",
)  # fmt: skip
plain(
    "ending.held", "The meeting has been held", "It is recorded for {day}.", "Nothing is left to do.", "You",
)  # fmt: skip

say_actions(
    propose_placement="Put to the head of service",
    decide_placement="Decided",
    confirm_verbal="Verbal approval confirmed",
    record_verbal="Verbal approval recorded",
    withdraw_decision="Proposal taken back",
    approve_place="Placement outside the area approved",
    record_check="Check done",
    waive_check="Check waived",
    record_visit="Visit before the placement recorded",
    tell_area="Area authority told",
    accept_offer="Offer accepted",
    return_decision="Back to the head of service",
    draw_contract="Contract drawn up",
    sign_contract="Contract signed",
    add_extra="Extra cost agreed",
    end_extra="End of an extra cost moved",
    vary_contract="Variation of the contract drawn up",
    sign_contract_variation="Variation of the contract signed",
    contract_varied="Contract varied",
    decline_contract_variation="Variation of the contract declined",
    take_back_contract_variation="Variation of the contract taken back",
    start_placement="Placement begun",
    let_home_go="The children will not come",
    give_notice="Notice given",
    take_notice_back="Notice taken back",
    end_decision="Placement ended",
    hold_disruption="Disruption meeting held",
)
