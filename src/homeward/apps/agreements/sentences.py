"""How the reasons and actions of this app read."""

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "specification.not_later",
    title="The first day is not after version {version}",
    fact="Version {version} has been in force since {day}. A published version is never edited.",
    lift="Give a first day after {day}.",
    who="You",
)
plain(
    "specification.other_service",
    title="{code} is for another service type",
    fact="Earlier versions of {code} are for {service_type}.",
    lift="Give this specification a code of its own.",
    who="You",
)
plain(
    "agreement.provider_ended",
    title="{name} has ended",
    fact="{day} was the first day without {name}, so the agreement would outlast it.",
    lift="End the agreement by that day, or correct the provider's end.",
    who="A contract manager",
)
plain(
    "agreement.never_began",
    title="The agreement would never have been in force",
    fact="It began on {day}; without that night there is nothing left of it.",
    lift="Give a last night on or after the first.",
    who="You",
)
plain(
    "agreement.already_ends",
    title="{reference} already ends by then",
    fact="Its last night is {last}.",
    lift="Choose an earlier night, or change its dates to make it run longer.",
    who="You",
)
plain(
    "line.other_specification",
    title="The specification is for another service",
    fact="{specification} is not written for this line's service type.",
    lift="Choose a specification of the same service type.",
    who="You",
)
plain(
    "line.other_home",
    title="{home} is not a home of this provider",
    fact="The agreement is with {provider}; {home} is another's.",
    lift="Choose one of {provider}'s homes.",
    who="You",
)
plain(
    "line.twice",
    title="The agreement already has this line",
    fact="{line} buys the same service, placement type and method on some of these dates.",
    lift="Vary that line's target instead, or give dates that do not overlap.",
    who="You",
)
plain(
    "target.fee_for_service",
    title="A fee-for-service line has no target",
    fact="{line} is paid for each night delivered and stays out of utilisation.",
    lift="Set its price. A target needs a block-funded line.",
    who="You",
    authority="Placement utilisation and funding policy, 2 and 4.2",
)
plain(
    "variation.individual",
    title="An individual contract is varied on its own page",
    fact="{line} is priced by the contract of one placement.",
    lift="Open that contract and choose “Vary the contract”.",
    who="Placement officer",
)
plain(
    "rate.other_method",
    title="The price does not fit the line's method",
    fact="{given} was given; a line of the method “{method}” needs: {wanted}.",
    lift="Give the price as {wanted}.",
    who="You",
)
plain(
    "loading.one_measure",
    title="A contract loading is given in one way",
    fact="It is a number of placements, or a percentage of the minimum placements, never both and never neither.",
    lift="Fill in one of the two; 0 placements says that none is contracted.",
    who="You",
    authority="Placement utilisation and funding policy, 4.5.2",
)
plain(
    "loading.above_whole",
    title="No part is more than the whole",
    fact="{label} is {value}. It is a percentage of the minimum placements, and 100 % are all of them.",
    lift="Enter 100 % or less, or the number of placements.",
    who="You",
    authority="Placement utilisation and funding policy, 4.5.2",
)
plain(
    "loading.fee_for_service",
    title="A fee-for-service line has no contract loading",
    fact="{line} is paid for each night delivered; its price holds all that is paid.",
    lift="Set its price. A loading needs a block-funded line.",
    who="You",
    authority="Placement utilisation and funding policy, 2 and 4.5",
)
plain(
    "loading.other_service",
    title="Loadings are for family based care",
    fact="This line buys {service}, which carries no loading.",
    lift="Set the loading on a line of family based care.",
    who="You",
    authority="Placement utilisation and funding policy, 4.5",
)
plain(
    "override.refused",
    title="“{parameter}” cannot be replaced so",
    fact="{problem}",
    lift="Choose a parameter and a value as the pack describes them.",
    who="You",
    authority="The policy pack",
)
plain(
    "term.overlaps",
    title="There is already a {words} on some of these nights",
    fact="A {words} stands {period}.",
    lift="End that one first, give other dates, or vary the agreement from a day on.",
    who="A contract manager",
)
plain(
    "term.not_inside",
    title="That day is not inside its dates",
    fact="It stands {period}.",
    lift="Choose a day inside these dates.",
    who="You",
)
plain(
    "variation.outside",
    title="The effective date lies outside the agreement",
    fact="{day} is not a day of {reference}, which runs {period}.",
    lift="Choose a day inside the agreement.",
    who="You",
)
plain(
    "variation.changes_nothing",
    title="The variation changes nothing",
    fact="No line of {reference} was given a new target, price or loading.",
    lift="Enter at least one new value.",
    who="You",
)
plain(
    "variation.past",
    title="The day lies in the past",
    fact="{day} is {days} days ago. What was agreed since then is not changed; the difference becomes an adjustment.",
    lift="Read what follows and confirm it, or choose a day to come.",
    who="You",
)
plain(
    "variation.twice",
    title="One term is changed twice",
    fact="{what} is named more than once.",
    lift="Give each term one new value.",
    who="You",
)
plain(
    "variation.unknown_kind",
    title="“{kind}” is no kind of change",
    fact="A variation changes: {known}.",
    lift="Name one of these.",
    who="You",
)
plain(
    "variation.same_value",
    title="Nothing would change",
    fact="{what} is {value} already, from that day to the end of {line}.",
    lift="Enter another value, or leave it empty.",
    who="You",
)
plain(
    "variation.stale",
    title="The terms have changed meanwhile",
    fact="{what} was “{was}” when the paper was written; it is “{now}” now.",
    lift="Draw the variation up anew over what stands now. Both sides then sign the new paper.",
    who="A contract manager",
)
plain(
    "variation.line_gone",
    title="A line is gone",
    fact="A line that the variation changes is no longer a line of {reference}.",
    lift="Withdraw the variation and propose it anew without that line.",
    who="A contract manager",
)
plain(
    "variation.fits",
    title="The paper still fits",
    fact="What variation {number} says of the terms before is what stands now.",
    lift="Nothing needs to be drawn up anew. To change its content, withdraw it and propose another.",
    who="Nobody",
)
plain(
    "variation.own_side_signed",
    title="Your side has signed",
    fact="Variation {number} carries a signature of your side.",
    lift="The other side may still decline; the department may withdraw it.",
    who="The other side",
)
plain(
    "variation.other_line",
    title="{line} is not a line of this agreement",
    fact="{line} does not belong to {reference}.",
    lift="Vary the agreement that has the line.",
    who="You",
)
plain(
    "variation.line_not_in_force",
    title="{line} is not in force on that day",
    fact="{line} runs {period}; {day} lies outside.",
    lift="Choose a day on which the line is in force, or leave that line as it is.",
    who="You",
)

say_actions(
    draw_agreement="Agreement drawn up",
    sign_agreement="Agreement signed",
    make_individual="Agreement of an individual contract made",
    set_weekly="Weekly price set",
    publish_specification="Published",
    make_agreement="Added",
    change_agreement="Changed",
    propose_variation="Variation proposed",
    sign_variation="Variation signed",
    variation_in_force="Variation in force",
    withdraw_variation="Variation withdrawn",
    decline_variation="Variation declined",
    renew_variation="Variation drawn up anew",
    end_agreement="Ended",
    add_line="Line added",
    change_line="Changed",
    set_target="Target set",
    set_rate="Rate set",
    set_loading="Contract loading set",
    override_value="Pack value replaced for this line",
    end_term="A target, rate or value ended",
)
