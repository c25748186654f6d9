"""Every statement of a close is counted a second time, in columns, and the two counts must be one.

The reference explains; columns answer. A difference is kept with the version and stops the statement from being issued
until somebody has found out which of the two is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from homeward.apps.core.periods import from_db
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.columns import LineRecords, columns_of_lines, gather_lines
from homeward.apps.statements.facts import gather
from homeward.apps.statements.models import Statement, Version
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.engine import utilisation
from homeward.engine.nights.columns import ColumnsBuilder, Counted, count
from homeward.engine.utilisation.twin import Difference, first_parted, parted
from homeward.kernel.ranges import DateRange

Counts = Sequence[tuple[Statement, Version]]


def compare_counts(counts: Counts) -> dict[int, dict[str, Any]]:
    """Count the statements again, all at once, and keep with each version what differs (nothing: an empty object).

    All belong to one body. Returns the differences by the statement's primary key. The caller holds the statements'
    locks; where a record changed after the version was made, the version is stale, and no difference is told.
    """
    differing: dict[int, dict[str, Any]] = {}
    counts = [
        pair for pair in counts if not is_partnered(pair[0].line)
    ]  # no twin in columns: paid by another rule
    for period, those in _by_period(counts):
        body = those[0][0].body
        lines = [statement.line for statement, _ in those]
        records = gather_lines(body, lines, [period])
        found = count(columns_of_lines(list(records.values())), [period])
        place = {line: index for index, line in enumerate(records)}
        for statement, version in those:
            counted = found.get((place[statement.line_id], 0), Counted())
            figures = parted(version.decision["nights"], counted)
            if figures and gather(statement).digest == version.facts_digest:
                told = _told(version, figures, records[statement.line_id], statement)
                differing[statement.pk] = told.to_json()
    for statement, version in counts:
        version.twin = differing.get(statement.pk, {})
        if version.twin:
            Version.objects.filter(pk=version.pk).update(twin=version.twin)
    equal = [version.pk for _, version in counts if not version.twin]
    Version.objects.filter(pk__in=equal).update(twin={})
    return differing


def _by_period(counts: Counts) -> Iterable[tuple[DateRange, Counts]]:
    periods: dict[DateRange, list[tuple[Statement, Version]]] = {}
    for statement, version in counts:
        periods.setdefault(from_db(statement.period), []).append((statement, version))
    return periods.items()


def _told(
    version: Version, figures: dict[str, tuple[int, int]], records: LineRecords, statement: Statement
) -> Difference:
    """The difference with its first night and child: the reference works the line again, night beside night."""
    decision = utilisation.decide(version.facts, pack_of(statement.body).policy())
    children = sorted({child for _, child, _ in records.stays} | set(decision.segments))
    builder = ColumnsBuilder()
    for place, child in enumerate(children):
        records.add_to(builder, place, child)
    segments = {child: decision.segments.get(child, ()) for child in children}
    return Difference(figures, *first_parted(segments, decision.in_force, builder.build()))
