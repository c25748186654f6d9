"""How a refusal about local values reads, and how the trail tells of them."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "local_policy.own_value",
    title="A second person confirms",
    fact="{who} entered this value. Whoever enters a value does not confirm or decline it, in whatever role.",
    lift="Another policy steward or the accountable director opens this page and confirms it.",
    who="Another policy steward, or the director",
)
plain(
    "local_policy.fault",
    title="The policy cannot hold this value",
    fact="{parameter}, {on}: {expected}",
    lift="{remedy}",
    who="You",
)
plain(
    "local_policy.above_whole",
    title="No part is more than the whole",
    fact="“{parameter}” is {value} %. It is a percentage of a whole, and 100 % are all of it.",
    lift="Enter a value from 0 to 100.",
    who="You",
)
plain(
    "local_policy.abatement_level",
    title="The level for abatements is missing",
    fact="An abatement is decided below level {level}, and the levels entered are {levels}.",
    lift="Give one of the levels the code {level}, or first enter another level for abatements.",
    who="You",
)
plain(
    "local_policy.reason_missing",
    title="A reason is missing",
    fact="No reason is entered. It is kept beside the value.",
    lift="Say in a sentence why.",
    who="You",
)
plain(
    "local_policy.read_on_missing",
    title="When the document was read is missing",
    fact="No date is entered. A document may change after it was read.",
    lift="Enter the day on which you read it.",
    who="You",
)
plain(
    "local_policy.read_in_future",
    title="The document cannot have been read yet",
    fact="The day entered is {day}, and today is {today}.",
    lift="Enter the day on which you read it, at the latest today.",
    who="You",
)
plain(
    "local_policy.too_long",
    title="A text is too long",
    fact="{what} may have {most} characters.",
    lift="Shorten it.",
    who="You",
)
plain(
    "local_policy.no_day",
    title="The value would hold on no day",
    fact="The last day lies before the first.",
    lift="Enter a last day on or after the first, or leave it empty.",
    who="You",
)
plain(
    "local_policy.not_own_draft",
    title="It is not your draft",
    fact="{who} entered it. A draft is changed and proposed by its own author, until it is proposed.",
    lift="Enter a value of your own for the same parameter, or ask the author.",
    who="Its author",
)
plain(
    "local_policy.not_standing",
    title="The value does not stand any more",
    fact="It was withdrawn, or was never confirmed, or is a withdrawal itself.",
    lift="Open the parameter's page and look at what stands now.",
    who="You",
)
plain(
    "local_policy.withdrawal_waits",
    title="A withdrawal waits already",
    fact="{who} has proposed to withdraw this value.",
    lift="A second person confirms or declines that one.",
    who="Another policy steward, or the director",
)
plain(
    "local_policy.file",
    title="The file cannot be taken in",
    fact="{where}: {expected}",
    lift="{remedy}",
    who="You",
)
plain(
    "local_policy.nothing_new",
    title="The file holds nothing new",
    fact="Each of its {count} values is already held here, or waits for a second person.",
    lift="Nothing needs doing.",
    who="Nobody",
)

say_actions(
    draft_value="Drafted a value",
    propose_value="Proposed a value",
    confirm_value="Confirmed a value",
    decline_value="Declined a value",
    take_back_value="Took back a value",
    withdraw_value="Proposed to withdraw a value",
    export_local="Downloaded the local values",
    import_local="Took in a file of local values",
)
