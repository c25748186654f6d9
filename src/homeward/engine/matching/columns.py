"""Many places for one referral at once: the same tests and the same points, in columns of whole numbers.

Build :class:`Columns` once from all vacancies; ask it for each referral. What a place is refused for comes as a mask of
bits in the order of ``exclusions.CODES``; :func:`~homeward.engine.matching.exclusions.named` turns it into names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeward.engine.matching.exclusions import BITS
from homeward.engine.matching.rows import MET, WHOLE, Ask, Row

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NONE = -1
SEXES = {"M": 1, "F": 2, "U": 4}


class TooManyCodes(ValueError):
    """More than 63 different codes in one list: a mask of 64 bits cannot hold them."""


@dataclass(frozen=True)
class Codes:
    """Codes as bits of a mask."""

    bits: dict[str, int]

    @classmethod
    def of(cls, lists: Iterable[Iterable[str] | None]) -> Codes:
        known = sorted({code for codes in lists for code in codes or ()})
        if len(known) > 63:
            raise TooManyCodes(f"{len(known)} different codes: {', '.join(known[:5])} …")
        return cls({code: 1 << place for place, code in enumerate(known)})

    def mask(self, codes: Iterable[str]) -> int:
        """Codes nobody has stand for nothing."""
        return sum(self.bits.get(code, 0) for code in set(codes))

    def column(self, lists: Iterable[Iterable[str] | None]) -> Ints:
        return np.array([NONE if codes is None else self.mask(codes) for codes in lists], dtype=np.int64)


@dataclass(frozen=True)
class Scored:
    """``mask``: exclusions as bits. ``score``: thousandths of a point, NONE where nothing is known."""

    mask: Ints
    score: Ints

    def best(self, blocks: int, count: int) -> Ints:
        """The rows with the best scores among those nothing in ``blocks`` excludes; the first among equals."""
        open_rows = np.flatnonzero((self.mask & blocks) == 0)
        order = np.argsort(-self.score[open_rows], kind="stable")[:count]
        found: Ints = open_rows[order]
        return found


class Columns:
    """All vacancies as columns. Unknown is NONE."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = len(rows)
        self._types = Codes.of(row.types for row in rows)
        self._traits = Codes.of(row.traits for row in rows)
        self._languages = Codes.of(row.languages for row in rows)
        self.types = self._types.column(row.types for row in rows)
        self.traits = self._traits.column(row.traits for row in rows)
        self.languages = self._languages.column(row.languages for row in rows)
        self.sexes = np.array(
            [NONE if row.sexes is None else sum(SEXES[sex] for sex in row.sexes) for row in rows],
            dtype=np.int64,
        )
        self._services, self.services = _numbered([row.service_type for row in rows])
        self._areas, self.areas = _numbered([row.area for row in rows])
        self._homes, self.homes = _numbered([row.home for row in rows])
        self.places = _whole(row.places for row in rows)
        carer_room = _whole(row.carer_room for row in rows)
        self.carer_room = carer_room
        self.room = np.where(carer_room == NONE, self.places, np.minimum(self.places, carer_room))
        self.from_day = _whole(row.from_day for row in rows)
        self.confirmed = _whole(row.confirmed_day for row in rows)
        self.age_low, self.age_high = _whole(r.age_low for r in rows), _whole(r.age_high for r in rows)
        self.carer_low, self.carer_high = (
            _whole(r.carer_low for r in rows),
            _whole(r.carer_high for r in rows),
        )
        self.refused = np.array([row.framework and not row.admitted for row in rows], dtype=np.bool_)
        self.blocked = np.array([row.blocked for row in rows], dtype=np.bool_)
        self.registered = np.array([row.registered for row in rows], dtype=np.bool_)
        self.easting, self.northing = _whole(r.easting for r in rows), _whole(r.northing for r in rows)
        self.placed = (self.easting != NONE) & (self.northing != NONE)
        self.school = _whole(row.school for row in rows)
        self.quality = _whole(row.quality for row in rows)
        self.price, self.comparable = _whole(r.price for r in rows), _whole(r.comparable for r in rows)
        self.children_there = _whole(row.children_there for row in rows)
        self.impact = _whole(row.impact for row in rows)
        codes = {code for row in rows for code in row.meets}
        self.meets = {code: _whole(row.meets.get(code) for row in rows) for code in sorted(codes)}
        # few carers are approved for named children only, and few homes are restricted: kept by their rows
        self.only_for = [(place, row.only_for) for place, row in enumerate(rows) if row.only_for is not None]
        self.restricted = [(place, *one) for place, row in enumerate(rows) for one in row.restricted]

    def score(self, ask: Ask) -> Scored:
        """Every place for one referral."""
        tenths = self._tenths(ask)
        return Scored(self._mask(ask, tenths), self._score(ask, tenths))

    def _tenths(self, ask: Ask) -> Ints:
        if ask.easting is None or ask.northing is None:
            return np.full(self.rows, NONE, dtype=np.int64)
        east, north = self.easting - ask.easting, self.northing - ask.northing
        found = (_isqrt(40_000 * (east * east + north * north)) // 16_093 + 1) // 2
        return np.where(self.placed, found, NONE)

    def _mask(self, ask: Ask, tenths: Ints) -> Ints:
        found = np.zeros(self.rows, dtype=np.int64)
        for code, flags in self._tests(ask, tenths):
            found |= np.where(flags, BITS[code], 0)
        for place, scope, start, end in self.restricted:
            if start <= ask.today and (end is None or ask.today < end):
                found[place] |= BITS[f"{scope}_restricted"]
        for place, names in self.only_for:
            if not ask.children <= names:
                found[place] |= BITS["approval_other_child"]
        return found

    def _tests(self, ask: Ask, tenths: Ints) -> Iterable[tuple[str, Flags]]:
        low, high = ask.ages
        yield "type_not_sought", (self.types & self._types.mask(ask.types)) == 0
        yield "not_admitted", self.refused
        yield "place_blocked", self.blocked
        yield "place_taken", self.places < 1
        yield "place_not_free_yet", self.from_day > ask.day
        yield "age_outside_registration", (low < self.age_low) | (high > self.age_high)
        sexes = sum(SEXES[sex] for sex in ask.sexes)
        yield "sex_outside_registration", (self.sexes != NONE) & ((~self.sexes & sexes) != 0)
        least = ask.size if ask.required else 1
        yield "approval_number", (self.carer_room != NONE) & (self.carer_room < least)
        yield "approval_ages", (low < self.carer_low) | (high > self.carer_high)
        if ask.required:
            yield "siblings_do_not_fit", self.room < ask.size
        elif ask.size > 1:
            yield "siblings_split", (self.room > 0) & (self.room < ask.size)
        if ask.most_tenths is not None:
            yield "beyond_limit", tenths > ask.most_tenths
        yield "area_to_avoid", self._among(self.areas, self._areas, ask.avoid_areas)
        if ask.youngest_alone < ask.other_age:
            yield "under_age_alone", self._among(self.services, self._services, ask.other_arrangements)
        needed = self._among(self.services, self._services, ask.registered_types)
        yield "registration_missing", needed & ~self.registered
        yield (
            "matching_exclusion",
            (self.traits != NONE) & ((self.traits & self._traits.mask(ask.avoid)) != 0),
        )
        unmet = np.zeros(self.rows, dtype=np.bool_)
        for code in ask.essential:
            unmet |= self.meets.get(code, np.int64(NONE)) == MET["no"]
        yield "essential_need_unmet", unmet
        yield "impact_not_acceptable", (self.children_there > 0) & (self.impact == 0)
        yield "impact_missing", (self.children_there > 0) & (self.impact == NONE)
        yield "vacancy_stale", (self.confirmed == NONE) | (ask.today - self.confirmed > ask.stale_days)

    @staticmethod
    def _among(column: Ints, numbers: dict[str, int], codes: Iterable[str]) -> Flags:
        wanted = [numbers[code] for code in codes if code in numbers]
        found: Flags = np.isin(column, wanted)
        return found

    def _score(self, ask: Ask, tenths: Ints) -> Ints:
        """Weighted points over what is known; see ``points.score_of``."""
        total, whole = np.zeros(self.rows, dtype=np.int64), np.zeros(self.rows, dtype=np.int64)
        for weight, points in zip(ask.weights, self._points(ask, tenths), strict=True):
            if points is not None and weight:
                known = points != NONE
                total += np.where(known, weight * points, 0)
                whole += np.where(known, weight, 0)
        return np.where(whole > 0, (20 * total + whole) // np.maximum(2 * whole, 1), NONE)

    def _points(self, ask: Ask, tenths: Ints) -> tuple[Ints | None, ...]:
        worth = np.array([0, ask.part, WHOLE, NONE], dtype=np.int64)  # the last stands for unknown, -1
        return (
            self._needs(ask, worth),
            self._distance(ask, tenths),
            self._siblings(ask),
            worth[self.school] if ask.keeps_school else None,
            self._language(ask),
            np.minimum(self.quality, WHOLE),
            self._price(),
        )

    def _needs(self, ask: Ask, worth: Ints) -> Ints | None:
        total, count = np.zeros(self.rows, dtype=np.int64), np.zeros(self.rows, dtype=np.int64)
        for code in ask.needs:
            if code in self.meets:
                met = self.meets[code]
                total += np.where(met == NONE, 0, worth[met])
                count += met != NONE
        return np.where(count > 0, (2 * total + count) // np.maximum(2 * count, 1), NONE)

    @staticmethod
    def _distance(ask: Ask, tenths: Ints) -> Ints:
        edges = np.array([edge for edge, _ in ask.bands if edge is not None], dtype=np.int64)
        points = np.array([points for _, points in ask.bands] + [0], dtype=np.int64)
        return np.where(tenths == NONE, NONE, points[np.searchsorted(edges, tenths)])

    def _siblings(self, ask: Ask) -> Ints | None:
        whole = ask.siblings_in_all
        if whole < 2:
            return None
        there = np.zeros(self.rows, dtype=np.int64)
        for home, count in ask.siblings_at.items():
            if home in self._homes:
                there[self.homes == self._homes[home]] = count
        together = np.minimum(self.room, ask.size) + there
        return (2 * WHOLE * np.where(together > 1, together, 0) + whole) // (2 * whole)

    def _language(self, ask: Ask) -> Ints | None:
        if ask.language is None:
            return None
        spoken = (self.languages & self._languages.mask([ask.language])) != 0
        return np.where(self.languages == NONE, NONE, WHOLE * spoken)

    def _price(self) -> Ints:
        price = np.maximum(self.price, 1)
        found = np.where(
            self.price <= self.comparable, WHOLE, (2 * WHOLE * self.comparable + price) // (2 * price)
        )
        return np.where((self.price == NONE) | (self.comparable <= 0), NONE, found)


def _whole(values: Iterable[int | None]) -> Ints:
    return np.array([NONE if value is None else int(value) for value in values], dtype=np.int64)


def _numbered(names: Sequence[str | None]) -> tuple[dict[str, int], Ints]:
    numbers = {name: place for place, name in enumerate(sorted({n for n in names if n is not None}))}
    return numbers, np.array([NONE if n is None else numbers[n] for n in names], dtype=np.int64)


def _isqrt(values: Ints) -> Ints:
    """The whole square root, exact: the float's guess is moved by one where its square says so."""
    root = np.sqrt(values.astype(np.float64)).astype(np.int64)
    root -= root * root > values
    root += (root + 1) * (root + 1) <= values
    return root
