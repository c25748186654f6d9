"""What changed since the last quarter, cause by cause. The causes add up to the difference, exactly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements import figures
from homeward.apps.statements.presenters.words import NOT_COUNTED, STATES

Json = dict[str, Any]


@dataclass(frozen=True)
class Cause:
    """One cause of a difference, in nights; `children` says whom it is about, by reference."""

    words: str
    nights: int
    children: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """The counted nights of two quarters. `actual_now - actual_before` is the sum of the causes."""

    label_before: str
    actual_before: int
    actual_now: int
    contracted_before: int | None
    contracted_now: int | None
    causes: tuple[Cause, ...]

    @property
    def difference(self) -> int:
        return self.actual_now - self.actual_before


def change_between(before: Json, now: Json, label_before: str, body: Any) -> Change:
    """Compare two stored decisions of one line.

    A child's nights on the line are those counted and those left out together. Who came, who left and who stayed
    longer or shorter is told by these; what is left out of them is told by its reason, so that nothing is told twice.
    """
    stayed_before, stayed_now = figures.nights_stayed(before), figures.nights_stayed(now)
    came = sorted(c for c in stayed_now if stayed_now[c] and not stayed_before.get(c))
    left = sorted(c for c in stayed_before if stayed_before[c] and not stayed_now.get(c))
    both = sorted(c for c in stayed_now if stayed_now[c] and stayed_before.get(c))
    longer = [c for c in both if stayed_now[c] > stayed_before[c]]
    shorter = [c for c in both if stayed_now[c] < stayed_before[c]]
    causes = [
        Cause("Children who came", sum(stayed_now[c] for c in came), tuple(came)),
        Cause("Children who left", -sum(stayed_before[c] for c in left), tuple(left)),
        Cause("More nights of children in both quarters", sum(stayed_now[c] - stayed_before[c] for c in longer),
              tuple(longer)),
        Cause("Fewer nights of children in both quarters", sum(stayed_now[c] - stayed_before[c] for c in shorter),
              tuple(shorter)),
        *_left_out(figures.left_out(before), figures.left_out(now), body),
    ]  # fmt: skip
    return Change(
        label_before,
        before["nights"]["actual"],
        now["nights"]["actual"],
        figures.contracted(before),
        figures.contracted(now),
        tuple(cause for cause in causes if cause.nights),
    )


def _left_out(before: Counter[str], now: Counter[str], body: Any) -> list[Cause]:
    """Nights not counted, by reason: more of them lower the count."""
    said = {**STATES, **NOT_COUNTED}

    def words(reason: str) -> str:
        return said.get(reason) or label_of(body, "care_types", reason).lower()

    return [
        Cause(f"Not counted, {words(reason)}", before[reason] - now[reason])
        for reason in sorted({*before, *now})
    ]


def change_json(change: Change) -> Json:
    return {
        "label_before": change.label_before,
        "actual_before": change.actual_before,
        "actual_now": change.actual_now,
        "contracted_before": change.contracted_before,
        "contracted_now": change.contracted_now,
        "causes": [
            {"words": c.words, "nights": c.nights, "children": list(c.children)} for c in change.causes
        ],
    }
