"""Which policy values the rule reads, for which line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.values import Values, read_values
from homeward.kernel.problems import Problem
from homeward.policy import Override, Policy

NIGHTS = (
    "nights.night_rule",
    "nights.excluded_care_types",
    "nights.care_type",
    "nights.turning_18",
    "nights.hold",
    "nights.hold_deciders",
    "nights.provider_pause",
    "nights.missing",
    "nights.absent",
    "nights.shared_care",
    "nights.listed_inclusions",
    "nights.missing_alert",
    "nights.same_line_overlap",
    "nights.respite_elsewhere",
)
BLOCK = (
    "utilisation.in_scope",
    "utilisation.period",
    "utilisation.contracted_nights",
    "utilisation.shown_decimals",
    "utilisation.over_threshold",
    "utilisation.abatement_level",
    "utilisation.abatement_edge",
    "utilisation.responses",
    "utilisation.escalation",
    "funding.quarter_price",
    "funding.part_quarter_price",
    "funding.varied_price",
    "funding.growth",
    "funding.growth_fraction",
    "funding.growth_price",
    "funding.growth_paid_in",
    "funding.zero_target_growth",
    "funding.abatement",
    "funding.abatement_price",
    "funding.abatement_refusal",
    "residential.exceed_applies",
    "residential.exceed_check",
    "funding.rounding",
)
DELIVERED = {
    "per_night": ("funding.fee_for_service_nights", "funding.rounding"),
    "per_week": ("weekly.paid_nights", "weekly.night_price", "weekly.rounding"),
}
NIGHTLY = ("loadings.aboriginal", "loadings.remoteness")
LEVELS = "utilisation.levels"  # a line without bands is counted, and its level is "not configured"


def reading_day(facts: UtilisationFacts) -> date:
    """The first night of the period in which the line is in force: an agreement that begins within a quarter
    brings its own values with it."""
    return max(facts.period.start, facts.line.in_force.start)


def changes_within(facts: UtilisationFacts, overrides: Sequence[Override]) -> Iterator[Problem]:
    """A warning for each override that begins or ends after the reading day, within the period: one value is
    read for all nights, so the change must not pass unseen. The rates of loadings follow each night, as prices do."""
    day, end = reading_day(facts), facts.period.end
    for row in overrides:
        if row.path in NIGHTLY:
            continue
        first, last = row.in_force.start, row.in_force.end
        begins = day < first < end
        if begins or (first <= day and last is not None and day < last < end):
            yield Problem(
                "override_changes_within_period",
                f"The agreement's own value of {row.path} ({row.reference}) "
                + (f"begins on {first}" if begins else f"ends on {last}")
                + f", within the period. The value of {day} holds for all its nights.",
                "Let the change begin with a period, or count the parts as periods of their own.",
                severity="warning",
                column="line.overrides",
                value=row.path,
            )


def read_for(facts: UtilisationFacts, policy: Policy) -> Values:
    """The values of the reading day. Raises Refusal naming all that are missing."""
    on, key = reading_day(facts), facts.line.service_type
    if facts.line.method != "block":
        return read_values(policy, on, key, (*NIGHTS, *DELIVERED[facts.line.method]))
    return read_values(policy, on, key, (*NIGHTS, *BLOCK), (LEVELS,))
