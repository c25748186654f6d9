"""Which settings the rule reads, and those of one line with its own overrides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.engine.refusal import Refusal, from_override
from homeward.engine.values import Values, read_values
from homeward.kernel.problems import Problem
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
    """The settings of the whole calculation, of each line, and readers that know what was read."""

    own: Values
    of_line: Mapping[str, Values]
    policy: Policy

    @property
    def used(self) -> tuple[ValueUsed, ...]:
        """Each value read, once; where a line sets its own, both."""
        rows = [used for values in (self.own, *self.of_line.values()) for used in values.by_path.values()]
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
    for line in facts.lines:
        its_own = _with(agreed, [*line.overrides, *_committed(line, on)], problems)
        more = AHEAD if line.committed is not None else ()
        values[line.id] = _read(its_own, on, (*ALWAYS, *OF_METHOD[line.method], *more), problems)
    if problems:
        raise Refusal(dict.fromkeys(problems))
    return Settings(own, values, agreed)


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
