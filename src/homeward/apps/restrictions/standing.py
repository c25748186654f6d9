"""Standing: the one question of whether a provider, or one of its homes, may be promised a child on a day.

Everything that promises a place asks `standing_of`, or `hold_standing` where it writes: invitations, offers, contracts,
starts. Lists ask `standings_of` for all their rows at once. The answer is every reason at once; its sentence says the
fact, what lifts it and who can.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.approvals.promising import in_the_way
from homeward.apps.children.models import Child
from homeward.apps.core.refusals import Refused, Sentence, present
from homeward.apps.providers.models import Home, Provider
from homeward.apps.restrictions import queries
from homeward.apps.restrictions.causes import is_urgent
from homeward.apps.restrictions.machine import office_of
from homeward.apps.restrictions.models import Restriction, RestrictionOverride
from homeward.apps.restrictions.reach import binding_bodies
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class Asked:
    """Whom the question is about: a provider (None: a home without one), for a body, and perhaps one home and one child."""

    organisation: Organisation | None
    body: CommissioningBody
    home: Home | None
    on: dt.date
    child: Child | None = None
    reference: str = ""


@dataclass(frozen=True)
class Standing:
    """Whether the place may be promised, and every reason why not."""

    reasons: tuple[Reason, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.reasons

    @property
    def sentences(self) -> list[Sentence]:
        """Each reason as a reader is told it: the fact, what lifts it, who can."""
        return [present(reason) for reason in self.reasons]


def standing_of(
    *, organisation: Organisation | None, body: CommissioningBody, home: Home | None = None, on: dt.date,
    child: Child | None = None, reference: str = "",
) -> Standing:  # fmt: skip
    """Every reason why `body` may not promise a place on a day with a provider, or in one of its homes.

    A restriction on one home is no reason against the provider's others. With `child` or `reference`, an override that
    both sides agreed for that child takes the restriction away.
    """
    return standings_of([Asked(organisation, body, home, on, child, reference)])[0]


def standings_of(asked: Sequence[Asked]) -> list[Standing]:
    """The same for many, in their order, with as many queries as for one. All ask for one body on one day."""
    if not asked:
        return []
    records = _Records(asked)
    found = (
        [*records.restricted(a), *records.approved(a), *records.dealings(a), *_home_is_open(a.home, a.on)]
        for a in asked
    )
    return [Standing(tuple(reasons)) for reasons in found]


def hold_standing(
    *, what: str, organisation: Organisation | None, body: CommissioningBody, home: Home | None = None, on: dt.date,
    child: Child | None = None, reference: str = "",
) -> None:  # fmt: skip
    """Ask where a place is about to be promised: no restriction can be imposed until this transaction ends.

    Raises Refused with every reason. Imposing waits for whoever asked first, then finds what was promised.
    """
    hold_subject(organisation, home)
    standing = standing_of(
        organisation=organisation, body=body, home=home, on=on, child=child, reference=reference
    )
    if not standing.ok:
        raise Refused(what, standing.reasons)


def hold_subject(organisation: Organisation | None, home: Home | None) -> None:
    """Lock what promising and imposing have in common: the provider organisation, or a home without one."""
    if organisation is not None:
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    elif home is not None:
        Home.objects.select_for_update(of=("self",), no_key=True).get(pk=home.pk)


class _Records:
    """What is on record about everybody asked about, read once."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        first = asked[0]
        if any((a.body, a.on) != (first.body, first.on) for a in asked):
            raise ValueError("standings are asked for one body on one day")
        self.asked, self.body, self.on = asked, first.body, first.on

    @cached_property
    def bodies(self) -> frozenset[int]:
        return binding_bodies(self.body, self.on)

    @cached_property
    def restrictions(self) -> list[Restriction]:
        """The restrictions that bind the body for anybody asked about, oldest first."""
        scope = Q(home=None, organisation__in={a.organisation.pk for a in self.asked if a.organisation})
        for home in {a.home.pk: a.home for a in self.asked if a.home}.values():
            scope |= queries.same_home(home)
        rows = Restriction.objects.filter(
            scope, queries.open_on(self.on), body__in=self.bodies, starts_on__lte=self.on
        )
        return list(rows.select_related("body", "organisation", "home").order_by("starts_on", "pk"))

    @cached_property
    def overrides(self) -> list[RestrictionOverride]:
        """What the body and those it asked agreed for a child, whatever the restriction."""
        return list(
            RestrictionOverride.objects.filter(
                restriction__in=self.restrictions, body=self.body, state=RestrictionOverride.State.AGREED
            )
        )

    @cached_property
    def providers(self) -> dict[int, list[Provider]]:
        """The provider records of each organisation, with the body or with a consortium for it."""
        organisations = {a.organisation.pk for a in self.asked if a.organisation}
        rows: dict[int, list[Provider]] = defaultdict(list)
        for row in Provider.objects.filter(organisation__in=organisations, body__in=self.bodies):
            rows[row.organisation_id].append(row)
        return rows

    @cached_property
    def approvals(self) -> dict[int, list[Reason]]:
        """What stands against each organisation's approval, where the body's policy approves those who care."""
        organisations = {a.organisation.pk: a.organisation for a in self.asked if a.organisation}
        return in_the_way(self.body, organisations.values())

    def approved(self, asked: Asked) -> list[Reason]:
        return [] if asked.organisation is None else self.approvals.get(asked.organisation.pk, [])

    def restricted(self, asked: Asked) -> Iterator[Reason]:
        for row in self.restrictions:
            if not queries.in_scope(
                row, asked.organisation.pk if asked.organisation else None, asked.home
            ) or self._overridden(row, asked):
                continue
            told = {
                "subject": row.subject, "scope": "home" if row.home_id else "provider", "since": row.starts_on.isoformat(),
                "until": row.lifts_on.isoformat() if row.lifts_on else "", "lift": row.what_lifts,
                "cause": queries.cause_words(row), "urgent": is_urgent(row.body, row.cause, row.starts_on),
                "office": office_of(row).label, "body": row.body.name, "restriction": row.public_id,
            }  # fmt: skip
            yield Reason("standing.restricted", told)

    def _overridden(self, row: Restriction, asked: Asked) -> bool:
        reference = asked.reference.strip().casefold()
        return any(
            o.restriction_id == row.pk
            and (
                (asked.child is not None and o.child_id == asked.child.pk)
                or (bool(reference) and o.reference.casefold() == reference)
            )
            for o in self.overrides
        )

    def dealings(self, asked: Asked) -> Iterator[Reason]:
        """The body, or a consortium for it, deals with the provider on that day."""
        if asked.organisation is None:
            return
        rows = self.providers.get(asked.organisation.pk, [])
        told = {"provider": asked.organisation.name, "body": asked.body.name}
        own = [row for row in rows if row.body_id == asked.body.pk] or rows
        if not own:
            yield Reason("standing.unknown_provider", told)
            return
        if any(row.start <= asked.on and (row.end is None or asked.on < row.end) for row in own):
            return
        ended = [row.end for row in own if row.end is not None and row.end <= asked.on]
        if ended:
            yield Reason("standing.provider_ended", told | {"day": max(ended).isoformat()})
        else:
            first = min(row.start for row in own)
            yield Reason("standing.provider_to_come", told | {"day": first.isoformat()})


def _home_is_open(home: Home | None, on: dt.date) -> Iterator[Reason]:
    if home is None:
        return
    if home.closed_on is not None and home.closed_on <= on:
        yield Reason("standing.home_closed", {"home": home.name, "day": home.closed_on.isoformat()})
    if home.opened_on is not None and on < home.opened_on:
        yield Reason("standing.home_not_open", {"home": home.name, "day": home.opened_on.isoformat()})
