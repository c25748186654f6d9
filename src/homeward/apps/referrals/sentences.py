"""How a refusal about referrals reads."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "referral.urgency_unknown", "This urgency is not on the list", "“{urgency}” is none of the urgencies of the policy pack.",
    "Choose one of the list.", "You",
)  # fmt: skip
plain(
    "referral.needed_in_the_past", "The day has passed", "A home would have been needed by {on}.",
    "Choose today or a later day. What began before is recorded as a placement, not asked for.", "You",
)  # fmt: skip
plain(
    "referral.no_child", "No child is named", "A referral is for a child.", "Name at least one child.", "You"
)
plain(
    "referral.too_many_children", "These are too many children for one home", "A referral holds at most {most} children.",
    "Begin a further referral for the others.", "You",
)  # fmt: skip
plain(
    "referral.open_already", "This child has an open referral", "{child} stands in referral {referral}.",
    "Go on with that one, or withdraw it first.", "Placement officer",
)  # fmt: skip
plain(
    "referral.last_child", "It is the last child", "A referral without a child asks for nothing.",
    "Add another child first, or withdraw the referral.", "You",
)  # fmt: skip
plain(
    "referral.not_open", "The referral is not being written", "It stands at “{state}”.",
    "Open it again with a reason; then it needs the quality check again.", "Placement officer",
)  # fmt: skip
plain(
    "referral.names_a_child", "A child is named", "The text holds {names}. Providers read it before a home is shortlisted.",
    "Write {letters} instead.", "You",
)  # fmt: skip
plain(
    "referral.need_missing",
    "Nothing is written",
    "The need is empty.",
    "Write what the home must or should be.",
    "You",
)
plain(
    "referral.source_missing", "The source is missing", "Nothing says where this need comes from.",
    "Name the assessment, plan or person, with its date.", "You",
)  # fmt: skip
plain(
    "referral.section_missing", "{section} is not complete", "Missing: {missing}.",
    "Open the section and write it.", "Placement officer",
)  # fmt: skip
plain(
    "referral.own_check", "Another person checks", "{name} wrote or sent this referral.",
    "A senior practitioner who did neither checks it.", "Senior practitioner",
)  # fmt: skip
plain("referral.reason_missing", "The reason is missing", "Nothing says why.", "Say why.", "You")
plain(
    "referral.why_missing",
    "Nothing says why they move",
    "Whoever is called asks first.",
    "Say it in a sentence.",
    "You",
)
plain(
    "referral.types_missing", "No kind of home is chosen", "Nobody can be asked without one.",
    "Tick every kind that could be right.", "You",
)  # fmt: skip
plain(
    "referral.district_wrong", "This is no postcode district", "“{given}” is not the first half of a postcode.",
    "Write it such as CF10.", "You",
)  # fmt: skip
plain(
    "referral.musts_missing", "Nothing says what the home must be", "No line is written.", "Write at least one thing.", "You",
)  # fmt: skip
plain(
    "referral.risks_missing", "Risks are not answered", "Nothing is ticked.", "Tick each, or that none is known.", "You",
)  # fmt: skip
plain(
    "referral.risks_and_none", "None known stands beside a risk", "Both are ticked.", "Untick one of them.", "You",
)  # fmt: skip
plain(
    "referral.apart_reason_missing", "Why apart is accepted is missing",
    "Brothers and sisters live together unless that is not reasonably practicable.", "Say why it is not.", "You",
    "Children Act 1989, section 22C(8)",
)  # fmt: skip
plain(
    "referral.no_days_to_make_good", "The policy has no day for what is left",
    "Nothing says until when it is made good ({path}).",
    "A policy steward enters the value.", "Policy steward",
)  # fmt: skip
plain(
    "referral.placed", "The children live in the home that was found", "Referral {referral} is done since {since}.",
    "Give notice, or record the end of the placement: the next home has a referral of its own.", "Placement officer",
)  # fmt: skip
plain(
    "referral.placed_owes", "The children live there, and the written part is owed",
    "Referral {referral} found its home on {since} in an emergency; its sections and quality check are to come.",
    "Finish it: write what is missing and have it checked. It closes by itself.", "Placement officer",
)  # fmt: skip

say_actions(
    begin_emergency="Emergency begun",
    begin_referral="Begun", change_referral="Changed", add_child_to_referral="A child was added",
    remove_child_from_referral="A child was taken out", save_referral_section="Section saved", add_need="Need added",
    remove_need="Need taken out", send_referral="Sent to the quality check", pass_check="Quality check passed",
    send_back_referral="Sent back", reopen_referral="Opened again", withdraw_referral="Withdrawn",
    renew_referral="Begun again",
    place_referral="A home was found", follow_on_referral="Opened from the last referral",
)  # fmt: skip
