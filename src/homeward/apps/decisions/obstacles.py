"""What stands in the way of a decision, as reasons in the pack's words: people by their names, not by their keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from homeward.apps.core.refusals import Sentence, present
from homeward.apps.decisions.facts import names_of
from homeward.apps.decisions.models import Decision
from homeward.apps.searches import obstacles as words
from homeward.engine.obstacles import Obstacle
from homeward.kernel.reasons import Reason

BY = "by"


def reasons_of(decision: Decision, obstacles: Iterable[Obstacle]) -> list[Reason]:
    """Each obstacle as a reason, in the order found."""
    found = list(obstacles)
    keys = {str(item.reason.inputs[BY]) for item in found if BY in item.reason.inputs}
    names = names_of(decision, keys) if keys else {}
    return words.reasons_of(decision.body, [_named(item, names) for item in found])


def sentences_of(decision: Decision, obstacles: Iterable[Obstacle]) -> list[Sentence]:
    return [present(reason) for reason in reasons_of(decision, obstacles)]


def _named(item: Obstacle, names: dict[str, str]) -> Obstacle:
    given = dict(item.reason.inputs)
    if str(given.get(BY)) not in names:
        return item
    return replace(item, reason=replace(item.reason, inputs={**given, BY: names[str(given[BY])]}))
