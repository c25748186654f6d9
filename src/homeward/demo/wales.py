"""The invented consortium "Partneriaeth y Bryniau", its four authorities, its providers and their homes.

Every body, person, organisation and place here is invented. Framework providers and their homes are records of the
consortium; each authority keeps its own foster carers as a provider of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import time_machine
from dateutil.relativedelta import relativedelta

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.providers import services as providers
from homeward.apps.providers.models import Home, Provider
from homeward.demo.making import make_body, make_people
from homeward.demo.people import Person

PACK = "gb_wls"
CONSORTIUM = "Partneriaeth y Bryniau"
AUTHORITIES = ("Cwm Helyg Council", "Bro Eirin Council", "Dyffryn Celyn Council", "Glannau Heli Council")

FOSTER = (
    "Onnen Las", "Brwyn Gwyn", "Carreg Lwyd", "Dail Derw", "Eithin Aur", "Ffynnon Goch", "Gwenynen", "Helygen Fach",
    "Iorwg", "Llwyn Rhos", "Maes Meillion", "Nant Arian", "Pluen Eira", "Rhedyn", "Sêr y Bore", "Ton Las", "Wennol",
    "Ysgawen", "Cae Banadl", "Bryn Clychau", "Gelli Fedw",
)  # fmt: skip
RESIDENTIAL = (
    "Tŷ Bedwen", "Tŷ Criafol", "Hafod Grug", "Plas Onnen", "Lôn Las", "Cae Mefus", "Llys Rhedyn", "Bwthyn Haul",
    "Hendre Wen", "Morfa Wen", "Tŷ Tesni", "Ffald Goed", "Coed Cnau", "Rhiw Felen", "Tŷ Mwsogl", "Gardd Afallen",
    "Bwlch Awel", "Ynys Hesg", "Tŷ Cwmwl", "Dôl Eos", "Maes Mafon",
)  # fmt: skip
TWO_HOMES = 9  # the first so many of each kind keep two homes, the others one: 60 in all


def _of_consortium(email: str, name: str, role: Role, organisation: str = "") -> Person:
    return Person(f"{email}.example", name, role, organisation)


CONSORTIUM_PEOPLE = (
    _of_consortium("rhiannon.bevan@bryniau", "Rhiannon Bevan", Role.CONSORTIUM_MANAGER),
    _of_consortium("gareth.puw@bryniau", "Gareth Puw", Role.CONSORTIUM_MANAGER),
    _of_consortium("mali.tudur@bryniau", "Mali Tudur", Role.ADMINISTRATOR),
    _of_consortium("steffan.rees@bryniau", "Steffan Rees", Role.POLICY_STEWARD),
    _of_consortium("elin.parri@bryniau", "Elin Parri", Role.POLICY_STEWARD),
    _of_consortium("owain.lloyd@bryniau", "Owain Lloyd", Role.AUDITOR),
    _of_consortium("nia.hopcyn@onnenlas", "Nia Hopcyn", Role.PROVIDER_MANAGER, "Onnen Las Fostering"),
    _of_consortium("cai.morus@onnenlas", "Cai Morus", Role.PROVIDER_WORKER, "Onnen Las Fostering"),
    _of_consortium("huw.ellis@brwyngwyn", "Huw Ellis", Role.PROVIDER_MANAGER, "Brwyn Gwyn Fostering"),
    _of_consortium("lowri.prys@carreglwyd", "Lowri Prys", Role.PROVIDER_MANAGER, "Carreg Lwyd Fostering"),
    _of_consortium("iestyn.gwilym@tybedwen", "Iestyn Gwilym", Role.PROVIDER_MANAGER, "Tŷ Bedwen Homes"),
    _of_consortium("bethan.sior@tycriafol", "Bethan Siôr", Role.PROVIDER_MANAGER, "Tŷ Criafol Homes"),
    _of_consortium("dewi.cynan@hafodgrug", "Dewi Cynan", Role.PROVIDER_MANAGER, "Hafod Grug Homes"),
)  # fmt: skip
# One of each role in every authority. The first has a second head of service, who decides while the first is away, a
# contract manager, who reviews the documents of providers outside frameworks, and those whose cases children are.
AUTHORITY_ROLES = (
    Role.PLACEMENT_OFFICER, Role.SENIOR_PRACTITIONER, Role.HEAD_OF_SERVICE, Role.MONITORING_OFFICER,
    Role.ADMINISTRATOR, Role.HEAD_OF_SERVICE, Role.CONTRACT_MANAGER, Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER,
)  # fmt: skip
AUTHORITY_PEOPLE = (
    ("cwmhelyg", (
        "Catrin Mair", "Aled Bowen", "Siwan Tomos", "Idris Vaughan", "Ffion Ames", "Gwyn Harri", "Nest Ellis", "Lleucu Hywel",
        "Bedwyr Glyn",
    )),
    ("broeirin", ("Tomos Ifan", "Heledd Wyn", "Marged Owen", "Rhys Eynon", "Deio Lewis")),
    ("dyffryncelyn", ("Sara Gwent", "Emyr Madog", "Non Griffri", "Ceri Powel", "Luned Jarman")),
    ("glannauheli", ("Ioan Bifan", "Mared Elis", "Arwel Teifi", "Beca Rhydderch", "Macsen Dafis")),
)  # fmt: skip


@dataclass
class Wales:
    """What the invented Wales is made of, for whoever hangs more on it."""

    consortium: CommissioningBody
    authorities: dict[str, CommissioningBody]
    actors: dict[str, Actor]
    foster: list[Provider] = field(default_factory=list)
    residential: list[Provider] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    in_house: list[Home] = field(default_factory=list)

    @property
    def manager(self) -> Actor:
        """The consortium's manager who keeps the records."""
        return self.actors["rhiannon.bevan@bryniau.example"]

    @property
    def second(self) -> Actor:
        """The consortium's second person."""
        return self.actors["gareth.puw@bryniau.example"]

    def officer(self, authority: str) -> Actor:
        """The placement officer of an authority."""
        return self.in_role(authority, Role.PLACEMENT_OFFICER)

    def in_role(self, authority: str, role: Role) -> Actor:
        """The first person in a role of an authority."""
        body = self.authorities[authority]
        return next(a for a in self.actors.values() if a.body == body and a.role == role)


