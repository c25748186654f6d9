"""The facts of a panel as columns, in an order of their own so that the order they came in plays no part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from homeward.engine.allocation.facts import AllocationFacts, FitFact, UnitFact
from homeward.engine.allocation.problem import Problem
from homeward.engine.refusal import Refusal
from homeward.kernel.problems import Problem as Fault

Place = tuple[str, int | None]  # a unit, and which part of it


@dataclass(frozen=True)
class Panel:
    """The columns with what they stand for. ``fits``: each pair listed, excluded ones too."""

    problem: Problem
    units: tuple[UnitFact, ...]
    homes: tuple[str, ...]
    options: tuple[Place, ...]
    fits: Mapping[Place, Mapping[str, FitFact]]
    order: tuple[int, ...]
    """Units by the day they came."""

    def children(self, option: int) -> list[str]:
        name, part = self.options[option]
        unit = next(unit for unit in self.units if unit.id == name)
        return list(unit.children if part is None else unit.parts[part])


def gather(facts: AllocationFacts, penalty: int) -> Panel:
    """Raises Refusal for identifiers that stand twice or are not listed, and for parts that do not make the whole."""
    _check(facts)
    units = tuple(sorted(facts.units, key=lambda unit: unit.id))
    homes = tuple(sorted(home.id for home in facts.homes))
    places = {home.id: home.places for home in facts.homes}
    options: list[Place] = []
    sizes: list[int] = []
    for unit in units:
        options.append((unit.id, None))
        sizes.append(len(unit.children))
        options += [(unit.id, number) for number in range(len(unit.parts))]
        sizes += [len(part) for part in unit.parts]
    number_of = {unit.id: number for number, unit in enumerate(units)}
    fits: dict[Place, dict[str, FitFact]] = {option: {} for option in options}
    for fit in facts.fits:
        fits[fit.unit, fit.part][fit.home] = fit
    pairs = [
        (number, place, _thousandths(found))
        for number, option in enumerate(options)
        for place, home in enumerate(homes)
        if (found := fits[option].get(home)) is not None
        and not found.excluded_by
        and sizes[number] <= places[home]
    ]
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    problem = Problem(
        np.array([number_of[name] for name, _ in options], dtype=np.int64),
        np.array(sizes, dtype=np.int64),
        np.array([part is not None for _, part in options], dtype=np.bool_),
        len(units),
        np.array([places[home] for home in homes], dtype=np.int64),
        columns[:, 0].copy(),
        columns[:, 1].copy(),
        columns[:, 2].copy(),
        penalty,
    )
    order = sorted(range(len(units)), key=lambda place: (units[place].came_on, units[place].id))
    return Panel(problem, units, homes, tuple(options), fits, tuple(order))


def _thousandths(fit: FitFact) -> int:
    """Nothing known counts as nothing here: a plan has to put a number on it, and says so beside the child."""
    return 0 if fit.score is None else int(Fraction(fit.score) * 1000)


def _check(facts: AllocationFacts) -> None:
    faults = []
    for column, names in (
        ("units", [unit.id for unit in facts.units]),
        ("homes", [home.id for home in facts.homes]),
        ("units.children", [child for unit in facts.units for child in unit.children]),
        ("fits", [f"{fit.unit} {fit.part} {fit.home}" for fit in facts.fits]),
    ):
        if len(set(names)) != len(names):
            faults.append(
                Fault("listed_twice", "The same thing stands twice.", "Keep each once.", column=column)
            )
    parts = {unit.id: len(unit.parts) for unit in facts.units}
    homes = {home.id for home in facts.homes}
    for unit in facts.units:
        told = [child for part in unit.parts for child in part]
        if unit.parts and (
            sorted(told) != sorted(unit.children) or len(unit.parts) < 2 or not all(unit.parts)
        ):
            text = "The parts do not make the whole: each child in one part, two parts or more."
            faults.append(
                Fault("parts_wrong", text, "Correct the parts.", column="units.parts", value=unit.id)
            )
    for fit in facts.fits:
        if fit.unit not in parts or fit.home not in homes or (fit.part or 0) >= max(1, parts[fit.unit]):
            text = "A fit names a unit, part or home that is not listed."
            faults.append(
                Fault("fit_unknown", text, "List it, or remove the fit.", column="fits", value=fit.unit)
            )
        elif fit.part is not None and not parts[fit.unit]:
            text = "A fit names a part of a unit that may not be split."
            faults.append(Fault("fit_unknown", text, "Remove the fit.", column="fits", value=fit.unit))
        if fit.score is not None and (fit.score > 100 or (fit.score * 1000) % 1):
            text = "A score has 0 to 100 points, with three decimals at most."
            faults.append(
                Fault("score_wrong", text, "Correct it.", column="fits.score", value=str(fit.score))
            )
    if faults:
        raise Refusal(faults)
