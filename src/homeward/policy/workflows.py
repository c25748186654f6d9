"""Journeys of a pack: states, and the moves between them with who makes them, what they need and who is told.

A workflow says nothing of how a requirement is judged: that is a rule of the engine, by the requirement's code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Clause, Standing

StateKind = Literal["step", "optional", "loop", "aside", "end"]
ANY, NEW, BACK, EVERYONE = "ANY", "NEW", "BACK", "EVERYONE"


@dataclass(frozen=True, slots=True)
class State:
    """One state. ``held_by``: the roles whose turn it is. An ``aside`` is left back to where it was entered from."""

    code: str
    kind: StateKind
    phase: str | None
    held_by: tuple[str, ...]
    labels: dict[str, str]
    also: dict[str, list[str]]
    valid: DateRange
    clause: Clause
    standing: Standing
    note: str | None = None

    @property
    def is_end(self) -> bool:
        return self.kind == "end"


@dataclass(frozen=True, slots=True)
class Move:
    """One move. ``sources`` names every state it starts from, ANY spelled out; empty: it begins the journey.

    ``to`` is None where it goes back to the state that was left. ``needs``: codes of what must be there, ``asks``:
    of what is missed without standing in the way; ``tells``: roles told of it, EVERYONE spelled out; ``tasks``: work
    it raises; ``also``: other names it goes by.
    """

    code: str
    sources: tuple[str, ...]
    to: str | None
    who: tuple[str, ...]
    needs: tuple[str, ...]
    asks: tuple[str, ...]
    tells: tuple[str, ...]
    tasks: tuple[str, ...]
    words: dict[str, str]
    also: tuple[str, ...]
    valid: DateRange
    clause: Clause
    standing: Standing
    note: str | None = None

    @property
    def begins(self) -> bool:
        return not self.sources

    @property
    def goes_back(self) -> bool:
        return self.to is None


_Part = TypeVar("_Part", State, Move)


@dataclass(frozen=True, slots=True)
class Workflow:
    """A journey. ``phases``, ``roles``, ``requirements``, ``work``: names of the pack's code lists it speaks in."""

    name: str
    description: str
    start: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    phases: str | None
    roles: str
    requirements: str
    work: str
    languages: tuple[str, ...]
    clause: Clause
    standing: Standing
    note: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The states' codes, in order."""
        return tuple(state.code for state in self.states)

    def state(self, code: str) -> State:
        """Raises KeyError for a code that is none of the journey's states."""
        return _named(self.states, code, self.name)

    def move(self, code: str) -> Move:
        """Raises KeyError for a code that is none of the journey's moves."""
        return _named(self.moves, code, self.name)

    def beginnings(self, on: date | None = None) -> tuple[Move, ...]:
        """The moves that begin the journey."""
        return tuple(move for move in self.moves if move.begins and _holds(move, on))

    def moves_from(self, state: str, on: date | None = None) -> tuple[Move, ...]:
        """The moves that may start from a state (on a day), in the order of the file."""
        return tuple(move for move in self.moves if state in move.sources and _holds(move, on))

    def phase_of(self, state: str, left: str | None = None) -> str | None:
        """The phase of a state; of one set aside, the phase of the state that was left."""
        here = self.state(state)
        return self.state(left).phase if here.phase is None and left is not None else here.phase

    def label(self, state: str, language: str) -> str:
        """The state's name, in the pack's first language where the wanted one has none."""
        return _spoken(self.state(state).labels, (language, *self.languages), state)

    def words(self, move: str, language: str) -> str:
        """The move in words, in the pack's first language where the wanted one has none."""
        return _spoken(self.move(move).words, (language, *self.languages), move)


def _named(items: Iterable[_Part], code: str, name: str) -> _Part:
    for item in items:
        if item.code == code:
            return item
    raise KeyError(f"the journey {name} knows no {code!r}")


def _holds(move: Move, on: date | None) -> bool:
    return on is None or move.valid.contains(on)


def _spoken(texts: dict[str, str], languages: Iterable[str], code: str) -> str:
    return next((texts[language] for language in languages if language in texts), code)
