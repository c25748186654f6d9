"""The kinds of import, each with its tables, its checks and its words."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.intake.checks.check_area_told import check_area_told
from homeward.apps.intake.checks.check_child_born import check_child_born
from homeward.apps.intake.checks.check_child_fact import check_child_fact
from homeward.apps.intake.checks.check_home_opening import check_home_opening
from homeward.apps.intake.checks.check_home_places import check_home_places
from homeward.apps.intake.checks.check_home_provider import check_home_provider
from homeward.apps.intake.checks.check_home_remoteness import check_home_remoteness
from homeward.apps.intake.checks.check_postcode_place import check_postcode_place
from homeward.apps.intake.checks.check_row_once import check_row_once
from homeward.apps.intake.checks.check_spell_facts import check_spell_facts
from homeward.apps.intake.checks.check_spell_once import check_spell_once
from homeward.apps.intake.checks.check_spell_placement import check_spell_placement
from homeward.apps.intake.checks.check_stay_facts import check_stay_facts
from homeward.apps.intake.checks.check_stay_once import check_stay_once
from homeward.apps.intake.checks.check_stay_parties import check_stay_parties
from homeward.apps.intake.checks.check_stay_reopened import check_stay_reopened
from homeward.apps.intake.checks.check_stays_apart import check_stays_apart
from homeward.apps.intake.checks.ssda903 import RETURN_CHECKS
from homeward.apps.intake.kinds.children import CHILDREN
from homeward.apps.intake.kinds.columns import Shape
from homeward.apps.intake.kinds.geography import AREAS, POSTCODES
from homeward.apps.intake.kinds.homes import HOMES
from homeward.apps.intake.kinds.placements import PLACEMENTS
from homeward.apps.intake.kinds.rows import Check
from homeward.apps.intake.kinds.spells import SPELLS
from homeward.apps.intake.kinds.ssda903 import EPISODES, HEADER
from homeward.apps.intake.readers.limits import FROM_DISK, LIMITS, Limits

BRITAIN = ("gb_eng", "gb_wls")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of import. Its checks run in this order; a row with an error goes no further.

    `permission`: what its rows would change, so that nobody brings in a file of what they may not keep.
    `together`: the columns by which rows concern each other. Rows that share none of them can be checked apart, so a
    file of any length is worked through in parts; without such columns it is checked as a whole.
    """

    id: str
    title: str
    words: str
    shapes: tuple[Shape, ...]
    checks: tuple[Check, ...]
    packs: tuple[str, ...] = ()
    permission: P = P.CHILD_WRITE
    together: tuple[str, ...] | None = None

    @property
    def limits(self) -> Limits:
        """How large a file may be that is loaded from the disk."""
        return FROM_DISK if self.together else LIMITS

    def shape(self, name: str) -> Shape:
        return next(s for s in self.shapes if s.name == name)

    def suits(self, pack: str) -> bool:
        """Whether bodies with that pack use this kind."""
        return not self.packs or pack in self.packs

    def is_for(self, actor: Actor) -> bool:
        """Whether this person may bring in files of this kind."""
        return self.suits(actor.body.pack) and actor.holds(self.permission)


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "homes",
            "Homes",
            "Carer households and residential homes, one row each.",
            (HOMES,),
            (
                check_row_once,
                check_home_provider,
                check_home_remoteness,
                check_home_places,
                check_home_opening,
            ),
            permission=P.HOME_WRITE,
            together=("reference",),
        ),
        Kind(
            "children",
            "Children",
            "Children with their record number and date of birth, one row each.",
            (CHILDREN,),
            (check_row_once, check_child_born, check_child_fact),
            together=("client_number",),
        ),
        Kind(
            "placements",
            "Placements",
            "Stays of children in homes, one row each. Children, homes and agreement lines must be recorded before.",
            (PLACEMENTS,),
            (check_stay_parties, check_stay_once, check_stay_facts, check_stays_apart, check_stay_reopened),
            together=("child", "placement"),
        ),
        Kind(
            "spells",
            "Spells",
            "Holds, missing episodes, absences, shared care and care types within placements, one row each.",
            (SPELLS,),
            (check_spell_placement, check_spell_once, check_spell_facts),
            together=("child", "placement"),
        ),
        Kind(
            "areas",
            "Areas",
            "Areas of local authorities with their neighbours and their tiles on the map, one row each.",
            (AREAS,),
            (check_row_once, check_area_told),
            packs=BRITAIN,
            permission=P.HOME_WRITE,
        ),
        Kind(
            "postcodes",
            "Postcodes",
            "Postcodes with their point on the national grid and their area, one row each. Areas must be recorded before.",
            (POSTCODES,),
            (check_row_once, check_postcode_place),
            packs=BRITAIN,
            permission=P.HOME_WRITE,
            together=("postcode",),
        ),
        Kind(
            "ssda903",
            "Statutory return SSDA903",
            "Episodes and header of the return together: children, homes, stays and legal statuses.",
            (EPISODES, HEADER),
            RETURN_CHECKS,
            packs=("gb_eng",),
        ),
    )
}
