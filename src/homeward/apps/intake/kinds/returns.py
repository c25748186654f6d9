"""Reading a return: its rows by child, the home each names, and the stays and statuses they make. Pure.

Homes stand on the registration number, else on a keyed hash of the placement's postcode: a plain hash of a postcode
is undone by trying all two million of them. A row that names neither gets a home of its own for that child and kind
of placement, so that no two children are put together by what a return leaves out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from homeward.apps.intake.kinds.rows import CheckedRow, only
from homeward.apps.intake.kinds.ssda903 import EpisodeRow, HeaderRow
from homeward.apps.intake.kinds.world import KnownStay, World
from homeward.kernel.ranges import DateRange, union


@dataclass(frozen=True, slots=True)
class HomeKey:
    """What a row names its home by: `urn`, `postcode` (keyed hash) or `none` (of that child alone)."""

    sort: str
    value: str

    @property
    def reference(self) -> str:
        """The home's number in these records, made from the key."""
        if self.sort == "urn":
            return f"URN {self.value}"
        return f"{'PC' if self.sort == 'postcode' else 'NN'} {self.value[:12].upper()}"

    @property
    def name(self) -> str:
        if self.sort == "urn":
            return f"Home with registration {self.value}"
        return "Home known by postcode only" if self.sort == "postcode" else "Home that a return did not name"


@dataclass(slots=True)
class ReturnStay:
    """A placement made of one episode, or of several between which only the legal status changed."""

    rows: list[CheckedRow]
    child: str
    home: HomeKey
    place: str
    start: dt.date
    end: dt.date | None
    end_reason: str
    source_key: str = ""
    stored: KnownStay | None = None

    @property
    def period(self) -> DateRange:
        return DateRange(self.start, self.end)


@dataclass(slots=True)
class ReturnStatus:
    """A legal status between two dates, and the rows that say so."""

    child: str
    code: str
    period: DateRange
    rows: list[CheckedRow] = field(default_factory=list)


def keyed(world: World, *parts: str) -> str:
    """A keyed hash that cannot be turned back without the house's key."""
    return hmac.new(world.key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def folded_postcode(text: str) -> str:
    return "".join(text.split()).upper()


def home_key(row: CheckedRow, world: World) -> HomeKey:
    d = row.data
    if d.URN:
        return HomeKey("urn", d.URN.strip().upper())
    if d.PL_POST:
        return HomeKey("postcode", keyed(world, "postcode", folded_postcode(d.PL_POST)))
    return HomeKey("none", keyed(world, "none", d.CHILD, d.PLACE))


def episodes_by_child(rows: Sequence[CheckedRow]) -> dict[str, list[CheckedRow]]:
    """The episodes of each child by start; one that is still open comes after one that ended."""
    found: dict[str, list[CheckedRow]] = defaultdict(list)
    for row in only(rows, EpisodeRow):
        found[row.data.CHILD].append(row)
    for items in found.values():
        items.sort(key=lambda r: (r.data.DECOM, r.data.DEC or dt.date.max, r.number))
    return found


def header_by_child(rows: Sequence[CheckedRow]) -> dict[str, CheckedRow]:
    return {row.data.CHILD: row for row in reversed(only(rows, HeaderRow))}


def birth_dates(rows: Sequence[CheckedRow], world: World) -> dict[str, dt.date]:
    """When each child was born, by this return's header, else by what is recorded."""
    known = {
        number: child.values["born_on"]
        for number, child in world.children.items()
        if child.values.get("born_on")
    }
    return {**known, **{row.data.CHILD: row.data.DOB for row in only(rows, HeaderRow)}}


def continues_status_only(row: CheckedRow) -> bool:
    return bool(row.data.RNE == "L")


def stays_of(rows: Sequence[CheckedRow], world: World) -> list[ReturnStay]:
    """The placements that the episodes make, each matched to the stored one it is about, if any."""
    stays: list[ReturnStay] = []
    for child, items in episodes_by_child(rows).items():
        made = _stays_of_child(child, items, world)
        _name(made)
        stored = world.children.get(child)
        for stay in made:
            stay.stored = world.stays_by_key.get(stay.source_key) or _continued(
                stay, stored.pk if stored else None, world
            )
        stays += made
    return stays


def _stays_of_child(child: str, items: list[CheckedRow], world: World) -> list[ReturnStay]:
    made: list[ReturnStay] = []
    for row in items:
        d, home = row.data, home_key(row, world)
        if continues_status_only(row):
            before = next(
                (s for s in made if s.end == d.DECOM and (s.home, s.place) == (home, d.PLACE)), None
            )
            if before is not None:
                before.rows.append(row)
                before.end, before.end_reason = d.DEC, _end_reason(row)
                continue
        made.append(ReturnStay([row], child, home, d.PLACE, d.DECOM, d.DEC, _end_reason(row)))
    return made


def _end_reason(row: CheckedRow) -> str:
    """Why it ended. Without an end there is no reason for one: X1 with no DEC says only that care goes on."""
    return (row.data.REC or "") if row.data.DEC else ""


def _name(made: list[ReturnStay]) -> None:
    """The source's own key of a stay: child and first day, numbered where two begin on one day."""
    on_day: dict[dt.date, int] = defaultdict(int)
    for stay in sorted(made, key=lambda s: (s.start, s.home.sort, s.home.value, s.end or dt.date.max)):
        on_day[stay.start] += 1
        number = f"#{on_day[stay.start]}" if on_day[stay.start] > 1 else ""
        stay.source_key = f"ssda903 {stay.child} {stay.start.isoformat()}{number}"


def _continued(stay: ReturnStay, child: int | None, world: World) -> KnownStay | None:
    """The stay of an earlier return that this one goes on with: a later year's file begins at a change of status."""
    first = stay.rows[0]
    if child is None or not continues_status_only(first):
        return None
    home = find_home(stay.home, world)
    for known in world.stays.get(child, []):
        same = home is not None and known.home == home and known.placement_type == stay.place
        if (
            same
            and known.period.start < stay.start
            and (known.period.end is None or known.period.end >= stay.start)
        ):
            return known
    return None


def find_home(key: HomeKey, world: World) -> int | None:
    """The stored home a key stands for."""
    book = {"urn": world.homes_by_urn, "postcode": world.homes_by_postcode}.get(key.sort)
    found = (book or {}).get(key.value) or world.homes.get(key.reference)
    return found.pk if found else None


def statuses_of(rows: Sequence[CheckedRow]) -> list[ReturnStatus]:
    """Legal statuses, joined where the same one goes on without a day between."""
    found: list[ReturnStatus] = []
    for child, items in episodes_by_child(rows).items():
        codes: dict[str, list[CheckedRow]] = defaultdict(list)
        for row in items:
            codes[row.data.LS].append(row)
        for code, group in codes.items():
            periods = [(DateRange(r.data.DECOM, r.data.DEC), r) for r in group]
            for whole in union(period for period, _ in periods):
                inside = [r for period, r in periods if not period.is_empty and whole.covers(period)]
                found.append(ReturnStatus(child, code, whole, inside))
    return found


def last_day_of(rows: Iterable[CheckedRow]) -> dt.date | None:
    """The last date any episode of the return names: it shows the collection year."""
    days = [day for row in only(rows, EpisodeRow) for day in (row.data.DECOM, row.data.DEC) if day]
    return max(days, default=None)
