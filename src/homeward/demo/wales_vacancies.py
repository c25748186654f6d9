"""Where the invented Wales is, what its homes can give, and who lives in the authorities' own homes.

No real postcode begins with Q, and no real area has these names: every place is invented, its points too.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

import time_machine
from dateutil.relativedelta import relativedelta

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.children.services import add_child, record_fact
from homeward.apps.geography.models import Area
from homeward.apps.geography.services import AreaTold, PostcodeTold, load_areas, load_postcodes
from homeward.apps.placements.services import record_placement
from homeward.apps.providers import services as providers
from homeward.apps.providers.locating import set_place
from homeward.apps.providers.models import Home, Provider
from homeward.apps.vacancies.queries import Row, homes_kept, rows_of
from homeward.apps.vacancies.services import Said, confirm_vacancies, set_approval
from homeward.demo.making import make_people
from homeward.demo.people import FAMILY, GIVEN, Person
from homeward.demo.wales import Wales
from homeward.kernel.ranges import DateRange

SEED = 19520603
SOURCE = "Invented table of the demonstration"
TILE = 13_000  # metres from tile to tile
WEST, NORTH = 268_000, 246_000
GIVEN_CY = (
    "Alaw",
    "Berwyn",
    "Cerys",
    "Dafydd",
    "Enfys",
    "Gethin",
    "Heulwen",
    "Ifor",
    "Llinos",
    "Meurig",
    "Nerys",
    "Osian",
)
FAMILY_CY = ("Bengough", "Cadell", "Gwilt", "Hywell", "Maddox", "Penri", "Prosser", "Ystwyth", "Trefor")


@dataclass(frozen=True)
class Tile:
    """An area with its tile, and the district of its postcodes."""

    code: str
    name: str
    name_cy: str
    column: int
    row: int
    district: str
    adjoining: str


AREAS = (
    Tile("MGW", "Mynydd Gwlân", "Mynydd Gwlân", 2, 1, "QX1", "CFA CHL"),
    Tile("CFA", "Great Marsh", "Cors Fawr", 3, 1, "QX2", "BEI"),
    Tile("TGW", "White Strand", "Traeth Gwyn", 1, 2, "QX3", "CHL DCE"),
    Tile("CHL", "Cwm Helyg", "Cwm Helyg", 2, 2, "QX4", "BEI DCE"),
    Tile("BEI", "Bro Eirin", "Bro Eirin", 3, 2, "QX5", "GHE RDU"),
    Tile("RDU", "Black Moor", "Rhos Ddu", 4, 2, "QX6", "EAM"),
    Tile("DCE", "Dyffryn Celyn", "Dyffryn Celyn", 2, 3, "QX7", "GHE"),
    Tile("GHE", "Glannau Heli", "Glannau Heli", 3, 3, "QX8", ""),
    Tile("EAM", "Eastmoor, England", "Eastmoor, Lloegr", 5, 2, "QX9", ""),
)
OWN = {
    "Cwm Helyg Council": "CHL", "Bro Eirin Council": "BEI", "Dyffryn Celyn Council": "DCE", "Glannau Heli Council": "GHE",
}  # fmt: skip
CHILDREN = {
    "Cwm Helyg Council": 14,
    "Bro Eirin Council": 5,
    "Dyffryn Celyn Council": 4,
    "Glannau Heli Council": 4,
}


def load_wales_vacancies(wales: Wales) -> None:
    """Tables, places, approvals, children who live there, and what is free: some said yesterday, some long ago."""
    chance = random.Random(SEED)
    postcodes = _postcodes(chance)
    for body, by in [(wales.consortium, wales.manager), *_officers(wales)]:
        _tables(body, by, postcodes)
    managers = _managers(wales)
    in_house = _own_homes(wales)
    with _moment(wales.manager.today - relativedelta(years=2, days=-1)):
        _places(wales, in_house, postcodes, chance)
    _children(wales, in_house, chance)
    _vacancies(wales, managers, chance)


def _officers(wales: Wales) -> list[tuple[CommissioningBody, Actor]]:
    return [(body, wales.officer(name)) for name, body in wales.authorities.items()]


def _postcodes(chance: random.Random) -> list[PostcodeTold]:
    """Eight postcodes in each district, around the middle of its tile."""
    made = []
    for tile in AREAS:
        for n in range(8):
            easting = WEST + tile.column * TILE + chance.randrange(-5500, 5500)
            northing = NORTH - tile.row * TILE + chance.randrange(-5500, 5500)
            made.append(
                PostcodeTold(f"{tile.district} {n + 1}{'ABDEFGHJ'[n]}Q", easting, northing, tile.code)
            )
    return made


def _tables(body: CommissioningBody, by: Actor, postcodes: list[PostcodeTold]) -> None:
    areas = [
        AreaTold(
            t.code, t.name, t.name_cy, tuple(t.adjoining.split()), t.column, t.row, OWN.get(body.name) == t.code or None
        )
        for t in AREAS
    ]  # fmt: skip
    load_areas(areas=areas, source=SOURCE, by=by)
    load_postcodes(postcodes=postcodes, source=SOURCE, by=by)


def _managers(wales: Wales) -> dict[int, Actor]:
    """A manager for every framework provider, by the organisation's key: those who stand in the welcome, and others."""
    known = {
        a.organisation.pk: a
        for a in wales.actors.values()
        if a.role == Role.PROVIDER_MANAGER and a.organisation
    }
    missing = [p for p in [*wales.foster, *wales.residential] if p.organisation_id not in known]
    people = tuple(
        Person(
            f"rheolwr.{p.reference.lower()}@bryniau.example",
            f"{GIVEN_CY[n % len(GIVEN_CY)]} {FAMILY_CY[(n * 5 + n // 12) % len(FAMILY_CY)]}",
            Role.PROVIDER_MANAGER, p.organisation.name,
        )
        for n, p in enumerate(missing)
    )  # fmt: skip
    made = make_people(wales.consortium, people)
    return known | {a.organisation.pk: a for a in made.values() if a.organisation}


