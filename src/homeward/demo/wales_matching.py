"""Children who live in offered homes already, and what their managers say of another's coming: good, not, not yet.

Children, homes and words are invented.
"""

from __future__ import annotations

import datetime as dt
import random

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.roles import Role
from homeward.apps.children.services import add_child
from homeward.apps.placements.services import record_placement
from homeward.apps.providers import services as providers
from homeward.apps.providers.models import Home, Provider
from homeward.apps.searches.models import Offer, Search
from homeward.apps.searches.services.impacts import assess_impact
from homeward.demo.wales import Wales
from homeward.demo.wales_vacancies import FAMILY_CY, GIVEN_CY
from homeward.kernel.ranges import DateRange

SEED = 20261122
EVERY = 3  # in every third offered home children live already
SAID = (
    ("acceptable", "The older one has asked for company; the younger ones keep to another floor.",
     "Own bedrooms, and three visits before the first night."),
    None,
    ("not_acceptable", "The one who lives here must not share a home with anybody who goes missing, by the risk assessment.", ""),
    ("acceptable", "Nobody who lives here loses a bedroom or a carer’s evening by it.", ""),
)  # fmt: skip


def settle_matching(wales: Wales) -> None:
    """In some of the homes offered for referrals that are compared or asked about, children of the authority live."""
    chance = random.Random(SEED)
    rows = Offer.objects.filter(invitation__search__state__in=(Search.State.OPEN, Search.State.SHORTLIST))
    rows = rows.exclude(invitation__route="in_house").select_related(
        "home__provider", "organisation", "body", "invitation__search"
    )
    homes: dict[int, Home] = {}
    for number, offer in enumerate(rows.order_by("invitation__search", "pk")):
        if number % EVERY:
            continue
        if offer.home_id not in homes:
            homes[offer.home_id] = _own_record(offer, wales.officer(offer.body.name))
            _child(homes[offer.home_id], number, wales.officer(offer.body.name), chance)
        said, manager = SAID[number // EVERY % len(SAID)], _manager(offer)
        if said is not None and manager is not None:
            outcome, words, measures = said
            assess_impact(offer=offer, outcome=outcome, words=words, measures=measures, by=manager)


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
    came = by.today - dt.timedelta(days=60 + chance.randrange(400))
    record_placement(
        child=child, home=home, line=None, period=DateRange(came), placement_type="foster", source="Invented", by=by
    )


def _manager(offer: Offer) -> Actor | None:
    held = Membership.objects.filter(organisation=offer.organisation, role=Role.PROVIDER_MANAGER)
    found = held.select_related("user", "body", "organisation").first()
    return Actor.of(found) if found else None
