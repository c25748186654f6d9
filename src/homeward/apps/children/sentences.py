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

say_actions(
    add_child="Added",
    change_child="Changed",
    record_fact="Status fact recorded",
    record_legal_status="Legal status recorded",
)
