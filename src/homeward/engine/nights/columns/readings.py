"""Readings as columns: what the pack decided, as bits that SQL can compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from homeward.engine.nights.segments import DISALLOWED, HOLD, PAUSE, RESPITE_ELSEWHERE, STATES

POST_18 = "post_18"
MOST_BITS = 20  # the text keeps a place for each: see segments.sql
_AFTER_CARE_TYPES = (HOLD, RESPITE_ELSEWHERE, *STATES, PAUSE, DISALLOWED)


@dataclass(frozen=True)
class Bits:
    """Reasons and states in order of precedence; the first has the lowest bit."""

    names: tuple[str, ...]

    @staticmethod
    def of(readings: Iterable[Reading]) -> Bits:
        """Raises ValueError when the readings exclude more care types than the text has places for."""
        care_types = sorted({code for reading in readings for code in reading.excluded_care_types})
        names = (*care_types, *_AFTER_CARE_TYPES)
        if len(names) > MOST_BITS:
            raise ValueError(f"{len(names)} reasons and states; the SQL text has places for {MOST_BITS}")
        return Bits(names)

    def bit(self, name: str) -> int:
        return 1 << self.names.index(name)

    def carried(self, state: int) -> list[str]:
        """What a counted state carries."""
        return [name for place, name in enumerate(self.names) if state >= 0 and state >> place & 1]

    def lost(self, state: int) -> str | None:
        """Why a state is left out; None when it counts."""
        return None if state >= 0 else self.names[(-state).bit_length() - 1]


@dataclass(frozen=True)
class Reading:
    """The readings of one service type on one day.

    ``excluded``: of hold, provider_pause, missing, absent, shared_care those whose nights do not count.
    ``respite_stops``: respite under another line stops the primary stay.
    ``deciders``: whose holds are holds; those of ``pausers`` are a provider's pause.
    """

    excluded_care_types: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    deciders: frozenset[str] = frozenset()
    pausers: frozenset[str] = frozenset()
    each_record: bool = False
    from_birthday: bool = False
    respite_stops: bool = False

    def meanings(self, bits: Bits) -> Iterator[tuple[str, str, int]]:
        """kind, code and bit of everything that matters under this reading."""
        for code in sorted(self.excluded_care_types):
            yield "care_type", code, bits.bit(code)
        if self.from_birthday and POST_18 in self.excluded_care_types:
            yield "birthday", "", bits.bit(POST_18)
        for code in sorted(self.deciders):
            yield "hold", code, bits.bit(HOLD)
        for code in sorted(self.pausers - self.deciders):
            yield "hold", code, bits.bit(PAUSE)
        if self.respite_stops:
            yield RESPITE_ELSEWHERE, "", bits.bit(RESPITE_ELSEWHERE)
        for name in (*STATES, DISALLOWED):
            yield name, "", bits.bit(name)

    def mask(self, bits: Bits) -> int:
        """The bits that keep a night from being counted."""
        names = {*self.excluded_care_types, *self.excluded, RESPITE_ELSEWHERE, DISALLOWED}
        return sum(bits.bit(name) for name in names)
