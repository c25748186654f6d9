"""Which settings the rule reads, and those of one line with its own overrides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.engine.refusal import Refusal, from_override
from homeward.engine.values import Values, read_values
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import ValueUsed
from homeward.policy import OverrideRefused, Policy

AREA = "partner_funding"
NIGHT_RULE = f"{AREA}.night_rule"
ONE_NIGHT = f"{AREA}.one_paid_night"
GATE = f"{AREA}.payment_gate"
NOTICE = f"{AREA}.rate_before_notice"
MODE = f"{AREA}.additional_mode"
ADDITIONAL_END = f"{AREA}.additional_end"
ABSENCE_NIGHTS = f"{AREA}.absence_paid_nights"
ABSENCE_PERCENT = f"{AREA}.absence_paid_percent"
EPISODE = f"{AREA}.absence_episode"
MISSING = f"{AREA}.missing_nights"
EMPTY_PLACE = f"{AREA}.empty_place"
PROMPTS = f"{AREA}.ad_hoc_prompts"
PART_PERIOD = f"{AREA}.instalment_part_period"
LEVELS = f"{AREA}.individualised_levels"
ADVICE = f"{AREA}.individualised_advice"
EVIDENCE = f"{AREA}.property_evidence"
INCIDENT = f"{AREA}.property_incident"
GST = f"{AREA}.gst_rate"
ROUNDING = f"{AREA}.rounding"
DECIMALS = f"{AREA}.shown_decimals"
SHARE = f"{AREA}.committed_share"
MONTHS = f"{AREA}.committed_months"
BALANCE = f"{AREA}.reconciliation"
DISPUTED = f"{AREA}.disputed_balance"
EVERY = f"{AREA}.reconcile_every"
RECOVERY = f"{AREA}.recovery_records"

ALWAYS = (NIGHT_RULE, ONE_NIGHT, GATE, NOTICE, GST, ROUNDING, DECIMALS, PROMPTS, EVIDENCE, INCIDENT)
ABSENCE = (ABSENCE_NIGHTS, ABSENCE_PERCENT, EPISODE, MISSING)
OF_METHOD: Mapping[str, tuple[str, ...]] = {
    "dynamic": (*ABSENCE, MODE, ADDITIONAL_END, EMPTY_PLACE),
    "fixed": (*ABSENCE, PART_PERIOD, EMPTY_PLACE),
    "individualised": (*ABSENCE, LEVELS, ADVICE),
}
AHEAD = (SHARE, MONTHS)
RECONCILED = (BALANCE, DISPUTED, EVERY, RECOVERY)


@dataclass(frozen=True)
class Settings:
    """The settings of the whole calculation and of each line.

    ``before``: nights of a line before the period that are reconciled, cut where one of its settings changes, each with
    those of its first night: a rule that changes holds forward only. ``warnings``: changes inside the period.
    """

    own: Values
    of_line: Mapping[str, Values]
    policy: Policy
    before: Mapping[str, tuple[tuple[DateRange, Values], ...]]
    warnings: tuple[Problem, ...]

    @property
    def used(self) -> tuple[ValueUsed, ...]:
        """Each value read, once; where a line sets its own, both."""
        earlier = [values for pieces in self.before.values() for _, values in pieces]
        every = (self.own, *self.of_line.values(), *earlier)
        rows = [used for values in every for used in values.by_path.values()]
        found: dict[tuple[str, str, str | None], ValueUsed] = {}
        for used in rows:
            found.setdefault((used.path, str(used.value), used.overridden_by), used)
        return tuple(found.values())


def read_settings(facts: FundingFacts, policy: Policy) -> Settings:
    """Every setting in force on the first day of the period; a line's own stand above the agreement's.

    Raises Refusal with every override that cannot stand and every setting without a value.
    """
    on = facts.period.start
    problems: list[Problem] = []
    agreed = _with(policy, facts.overrides, problems)
    wanted = [*ALWAYS, *(RECONCILED if facts.reconciliation is not None else ())]
    own = _read(agreed, on, wanted, problems)
    values: dict[str, Values] = {}
    before: dict[str, tuple[tuple[DateRange, Values], ...]] = {}
    warnings: list[Problem] = []
    for line in facts.lines:
        its_own = _with(agreed, [*line.overrides, *_committed(line, on)], problems)
        more = AHEAD if line.committed is not None else ()
        nightly = (*ALWAYS, *OF_METHOD[line.method])
        values[line.id] = _read(its_own, on, (*nightly, *more), problems)
        before[line.id] = tuple(
            (span, _read(its_own, span.start, nightly, problems))
            for span in _cut(its_own, nightly, looked_back(facts, line))
        )
        warnings += _changes_within(its_own, (*nightly, *more), facts)
    if problems:
        raise Refusal(dict.fromkeys(problems))
    return Settings(own, values, agreed, before, tuple(dict.fromkeys(warnings)))


def looked_back(facts: FundingFacts, line: FundedLineFact) -> DateRange | None:
    """The nights before the period that are reconciled; instalments of a fixed line are of their own period."""
    given = facts.reconciliation
    if given is None or given.since is None or line.method == "fixed" or given.since >= facts.period.start:
        return None
    return DateRange(given.since, facts.period.start)


def _cut(policy: Policy, paths: Iterable[str], span: DateRange | None) -> list[DateRange]:
    if span is None:
        return []
    borders = sorted({span.start, *(day for path in paths for day in _changes(policy, path, span))})
    return [DateRange(start, end) for start, end in zip(borders, [*borders[1:], span.end], strict=True)]


def _changes(policy: Policy, path: str, span: DateRange) -> Iterator[date]:
    """Days within the span, after its first, on which a row of the pack or of an override begins or ends."""
    parameter = policy.pack.parameters.get(path)
    rows = [row.in_force for row in parameter.rows(None)] if parameter is not None else []
    rows += [row.in_force for row in policy.overrides if row.path == path]
    for row in rows:
        for day in (row.start, row.end):
            if day is not None and day > span.start and span.contains(day):
                yield day


def _changes_within(policy: Policy, paths: Iterable[str], facts: FundingFacts) -> Iterator[Problem]:
    """One value is read for all nights of the period, so a change inside it must not pass unseen."""
    period = facts.period
    if period.end <= period.start:
        return
    for path in paths:
        for day in sorted(set(_changes(policy, path, DateRange(period.start, period.end)))):
            yield Problem(
                "setting_changes_within_period",
                f"{path} changes on {day}, within the period. The value of {period.start} holds for all its nights.",
                "Let the change begin with a period, or work out the parts as periods of their own.",
                severity="warning",
                column="period",
                value=path,
            )


def _with(policy: Policy, rows: Iterable[Mapping[str, Any]], problems: list[Problem]) -> Policy:
    try:
        return policy.with_overrides(rows)
    except OverrideRefused as error:
        problems += from_override(error)
        return policy


def _read(policy: Policy, on: date, wanted: Iterable[str], problems: list[Problem]) -> Values:
    try:
        return read_values(policy, on, "", wanted)
    except Refusal as refusal:
        problems += refusal.problems
        return Values({})


def _committed(line: FundedLineFact, on: date) -> list[dict[str, Any]]:
    """Share and months that the line names itself, as the overrides they are."""
    given = line.committed
    if given is None:
        return []
    named = [
        (SHARE, None if given.share is None else _text(given.share)),
        (MONTHS, given.months),
    ]
    return [
        {"path": path, "from": on, "value": value, "reference": f"Line {line.id}, paid ahead"}
        for path, value in named
        if value is not None
    ]


def _text(amount: Decimal) -> str:
    return format(amount, "f")
