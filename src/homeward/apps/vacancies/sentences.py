"""How the reasons and actions of this app read."""

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "vacancy.not_its_keeper",
    title="{provider} keeps the vacancies of {home}",
    fact="{home} is run by {provider}. Its manager says what is free.",
    lift="Ask the manager to confirm it.",
    who="The provider’s manager",
)
plain(
    "vacancy.home_closed",
    title="{home} is closed",
    fact="{home} is closed since {day}, so it has no place to give.",
    lift="Open the home’s page and correct the day, if it is wrong.",
    who="Whoever keeps the home",
)
plain(
    "vacancy.more_than_it_holds",
    title="{home} cannot have {said} places",
    fact="{home}: {said} free and {blocked} blocked are more than the {holds} it may hold in all.",
    lift="Say at most {holds} together, or have its places or approval recorded anew.",
    who="You",
)
plain(
    "vacancy.ages_reversed",
    title="The ages of {home} are the wrong way round",
    fact="{home}: from {age_from} to {age_to} years holds no age.",
    lift="Put the younger age first.",
    who="You",
)
plain(
    "vacancy.ages_outside_approval",
    title="The ages of {home} reach outside the approval",
    fact="{home}: its carers are approved for {approved}; {given} reaches beyond.",
    lift="Keep to the approval, or have it recorded anew.",
    who="You, or whoever keeps approvals",
)
plain(
    "vacancy.block_without_reason",
    title="Nobody can tell why a place of {home} is blocked",
    fact="{home}: {blocked} blocked, and no reason is chosen.",
    lift="Choose a reason, or leave the blocked places empty.",
    who="You",
)
plain(
    "vacancy.reason_without_block",
    title="A reason, but no blocked place",
    fact="A reason is chosen for {home}, and no place is blocked.",
    lift="Say how many places it blocks, or take the reason away.",
    who="You",
)
plain(
    "vacancy.words_missing",
    title="The reason needs words",
    fact="{home}: “{label}” says nothing by itself.",
    lift="Say in a few words what blocks the place, without naming a child.",
    who="You",
)
plain(
    "vacancy.changed_meanwhile",
    title="{home} was changed meanwhile",
    fact="{name} confirmed {home} after you opened the page.",
    lift="Open the page again, look at it and confirm once more.",
    who="You",
)
plain(
    "vacancy.never_said",
    title="Nothing was ever said about {home}",
    fact="{home} has no vacancy on record, so there is nothing that could be unchanged.",
    lift="Enter its free places once.",
    who="You",
)
plain(
    "vacancy.no_home",
    title="No home is named",
    fact="The form held no home.",
    lift="Open the page again.",
    who="You",
)
plain(
    "approval.not_a_household",
    title="{home} has no carers to approve",
    fact="Approval terms belong to carer households. {home} is another kind of home.",
    lift="Record how many places it has on its own page.",
    who="Whoever keeps the home",
)
plain(
    "approval.ages_reversed",
    title="The ages are the wrong way round",
    fact="From {age_from} to {age_to} years holds no age.",
    lift="Put the younger age first.",
    who="You",
)
plain(
    "approval.not_in_force",
    title="These terms are not in force on that day",
    fact="The terms hold {period}.",
    lift="Choose a day inside.",
    who="You",
)

say_actions(
    confirm_vacancy="Confirmed",
    confirm_unchanged="Confirmed, nothing changed",
    set_approval="Approval recorded",
    end_approval="Approval ended",
)
