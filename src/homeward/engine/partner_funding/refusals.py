"""What money is refused, every reason at once: with its fact, what would lift it, and the clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from homeward.engine.refusal import Refusal
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason, ValueUsed


@dataclass(frozen=True)
class Refused:
    """One refusal: the problem in words, and the same as a reason with its values and clause."""

    problem: Problem
    reason: Reason


def refused(
    code: str,
    message: str,
    remedy: str,
    column: str,
    values: Sequence[ValueUsed] = (),
    inputs: Mapping[str, object] | None = None,
) -> Refused:
    told: dict[str, JSON] = {name: plain(value) for name, value in (inputs or {}).items()}
    clause = values[0].clause if values else None
    return Refused(
        Problem(code, message, remedy, column=column),
        Reason(code, {"where": column, "message": message, "remedy": remedy, **told}, tuple(values), clause),
    )


class MoneyRefused(Refusal):
    """No money by these facts. ``reasons`` carry the values and clause each rests on."""

    def __init__(self, items: Iterable[Refused]) -> None:
        self.items = tuple(items)
        super().__init__(item.problem for item in self.items)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(item.reason for item in self.items)

    def to_json(self) -> dict[str, JSON]:
        return {**super().to_json(), "reasons": [reason.to_json() for reason in self.reasons]}


def nights_text(spans: Iterable[DateRange]) -> str:
    """Nights as people name them: "16 June 2026 to 30 June 2026"."""
    return ", ".join(_span(span) for span in spans)


def day_text(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _span(span: DateRange) -> str:
    last = span.last_night
    if last is None:
        return f"from {day_text(span.start)}"
    return day_text(last) if last == span.start else f"{day_text(span.start)} to {day_text(last)}"


def spans_json(spans: Iterable[DateRange]) -> list[JSON]:
    return [span.to_json() for span in spans]


def only(found: Iterator[Refused]) -> list[Refused]:
    """Each refusal once, in the order found."""
    return list(
        {(item.problem.code, item.problem.column, item.problem.message): item for item in found}.values()
    )
