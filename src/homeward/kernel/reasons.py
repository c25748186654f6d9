"""Reasons, and explanations of figures: sentence key, working in order, authority.

The engine never writes sentences. It says *what* happened (a code), *with which numbers* (inputs), under
*which values and clause*; a presenter turns the code into words in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from homeward.kernel.jsontypes import JSON, plain

Standing = Literal["sourced", "inferred", "placeholder", "local", "agreement"]
STANDINGS: tuple[Standing, ...] = ("sourced", "inferred", "placeholder", "local", "agreement")


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule is written: the id of a source in the pack's bibliography, and the place in it."""

    source: str
    clause: str

    def to_json(self) -> dict[str, JSON]:
        return {"source": self.source, "clause": self.clause}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Clause:
        return cls(data["source"], data["clause"])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a locally entered value comes from: the document, when it was read, who entered and who confirmed it."""

    title: str
    clause: str
    read_on: date
    entered_by: str
    entered_on: date
    confirmed_by: str
    confirmed_on: date

    def to_json(self) -> dict[str, JSON]:
        return {
            "title": self.title,
            "clause": self.clause,
            "read_on": self.read_on.isoformat(),
            "entered_by": self.entered_by,
            "entered_on": self.entered_on.isoformat(),
            "confirmed_by": self.confirmed_by,
            "confirmed_on": self.confirmed_on.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Origin:
        return cls(
            data["title"],
            data["clause"],
            date.fromisoformat(data["read_on"]),
            data["entered_by"],
            date.fromisoformat(data["entered_on"]),
            data["confirmed_by"],
            date.fromisoformat(data["confirmed_on"]),
        )


@dataclass(frozen=True, slots=True)
class ValueUsed:
    """A policy value as it was read: which, since when, how well founded, and by whom overridden.

    ``standing``: sourced (stated in a document that was read), inferred (our reading), placeholder (found
    nowhere; replace it), local (entered by the body from the document named in ``origin``) or agreement (set
    by the agreement named in ``overridden_by``). ``on`` is the date it was read for. ``kind`` is "value" or
    "reading" (a named method or reading of an unclear text).
    """

    path: str
    value: JSON
    from_: date
    standing: Standing
    clause: Clause | None
    unit: str
    key: str | None = None
    until: date | None = None
    kind: Literal["value", "reading"] = "value"
    on: date | None = None
    overridden_by: str | None = None
    note: str | None = None
    origin: Origin | None = None

    def to_json(self) -> dict[str, JSON]:
        """``origin`` is named only where there is one, so that what was written before reads as it was."""
        told: dict[str, JSON] = {
            "path": self.path,
            "key": self.key,
            "kind": self.kind,
            "value": plain(self.value),
            "unit": self.unit,
            "from": self.from_.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
            "on": None if self.on is None else self.on.isoformat(),
            "standing": self.standing,
            "clause": None if self.clause is None else self.clause.to_json(),
            "overridden_by": self.overridden_by,
            "note": self.note,
        }
        return told if self.origin is None else {**told, "origin": self.origin.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ValueUsed:
        return cls(
            path=data["path"],
            value=data["value"],
            from_=date.fromisoformat(data["from"]),
            standing=data["standing"],
            clause=None if data.get("clause") is None else Clause.from_json(data["clause"]),
            unit=data["unit"],
            key=data.get("key"),
            until=_date_or_none(data.get("until")),
            kind=data.get("kind", "value"),
            on=_date_or_none(data.get("on")),
            overridden_by=data.get("overridden_by"),
            note=data.get("note"),
            origin=None if data.get("origin") is None else Origin.from_json(data["origin"]),
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused, flagged, counted or left out."""

    code: str
    inputs: Mapping[str, JSON] = field(default_factory=dict)
    values: tuple[ValueUsed, ...] = ()
    clause: Clause | None = None

    def to_json(self) -> dict[str, JSON]:
        return {
            "code": self.code,
            "inputs": plain(self.inputs),
            "values": [value.to_json() for value in self.values],
            "clause": None if self.clause is None else self.clause.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reason:
        return cls(
            data["code"],
            dict(data.get("inputs", {})),
            tuple(ValueUsed.from_json(item) for item in data.get("values", ())),
            None if data.get("clause") is None else Clause.from_json(data["clause"]),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One line of working, in the order a person would do it; ``steps`` open it further."""

    code: str
    inputs: Mapping[str, JSON]
    shown: str
    steps: tuple[Step, ...] = ()

    def to_json(self) -> dict[str, JSON]:
        return {
            "code": self.code,
            "inputs": plain(self.inputs),
            "shown": self.shown,
            "steps": [step.to_json() for step in self.steps],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Step:
        return cls(
            data["code"],
            dict(data["inputs"]),
            data["shown"],
            tuple(cls.from_json(item) for item in data.get("steps", ())),
        )


@dataclass(frozen=True, slots=True)
class Authority:
    """What a figure rests on: the values and clauses used, and the pack they came from."""

    pack: str
    version: str
    digest: str
    values: tuple[ValueUsed, ...] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def has_placeholder(self) -> bool:
        return any(value.standing == "placeholder" for value in self.values)

    def to_json(self) -> dict[str, JSON]:
        return {
            "pack": self.pack,
            "version": self.version,
            "digest": self.digest,
            "values": [value.to_json() for value in self.values],
            "clauses": [clause.to_json() for clause in self.clauses],
            "placeholder": self.has_placeholder,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Authority:
        return cls(
            data["pack"],
            data["version"],
            data["digest"],
            tuple(ValueUsed.from_json(item) for item in data.get("values", ())),
            tuple(Clause.from_json(item) for item in data.get("clauses", ())),
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure's sentence key with its inputs, its working, its authority."""

    key: str
    inputs: Mapping[str, JSON]
    steps: tuple[Step, ...]
    authority: Authority

    def to_json(self) -> dict[str, JSON]:
        return {
            "key": self.key,
            "inputs": plain(self.inputs),
            "steps": [step.to_json() for step in self.steps],
            "authority": self.authority.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Explanation:
        return cls(
            data["key"],
            dict(data["inputs"]),
            tuple(Step.from_json(item) for item in data["steps"]),
            Authority.from_json(data["authority"]),
        )


def clauses_of(values: Iterable[ValueUsed]) -> tuple[Clause, ...]:
    """Each clause once, in the order first used."""
    return tuple(dict.fromkeys(value.clause for value in values if value.clause is not None))


def _date_or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
