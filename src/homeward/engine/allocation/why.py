"""For each unit: the home chosen, the best others, and why not they."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from homeward.engine.allocation.facts import FitFact
from homeward.engine.allocation.gather import Panel
from homeward.engine.allocation.problem import Plan
from homeward.engine.matching.result import decimals
from homeward.kernel.jsontypes import JSON


@dataclass(frozen=True)
class Placed:
    """Children of one unit in one home."""

    home: str
    children: tuple[str, ...]
    score: int | None

    def to_json(self) -> dict[str, JSON]:
        return {"home": self.home, "children": list(self.children), "score": _said(self.score)}


@dataclass(frozen=True)
class Other:
    """A home not chosen. ``why``: taken (``by`` names whose children are there instead), too_few_places,
    lower_score or equal_score."""

    home: str
    score: int | None
    why: str
    by: tuple[str, ...]

    def to_json(self) -> dict[str, JSON]:
        return {"home": self.home, "score": _said(self.score), "why": self.why, "by": list(self.by)}


@dataclass(frozen=True)
class Outcome:
    """``status``: together, split, part (some of a split unit), or none. ``excluded``: homes by what excludes them."""

    unit: str
    status: str
    placed: tuple[Placed, ...]
    others: tuple[Other, ...]
    excluded: tuple[tuple[str, int], ...]
    eligible: int

    def to_json(self) -> dict[str, JSON]:
        return {
            "unit": self.unit,
            "status": self.status,
            "placed": [item.to_json() for item in self.placed],
            "alternatives": [item.to_json() for item in self.others],
            "eligible_homes": self.eligible,
            "excluded": dict(self.excluded),
        }


def outcomes(panel: Panel, plan: Plan, most: int) -> tuple[Outcome, ...]:
    """One outcome for each unit, in the order of their identifiers."""
    problem = panel.problem
    there: dict[str, list[str]] = {home: [] for home in panel.homes}
    chosen: dict[str, list[tuple[int, str]]] = {unit.id: [] for unit in panel.units}
    for pair in plan.pairs.tolist():
        option, home = int(problem.pair_option[pair]), panel.homes[int(problem.pair_home[pair])]
        name, _ = panel.options[option]
        there[home].append(name)
        chosen[name].append((option, home))
    return tuple(_outcome(unit.id, panel, chosen[unit.id], there, most) for unit in panel.units)


def _outcome(
    unit: str, panel: Panel, chosen: list[tuple[int, str]], there: dict[str, list[str]], most: int
) -> Outcome:
    fits = panel.fits[unit, None]
    placed = []
    for option, home in chosen:
        score = _score(panel.fits[panel.options[option]][home])
        placed.append(Placed(home, tuple(panel.children(option)), score))
    wanted = len(panel.children(panel.options.index((unit, None))))
    got = sum(len(item.children) for item in placed)
    split = any(panel.options[option][1] is not None for option, _ in chosen)
    status = "none" if not placed else "together" if not split else "split" if got == wanted else "part"
    here = {home for _, home in chosen}
    open_homes = [home for home, fit in fits.items() if not fit.excluded_by and home not in here]
    ranked = sorted(open_homes, key=lambda home: (-(_score(fits[home]) or 0), home))
    own = placed[0].score if status == "together" else None
    others = tuple(_other(home, _score(fits[home]), own, there) for home in ranked[:most])
    counted = Counter(code for fit in fits.values() for code in fit.excluded_by)
    eligible = sum(not fit.excluded_by for fit in fits.values())
    return Outcome(unit, status, tuple(placed), others, tuple(sorted(counted.items())), eligible)


def _other(home: str, score: int | None, own: int | None, there: dict[str, list[str]]) -> Other:
    if own is not None and (score or 0) <= own:
        return Other(home, score, "equal_score" if (score or 0) == own else "lower_score", ())
    taken = tuple(sorted(set(there[home])))
    return Other(home, score, "taken" if taken else "too_few_places", taken)


def _score(fit: FitFact) -> int | None:
    return None if fit.score is None else int(fit.score * 1000)


def _said(score: int | None) -> str | None:
    return None if score is None else decimals(score, 3)