def people_of(place: str, names: tuple[str, ...]) -> tuple[Person, ...]:
    """An authority's people, one for each role."""
    roles = AUTHORITY_ROLES[: len(names)]
    return tuple(
        Person(f"{name.lower().replace(' ', '.')}@{place}.example", name, role)
        for name, role in zip(names, roles, strict=True)
    )


def load_wales() -> Wales:
    """Bodies, people, framework providers and homes, and the authorities' own carers."""
    consortium = make_body(CONSORTIUM, "Invented consortium, Wales", PACK)
    wales = Wales(consortium, {}, make_people(consortium, CONSORTIUM_PEOPLE))
    for name, (place, names) in zip(AUTHORITIES, AUTHORITY_PEOPLE, strict=True):
        wales.authorities[name] = make_body(name, "Invented authority, Wales", PACK)
        wales.actors.update(make_people(wales.authorities[name], people_of(place, names)))
    began = wales.manager.today - relativedelta(years=3, months=6)
    with time_machine.travel(dt.datetime.combine(began, dt.time(9, 20)), tick=False):
        _framework_providers(wales, began)
        _own_carers(wales, began)
    return wales


def sign_ins() -> list[tuple[str, str]]:
    """What one person per role is called in the welcome, and the e-mail."""
    shown = {Role.CONSORTIUM_MANAGER: CONSORTIUM_PEOPLE[0].email}
    for person in people_of(*AUTHORITY_PEOPLE[0]):
        shown.setdefault(person.role, person.email)
    shown.pop(Role.ADMINISTRATOR)
    shown[Role.PROVIDER_MANAGER] = "nia.hopcyn@onnenlas.example"
    return [(f"{role.label}, Wales", email) for role, email in shown.items()]


def _framework_providers(wales: Wales, began: dt.date) -> None:
    for letter, stems, word, made in (
        ("F", FOSTER, "Fostering", wales.foster),
        ("R", RESIDENTIAL, "Homes", wales.residential),
    ):
        for number, stem in enumerate(stems, start=1):
            provider = providers.register_provider(
                name=f"{stem} {word}", reference=f"{letter}-{number:02}", start=began,
                contact_name="Invented contact", contact_phone=f"01632 960{'FR'.index(letter) + 1}{number:02}",
                registration=f"SIN-{letter}{number:04}", by=wales.manager,
            )  # fmt: skip
            made.append(provider)
            count = 2 if number <= TWO_HOMES else 1
            wales.homes += [
                _home(provider, letter, number, n, stem, wales.manager) for n in range(1, count + 1)
            ]


def _home(provider: Provider, letter: str, number: int, n: int, stem: str, by: Actor) -> Home:
    """A carer household (named by its number: carers are people) or a residential home."""
    fosters = letter == "F"
    place = ("house", "lodge")[n - 1]
    return providers.add_home(
        provider=provider, reference=f"{letter}{number:02}-{n}",
        name=f"Carer household {letter}{number:02}-{n}" if fosters else f"{stem} {place}",
        kind=Home.Kind.CARER_HOUSEHOLD if fosters else Home.Kind.RESIDENTIAL_HOME,
        places=1 + (number + n) % 3 if fosters else 2 + (number + n) % 4, opened_on=provider.start, by=by,
        urn="" if fosters else f"SIN-{letter}{number:02}{n:02}",
    )  # fmt: skip


def _own_carers(wales: Wales, began: dt.date) -> None:
    """Each authority's own foster carers: a provider of its own with two households."""
    for name in wales.authorities:
        officer = wales.officer(name)
        provider = providers.register_provider(
            name=f"{name}, own foster carers",
            reference="IN-HOUSE",
            start=began,
            is_in_house=True,
            contact_name="Fostering team",
            contact_phone="01632 960301",
            registration="SIN-IH",
            by=officer,
        )
        wales.in_house += [
            providers.add_home(
                provider=provider, reference=f"IH-{n}", name=f"Own carer household {n}",
                kind=Home.Kind.CARER_HOUSEHOLD, places=n, opened_on=began, by=officer,
            )
            for n in (1, 2)
        ]  # fmt: skip