def _own_homes(wales: Wales) -> dict[str, list[Home]]:
    """The in-house homes of each authority, and for the largest a children's home outside every framework."""
    homes: dict[str, list[Home]] = {name: [] for name in wales.authorities}
    for home in wales.in_house:
        homes[home.body.name].append(home)
    name = "Cwm Helyg Council"
    by = wales.officer(name)
    began = by.today - relativedelta(years=2)
    with _moment(began):
        outside = providers.register_provider(name="Tŷ Gwenith Care", reference="NF-1", start=began, by=by)
        homes[name] += [_home(outside, n, began, by) for n in (1, 2, 3)]
    return homes


def _home(provider: Provider, n: int, began: dt.date, by: Actor) -> Home:
    return providers.add_home(
        provider=provider, reference=f"NF-1-{n}", name=f"Tŷ Gwenith {n}", kind=Home.Kind.RESIDENTIAL_HOME,
        places=4, opened_on=began, by=by,
    )  # fmt: skip


def _places(
    wales: Wales, in_house: dict[str, list[Home]], postcodes: list[PostcodeTold], chance: random.Random
) -> None:
    """By postcode, but for one in twelve by a map, and one in fifteen that nobody has located."""
    areas = {a.code: a for a in Area.objects.filter(body=wales.consortium)}
    for n, home in enumerate(wales.homes, start=1):
        if n % 15 == 0:
            continue
        at = chance.choice(postcodes)
        start = home.opened_on or wales.manager.today
        if n % 12 == 0:
            set_place(
                home=home, start=start, easting=at.easting, northing=at.northing, area=areas[str(at.area)],
                source="Map sheet of the demonstration", by=wales.manager,
            )  # fmt: skip
        else:
            set_place(home=home, start=start, postcode=at.code, by=wales.manager)
    for name, homes in in_house.items():
        near = [p for p in postcodes if p.area == OWN[name]]
        for home in homes:
            far = home.reference == "NF-1-3"
            at = chance.choice([p for p in postcodes if p.area == "EAM"] if far else near)
            set_place(
                home=home, start=home.opened_on or home.body.today, postcode=at.code, by=wales.officer(name)
            )


