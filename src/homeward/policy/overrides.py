"""Overrides: a value an agreement sets for itself, dated and with its reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange
from homeward.policy.errors import OverrideRefused
from homeward.policy.parameters import Parameter
from homeward.policy.vocabularies import Vocabulary

ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Override:
    """``key`` None: for every key of the parameter."""

    path: str
    value: JSON
    in_force: DateRange
    reference: str
    key: str | None = None

    def applies(self, path: str, key: str | None, on: date) -> bool:
        return self.path == path and self.key in (None, key) and self.in_force.contains(on)


def check_overrides(
    rows: Iterable[Override | Mapping[str, Any]],
    parameters: Mapping[str, Parameter],
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Override, ...]:
    """The overrides, checked. Raises OverrideRefused with every fault at once.

    A row is ``{path, key?, from, until?, value, reference}``; dates as dates or ISO text. Refused: an unknown
    parameter or key, a key for a parameter without keys, an unlawful value, a missing reference, reversed
    dates, two rows for one parameter, key and day.
    """
    problems: list[str] = []
    checked: list[Override] = []
    for number, row in enumerate(rows, start=1):
        found: list[str] = []
        override = row if isinstance(row, Override) else _parse(row, number, found)
        if override is not None:
            found += _faults(override, number, parameters, vocabularies)
            found += [
                f"Override {number} ({override.path}) sets the same days as an earlier one. Let one end"
                " where the other begins."
                for other in checked
                if _collide(override, other)
            ]
            checked.append(override)
        problems += found
    if problems:
        raise OverrideRefused(problems)
    return tuple(checked)


def _parse(row: Mapping[str, Any], number: int, problems: list[str]) -> Override | None:
    unknown = sorted(set(row) - {"path", "key", "from", "until", "value", "reference"})
    missing = sorted({"path", "from", "value", "reference"} - set(row))
    if unknown:
        problems.append(f"Override {number} has unknown fields: {', '.join(unknown)}. Remove them.")
    if missing:
        problems.append(f"Override {number} lacks {', '.join(missing)}. Add what is missing.")
    if unknown or missing:
        return None
    try:
        start, end = _day(row["from"]), None if row.get("until") is None else _day(row["until"])
        in_force = DateRange(start, end)
    except ValueError as error:
        problems.append(
            f"Override {number} ({row['path']}) has no usable dates: {error}. Write e.g. 2023-07-01."
        )
        return None
    return Override(str(row["path"]), row["value"], in_force, str(row["reference"] or ""), row.get("key"))


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _faults(
    override: Override,
    number: int,
    parameters: Mapping[str, Parameter],
    vocabularies: Mapping[str, Vocabulary],
) -> list[str]:
    name = f"Override {number} ({override.path})"
    problems = []
    if not override.reference.strip():
        problems.append(f"{name} has no reference. Name the clause or document of the agreement it rests on.")
    parameter = parameters.get(override.path)
    if parameter is None:
        return [*problems, f"{name} names a parameter this pack does not hold. Use one of its parameters."]
    if override.key is not None and parameter.keyed_by is None:
        problems.append(f"{name} has the key {override.key}, but this parameter has no keys. Remove the key.")
    if override.key is not None and parameter.keyed_by is not None:
        vocabulary = vocabularies[parameter.keyed_by]
        if not vocabulary.knows(override.key):
            problems.append(
                f"{name} has the unknown key {override.key}. Use one of: {', '.join(vocabulary.codes)}."
            )
    expected = parameter.fault(override.value)
    if expected is not None:
        problems.append(f"{name} has the value {override.value!r}. Expected: {expected}.")
    elif parameter.vocabulary is not None:
        vocabulary = vocabularies[parameter.vocabulary]
        codes = override.value if isinstance(override.value, list) else [override.value]
        unknown = [str(code) for code in codes if not vocabulary.knows(str(code))]
        if unknown:
            problems.append(
                f"{name} has unknown codes: {', '.join(unknown)}. Use codes of {vocabulary.name}:"
                f" {', '.join(vocabulary.codes)}."
            )
    return problems


def _collide(one: Override, other: Override) -> bool:
    """A row for one key stands above a row for all keys; the same reach twice on a day does not stand."""
    return one.path == other.path and one.key == other.key and one.in_force.overlaps(other.in_force)


def switched_readings(readings: Mapping[str, Any], reference: str) -> list[Override]:
    """Overrides that hold always: ``{path: value}``, or ``{path: {key: value}}`` for keyed parameters."""
    result = []
    for path, value in readings.items():
        if isinstance(value, Mapping):
            result += [
                Override(path, item, DateRange(ALWAYS), reference, str(key)) for key, item in value.items()
            ]
        else:
            result.append(Override(path, value, DateRange(ALWAYS), reference))
    return result
