"""A decision that cannot be made, with everything that stands in its way."""

from __future__ import annotations

from collections.abc import Iterable

from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Reason
from homeward.policy import OverrideRefused, PolicyValueError


class Refusal(Exception):
    """Carries every problem at once; ``reasons`` says the same as codes with inputs."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(
            Reason(p.code, {"where": p.where, "message": p.message, "remedy": p.remedy})
            for p in self.problems
        )

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(problem.code for problem in self.problems)

    def to_json(self) -> dict[str, JSON]:
        return {"refused": True, "problems": [problem.to_json() for problem in self.problems]}


def from_missing_value(error: PolicyValueError) -> Problem:
    """The problem a missing policy value makes."""
    column = error.path if error.key is None else f"{error.path}[{error.key}]"
    return Problem("policy_value_missing", error.message, error.remedy, column=column)


def from_override(error: OverrideRefused) -> list[Problem]:
    """The problems an agreement's overrides make."""
    remedy = "Correct the override on the agreement."
    return [Problem("override_refused", text, remedy, column="overrides") for text in error.problems]
