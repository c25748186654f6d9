"""How the reasons and actions of this app read."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

WHO = "A contract monitoring officer, or the consortium"

plain(
    "inspection.of_a_household",
    title="{home} is a carer household",
    fact="The inspectorate looks at the fostering service, not at each household.",
    lift="Record the inspection on the page of its provider.",
    who=WHO,
)
plain(
    "inspection.unknown_regulator",
    title="This inspectorate is not known",
    fact="“{given}” is not on the list of inspectorates.",
    lift="Choose one of the list.",
    who="You",
)
plain(
    "inspection.not_its_grade",
    title="{regulator} does not give this grade",
    fact="“{given}” is not on the scale of {regulator}.",
    lift="Choose a grade of its own scale, or none where the report carries none.",
    who="You",
)
plain(
    "inspection.to_come",
    title="The day has not come",
    fact="{day} is after today, {today}.",
    lift="Give the day of the inspection as the report says it.",
    who="You",
)
plain(
    "inspection.stands",
    title="This inspection is recorded",
    fact="{who} recorded an inspection of {subject} on {day} by the same inspectorate.",
    lift="Read that record; take it back first if it is wrong.",
    who="You",
)
plain(
    "inspection.is_taken_back",
    title="It is taken back already",
    fact="This record of {subject} counts no more.",
    lift="Nothing needs to be done.",
    who="–",
)
plain(
    "inspection.reason_missing",
    title="No reason is given",
    fact="A record is taken out of use with a reason.",
    lift="Write why it is wrong.",
    who="You",
)
say_actions(record_inspection="Inspection recorded", take_back_inspection="Inspection taken back")
