"""Every worked case that ships with a pack, one test a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.cli.scenario_files import Scenario, read_scenarios, shipped_files
from homeward.cli.scenarios import run_scenario
from homeward.policy import SHELF

CASES = [scenario for file in shipped_files() for scenario in read_scenarios(file)]


@pytest.mark.parametrize("scenario", CASES, ids=[f"{case.pack}: {case.name}" for case in CASES])
def test_worked_case(scenario: Scenario) -> None:
    assert run_scenario(scenario) == []


@pytest.mark.parametrize(
    "case",
    [
        *("C01", "C02", "C03", "C05", "C06", "C07", "C08", "C11", "C15", "C16", "C17", "C18", "C27"),
        *("R1", "R2", "R3", "R4", "R5", "R6", "R7"),
        *("N1", "N5", "N7"),
    ],
)
def test_every_case_of_the_fact_sheet_is_there(case: str) -> None:
    assert any(scenario.name.startswith(f"{case} ") for scenario in CASES)


def test_the_example_in_the_readme_runs(tmp_path: Path) -> None:
    text = (SHELF / "README.md").read_text()
    example = next(part for part in text.split("```") if part.startswith("yaml\npack: "))
    path = tmp_path / "example.yaml"
    path.write_text(example.removeprefix("yaml\n"))
    scenarios = read_scenarios(path)
    assert len(scenarios) == 3
    assert [run_scenario(scenario) for scenario in scenarios] == [[], [], []]
