"""The invented agency "Te Whare Tiaki" of Aotearoa New Zealand, and the people on both sides of its applications.

Every body, person, organisation and place here is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.accounts.roles import Role
from homeward.demo.making import make_body, make_people
from homeward.demo.people import PASSWORD, Person

PACK = "nz"
AGENCY = "Te Whare Tiaki"


def _person(
    email: str, name: str, role: Role, organisation: str = "", limit: Decimal | None = None
) -> Person:
    return Person(f"{email}.example", name, role, organisation, limit)


AGENCY_PEOPLE = (
    _person("aroha.kingi@tewharetiaki", "Aroha Kingi", Role.LOCAL_ADVISER),
    _person("tom.hargreaves@tewharetiaki", "Tom Hargreaves", Role.LOCAL_ADVISER),
    _person("hana.wetere@tewharetiaki", "Hana Wētere", Role.HUB_LEAD),
    _person("josephine.tait@tewharetiaki", "Josephine Tait", Role.HUB_ADMINISTRATOR),
    _person("stephen.lowe@tewharetiaki", "Stephen Lowe", Role.QUALITY_MANAGER),
    _person("marama.tipene@tewharetiaki", "Mārama Tīpene", Role.ADVISORY_MEMBER),
    _person("ruth.calder@tewharetiaki", "Ruth Calder", Role.DEPUTY_CHIEF_EXECUTIVE),
    _person("wiremu.tamati@accreditor", "Wiremu Tāmati", Role.ACCREDITOR),
    _person("nikau.pohatu@tewharetiaki", "Nīkau Pōhatu", Role.CONTRACT_MANAGER),
    _person("kahu.ngata@tewharetiaki", "Kahu Ngata", Role.CONTRACT_OFFICER),
    _person("miriama.poutama@tewharetiaki", "Miriama Poutama", Role.DIRECTOR, limit=Decimal(500_000)),
    _person("wendy.sharp@tewharetiaki", "Wendy Sharp", Role.FINANCE_OFFICER),
    _person("rawiri.hohepa@tewharetiaki", "Rāwiri Hōhepa", Role.PRIVACY_OFFICER),
    _person("leilani.faleolo@tewharetiaki", "Leilani Faleolo", Role.AUDITOR),
    _person("george.munro@tewharetiaki", "George Munro", Role.ADMINISTRATOR),
)
# Organisation, its business number, and its manager: e-mail and name.
PARTNERS = (
    ("Ngā Hau Māhaki Trust", "mereana.tautari@ngahaumahaki", "Mereana Tautari"),
    ("Te Ara Kōwhai Whānau Care", "rangi.paki@tearakowhai", "Rangi Paki"),
    ("Puna Ora Homes", "sela.tuipulotu@punaora", "Sela Tuipulotu"),
    ("Tōtara Grove Fostering", "kate.mcleod@totaragrove", "Kate McLeod"),
    ("Manu Aute Trust", "hemi.rata@manuaute", "Hēmi Rata"),
    ("Harakeke House", "anna.willis@harakekehouse", "Anna Willis"),
    ("Te Puāwai Tamariki", "pania.marsh@tepuawai", "Pānia Marsh"),
    ("Kauri Bay Youth Services", "daniel.frew@kauribay", "Daniel Frew"),
    ("Waka Huia Caregivers", "moana.tere@wakahuia", "Moana Tere"),
    ("Southern Lights Care", "isla.grant@southernlights", "Isla Grant"),
    ("Rerenga Whānau Trust", "tui.henare@rerenga", "Tūī Henare"),
    ("Pōhutukawa Family Homes", "losa.iosefa@pohutukawa", "Losa Iosefa"),
    ("Kākāriki Kāinga Trust", "whetu.marino@kakariki", "Whetū Marino"),
    ("Mānuka Ridge Homes", "grace.latu@manukaridge", "Grace Latu"),
    ("Te Awa Pounamu Care", "tama.ruru@awapounamu", "Tama Ruru"),
    ("Ponga Street Homes", "helen.frost@pongastreet", "Helen Frost"),
    ("Hīnau Grove Youth Care", "kahu.wihongi@hinaugrove", "Kahu Wihongi"),
    ("Tāwhiri House", "ngaire.tomo@tawhirihouse", "Ngaire Tomo"),
    ("Nīkau Bay Caregivers", "ana.solomon@nikaubay", "Ana Solomon"),
    ("Tītoki Family Homes", "piri.keepa@titoki", "Piri Keepa"),
    ("Kōtuku Crossing Trust", "mere.haami@kotukucrossing", "Mere Haami"),
)


@dataclass
class Aotearoa:
    """What the invented agency is made of, for whoever hangs more on it."""

    body: CommissioningBody
    people: dict[str, Actor]
    managers: dict[str, Actor]

    def one(self, role: Role) -> Actor:
        """The first of the agency's people in a role."""
        return next(actor for actor in self.people.values() if actor.role is role)


def load_aotearoa() -> Aotearoa:
    """The agency, its people, and the managers of the organisations on their way."""
    body = make_body(AGENCY, "Invented agency, Aotearoa", PACK)
    people = make_people(body, AGENCY_PEOPLE)
    of_partners = tuple(_person(email, who, Role.PROVIDER_MANAGER, name) for name, email, who in PARTNERS)
    made = make_people(body, of_partners)
    managers = {}
    for number, (name, email, _who) in enumerate(PARTNERS, start=1):
        actor = made[f"{email}.example"]
        Organisation.objects.filter(pk=actor.organisation.pk if actor.organisation else 0).update(
            business_number=_number(number)
        )
        managers[name] = Actor.of(type(actor.membership).objects.get(pk=actor.membership.pk))
    worker = Person("ari.paki@tearakowhai.example", "Ari Paki", Role.PROVIDER_WORKER, PARTNERS[1][0])
    make_people(body, (worker,))
    return Aotearoa(body, people, managers)


def _number(n: int) -> str:
    """An invented business number: the range is nobody's."""
    return f"942900000{n:04}"


def sign_ins() -> list[tuple[str, str, str]]:
    """Role and body, e-mail and password of one person per role of the agency, and a care partner's manager."""
    seen: dict[Role, Person] = {}
    for person in AGENCY_PEOPLE:
        seen.setdefault(person.role, person)
    rows = [(f"{p.role.label}, Aotearoa", p.email, PASSWORD) for p in seen.values() if p.role in OWN_ROLES]
    return [*rows, ("Care partner manager, Aotearoa", f"{PARTNERS[0][1]}.example", PASSWORD)]


OWN_ROLES = (
    Role.LOCAL_ADVISER, Role.HUB_LEAD, Role.HUB_ADMINISTRATOR, Role.QUALITY_MANAGER, Role.ADVISORY_MEMBER,
    Role.DEPUTY_CHIEF_EXECUTIVE, Role.ACCREDITOR, Role.PRIVACY_OFFICER,
)  # fmt: skip
