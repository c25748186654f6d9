"""How the reasons and actions of this app read."""

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "provider.other_number",
    title="{name} is known under another business number",
    fact="An organisation of this name is recorded with a business number that is not {given}.",
    lift="Check the number. If it is another organisation, give it the name it is registered under.",
    who="You",
)
plain(
    "provider.shared_name",
    title="Other bodies deal with {name} too",
    fact="The name and business number of {name} belong to every body that deals with it.",
    lift="An administrator of the installation changes it for all.",
    who="The installation's administrator",
)
plain(
    "provider.ended",
    title="{name} has already ended",
    fact="Dealings with {name} ended; {day} was the first day without it.",
    lift="Choose a provider that is current, or correct the end that was recorded.",
    who="A contract manager",
)
plain(
    "provider.agreements_run_on",
    title="Agreements run past that day",
    fact="Still in force on {day}: {references}.",
    lift="End each of these agreements on or before that day.",
    who="A contract manager",
)
plain(
    "provider.homes_open",
    title="{count} homes are open on that day",
    fact="{count} homes of this provider are not closed on {day}.",
    lift="Close each of them on or before that day.",
    who="Whoever keeps homes",
)
plain(
    "home.closed",
    title="{name} is closed",
    fact="{day} was the first day without {name}.",
    lift="Choose a day before it, or correct the day it closed.",
    who="Whoever keeps homes",
)
plain(
    "home.placements_run_on",
    title="{count} placements run past that day",
    fact="{count} placements in this home are not ended on {day}.",
    lift="Record where each child moved and when, then close the home.",
    who="A placement officer",
)
plain(
    "home.other_provider",
    title="{name} belongs to {provider}",
    fact="Placements in {name} were recorded, and perhaps paid, under {provider}.",
    lift="Close this home and add it again under the new provider, from the day it changed.",
    who="You",
)

say_actions(
    register_provider="Added",
    change_provider="Changed",
    end_provider="Ended",
    add_home="Added",
    change_home="Changed",
    confirm_home="Confirmed",
    set_remoteness="Remoteness class recorded",
    set_place="Place recorded",
    close_home="Closed",
)
