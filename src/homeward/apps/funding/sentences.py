"""Sentences of refusals about the funding of care partners."""

from __future__ import annotations

from homeward.apps.core.refusals import plain

MANAGER, APPROVER, PARTNER = "A contract manager or local adviser", "A director", "The care partner’s manager"
SECTION = "Partnered Care, Funding"

plain(
    "funding.not_partnered",
    title="{line} is not funded by one of the three models",
    fact="Only dynamic, fixed and individualised lines of a care partner have records beside their rates.",
    lift="Open the line of an outcome agreement.",
    who="You",
)
plain(
    "funding.other_model",
    title="{line} has another funding model",
    fact="It is “{is}”; this is for “{for}”.",
    lift="Use what belongs to its model.",
    who="You",
    authority=SECTION,
)
plain(
    "funding.amount_nought",
    title="No amount is given",
    fact="The amount is nought or below.",
    lift="Give the amount without tax.",
    who="You",
)
plain(
    "funding.amount_open",
    title="The amount is not named yet",
    fact="The request opened by itself, and nobody has said what it comes to.",
    lift="Name the amount first.",
    who="A contract manager, or the care partner’s manager",
)
plain(
    "funding.own_asking",
    title="You asked for it yourself",
    fact="{name} asked for this. Whoever asks for money does not decide on it.",
    lift="Somebody else decides.",
    who=APPROVER,
)
plain(
    "funding.own_outcome",
    title="You decided the outcome yourself",
    fact="{name} decided what is disputed.",
    lift="Somebody else answers the dispute.",
    who=MANAGER,
)
plain(
    "funding.no_delegation",
    title="You have no delegation",
    fact="{name} may not approve money in this role.",
    lift="Somebody with a delegation decides, or an administrator records one.",
    who="An administrator",
)
plain(
    "funding.over_delegation",
    title="It is beyond your delegation",
    fact="It may come to {amount} {currency}; your delegation ends at {limit} {currency}.",
    lift="Somebody with a higher delegation decides.",
    who=APPROVER,
)
plain(
    "funding.other_side_asked",
    title="The other side asked for it",
    fact="Only the side that asked takes a request back.",
    lift="Decide it, or ask them to withdraw it.",
    who="The other side",
)
plain(
    "funding.not_approved",
    title="It is not approved",
    fact="It stands at “{state}”.",
    lift="Only what is approved is renewed or ended.",
    who="You",
)
plain(
    "funding.decided_already",
    title="It is decided already",
    fact="It stands at “{state}”.",
    lift="Make a new request where more is needed.",
    who="You",
)
plain(
    "funding.child_not_on_line",
    title="{child} has no stay on {line}",
    fact="None of the nights of the rate is a night of {child} on this line.",
    lift="Record the stay first, or choose nights on which the child is there.",
    who="A placement officer",
)
plain(
    "funding.notice_to_come",
    title="The notice has not been given",
    fact="{day} is still to come.",
    lift="Give the day on which the partner was told.",
    who="You",
)
plain(
    "funding.review_not_later",
    title="The next review is not later",
    fact="Its review is due on {day} already.",
    lift="Give a day after {day}.",
    who="You",
)
plain(
    "funding.end_not_inside",
    title="The day lies outside its nights",
    fact="It holds from {start}, and no longer on {end}.",
    lift="Give a day after the first and before the last of its nights.",
    who="You",
)
plain(
    "funding.level_not_asked",
    title="Nobody asked for it",
    fact="No reason is recorded to fund {line} individually all the same.",
    lift="Record the reason with the terms of the line.",
    who=MANAGER,
)
plain(
    "funding.level_decided",
    title="It is decided already",
    fact="{name} has approved it.",
    lift="Nothing needs to be done.",
    who="–",
)
plain(
    "funding.no_place",
    title="No place is given",
    fact="At least one place stands empty.",
    lift="Give how many.",
    who="You",
)
plain(
    "funding.too_many_places",
    title="The line has fewer places",
    fact="{places} would stand empty; the line has {most}.",
    lift="Correct the number, or the places of the line.",
    who="You",
)
plain(
    "funding.approved_for_it",
    title="Money was approved for it",
    fact="A funding request for this empty place is approved.",
    lift="Correct the record instead of removing it.",
    who="You",
)
plain(
    "funding.no_line",
    title="The stay is on no line",
    fact="No line pays for this stay.",
    lift="Record its line first.",
    who="A placement officer",
)
plain(
    "funding.absence_outside",
    title="The absence lies outside the stay",
    fact="The stay runs {stay}.",
    lift="Choose an absence of this stay.",
    who="You",
)
plain(
    "funding.until_outside",
    title="The day lies outside the absence",
    fact="The absence is {nights}.",
    lift="Give a night of the absence, or leave it empty for all of it.",
    who="You",
)
plain(
    "funding.absence_decided",
    title="It is decided already",
    fact="{who} has approved more nights of this absence.",
    lift="Nothing needs to be done.",
    who="–",
)
plain(
    "funding.incident_missing",
    title="The incident record is not named",
    fact="This kind of cost is paid only with the reference of an incident record. No child is named here.",
    lift="Give the reference of the incident record.",
    who="You",
    authority=SECTION,
)
plain(
    "funding.cost_withdrawn",
    title="This cost is withdrawn",
    fact="It is paid no longer.",
    lift="Record it anew if it is due.",
    who="You",
)
plain(
    "funding.month_to_come",
    title="The month has not begun",
    fact="{day} lies in a month to come.",
    lift="Report what was used.",
    who="You",
)
plain(
    "funding.reconciled_already",
    title="This month is being reconciled already",
    fact="A reconciliation of this line for the month is open.",
    lift="Open that one.",
    who="You",
)
plain(
    "funding.month_agreed",
    title="Both sides agreed this month",
    fact="Its figures are locked. The first open month begins on {day}.",
    lift="Do it in that month: it looks at all that came before.",
    who="You",
)
plain(
    "funding.cost_agreed",
    title="This cost is agreed and paid",
    fact="It belongs to {day}, a month both sides agreed.",
    lift="Agree with the partner how it is given back, and record that in an open month.",
    who="Contract manager",
)
plain(
    "funding.settled",
    title="It is settled",
    fact="Both sides agreed the month, with {amount} recovered or used otherwise.",
    lift="Raise what is wrong as a new matter.",
    who="You",
)
plain(
    "funding.no_outcome",
    title="No outcome is decided yet",
    fact="There is nothing to answer to so far.",
    lift="Wait for the decision, or dispute the calculation.",
    who=APPROVER,
)
plain(
    "funding.disputed_already",
    title="It is disputed already",
    fact="A dispute about this calculation is open.",
    lift="Wait for its answer.",
    who=MANAGER,
)
plain(
    "funding.dispute_closed",
    title="The dispute is closed",
    fact="It was answered.",
    lift="Nothing needs to be done.",
    who="–",
)
