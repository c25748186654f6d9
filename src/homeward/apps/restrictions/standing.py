"""Standing: the one question of whether a provider, or one of its homes, may be promised a child on a day.

Everything that promises a place asks `standing_of`, or `hold_standing` where it writes: invitations, offers, contracts,
starts. The answer is every reason at once; its sentence says the fact, what lifts it and who can. An app above that
knows a further ground registers a reader::

    @standing_reader
    def admitted(asked: Asked) -> Iterable[Reason]:
        ...
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.children.models import Child
from homeward.apps.core.refusals import Refused, Sentence, present
from homeward.apps.providers.models import Home, Provider
from homeward.apps.restrictions import queries
from homeward.apps.restrictions.causes import is_urgent
from homeward.apps.restrictions.machine import office_of
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


Reader = Callable[[Asked], Iterable[Reason]]
_READERS: list[Reader] = []


def standing_reader(reader: Reader) -> Reader:
    """Register a further ground on which a place may not be promised."""
    _READERS.append(reader)
    return reader


def standing_of(
    *, organisation: Organisation | None, body: CommissioningBody, home: Home | None = None, on: dt.date,
    child: Child | None = None, reference: str = "",
) -> Standing:  # fmt: skip
    """Every reason why `body` may not promise a place on a day with a provider, or in one of its homes.

    A restriction on one home is no reason against the provider's others. With `child` or `reference`, an override that
    both sides agreed for that child takes the restriction away.
    """
    asked = Asked(organisation, body, home, on, child, reference)
    return Standing(tuple(reason for reader in (*_OWN, *_READERS) for reason in reader(asked)))


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


def _restricted(asked: Asked) -> Iterator[Reason]:
    rows = queries.binding(organisation=asked.organisation, body=asked.body, home=asked.home, on=asked.on)
    for row in rows:
        if queries.valid_override(row, asked.body, child=asked.child, reference=asked.reference):
            continue
        told = {
            "subject": row.subject, "scope": "home" if row.home_id else "provider", "since": row.starts_on.isoformat(),
            "until": row.lifts_on.isoformat() if row.lifts_on else "", "lift": row.what_lifts,
            "cause": queries.cause_words(row), "urgent": is_urgent(row.body, row.cause, row.starts_on),
            "office": office_of(row).label, "body": row.body.name, "restriction": row.public_id,
        }  # fmt: skip
        yield Reason("standing.restricted", told)


def _dealings(asked: Asked) -> Iterator[Reason]:
    """The body, or a consortium for it, deals with the provider on that day."""
    if asked.organisation is None:
        return
    bodies = binding_bodies(asked.body, asked.on)
    rows = list(Provider.objects.filter(organisation=asked.organisation, body__in=bodies))
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
        yield Reason("standing.provider_to_come", told | {"day": min(row.start for row in own).isoformat()})


def _home_is_open(asked: Asked) -> Iterator[Reason]:
    home = asked.home
    if home is None:
        return
    if home.closed_on is not None and home.closed_on <= asked.on:
        yield Reason("standing.home_closed", {"home": home.name, "day": home.closed_on.isoformat()})
    if home.opened_on is not None and asked.on < home.opened_on:
        yield Reason("standing.home_not_open", {"home": home.name, "day": home.opened_on.isoformat()})


_OWN: tuple[Reader, ...] = (_restricted, _dealings, _home_is_open)
