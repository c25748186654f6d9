"""The policy values one decision reads, read together so that all missing ones are named at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from homeward.engine.refusal import Refusal, from_missing_value
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy, PolicyValueError


@dataclass(frozen=True)
class Values:
    """Values by parameter path, each with its standing and clause."""

    by_path: Mapping[str, ValueUsed]

    def __contains__(self, path: str) -> bool:
        return path in self.by_path

    def used(self, *paths: str) -> tuple[ValueUsed, ...]:
        """Those of the named values that were read, in the order named."""
        return tuple(self.by_path[path] for path in paths if path in self.by_path)

    def raw(self, path: str) -> Any:
        return self.by_path[path].value

    def text(self, path: str) -> str:
        return str(self.raw(path))

    def number(self, path: str) -> Fraction:
        return Fraction(self.raw(path))

    def whole(self, path: str) -> int:
        return int(self.raw(path))

    def codes(self, path: str) -> tuple[str, ...]:
        return tuple(self.raw(path))

    def is_(self, path: str, option: str) -> bool:
        """Whether a reading stands at an option."""
        return self.text(path) == option


def read_values(
    policy: Policy,
    on: date,
    key: str,
    wanted: Iterable[str],
    optional: Iterable[str] = (),
) -> Values:
    """The wanted values in force on a date; ``key`` is used for parameters that are keyed.

    Raises Refusal naming every wanted parameter without a value on that date. Optional ones are left out.
    """
    may_lack = tuple(optional)
    found: dict[str, ValueUsed] = {}
    problems: list[Problem] = []
    for path in (*wanted, *may_lack):
        parameter = policy.pack.parameters.get(path)
        own_key = key if parameter is not None and parameter.keyed_by else None
        try:
            found[path] = policy.look(path, on=on, key=own_key)
        except PolicyValueError as error:
            if path not in may_lack:
                problems.append(from_missing_value(error))
    if problems:
        raise Refusal(problems)
    return Values(found)
