"""What a reader of the calculation should look at; nothing here changes an amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.engine.partner_funding.decision import LineResult
from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.nights import stays_of
from homeward.engine.partner_funding.occupancy import empty_place
from homeward.engine.partner_funding.rates import additional_of, ending_within, rates_of
from homeward.engine.partner_funding.reads import ABSENCE, ADDITIONAL_END, GATE, NOTICE, Settings
from homeward.engine.partner_funding.refusals import spans_json
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange, intersect, subtract, union
from homeward.kernel.reasons import Reason
from homeward.policy import Pack


def flags_of(
    facts: FundingFacts, results: Sequence[LineResult], period: DateRange, settings: Settings
) -> Iterator[Reason]:
    """Flags of the whole, then of each line."""
    gate = settings.own.used(GATE)
    for name in ("approval", "agreement"):
        if name not in facts.model_fields_set:
            yield Reason(f"{name}_not_asked", {}, gate, gate[0].clause)
    for result in results:
        yield from _stays(facts, result, period)
        if result.window is not None:
            yield from _nights(result, settings)
            yield from _rates(result, settings)
            yield from _places(result, settings, settings.policy.pack)


def _stays(facts: FundingFacts, result: LineResult, period: DateRange) -> Iterator[Reason]:
    """Nights on which the line is not in force; nights of a child with two stays, counted once."""
    line = result.fact
    if result.window is None:
        yield Reason("line_not_in_force", {"line": line.id})
    by_child: dict[str, list[DateRange]] = {}
    for _, stay in stays_of(facts, line):
        cut = stay.range.clip(period)
        if cut is not None:
            by_child.setdefault(stay.child, []).append(cut)
    in_force = [] if result.window is None else [result.window]
    for child, spans in sorted(by_child.items()):
        outside = subtract(spans, in_force)
        if outside:
            yield Reason(
                "nights_outside_line", {"line": line.id, "child": child, "ranges": spans_json(outside)}
            )
        twice = union(cut for place, one in enumerate(spans) for cut in intersect([one], spans[place + 1 :]))
        if twice:
            yield Reason("stays_overlap", {"line": line.id, "child": child, "ranges": spans_json(twice)})


def _nights(result: LineResult, settings: Settings) -> Iterator[Reason]:
    line, values = result.fact, settings.of_line[result.fact.id]
    used = values.used(*ABSENCE)
    for child in result.children:
        if child.unpaid:
            told: dict[str, JSON] = {
                "line": line.id, "child": child.child, "nights": child.unpaid_nights,
                "causes": sorted({item.cause for item in child.unpaid}),
                "ranges": spans_json(item.range for item in child.unpaid),
            }  # fmt: skip
            yield Reason("absence_nights_not_paid", told, used, used[0].clause)


def _rates(result: LineResult, settings: Settings) -> Iterator[Reason]:
    line, values, window = result.fact, settings.of_line[result.fact.id], result.window
    assert window is not None
    notice = values.used(NOTICE)
    for earlier, rated in zip(rates_of(line), rates_of(line)[1:], strict=False):
        changes = window.contains(rated.range.start) and rated.range.start > window.start
        if changes and rated.rate.notice_on is None and rated.amount != earlier.amount:
            start = rated.range.start.isoformat()
            yield Reason("rate_without_notice", {"line": line.id, "from": start}, notice, notice[0].clause)
    if line.method == "dynamic":
        used = values.used(ADDITIONAL_END)
        for item in ending_within(additional_of(line, values), window):
            end = None if item.range.end is None else item.range.end.isoformat()
            ended: dict[str, JSON] = {
                "line": line.id, "child": item.fact.child, "rate": item.name, "ended_on": end,
            }  # fmt: skip
            yield Reason("additional_rate_ended_at_review", ended, used, used[0].clause)


def _places(result: LineResult, settings: Settings, pack: Pack) -> Iterator[Reason]:
    line = result.fact
    if result.use is not None and result.use.beyond:
        yield Reason("more_children_than_places", {"line": line.id, "nights": result.use.beyond})
    reason = empty_place(line, settings.of_line[line.id])
    if reason is not None:
        yield reason
    typical = pack.vocabulary("funding_methods").attribute(line.method, "support_levels")
    if line.support_level is not None and isinstance(typical, list) and line.support_level not in typical:
        row = pack.vocabulary("funding_methods").row(line.method)
        told: dict[str, JSON] = {
            "line": line.id, "method": line.method, "support_level": line.support_level, "typical": typical,
        }  # fmt: skip
        yield Reason("support_level_not_typical", told, (), None if row is None else row.clause)
