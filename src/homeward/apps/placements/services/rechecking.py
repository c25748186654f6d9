"""Places of homes and targets of lines, rechecked once after a file is written, for all homes and lines it touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import from_db
from homeward.apps.core.writing import at_the_end
from homeward.apps.placements import breaches
from homeward.apps.placements.breaches import Allowed, Occupant
from homeward.apps.placements.models import Placement
from homeward.apps.placements.services import flags
from homeward.apps.providers.models import Home

AT_ONCE = 500


@dataclass
class _Recheck:
    """Gathers what many writes touched; called once when all of them are done."""

    by: Actor
    homes: set[int] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)

    def __call__(self) -> None:
        wrong = [key for homes in _parts(sorted(self.homes)) for key in _wrong_in(homes)]
        for keys in _parts(wrong):
            stays = Placement.objects.filter(pk__in=keys).select_related("home")
            flags.recheck_around(homes={s.home_id: s.home for s in stays}.values(), lines=[], by=self.by)
        lines = Line.objects.filter(pk__in=self.lines).select_related("body").order_by("pk")
        flags.recheck_around(homes=[], lines=lines.iterator(chunk_size=AT_ONCE), by=self.by)


def recheck_at_the_end(*, homes: Iterable[int], lines: Iterable[int], by: Actor) -> None:
    """Find who is beyond the places of these homes or the targets of these lines when everything is written.

    A file worked through in parts touches the same homes again and again; each is looked at once.
    """
    recheck = at_the_end(("placements.recheck", by.body.pk), _Recheck(by))
    recheck.homes |= set(homes)
    recheck.lines |= set(lines)


def _parts(keys: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(keys)
    while part := list(islice(waiting, AT_ONCE)):
        yield part


def _wrong_in(homes: Iterable[int]) -> Iterator[int]:
    """The stays in these homes whose mark of being beyond the places is not what it should be."""
    places = dict(Home.objects.filter(pk__in=homes, places__isnull=False).values_list("pk", "places"))
    there: dict[int, list[Occupant]] = defaultdict(list)
    marked: set[int] = set()
    rows = Placement.objects.filter(home__in=places, same_day_on=None)
    for pk, home, child, period, codes in rows.values_list("pk", "home_id", "child_id", "period", "breaches"):
        there[home].append(Occupant(pk, child, from_db(period)))
        if breaches.OVER_CAPACITY in codes:
            marked.add(pk)
    for home, occupants in there.items():
        beyond = set(breaches.beyond(occupants, [Allowed(flags.EVER, Decimal(places[home]))]))
        yield from beyond ^ (marked & {o.placement for o in occupants})
