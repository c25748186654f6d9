"""What a reader of the calculation should look at; nothing here changes an amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.engine.partner_funding.decision import LineResult
from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.occupancy import empty_place
from homeward.engine.partner_funding.rates import additional_of, ending_within
from homeward.engine.partner_funding.reads import ABSENCE, ADDITIONAL_END, GATE, Settings
from homeward.engine.partner_funding.refusals import spans_json
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason


def flags_of(
    facts: FundingFacts, results: Sequence[LineResult], period: DateRange, settings: Settings
) -> Iterator[Reason]:
    gate = settings.own.used(GATE)
    for name in ("approval", "agreement"):
        if getattr(facts, name) is None:
            yield Reason(f"{name}_not_asked", {}, gate, gate[0].clause)
    for result in results:
        yield from _of_line(result, period, settings)


def _of_line(result: LineResult, period: DateRange, settings: Settings) -> Iterator[Reason]:
    line, values = result.fact, settings.of_line[result.fact.id]
    if result.window is None:
        yield Reason("line_not_in_force", {"line": line.id})
        return
    for child in result.children:
        if child.unpaid:
            used = values.used(*ABSENCE)
            told: dict[str, JSON] = {
                "line": line.id, "child": child.child, "nights": child.unpaid_nights,
                "causes": sorted({item.cause for item in child.unpaid}),
                "ranges": spans_json(item.range for item in child.unpaid),
            }  # fmt: skip
            yield Reason("absence_nights_not_paid", told, used, used[0].clause)
    if line.method == "dynamic":
        for item in ending_within(additional_of(line, values), result.window):
            used = values.used(ADDITIONAL_END)
            end = None if item.range.end is None else item.range.end.isoformat()
            ended: dict[str, JSON] = {
                "line": line.id,
                "child": item.fact.child,
                "rate": item.name,
                "ended_on": end,
            }
            yield Reason("additional_rate_ended_at_review", ended, used, used[0].clause)
    if result.use is not None and result.use.beyond:
        yield Reason("more_children_than_places", {"line": line.id, "nights": result.use.beyond})
    reason = empty_place(line, values)
    if reason is not None:
        yield reason
