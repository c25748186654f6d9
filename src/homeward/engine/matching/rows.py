"""A referral and a place as whole numbers: what the plain rule and the columns both read.

Points run from 0 to 10 000 (hundredths of a point), money is in cents, distance in tenths of a mile, a day is its
ordinal. None is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from homeward.engine.matching.facts import CandidateFact, MatchFacts, ReferralFact, RestrictionFact
from homeward.engine.values import Values
from homeward.kernel.years import age_on

WHOLE = 10_000  # points of something met in full, in hundredths
MET = {"no": 0, "part": 1, "full": 2}
CRITERIA = ("needs", "distance", "siblings", "school", "language", "quality", "price")
OLDEST = 199  # stands for "no upper age"


@dataclass(frozen=True, slots=True)
class Row:
    """One place. Build it from facts with :func:`row_of`, or straight from a table for many."""

    id: str
    home: str
    service_type: str
    types: frozenset[str]
    framework: bool = False
    admitted: bool = True
    places: int = 1
    from_day: int = 0
    confirmed_day: int | None = None
    blocked: bool = False
    age_low: int = 0
    age_high: int = OLDEST
    sexes: frozenset[str] | None = None
    carer_room: int | None = None
    """How many more children the carer's approval allows; None without an approval."""
    carer_low: int = 0
    carer_high: int = OLDEST
    only_for: frozenset[str] | None = None
    restricted: tuple[tuple[str, int, int | None], ...] = ()
    """Restrictions as scope, first day, lift day."""
    registered: bool = True
    easting: int | None = None
    northing: int | None = None
    area: str | None = None
    meets: Mapping[str, int] = field(default_factory=dict)
    traits: frozenset[str] | None = None
    school: int | None = None
    languages: frozenset[str] | None = None
    quality: int | None = None
    price: int | None = None
    comparable: int | None = None
    rank: int | None = None
    children_there: int = 0
    impact: bool | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One referral with the policy that holds for it."""

    today: int
    """The day of looking."""
    day: int
    """The first night a place is needed."""
    types: frozenset[str]
    ages: tuple[int, int]
    sexes: frozenset[str]
    children: frozenset[str]
    size: int
    required: bool
    """Siblings have to live together: every child of the referral needs a place here."""
    siblings_at: Mapping[str, int]
    youngest_alone: int
    """Age of the youngest child not placed with a parent."""
    needs: tuple[str, ...]
    essential: tuple[str, ...]
    avoid: frozenset[str]
    easting: int | None
    northing: int | None
    area: str | None
    adjoining: frozenset[str] | None
    most_tenths: int | None
    avoid_areas: frozenset[str]
    keeps_school: bool
    language: str | None
    yardstick: int
    stale_days: int
    other_arrangements: frozenset[str]
    other_age: int
    registered_types: frozenset[str]
    part: int
    bands: tuple[tuple[int | None, int], ...]
    """Upper edge in tenths of a mile (None: no edge) and points, nearest first."""
    weights: tuple[int, ...]
    """Hundredths of a percent, in the order of CRITERIA."""

    @property
    def siblings_in_all(self) -> int:
        """Children of the referral and their siblings living elsewhere."""
        return self.size + sum(self.siblings_at.values())


def ask_of(
    facts: MatchFacts,
    values: Values,
    weights: tuple[int, ...],
    bands: tuple[tuple[int | None, int], ...],
    registered_types: frozenset[str],
) -> Ask:
    """The referral with its policy in whole numbers."""
    referral = facts.referral
    ages = [age_on(child.born_on, referral.start_by) for child in referral.children]
    alone = [age for age, child in zip(ages, referral.children, strict=True) if not child.with_parent]
    at: dict[str, int] = {}
    for home in referral.siblings_elsewhere:
        at[home] = at.get(home, 0) + 1
    size = len(referral.children)
    point = referral.point
    return Ask(
        today=facts.on.toordinal(),
        day=referral.start_by.toordinal(),
        types=frozenset(referral.types),
        ages=(min(ages), max(ages)),
        sexes=frozenset(child.sex for child in referral.children if child.sex),
        children=frozenset(child.id for child in referral.children),
        size=size,
        required=size > 1 and referral.together == "required",
        siblings_at={} if referral.together == "none" else at,
        youngest_alone=min(alone, default=OLDEST),
        needs=tuple(dict.fromkeys(need.code for need in referral.needs)),
        essential=tuple(dict.fromkeys(need.code for need in referral.needs if need.is_essential)),
        avoid=frozenset(referral.avoid),
        easting=None if point is None else point.easting,
        northing=None if point is None else point.northing,
        area=referral.area,
        adjoining=None if referral.adjoining_areas is None else frozenset(referral.adjoining_areas),
        most_tenths=_most_tenths(referral),
        avoid_areas=frozenset(referral.avoid_areas),
        keeps_school=referral.keeps_school,
        language=referral.language,
        yardstick=tenths(values.number("matching.yardstick_miles")),
        stale_days=values.whole("matching.stale_after"),
        other_arrangements=frozenset(values.codes("matching.other_arrangements")),
        other_age=values.whole("matching.other_arrangements_age"),
        registered_types=registered_types,
        part=hundredths(values.number("matching.part_met")),
        bands=bands,
        weights=weights,
    )


def _most_tenths(referral: ReferralFact) -> int | None:
    """A limit of 10.05 miles lets 10.0 miles in and 10.1 out: the distance has one decimal."""
    return None if referral.max_miles is None else int(referral.max_miles * 10)


def row_of(candidate: CandidateFact, override_roles: frozenset[str] = frozenset()) -> Row:
    """A place of the facts in whole numbers. Restrictions that every role named has overridden are left out."""
    approval, point = candidate.approval, candidate.point
    return Row(
        id=candidate.id,
        home=candidate.home,
        service_type=candidate.service_type,
        types=frozenset(candidate.types),
        framework=candidate.route == "framework",
        admitted=candidate.admission == "admitted",
        places=candidate.places,
        from_day=0 if candidate.available_from is None else candidate.available_from.toordinal(),
        confirmed_day=None if candidate.confirmed_on is None else candidate.confirmed_on.toordinal(),
        blocked=candidate.blocked is not None,
        age_low=candidate.age_low or 0,
        age_high=OLDEST if candidate.age_high is None else min(candidate.age_high, OLDEST),
        sexes=None if candidate.sexes is None else frozenset(candidate.sexes),
        carer_room=None if approval is None else max(0, approval.children_most - approval.children_now),
        carer_low=0 if approval is None else approval.age_low or 0,
        carer_high=OLDEST
        if approval is None or approval.age_high is None
        else min(approval.age_high, OLDEST),
        only_for=None if approval is None or approval.only_for is None else frozenset(approval.only_for),
        restricted=tuple(
            (r.scope, r.start.toordinal(), None if r.end is None else r.end.toordinal())
            for r in candidate.restrictions
            if r.of == (candidate.provider if r.scope == "provider" else candidate.home)
            and not is_overridden(r, override_roles)
        ),
        registered=candidate.is_registered,
        easting=None if point is None else point.easting,
        northing=None if point is None else point.northing,
        area=candidate.area,
        meets={code: MET[met] for code, met in candidate.meets.items()},
        traits=None if candidate.traits is None else frozenset(candidate.traits),
        school=None if candidate.school is None else MET[candidate.school],
        languages=None if candidate.languages is None else frozenset(candidate.languages),
        quality=None if candidate.quality is None else hundredths(Fraction(candidate.quality)),
        price=_cents(candidate.weekly_price),
        comparable=_cents(candidate.comparable_price),
        rank=candidate.rank,
        children_there=candidate.children_there,
        impact=None if candidate.impact is None else candidate.impact == "acceptable",
    )


def is_overridden(restriction: RestrictionFact, roles: frozenset[str]) -> bool:
    """Whether each of the roles has said yes, every one by another person. No roles: nobody can."""
    given = {(item.role, item.by) for item in restriction.overrides if item.role in roles}
    people = {by for _, by in given}
    return bool(roles) and {role for role, _ in given} == roles and len(people) >= len(roles)


def _cents(amount: object) -> int | None:
    return None if amount is None else hundredths(Fraction(str(amount)))


def hundredths(value: Fraction) -> int:
    """A number that is 0 or more in hundredths, a half going up."""
    return _half_up(value * 100)


def tenths(value: Fraction) -> int:
    """A number that is 0 or more in tenths, a half going up."""
    return _half_up(value * 10)


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def as_day(ordinal: int) -> str:
    """An ordinal as ISO text."""
    return date.fromordinal(ordinal).isoformat()


def stale_from(confirmed: int, days: int) -> str:
    """First day on which a confirmation counts as stale."""
    return (date.fromordinal(confirmed) + timedelta(days=days + 1)).isoformat()
