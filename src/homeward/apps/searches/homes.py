"""What the records say of homes that might be offered: one query for each kind of fact, however many homes there are.

Who already lives in a home is counted over every body's records of it; of the children only their number leaves here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.periods import ONE_DAY
from homeward.apps.providers.models import Home, HomePlace
from homeward.apps.providers.queries import places_on
from homeward.apps.referrals.models import Referral
from homeward.apps.restrictions.models import Restriction, RestrictionOverride
from homeward.apps.restrictions.queries import in_scope, open_on
from homeward.apps.restrictions.reach import binding_bodies
from homeward.apps.searches.models import ImpactAssessment
from homeward.apps.vacancies.models import ApprovalTerms, Vacancy
from homeward.apps.vacancies.queries import terms_on
from homeward.apps.vacancies.there import stays_of, there_on
from homeward.engine.matching.facts import ApprovalFact, OverrideFact, PointFact, RestrictionFact
from homeward.kernel.ranges import DateRange


def key_of(home: Home) -> str:
    """How facts name a home: by its registration where it has one, since two bodies may keep a record of one home."""
    return home.urn if home.urn and home.organisation_id else home.public_id


def provider_key(home: Home) -> str:
    """How facts name who runs a home; a home without a provider is the body's own."""
    return home.organisation.public_id if home.organisation else f"own-{home.body.public_id}"


def is_registered(home: Home) -> bool:
    """Homes register themselves; a carer household lives under the registration of its service."""
    if home.urn:
        return True
    service = home.provider.registration if home.provider else ""
    return home.kind == Home.Kind.CARER_HOUSEHOLD and bool(service)


@dataclass
class Homes:
    """What is recorded of some homes for one body on one day. What is not recorded is absent."""

    body: CommissioningBody
    day: dt.date
    vacancies: dict[int, Vacancy] = field(default_factory=dict)
    terms: dict[int, ApprovalTerms] = field(default_factory=dict)
    places: dict[int, HomePlace] = field(default_factory=dict)
    there: dict[int, set[int]] = field(default_factory=dict)
    restrictions: list[Restriction] = field(default_factory=list)
    overrides: dict[int, list[RestrictionOverride]] = field(default_factory=dict)
    impacts: dict[int, ImpactAssessment] = field(default_factory=dict)
    newest: dict[int, dt.datetime] = field(default_factory=dict)

    def children_there(self, home: Home) -> int:
        return len(self.there.get(home.pk, ()))

    def impact(self, home: Home) -> ImpactAssessment | None:
        """The assessment that counts: none while a child lives there whom it could not know of."""
        found, since = self.impacts.get(home.pk), self.newest.get(home.pk)
        return None if found is None or (since is not None and since > found.assessed_at) else found

    def point(self, home: Home) -> PointFact | None:
        place = self.places.get(home.pk)
        if place is None or place.easting is None or place.northing is None:
            return None
        return PointFact(easting=place.easting, northing=place.northing)

    def area(self, home: Home) -> str | None:
        place = self.places.get(home.pk)
        return place.area.code if place is not None and place.area is not None else None

    def approval(self, home: Home) -> ApprovalFact | None:
        terms = self.terms.get(home.pk)
        if terms is None:
            return None
        return ApprovalFact(
            children_most=terms.children, children_now=self.children_there(home), age_low=terms.age_from,
            age_high=terms.age_to, only_for=[terms.only_for.public_id] if terms.only_for else None,
        )  # fmt: skip

    def free(self, home: Home) -> int | None:
        """Places nobody lives in: as its keeper says, else as the records count; None while nothing tells."""
        said = self.vacancies.get(home.pk)
        if said is not None:
            return said.places
        return None if home.places is None else max(0, home.places - self.children_there(home))

    def blocked(self, home: Home) -> str | None:
        """Why the only empty places cannot be given; None while another can."""
        said = self.vacancies.get(home.pk)
        return said.blocked_because or None if said is not None and not said.places else None

    def confirmed_on(self, home: Home) -> dt.date | None:
        said = self.vacancies.get(home.pk)
        return None if said is None else self.body.day_of(said.confirmed_at)

    def restricted(self, home: Home) -> list[RestrictionFact]:
        """Restrictions of its provider and of the home itself, with the overrides given for this referral."""
        return [
            self._fact(row, "home", key_of(home))
            if row.home
            else self._fact(row, "provider", provider_key(home))
            for row in self.restrictions
            if in_scope(row, home.organisation_id, home)
        ]

    def _fact(self, row: Restriction, scope: str, of: str) -> RestrictionFact:
        told = []
        for given in self.overrides.get(row.pk, ()):
            sides = (
                (given.service_by, "head_of_service"),
                (given.consortium_by, "consortium_officer"),
            )
            told += [
                OverrideFact(by=person.public_id, role=role, reason=given.reason)
                for person, role in sides
                if person is not None
            ]
        return RestrictionFact.model_validate(
            {"id": row.public_id, "scope": scope, "of": of, "start": row.starts_on, "end": row.lifts_on, "overrides": told}
        )  # fmt: skip


def homes_of(
    homes: Iterable[Home],
    *,
    body: CommissioningBody,
    day: dt.date,
    referral: Referral | None,
    children: Collection[int],
) -> Homes:
    """Gather everything about some homes. `children` are keys of those sought for: they do not count as living there."""
    homes = list(homes)
    keys = [home.pk for home in homes]
    found = Homes(body, day)
    found.vacancies = {row.home_id: row for row in Vacancy.objects.filter(home__in=keys)}
    found.terms = terms_on(keys, day)
    found.places = places_on(keys, day)
    for key, stays in stays_of(homes, DateRange(day, day + ONE_DAY)).items():
        if now := there_on(stays, day, children):
            found.there[key] = {stay.child for stay in now}
            found.newest[key] = max(stay.recorded_at for stay in now)
    if referral is not None:
        rows = ImpactAssessment.objects.filter(search__referral=referral, home__in=keys)
        found.impacts = {row.home_id: row for row in rows}
    found.restrictions = _restrictions(homes, body)
    found.overrides = _overrides(found.restrictions, body, referral, children)
    return found


def _restrictions(homes: list[Home], body: CommissioningBody) -> list[Restriction]:
    """Those in force today or to come that bind the body for any of the homes or their providers."""
    organisations = {home.organisation_id for home in homes if home.organisation_id}
    scope = Q(home=None, organisation__in=organisations) | Q(home__in=[home.pk for home in homes])
    numbers = {home.urn for home in homes if home.urn and home.organisation_id}
    scope |= Q(home__organisation__in=organisations, home__urn__in=numbers)
    rows = Restriction.objects.filter(scope, open_on(body.today), body__in=binding_bodies(body, body.today))
    return list(rows.select_related("home").order_by("starts_on", "pk"))


def _overrides(
    rows: list[Restriction], body: CommissioningBody, referral: Referral | None, children: Collection[int]
) -> dict[int, list[RestrictionOverride]]:
    """Overrides both sides agreed for the referral: by its reference, or for the one child it is about."""
    if referral is None or not rows:
        return {}
    whom = Q(reference__iexact=referral.reference)
    if len(children) == 1:  # an override names one child: it lets no brother or sister in with it
        whom |= Q(child__in=children)
    given = RestrictionOverride.objects.filter(
        whom, restriction__in=rows, body=body, state=RestrictionOverride.State.AGREED
    ).select_related("service_by", "consortium_by")
    found: dict[int, list[RestrictionOverride]] = defaultdict(list)
    for row in given:
        found[row.restriction_id].append(row)
    return found
