"""How the reasons and actions of this app read."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "privacy.reason_missing",
    title="No reason is given",
    fact="This is recorded with its reason.",
    lift="Write the reason.",
    who="You",
)
plain(
    "privacy.own_case",
    title="It is about you",
    fact="Nobody deals with what is about themselves, or about whom they stand in for.",
    lift="Another person who answers for privacy deals with it.",
    who="Another person who answers for privacy",
)
plain(
    "privacy.nobody_found",
    title="Nobody of this kind was found",
    fact="“{given}” is no child, person or name that is kept here and that you may see.",
    lift="Give the child’s reference or client number, or the e-mail address of somebody who signs in here.",
    who="You",
)
plain(
    "privacy.to_come",
    title="The day has not come",
    fact="{day} is after today, {today}.",
    lift="Give the day on which it happened.",
    who="You",
)
plain(
    "privacy.unknown_ground",
    title="This ground is not on the list",
    fact="“{given}” is not a ground this jurisdiction’s pack names for it.",
    lift="Choose one of the list.",
    who="You",
)
plain(
    "privacy.identity_open",
    title="Nobody has checked who asks",
    fact="It is not recorded how {requester} showed who they are.",
    lift="Check it, and record how.",
    who="The privacy officer",
)
plain(
    "privacy.authority_missing",
    title="Nothing shows that they may ask for the person",
    fact="{requester} asks for somebody else, and no authority is recorded.",
    lift="Record what shows it, such as a guardianship order or a signed authority.",
    who="The privacy officer",
)
plain(
    "privacy.items_open",
    title="Some items are not decided",
    fact="Of what was gathered, {count} items are neither released nor held back.",
    lift="Decide each of them.",
    who="The privacy officer",
)
plain(
    "privacy.too_many_items",
    title="More was found than one request can answer",
    fact="{count} items were found; one request holds {most} at most. Nothing was gathered, so that nothing is left out unsaid.",
    lift="Agree with the requester what they ask for, and give the answer on paper, outside this request.",
    who="The privacy officer",
)
plain(
    "privacy.nothing_gathered",
    title="Nothing was gathered",
    fact="No item stands in this request.",
    lift="Gather what is held, or propose a refusal because nothing is held.",
    who="The privacy officer",
)
plain(
    "privacy.own_preparation",
    title="You prepared this answer, or decided an item of it",
    fact="{what} is checked by somebody else than who prepared it or who stands in for them.",
    lift="Another person who checks for privacy looks at it.",
    who="Another person who checks for privacy",
)
plain(
    "privacy.refused_whole",
    title="All of it is refused",
    fact="The answer that was checked for {what} is a refusal: there is nothing to release.",
    lift="Tell the refusal instead.",
    who="The privacy officer",
)
plain(
    "privacy.not_refused_whole",
    title="It is not refused",
    fact="The answer that was checked for {what} releases something.",
    lift="Release it instead.",
    who="The privacy officer",
)
plain(
    "privacy.passage_missing",
    title="A passage was not found",
    fact="“{passage}” does not stand in the text of this item.",
    lift="Copy each passage exactly as it stands there, one on each line.",
    who="You",
)
plain(
    "privacy.no_passage",
    title="No passage is named",
    fact="Nothing would be taken out.",
    lift="Write the passages to take out, one on each line, or release the item as it is.",
    who="You",
)
plain(
    "privacy.item_settled",
    title="This item is no longer decided here",
    fact="{what} stands at “{state}”.",
    lift="The second person can send the request back.",
    who="The second person",
)
plain(
    "privacy.not_later",
    title="This is no extension",
    fact="{given} is not after the day that stands now, {due}.",
    lift="Give a later day.",
    who="You",
)
plain(
    "privacy.is_answered",
    title="It is answered already",
    fact="{what} stands at “{state}”.",
    lift="Nothing needs to be done.",
    who="–",
)
plain(
    "privacy.own_record",
    title="You took this down",
    fact="{what} is decided by somebody else than who recorded it.",
    lift="Another person who checks for privacy decides.",
    who="Another person who checks for privacy",
)
plain(
    "privacy.no_such_change",
    title="No such change was found",
    fact="A correction points to a change of the record that was made since it was asked for.",
    lift="Make the change first, then choose it.",
    who="Whoever keeps that record",
)
plain(
    "privacy.statement_missing",
    title="No statement is given",
    fact="A statement of correction is in the person’s own words.",
    lift="Write what they said.",
    who="You",
)
plain(
    "privacy.not_refused",
    title="It was not refused",
    fact="A statement is attached where a correction was refused. {what} stands at “{state}”.",
    lift="Wait for the decision.",
    who="Another person who checks for privacy",
)
plain(
    "privacy.consulted_open",
    title="It is not said whether the child was heard",
    fact="Before something is told of a child, the child’s view is asked.",
    lift="Say whether the child was heard; if not, say why.",
    who="You",
)
plain(
    "privacy.is_taken_back",
    title="It is taken back already",
    fact="This record counts no more.",
    lift="Nothing needs to be done.",
    who="–",
)
plain(
    "privacy.no_duty_then",
    title="No notice was owed on that day",
    fact="People are told of what was collected about them elsewhere from {begins} on; this came on {day}.",
    lift="Nothing needs to be recorded for information of that day.",
    who="–",
)
plain(
    "privacy.no_such_duty",
    title="This jurisdiction’s pack has no such duty",
    fact="Its pack names no rule by which people are told of what was collected about them elsewhere.",
    lift="A policy steward finds out whether there is one.",
    who="A policy steward",
)
plain(
    "privacy.point_open",
    title="Not everything was told",
    fact="The person is also told: {point}.",
    lift="Tell them, then tick it.",
    who="You",
)
plain(
    "privacy.told_before_received",
    title="The days do not follow each other",
    fact="It was received on {received}, and told on {told}.",
    lift="Give the day on which the person was told.",
    who="You",
)
plain(
    "privacy.own_proposal",
    title="You proposed to lift it",
    fact="“{what}” is lifted or kept by somebody else than who proposed it.",
    lift="Another person who checks for privacy decides.",
    who="Another person who checks for privacy",
)
plain(
    "privacy.commissioner_not_told",
    title="The Commissioner was not told",
    fact="Serious harm is likely, and no notice to the Commissioner is recorded for {what}.",
    lift="Give notice as soon as practicable, and record it.",
    who="The privacy officer",
)
plain(
    "privacy.people_not_told",
    title="The people affected were not told",
    fact="Serious harm is likely, and neither a notice to the people affected nor a reason against it is recorded for {what}.",
    lift="Tell them and record it, or record why they are not told.",
    who="The privacy officer",
)
plain(
    "privacy.not_contained",
    title="Nothing is said of how it was contained",
    fact="It is not recorded what was done to contain {what}.",
    lift="Record what was done.",
    who="The privacy officer",
)
plain(
    "privacy.breach_closed",
    title="It is closed",
    fact="{what} is closed.",
    lift="Report what came up since as a breach of its own.",
    who="You",
)
say_actions(
    record_access_request="Request received",
    check_identity="Identity checked",
    extend_request="Time extended",
    gather_held="Gathered what is held",
    decide_held_item="Item decided",
    send_request="Sent to a second person",
    refuse_request="Refusal proposed",
    send_back_request="Sent back",
    approve_request="Answer confirmed",
    release_request="Released",
    tell_refusal="Refusal told",
    withdraw_request="Withdrawn",
    record_correction="Request for correction received",
    decide_correction="Decided",
    link_change="Corrected",
    attach_statement="Statement of correction attached",
    withdraw_correction="Withdrawn",
    record_disclosure="Disclosure recorded",
    take_back_disclosure="Disclosure taken back",
    record_collection="Receipt from another agency recorded",
    sort_collection="Said from whom it came",
    record_own_collection="Said to be the body’s own",
    tell_person="The person was told",
    except_collection="Exception recorded",
    place_hold="Legal hold placed",
    propose_hold_lift="Lifting proposed",
    decline_lift="Hold kept",
    lift_hold="Hold lifted",
    report_breach="Suspected breach reported",
    contain_breach="Containment recorded",
    judge_breach="Serious harm judged",
    record_breach_notice="Notice recorded",
    excuse_breach_notice="Recorded why the people were not told",
    close_breach="Breach closed",
)
