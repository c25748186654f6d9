"""How the reasons and actions of this app read."""

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

plain(
    "place.no_postcode",
    title="“{value}” is no postcode",
    fact="“{value}” does not have the form of a postcode.",
    lift="Write it as QX1 2AB, or give easting and northing.",
    who="You",
)
plain(
    "place.unknown_postcode",
    title="{value} is not in the table",
    fact="The table of postcodes of {body} does not hold {value}. Nothing is guessed.",
    lift="Give easting, northing and area with their source, or load a newer table.",
    who="You, or whoever loads the table",
)
plain(
    "place.half_a_point",
    title="Only half of the point is given",
    fact="Easting and northing belong together; one of them is empty.",
    lift="Give both, or leave both empty while they are not known.",
    who="You",
)
plain(
    "place.off_the_grid",
    title="The point lies off the national grid",
    fact="Easting {easting}, northing {northing} lies outside Great Britain.",
    lift="Give metres: up to 700000 east and 1300000 north.",
    who="You",
)
plain(
    "place.nothing",
    title="Nothing is said about the place",
    fact="Postcode, point and area are all empty.",
    lift="Give at least one of them.",
    who="You",
)
plain(
    "place.no_source",
    title="The source is missing",
    fact="A place entered by hand rests on a source that others can look up.",
    lift="Say where it was read, such as a map sheet or the registration certificate.",
    who="You",
)
plain(
    "place.other_area",
    title="The table says another area",
    fact="By the table {postcode} lies in {area}.",
    lift="Leave the area empty to follow the table, or leave the postcode empty.",
    who="You",
)

say_actions(load_areas="Loaded from a file", load_postcodes="Loaded from a file")
