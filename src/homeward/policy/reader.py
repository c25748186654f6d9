"""The reader: the value in force on a date, and a record of everything that was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Authority, ValueUsed, clauses_of
from homeward.policy.errors import MissingValue, UnknownParameter
from homeward.policy.overrides import Override, check_overrides
from homeward.policy.pack import Pack
from homeward.policy.parameters import Parameter, Value


class Policy:
    """Reads a pack for one decision. Not shared between decisions: the record belongs to one.

    >>> policy = pack.policy()                                            # doctest: +SKIP
    >>> policy.value("utilisation.over_threshold", on=date(2023, 1, 1))   # doctest: +SKIP
    '100'
    """

    def __init__(self, pack: Pack, overrides: tuple[Override, ...] = ()) -> None:
        self.pack = pack
        self.overrides = overrides
        self._read: list[ValueUsed] = []

    @property
    def used(self) -> tuple[ValueUsed, ...]:
        """Every value read so far, each once, in the order first read."""
        seen: dict[tuple[str, str | None, date | None], ValueUsed] = {}
        for value in self._read:
            seen.setdefault((value.path, value.key, value.on), value)
        return tuple(seen.values())

    def with_overrides(self, rows: Iterable[Override | Mapping[str, Any]]) -> Policy:
        """A fresh reader that adds an agreement's overrides. A row given here stands above an earlier one."""
        return Policy(
            self.pack, (*check_overrides(rows, self.pack.parameters, self.pack.vocabularies), *self.overrides)
        )

    def value(self, path: str, *, on: date, key: str | None = None) -> Any:
        """The value in force. Raises MissingValue (naming parameter and date) or UnknownParameter."""
        return self.look(path, on=on, key=key).value

    def reading(self, path: str, *, on: date, key: str | None = None) -> str:
        """The named method or reading in force. Raises as :meth:`value`; TypeError for a plain value."""
        used = self.look(path, on=on, key=key)
        if used.kind != "reading":
            raise TypeError(f"{path} is a value, not a reading")
        return str(used.value)

    def look(self, path: str, *, on: date, key: str | None = None) -> ValueUsed:
        """As :meth:`value`, with standing, clause and who set it."""
        used = self._resolve(self._parameter(path), on, key)
        if used is None:
            raise self._missing(self._parameter(path), on, key)
        self._read.append(used)
        return used

    def look_or_none(self, path: str, *, on: date, key: str | None = None) -> ValueUsed | None:
        """As :meth:`look`; None where the pack holds no value for that key and day."""
        used = self._resolve(self._parameter(path), on, key)
        if used is not None:
            self._read.append(used)
        return used

    def authority(self, values: Iterable[ValueUsed] | None = None) -> Authority:
        """The authority of a figure: the given values, or everything read so far."""
        used = self.used if values is None else tuple(values)
        return Authority(self.pack.id, self.pack.version, self.pack.digest, used, clauses_of(used))

    def _parameter(self, path: str) -> Parameter:
        parameter = self.pack.parameters.get(path)
        if parameter is None:
            raise UnknownParameter(
                f"The pack {self.pack.id} holds no parameter {path}.",
                path=path,
                key=None,
                on=None,
                remedy="Add it to the pack with a dated value and its clause.",
            )
        return parameter

    def _resolve(self, parameter: Parameter, on: date, key: str | None) -> ValueUsed | None:
        """The one place where a value is decided: an agreement's row, else the pack's."""
        own = [row for row in self.overrides if row.applies(parameter.path, key, on)]
        own.sort(key=lambda row: row.key is None)
        if own:
            return _from_override(own[0], parameter, key, on)
        found = parameter.on(on, key)
        return None if found is None else _from_pack(found, parameter, on)

    def _missing(self, parameter: Parameter, on: date, key: str | None) -> MissingValue:
        rows = parameter.rows(key)
        name = parameter.path if key is None else f"{parameter.path} for {key}"
        remedy = "Choose a later period, or add a value for that date with its clause."
        if not rows:
            has = ", ".join(str(item) for item in parameter.keys if item is not None)
            hint = f"The pack has it for {has}." if has else "The pack has it without a key."
            remedy = "Let the agreement set it with an override, or add a value for it with its clause."
        elif on < rows[0].in_force.start:
            hint = f"Its first value is in force from {rows[0].in_force.start.isoformat()}."
        else:
            hint = f"Its last value ended on {rows[-1].in_force.end}."
        return MissingValue(
            f"The pack {self.pack.id} has no value of {name} on {on.isoformat()}. {hint}",
            path=parameter.path,
            key=key,
            on=on,
            remedy=remedy,
        )


def _from_pack(value: Value, parameter: Parameter, on: date) -> ValueUsed:
    return ValueUsed(
        path=parameter.path,
        value=_copy(value.value),
        from_=value.in_force.start,
        until=value.in_force.end,
        standing=value.standing,
        clause=value.clause,
        unit=parameter.unit,
        key=value.key,
        kind=parameter.kind,
        on=on,
        note=value.note,
        origin=value.origin,
    )


def _from_override(row: Override, parameter: Parameter, key: str | None, on: date) -> ValueUsed:
    pack_value = parameter.on(on, key)
    return ValueUsed(
        path=parameter.path,
        value=_copy(row.value),
        from_=row.in_force.start,
        until=row.in_force.end,
        standing="agreement",
        clause=None if pack_value is None else pack_value.clause,
        unit=parameter.unit,
        key=key,
        kind=parameter.kind,
        on=on,
        overridden_by=row.reference,
    )


def _copy(value: JSON) -> JSON:
    return deepcopy(value) if isinstance(value, (list, dict)) else value
