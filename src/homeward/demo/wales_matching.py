"""Children who live in offered homes already, and what their managers say of another's coming: good, not, not yet.

Children, homes and words are invented.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.services.individual import make_individual
from homeward.apps.children.services import add_child
from homeward.apps.placements.services import record_placement
from homeward.apps.providers import services as providers
from homeward.apps.providers.models import Home, Provider
from homeward.apps.searches.models import Offer, Search
from homeward.apps.searches.services.impacts import assess_impact
from homeward.apps.vacancies.checks import Said
from homeward.apps.vacancies.queries import row_of
from homeward.apps.vacancies.services import confirm_vacancies
from homeward.demo.making import make_people
from homeward.demo.people import Person
from homeward.demo.wales import Wales
from homeward.demo.wales_vacancies import FAMILY_CY, GIVEN_CY
from homeward.kernel.ranges import DateRange

SEED = 20261122
ANSWERING = 8, 3  # of the foster and the residential providers so many have a manager when referrals go out
SAID = (
    ("acceptable", "The older one has asked for company; the younger ones keep to another floor.",
     "Own bedrooms, and three visits before the first night."),
    None,
    ("not_acceptable", "The one who lives here must not share a home with anybody who goes missing, by the risk assessment.", ""),
    ("acceptable", "Nobody who lives here loses a bedroom or a carer’s evening by it.", ""),
)  # fmt: skip


def appoint_managers(wales: Wales) -> None:
    """Enough providers have somebody who answers, so that there is something to compare."""
    known = {a.organisation.pk for a in wales.actors.values() if a.organisation}
    some = [*wales.foster[: ANSWERING[0]], *wales.residential[: ANSWERING[1]]]
    people = tuple(
        Person(
            f"rheolwr.{p.reference.lower()}@bryniau.example",
            f"{GIVEN_CY[(n * 7 + 3) % len(GIVEN_CY)]} {FAMILY_CY[(n * 2 + 1) % len(FAMILY_CY)]}",
            Role.PROVIDER_MANAGER, p.organisation.name,
        )
        for n, p in enumerate(p for p in some if p.organisation_id not in known)
    )  # fmt: skip
    wales.actors.update(make_people(wales.consortium, people))


def settle_matching(wales: Wales) -> None:
    """What is free follows what was offered; in every second home with room children of the authority live already."""
    chance = random.Random(SEED)
    rows = Offer.objects.filter(invitation__search__state__in=(Search.State.OPEN, Search.State.SHORTLIST))
    rows = rows.exclude(invitation__route="in_house").select_related(
        "home__provider", "home__body", "organisation", "body", "invitation__search__referral"
    )
    shared: set[int] = set()
    for number, offer in enumerate(rows.order_by("invitation__search", "pk")):
        size, home, manager = offer.invitation.search.referral.children.count(), offer.home, _manager(offer)
        if manager is None:
            continue
        lives = (home.places or 0) > size and number % 2 == 0
        if lives and home.pk not in shared:
            shared.add(home.pk)
            officer = wales.officer(offer.body.name)
            _child(_own_record(offer, officer), number, officer, chance)
        if number % 5 != 4:
            _free(offer, size, manager)
        said = SAID[number // 2 % len(SAID)]
        if home.pk in shared and said is not None:
            outcome, words, measures = said
            assess_impact(offer=offer, outcome=outcome, words=words, measures=measures, by=manager)


def _free(offer: Offer, size: int, manager: Actor) -> None:
    """The vacancy says what the offer says: room for them, and a kind the referral seeks."""
    row = row_of(manager, offer.home)
    sought = [code for code in offer.invitation.search.referral.placement_types if _fits(offer.home, code)]
    if row.vacancy is None or (row.counted.free or 0) < size or not sought:
        return
    v, terms = row.vacancy, row.terms
    said = Said(
        home=offer.home, places=max(v.places, size), types=tuple(dict.fromkeys([*v.types, *sought])), conditions=v.conditions,
        languages=None if v.languages is None else tuple(v.languages), traits=None if v.traits is None else tuple(v.traits),
        age_from=terms.age_from if terms else 5, age_to=terms.age_to if terms else 17, seen=v.confirmed_at,
    )  # fmt: skip
    confirm_vacancies(said=[said], by=manager)


def _fits(home: Home, code: str) -> bool:
    return code.startswith("foster") == (home.kind == Home.Kind.CARER_HOUSEHOLD)


def _own_record(offer: Offer, by: Actor) -> Home:
    """The home as the authority keeps it since it first placed a child there."""
    home = offer.home
    own = Provider.objects.filter(body=by.body, organisation=offer.organisation).first()
    if own is None:
        own = providers.register_provider(
            name=offer.organisation.name, reference=f"EX-{offer.organisation.pk}", start=by.today - dt.timedelta(days=700),
            registration=home.provider.registration if home.provider else "", by=by,
        )  # fmt: skip
    there = Home.objects.filter(body=by.body, organisation=offer.organisation, name=home.name).first()
    return there or providers.add_home(
        provider=own, reference=home.reference, name=home.name, kind=home.kind, places=home.places, urn=home.urn,
        opened_on=own.start, source=f"Record of {home.body.name}", by=by,
    )  # fmt: skip


def _child(home: Home, number: int, by: Actor, chance: random.Random) -> None:
    child = add_child(
        client_number=f"EX-{number:03}", given_name=GIVEN_CY[(number + 5) % len(GIVEN_CY)],
        family_name=FAMILY_CY[(number + 3) % len(FAMILY_CY)], born_on=by.today - dt.timedelta(days=2200 + chance.randrange(3500)),
        sex=chance.choice("FM"), source="Invented", by=by,
    )  # fmt: skip
    stay = DateRange(by.today - dt.timedelta(days=60 + chance.randrange(400)), None)
    assert home.provider is not None
    fosters = home.kind == Home.Kind.CARER_HOUSEHOLD
    price = Decimal(780 + 10 * chance.randrange(30)) * (1 if fosters else 4)
    (line,) = make_individual(
        provider=home.provider, reference=f"EX-{number:03}", title="Individual contract, invented", start=stay.start,
        service_type="fostering" if fosters else "residential", home=home, prices=[[(stay, price)]], by=by,
    )  # fmt: skip
    record_placement(
        child=child, home=home, line=line, period=stay, placement_type="foster" if fosters else "residential",
        source="Invented", by=by,
    )  # fmt: skip


def _manager(offer: Offer) -> Actor | None:
    held = Membership.objects.filter(organisation=offer.organisation, role=Role.PROVIDER_MANAGER)
    found = held.select_related("user", "body", "organisation").first()
    return Actor.of(found) if found else None