def _children(wales: Wales, in_house: dict[str, list[Home]], chance: random.Random) -> None:
    """Children of each authority in its own homes, with the district they come from; of some nobody knows it."""
    for name, count in CHILDREN.items():
        by, homes = wales.officer(name), in_house[name]
        beds = [home for home in homes for _ in range(home.places or 0)]
        here = next(t for t in AREAS if t.code == OWN[name])
        for n in range(min(count, len(beds) - 1)):
            came = by.today - dt.timedelta(days=chance.randrange(20, 600))
            child = add_child(
                client_number=f"W{here.code}{n + 101}", born_on=by.today - dt.timedelta(days=chance.randrange(900, 6200)),
                given_name=chance.choice(GIVEN), family_name=chance.choice(FAMILY), sex=chance.choice("FM"), by=by,
            )  # fmt: skip
            if n % 5 != 4:
                district = chance.choice(AREAS).district if n % 4 == 3 else here.district
                record_fact(child=child, kind="home_district", value=district, source="Referral form", by=by)
            record_placement(child=child, home=beds[n], line=None, period=DateRange(came), by=by)


def _vacancies(wales: Wales, managers: dict[int, Actor], chance: random.Random) -> None:
    """Every keeper says what is free; one in six long ago, one in fourteen never."""
    everybody = [*managers.values(), *(by for _body, by in _officers(wales))]
    for n, by in enumerate(sorted(everybody, key=lambda a: a.user.email)):
        if n % 14 == 13:
            continue
        days = 9 + n if n % 6 == 5 else chance.randrange(0, 5)
        homes = homes_kept(by)
        with _moment(by.today - relativedelta(years=2, days=-1)):
            for home in homes:
                if home.kind == Home.Kind.CARER_HOUSEHOLD:
                    _approve(home, by, chance)
        with _moment(by.today - dt.timedelta(days=days)):
            said = [_said(row, chance) for row in rows_of(by, homes)]
            if said:
                confirm_vacancies(said=said, by=by)


def _approve(home: Home, by: Actor, chance: random.Random) -> None:
    low = chance.choice((0, 0, 0, 5))
    began = home.opened_on or by.today
    set_approval(
        home=home, start=began, children=home.places or 1, age_from=low, age_to=18 if low else chance.choice((10, 18, 18)),
        source=f"Fostering panel of {began:%B %Y}", by=by,
    )  # fmt: skip


def _said(row: Row, chance: random.Random) -> Said:
    home, counted, terms = row.home, row.counted, row.terms
    can = counted.free or 0
    # Of framework homes the records hold no stays yet, so that their keepers' word is all there is.
    free = max(0, can - chance.choice((0, 1, 1, 2))) if home.body.name not in CHILDREN else can
    blocked = 1 if can > free and chance.random() < 0.3 else 0
    later = (
        home.body.today + dt.timedelta(days=chance.randrange(7, 40))
        if free and chance.random() < 0.2
        else None
    )
    fosters = home.kind == Home.Kind.CARER_HOUSEHOLD
    types: tuple[str, ...] = ("foster_mainstream",) if fosters else ("residential_core",)
    if chance.random() < 0.3:
        types = (*types, "foster_siblings" if fosters else "residential_therapeutic")
    return Said(
        home=home, places=free, free_from=later, types=types,
        languages=chance.choice((None, ("en",), ("en", "cy"), ("cy",))),
        traits=chance.choice((None, (), (), ("dog",), ("teenager",))),
        age_from=terms.age_from if terms else 8, age_to=terms.age_to if terms else 17,
        conditions=chance.choice(("", "", "", "Welsh at home", "A room on the ground floor", "No dogs in the household")),
        blocked_places=blocked, blocked_because=chance.choice(("matching", "staffing", "refurbishment")) if blocked else "",
    )  # fmt: skip


def _moment(day: dt.date) -> time_machine.travel:
    """A morning of the invented past."""
    return time_machine.travel(dt.datetime.combine(day, dt.time(9, 40)), tick=False)
