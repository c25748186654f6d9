"""Reads scenario files. Their form is described in packs/README.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from homeward.engine.rules import RULES
from homeward.policy import PackError, PackProblem, load_pack, packs
from homeward.policy.strict_yaml import read_yaml

SHARED = {"pack", "rule", "source", "given", "overrides", "readings"}
OWN = SHARED | {"name", "expect", "refused", "asks"}


@dataclass(frozen=True)
class Scenario:
    """One worked case: facts, and what is expected of the decision or of its refusal."""

    file: str
    name: str
    pack: str
    rule: str
    source: str
    given: Mapping[str, Any]
    expect: Mapping[str, Any] | None = None
    refused: list[Any] | None = None
    overrides: list[Any] = field(default_factory=list)
    readings: Mapping[str, Any] = field(default_factory=dict)
    asks: list[Mapping[str, Any]] = field(default_factory=list)


def shipped_files() -> list[Path]:
    """The scenario files of every pack on the shelf."""
    return [path for pack in packs() for path in load_pack(pack).scenario_files()]


class FaultyFile(PackError):
    """A file with faults in it; ``sound`` are the scenarios of the file that can be run all the same."""

    def __init__(self, problems: Sequence[PackProblem], sound: Sequence[Scenario]) -> None:
        self.sound = tuple(sound)
        super().__init__(problems)


def files_under(path: Path) -> list[Path]:
    """A file itself, or every YAML file below a folder. Raises PackError when there is none."""
    if path.is_file():
        return [path]
    found = sorted(item for pattern in ("*.yaml", "*.yml") for item in path.rglob(pattern))
    if not found:
        raise PackError(
            [PackProblem(str(path), "", "There is no scenario file.", "Give a YAML file or a folder.")]
        )
    return found


def read_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of a file. Raises PackError naming everything that is wrong with its form; where only
    single scenarios are at fault, a FaultyFile with the others."""
    data = read_yaml(path, decimals=True)
    file = str(path)
    if not isinstance(data, dict):
        raise PackError([PackProblem(file, "", "Expected a scenario, or shared fields and scenarios.", _SEE)])
    if "scenarios" not in data:
        cases, shared = [data], {}
    else:
        cases, shared = data["scenarios"], {key: value for key, value in data.items() if key != "scenarios"}
    problems = [
        PackProblem(file, str(key), "This field is not known here.", _SEE) for key in set(shared) - SHARED
    ]
    if not isinstance(cases, list) or not cases:
        problems.append(PackProblem(file, "scenarios", "Expected a list of scenarios.", _SEE))
    problems += [PackProblem(file, "", text, _SEE) for text in _lists_and_objects(shared)]
    if problems:
        raise PackError(problems)
    scenarios = []
    for index, case in enumerate(cases):
        found, faults = _scenario(file, index, case, shared)
        problems += faults
        if found is not None:
            scenarios.append(found)
    if problems:
        raise FaultyFile(problems, scenarios)
    return scenarios


_SEE = "The form of a scenario is described in packs/README.md."


def _scenario(
    file: str, index: int, case: Any, shared: Mapping[str, Any]
) -> tuple[Scenario | None, list[PackProblem]]:
    if not isinstance(case, dict):
        return None, [PackProblem(file, f"scenario {index + 1}", "Expected fields.", _SEE)]
    name = str(case.get("name", f"scenario {index + 1}"))
    if wrong := list(_lists_and_objects(case)):
        return None, [PackProblem(file, name, text, _SEE) for text in wrong]
    merged = {**shared, **case, "given": laid_over(shared.get("given", {}), case.get("given", {}))}
    merged["given"] = with_copies(merged["given"])
    merged["overrides"] = [*(shared.get("overrides") or []), *(case.get("overrides") or [])]
    merged["readings"] = {**(shared.get("readings") or {}), **(case.get("readings") or {})}
    problems = [PackProblem(file, name, text, _SEE) for text in _faults(merged)]
    if problems:
        return None, problems
    fields = {key: value for key, value in merged.items() if value is not None}
    return Scenario(file=file, **{**fields, "name": name}), []


def _lists_and_objects(case: Mapping[str, Any]) -> Iterator[str]:
    """Fields that are merged need their form before anything else is looked at."""
    if not isinstance(case.get("overrides") or [], list):
        yield "The field overrides must be a list."
    if not isinstance(case.get("readings") or {}, dict):
        yield "The field readings must be fields."


def _faults(case: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(map(str, set(case) - OWN)):
        yield f"The field {key} is not known."
    for key in ("pack", "rule", "source"):
        if not isinstance(case.get(key), str):
            yield f"The field {key} is missing or no text."
    if isinstance(case.get("rule"), str) and case["rule"] not in RULES:
        yield f"There is no rule {case['rule']}; there is {', '.join(sorted(RULES))}."
    if not isinstance(case["given"], dict) or not case["given"]:
        yield "The field given is missing: the facts of the rule."
    if (case.get("expect") is None) == (case.get("refused") is None):
        yield "Give either expect or refused."
    for key, kind, what in (
        ("expect", dict, "fields"),
        ("refused", list, "a list"),
        ("asks", list, "a list"),
    ):
        if case.get(key) is not None and not isinstance(case[key], kind):
            yield f"The field {key} must be {what}."


def with_copies(value: Any) -> Any:
    """Items of a list with ``copies: n`` become n items whose id, child and home end in -1, -2, …"""
    if isinstance(value, dict):
        return {key: with_copies(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    result = []
    for item in value:
        count = item.get("copies") if isinstance(item, dict) else None
        if not isinstance(count, int) or isinstance(count, bool):
            result.append(with_copies(item))
            continue
        rest = {key: with_copies(part) for key, part in item.items() if key != "copies"}
        for number in range(1, count + 1):
            own = {key: f"{rest[key]}-{number}" for key in ("id", "child", "home") if key in rest}
            result.append({**rest, **own})
    return result


def laid_over(ground: Any, upper: Any) -> Any:
    """``upper`` laid over ``ground``: objects field by field, everything else replaced."""
    if isinstance(ground, dict) and isinstance(upper, dict):
        return {**ground, **{key: laid_over(ground.get(key), value) for key, value in upper.items()}}
    return upper
