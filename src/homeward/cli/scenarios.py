"""``homeward scenarios``: worked cases, shipped or from anywhere, on both twins, and every difference."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from homeward.apps.core.calendars import with_holidays
from homeward.cli.matching import differences
from homeward.cli.scenario_files import FaultyFile, Scenario, files_under, read_scenarios, shipped_files
from homeward.engine.parameters import load_checked
from homeward.engine.refusal import Refusal
from homeward.engine.rules import RULES
from homeward.policy import OverrideRefused, PackError, switched_readings


def run(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="homeward scenarios", description="Run worked cases on the reference and in columns."
    )
    parser.add_argument(
        "path", nargs="*", type=Path, metavar="PATH", help="files or folders; all packs' when none"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="name the cases that pass as well")
    options = parser.parse_intermixed_args(argv)
    passed = failed = unreadable = 0
    for file in _files(options.path):
        scenarios: Sequence[Scenario] = ()
        if isinstance(file, Path):
            try:
                scenarios = read_scenarios(file)
            except PackError as error:
                file = error
                scenarios = error.sound if isinstance(error, FaultyFile) else ()
        if isinstance(file, PackError):
            unreadable += 1
            for problem in file.problems:
                print(f"homeward scenarios: {problem}", file=sys.stderr)
        for scenario in scenarios:
            found = run_scenario(scenario)
            passed, failed = passed + (not found), failed + bool(found)
            _print(scenario, found, options.verbose)
    print(f"{passed} passed, {failed} failed")
    if unreadable or not passed + failed:
        return 2
    return 1 if failed else 0


def _files(paths: Sequence[Path]) -> Iterator[Path | PackError]:
    try:
        if not paths:
            yield from shipped_files()
        for path in paths:
            yield from files_under(path)
    except PackError as error:
        yield error


def _print(scenario: Scenario, found: Sequence[str], verbose: bool) -> None:
    if found:
        print(f"FAILED {scenario.file}: {scenario.name}")
        for line in found:
            print(f"  {line}")
    elif verbose:
        print(f"passed {scenario.file}: {scenario.name}")


def run_scenario(scenario: Scenario) -> list[str]:
    """The differences of one scenario; empty when it passes."""
    rule = RULES[scenario.rule]
    try:
        pack = load_checked(_pack_place(scenario))
        readings = switched_readings(scenario.readings, "reading switched for this case")
        policy = pack.policy([*scenario.overrides, *readings])
        decision = rule.decide(with_holidays(rule, scenario.given, pack), policy)
    except Refusal as refusal:
        return _refused(scenario, refusal)
    except (PackError, OverrideRefused) as error:
        return [str(error)]
    if scenario.refused is not None:
        return ["expected a refusal, found a decision"]
    found = differences(scenario.expect, decision.to_json())
    apart = rule.twin(decision, policy) if rule.twin else None
    if apart is not None:
        found.append(str(apart))
    for ask in scenario.asks:
        found += _ask(rule.asks, ask, decision)
    return found


def _pack_place(scenario: Scenario) -> str:
    """A pack by id, or by a path that starts at the scenario's file."""
    return str(Path(scenario.file).parent / scenario.pack) if "/" in scenario.pack else scenario.pack


def _refused(scenario: Scenario, refusal: Refusal) -> list[str]:
    if scenario.refused is None:
        return ["expected a decision, found a refusal:", *(f"  {problem}" for problem in refusal.problems)]
    problems = [problem.to_json() for problem in refusal.problems]
    wanted = [{"code": item} if isinstance(item, str) else item for item in scenario.refused]
    return differences({"exactly": wanted}, problems, "refused")


def _ask(asks: object, ask: object, decision: object) -> list[str]:
    """A question about the decision: ``{abatement: "12000.01", reasons: [abatement_above_limit]}``."""
    if (
        not isinstance(asks, dict)
        or not isinstance(ask, dict)
        or set(ask) - {"reasons", *asks}
        or len(ask) != 2
    ):
        return [f"asks: {ask} is no question this rule answers"]
    name = next(key for key in ask if key != "reasons")
    codes = [reason.code for reason in asks[name](ask[name], decision)]
    return differences(ask["reasons"], codes, f"asks {name} {ask[name]}")
