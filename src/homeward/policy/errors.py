"""Refusals of the policy room: what was asked, where, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One fault in a pack: the file, the place in it, what was expected, what to do."""

    file: str
    key: str
    expected: str
    remedy: str
    on: date | None = None

    def __str__(self) -> str:
        when = f", {self.on.isoformat()}" if self.on else ""
        place = f", {self.key}" if self.key else ""
        return f"{self.file}{place}{when}: {self.expected} {self.remedy}"


class PackError(Exception):
    """A pack that cannot be used, with every fault found."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PolicyValueError(LookupError):
    """Base of everything that can go wrong when a value is read."""

    def __init__(self, message: str, *, path: str, key: str | None, on: date | None, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message, self.path, self.key, self.on, self.remedy = message, path, key, on, remedy


class MissingValue(PolicyValueError):
    """No value is in force: names the parameter and the date."""


class UnknownParameter(PolicyValueError):
    """The pack holds no such parameter."""


class OverrideRefused(ValueError):
    """An override that cannot stand: unknown parameter, unlawful value, overlap, missing reference."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))
