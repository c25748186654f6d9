"""How the reasons and actions of this app read."""

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "child.born_later",
    title="The date of birth lies ahead",
    fact="{born} has not come yet.",
    lift="Enter the day the child was born, or leave it empty while it is not known.",
    who="You",
)
plain(
    "child.placed_before_birth",
    title="A placement would begin before birth",
    fact="A placement of this child begins before {born}.",
    lift="Correct the placement first, or check the date of birth.",
    who="A placement officer",
)
plain(
    "child.status_before_birth",
    title="The status would begin before birth",
    fact="It would begin on {start}; the child was born on {born}.",
    lift="Correct the first day, or the date of birth.",
    who="You",
)
plain(
    "child.status_twice",
    title="This status is already recorded",
    fact="{code} already stands from {start} for exactly these days.",
    lift="Nothing needs doing, or give other dates.",
    who="You",
)

plain("case.role_unknown", "The role is missing", "Nothing says in which role.", "Choose one.", "You")
plain(
    "case.role_not_held", "They do not hold the role", "{name} is no {role} of the authority on that day.",
    "Choose somebody who is, or have an administrator give the role.", "An administrator",
)  # fmt: skip
plain(
    "case.to_oneself", "Nobody assigns a case to themselves", "You chose yourself.",
    "Somebody else who may assign cases does it.", "A placement officer or head of service",
)  # fmt: skip
plain(
    "case.is_theirs", "It is their case already", "{name} has it since {since}.", "Nothing needs doing.", "You",
)  # fmt: skip
plain(
    "case.before_the_last", "It would begin before the one before", "{name} has the case since {since}.",
    "Give a later day.", "You",
)  # fmt: skip
plain(
    "case.before_the_end", "Another has the case on that day", "It is the case of {name} until {until}.",
    "Give that day or a later one.", "You",
)  # fmt: skip
plain(
    "case.not_independent", "Who works on a case does not review it", "{name} is or was on the other side of this case.",
    "Choose somebody who never was.", "You",
)  # fmt: skip
plain(
    "case.independence_missing", "Nothing says that the reviewing officer is independent",
    "A reviewing officer is not managed by those who manage the case.", "Say who manages them.", "You",
)  # fmt: skip
plain("case.ended", "It has ended", "It ended on {on}.", "Assign it anew.", "You")
plain("case.ends_before", "It would end before it began", "It began on {since}.", "Give a later day.", "You")
plain("case.reason_missing", "The reason is missing", "Nothing says why.", "Say why.", "You")

say_actions(
    assign_case="Case assigned",
    end_case="Case ended",
    add_child="Added",
    change_child="Changed",
    record_fact="Status fact recorded",
    record_legal_status="Legal status recorded",
)
