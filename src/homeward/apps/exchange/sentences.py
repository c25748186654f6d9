"""How the reasons and actions of the data exchange read."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "exchange.not_here",
    title="There is no data exchange here",
    fact="{body} asks for no returns of the data exchange.",
    lift="Nothing needs to be sent.",
    who="–",
)
plain(
    "exchange.month_not_over",
    title="The month is not over",
    fact="{month} ends before {over}; a return is made of a whole month.",
    lift="Make it on that day or later, or choose an earlier month.",
    who="You",
)
plain(
    "exchange.has_errors",
    title="The return has errors",
    fact="{errors} errors were found, or no row could be read. Nothing of it was handed in.",
    lift="Correct the rows named below in your file, and try it out again.",
    who="You",
)
plain(
    "exchange.profile_changed",
    title="The profile has changed since",
    fact="Version {number} of the profile now holds for this month; the return was tried out with another.",
    lift="Try it out again.",
    who="You",
)
plain(
    "exchange.what_is_put_right",
    title="It is not said what this version puts right",
    fact="Version {version} of this month was submitted before. It stays as it was.",
    lift="Write what the new version puts right.",
    who="You",
)
plain(
    "exchange.reason_missing",
    title="No reason is given",
    fact="It is told to the one whose work it is.",
    lift="Write what is to be put right.",
    who="You",
)
plain(
    "exchange.own_profile",
    title="You drafted this profile",
    fact="{who} drafted it, and another person publishes or declines it.",
    lift="Another of those who may publish it does so.",
    who="The quality manager, or a policy steward",
)
plain(
    "exchange.one_open",
    title="A version is being worked on",
    fact="{who} began version {number}, and it is not decided yet.",
    lift="Go on with that one, or take it back first.",
    who="The quality hub lead, or a policy steward",
)
plain(
    "exchange.no_draft",
    title="It is no draft",
    fact="Version {number} was proposed or decided. What was published is never changed.",
    lift="Begin the next version.",
    who="The quality hub lead, or a policy steward",
)
plain(
    "exchange.month_missing",
    title="It is not said from when it holds",
    fact="A profile holds from the first day of a month on.",
    lift="Choose the month.",
    who="You",
)
plain(
    "exchange.nothing_asked",
    title="Nothing is asked",
    fact="Every field of the profile is switched off.",
    lift="Switch on what partners are to send.",
    who="You",
)
plain(
    "exchange.column_form",
    title="The column cannot be called that",
    fact="“{column}” is not made of small letters, digits and underscores, or does not begin with a letter.",
    lift="Write a short name such as plan_date.",
    who="You",
)
plain(
    "exchange.column_twice",
    title="The column is there already",
    fact="“{column}” stands in the group {group}.",
    lift="Choose another name, or change that field.",
    who="You",
)
plain(
    "exchange.label_missing",
    title="The field has no label",
    fact="“{column}” says in no words what is asked.",
    lift="Write what partners read.",
    who="You",
)
plain(
    "exchange.vocabulary_unknown",
    title="The code list is not known",
    fact="“{given}” is no code list of the pack.",
    lift="Choose a list, or another kind of field.",
    who="You",
)
plain(
    "exchange.vocabulary_unneeded",
    title="This kind of field has no code list",
    fact="Only a field of codes names a list.",
    lift="Choose none, or make it a field of codes.",
    who="You",
)
plain(
    "exchange.source_elsewhere",
    title="The records do not hold this for such rows",
    fact="Rows of the group {group} are about something else.",
    lift="Choose a source of that group, or none.",
    who="You",
)
plain(
    "exchange.key_optional",
    title="A key is always asked",
    fact="“{column}” tells the rows apart, so it cannot be left empty or switched off.",
    lift="Make it needed and switched on, or no key.",
    who="You",
)
plain(
    "exchange.within_no_date",
    title="Only a date lies in a month",
    fact="“{column}” is no date.",
    lift="Take the tick away, or make it a date.",
    who="You",
)
say_actions(
    draft_exchange_profile="Exchange profile drafted",
    change_exchange_profile="Exchange profile changed",
    propose_exchange_profile="Exchange profile proposed",
    publish_exchange_profile="Exchange profile published",
    decline_exchange_profile="Exchange profile declined",
    take_back_exchange_profile="Exchange profile taken back",
    try_data_return="Return tried out",
    lay_data_return_aside="Trial laid aside",
    submit_data_return="Return submitted",
    accept_data_return="Return accepted",
    send_back_data_return="Return sent back",
    download_data_return="Return downloaded",
    prefill_data_return="Prefilled return downloaded",
)
