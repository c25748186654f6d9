"""What pydantic finds wrong in a file, told as the pack's own faults."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError

from homeward.policy.errors import PackProblem


def faults_of(error: ValidationError, name: str, prefix: str, on: date | None = None) -> list[PackProblem]:
    """Every fault with its place in the file; ``prefix`` is the place of what was validated."""
    found = []
    for fault in error.errors():
        place = ".".join(str(part) for part in (prefix, *fault["loc"]) if part != "")
        found.append(PackProblem(name, place, _expected(fault), _remedy(fault["type"]), on))
    return found


def _expected(fault: Any) -> str:
    kind = fault["type"]
    if kind == "extra_forbidden":
        return "This key is not known here."
    if kind == "missing":
        return "This key is missing."
    if kind == "literal_error":
        return f"Expected {fault['ctx']['expected']}."
    return f"{str(fault['msg']).removeprefix('Value error, ').rstrip('.')}."


def _remedy(kind: str) -> str:
    if kind == "extra_forbidden":
        return "Remove it or correct its spelling."
    if kind == "missing":
        return "Add it."
    return "Correct the value."
