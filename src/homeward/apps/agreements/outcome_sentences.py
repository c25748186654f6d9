"""How the reasons of outcome agreements read."""

from __future__ import annotations

from homeward.apps.core.refusals import plain

plain(
    "agreement.settled",
    title="Both sides have signed {reference}",
    fact="What stands in a signed agreement is changed by a variation that both sides sign.",
    lift="Propose a variation.",
    who="A local adviser or contract manager",
)
plain(
    "agreement.stale",
    title="The paper no longer says what is agreed",
    fact="Lines, rates, the summary or a setting of {reference} were changed after the paper was drawn up.",
    lift="Draw it up anew. A signature under the earlier paper no longer counts.",
    who="A local adviser or contract manager",
)
plain(
    "agreement.no_line",
    title="The agreement has no line",
    fact="Nothing says which service {reference} is for and how it is funded.",
    lift="Add a line with its specification, its funding model and its rate.",
    who="A local adviser or contract manager",
)
plain(
    "agreement.no_specification",
    title="A service specification is missing",
    fact="{line} rests on no version of a service specification.",
    lift="Choose the version on the line.",
    who="A local adviser or contract manager",
)
plain(
    "agreement.other_method",
    title="{line} has no funding model of partnered care",
    fact="It is funded as: {method}.",
    lift="Add a line that is dynamic, fixed or individualised.",
    who="A local adviser or contract manager",
)
plain(
    "agreement.gap",
    title="A rate is missing on {line}",
    fact="{gap}",
    lift="Set the rate for these nights.",
    who="A local adviser or contract manager",
)
plain(
    "agreement.no_care_model",
    title="No care model summary is agreed",
    fact="{name} has none that the hub has agreed.",
    lift="Write it on its template, hand it in, and agree it.",
    who="The care partner, then the national quality lead",
)
plain(
    "variation.not_signed",
    title="{reference} is not signed yet",
    fact="A variation changes what both sides have signed.",
    lift="Change the agreement itself and draw it up anew, or have it signed first.",
    who="A local adviser or contract manager",
)
plain(
    "variation.no_care_model",
    title="There is no such version of the care model summary",
    fact="Version {number} is not one that the hub has agreed.",
    lift="Choose a version that is agreed.",
    who="You",
)
plain(
    "rate.before_notice",
    title="A rate cannot hold from before notice of it",
    fact="{what} is to hold from {day}; notice of it is given on {notice}. Rates change only forward.",
    lift="Let it begin on {notice} or later.",
    who="You",
)
