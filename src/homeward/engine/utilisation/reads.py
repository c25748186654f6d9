"""Which policy values the rule reads, for which line."""

from __future__ import annotations

from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.values import Values, read_values
from homeward.policy import Policy

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
PER_NIGHT = ("funding.fee_for_service_nights", "funding.rounding")
LEVELS = "utilisation.levels"  # a line without bands is counted, and its level is "not configured"


def read_for(facts: UtilisationFacts, policy: Policy) -> Values:
    """The values in force on the first night of the period. Raises Refusal naming all that are missing."""
    on, key = facts.period.start, facts.line.service_type
    if facts.line.method == "per_night":
        return read_values(policy, on, key, (*NIGHTS, *PER_NIGHT))
    return read_values(policy, on, key, (*NIGHTS, *BLOCK), (LEVELS,))
