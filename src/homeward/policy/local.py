"""Values that a body entered itself, laid over its jurisdiction's pack.

Nothing is overwritten: the pack as shipped stays beneath, and where a local value ends, what lies beneath is in
force again. Of two local values for one parameter, key and day the later in the list stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange, subtract
from homeward.kernel.reasons import Clause, Origin
from homeward.policy.checks import check_row
from homeward.policy.digest import content_digest
from homeward.policy.errors import PackError, PackProblem
from homeward.policy.models import DatedRow, ReferenceFile, SourceFile
from homeward.policy.pack import Pack
from homeward.policy.parameters import Parameter, Value


@dataclass(frozen=True, slots=True)
class LocalRow:
    """One value of a body: what, from when, from which document, entered by whom and confirmed by whom.

    ``keys`` are those it holds for, empty where the parameter is not keyed. ``origin.confirmed_by`` is never
    ``origin.entered_by``; whoever keeps the rows sees to that.
    """

    path: str
    value: JSON
    in_force: DateRange
    origin: Origin
    keys: tuple[str, ...] = ()
    note: str | None = None

    @property
    def source(self) -> str:
        """The id of its document among the sources: the same document read on the same day has the same id."""
        text = f"{self.origin.title}|{self.origin.read_on.isoformat()}"
        return f"local-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:8]}"

    def content(self) -> dict[str, JSON]:
        """What it says, without who said it: the part that the digest covers."""
        return {
            "from": self.in_force.start.isoformat(),
            "until": None if self.in_force.end is None else self.in_force.end.isoformat(),
            "for": list(self.keys),
            "value": self.value,
            "source": self.source,
            "clause": self.origin.clause,
            "note": self.note,
        }


def lay_over(pack: Pack, rows: Sequence[LocalRow], *, number: int | None = None) -> Pack:
    """The pack with the rows laid over it, in the order in which they were confirmed.

    ``number`` counts the confirmed changes and stands in the version (``1.2+local.3``); by default the number of
    rows. Without rows the values are the pack's own, and so is the digest. Raises PackError with every fault.
    """
    problems = check_local(pack, rows)
    if problems:
        raise PackError(problems)
    number = len(rows) if number is None else number
    by_path: dict[str, list[LocalRow]] = {}
    for row in rows:
        by_path.setdefault(row.path, []).append(row)
    laid = {path: _laid(pack.parameters[path], own) for path, own in by_path.items()}
    content = {path: [row.content() for row in by_path[path]] for path in sorted(by_path)}
    return replace(
        pack,
        version=f"{pack.version}+local.{number}" if number else pack.version,
        digest=content_digest({"pack": pack.digest, "local": content}) if rows else pack.digest,
        parameters={**pack.parameters, **laid},
        sources={**pack.sources, **{row.source: _source(row) for row in rows}},
        beneath=pack,
        local_rows=tuple(rows),
    )


def check_local(pack: Pack, rows: Sequence[LocalRow]) -> list[PackProblem]:
    """Everything that keeps the rows from being laid over the pack, by the checks of the pack's own files."""
    problems: list[PackProblem] = []
    sound: dict[str, list[LocalRow]] = {}
    for row in rows:
        found = _faults(pack, row)
        problems += found
        if not found:
            sound.setdefault(row.path, []).append(row)
    for path, own in sound.items():
        problems += _gaps(pack.parameters[path], _laid(pack.parameters[path], own))
    return problems


def _faults(pack: Pack, row: LocalRow) -> list[PackProblem]:
    parameter = pack.parameters.get(row.path)
    on = row.in_force.start
    if parameter is None:
        expected = f"The pack {pack.id} holds no parameter of this name."
        return [PackProblem(row.path, "", expected, "Use one of its parameters.", on)]
    problems = []
    for key, text in (("source.title", row.origin.title), ("source.clause", row.origin.clause)):
        if not text.strip():
            problems.append(
                PackProblem(row.path, key, "A value names its document and the place in it.", "Add it.", on)
            )
    if row.in_force.is_empty:
        problems.append(
            PackProblem(row.path, "until", "until must lie after from.", "Correct the dates.", on)
        )
    if len(set(row.keys)) != len(row.keys):
        problems.append(PackProblem(row.path, "for", "Each key stands once.", "Remove the second.", on))
    return problems + check_row(
        row.path, _as_row(row), parameter, {row.source: _source(row)}, pack.vocabularies
    )


def _as_row(row: LocalRow) -> DatedRow:
    """The row in the shape of a pack's file; what the shape itself asks is checked above and by the reader."""
    return DatedRow.model_construct(
        from_=row.in_force.start,
        until=row.in_force.end,
        for_=list(row.keys) or None,
        value=row.value,
        reference=ReferenceFile.model_construct(source=row.source, clause=row.origin.clause),
        note=row.note,
    )


def _source(row: LocalRow) -> SourceFile:
    return SourceFile(
        title=row.origin.title or "–",
        publisher="Entered by the body",
        read_on=row.origin.read_on,
        extent="the place named with each value",
    )


def _laid(parameter: Parameter, rows: Iterable[LocalRow]) -> Parameter:
    """The parameter with its values as they are in force: local ones cut holes into what lies beneath."""
    values = list(parameter.values)
    for row in rows:
        for key in row.keys or (None,):
            values = list(_with(values, row, key))
    order = {key: place for place, key in enumerate(dict.fromkeys(value.key for value in values))}
    values.sort(key=lambda value: (order[value.key], value.in_force.start))
    return replace(parameter, values=tuple(values))


def _with(values: Iterable[Value], row: LocalRow, key: str | None) -> Iterator[Value]:
    for value in values:
        if value.key != key:
            yield value
            continue
        for piece in subtract(value.in_force, [row.in_force]):
            yield replace(value, in_force=piece)
    clause = Clause(row.source, row.origin.clause)
    yield Value(row.in_force, row.value, clause, "local", key, row.note, row.origin)


def _gaps(shipped: Parameter, laid: Parameter) -> list[PackProblem]:
    """Days between two values on which neither is in force, where the pack itself has no such gap."""
    problems = []
    for key in laid.keys:
        for one, following in pairwise(laid.rows(key)):
            end, start = one.in_force.end, following.in_force.start
            if end is not None and end < start and shipped.on(end, key) is None:
                problems.append(_gap(laid.path, key, end, start))
    return problems


def _gap(path: str, key: str | None, end: date, start: date) -> PackProblem:
    return PackProblem(
        path,
        "until" if key is None else f"until for {key}",
        f"No value is in force until {start.isoformat()}.",
        "Close the gap; a value holds until the next begins.",
        end,
    )
