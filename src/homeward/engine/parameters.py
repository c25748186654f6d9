"""What the engine reads from a pack: the other half of the agreement between rules and policy.

A pack that covers an area holds exactly these parameters, with these units, kinds and options; ``check_pack``
names every parameter that is held but never read, read but not held, or declared differently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from homeward.engine.approval.needs import JOURNEYS, NEEDS
from homeward.policy import Pack, PackError, PackProblem, load_pack
from homeward.policy.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter as a rule reads it. ``options`` are the readings the rule can follow."""

    path: str
    unit: str
    read_by: str
    keyed_by: str | None = None
    options: tuple[str, ...] = ()


_SERVICE = "service_types"
_COUNTED = ("counted", "excluded")
_NIGHTS = "engine.nights"
_USE = "engine.utilisation"
AWAITED = "no rule yet"  # declared ahead: the values are checked, the result does not depend on them
_LOAD = "engine.loadings"
_ADJUST = "engine.adjustments"
_DUE = "engine.due_dates"
_MATCH = "engine.invoices"
_RANK = "engine.ranking"
_RETURN = "apps.intake"
_CONTRACT = "apps.decisions"
_FIND = "engine.matching"
_STAND = "engine.standing"
_GATE = "engine.approval"
_PARTNER = "engine.partner_funding"
_PRIVACY = "engine.privacy"
_EXCHANGE = "apps.exchange"


def _reading(path: str, read_by: str, *options: str, keyed_by: str | None = None) -> Declared:
    return Declared(path, "reading", read_by, keyed_by, options)


DECLARED: tuple[Declared, ...] = (
    _reading("nights.night_rule", _NIGHTS, "half_open"),
    _reading("nights.hold", _NIGHTS, *_COUNTED, keyed_by=_SERVICE),
    Declared("nights.hold_deciders", "codes", _NIGHTS),
    _reading("nights.provider_pause", _NIGHTS, *_COUNTED),
    Declared("nights.excluded_care_types", "codes", _NIGHTS, _SERVICE),
    _reading("nights.care_type", _NIGHTS, *_COUNTED, keyed_by=_SERVICE),
    _reading("nights.turning_18", _NIGHTS, "recorded_care_type", "birthday"),
    _reading("nights.missing", _NIGHTS, *_COUNTED, keyed_by=_SERVICE),
    _reading("nights.shared_care", _NIGHTS, *_COUNTED, keyed_by=_SERVICE),
    _reading("nights.absent", _NIGHTS, *_COUNTED, keyed_by=_SERVICE),
    Declared("nights.listed_inclusions", "codes", _NIGHTS, _SERVICE),
    Declared("nights.missing_alert", "nights", _NIGHTS),
    _reading("nights.same_line_overlap", _NIGHTS, "once", "each_record"),
    _reading("nights.respite_elsewhere", _NIGHTS, "both_count", "primary_stops"),
    Declared("utilisation.in_scope", "yes_no", _USE, _SERVICE),
    _reading("utilisation.period", _USE, "financial_quarter"),
    Declared("utilisation.levels", "level_bands", _USE, _SERVICE),
    Declared("utilisation.abatement_level", "code", _USE),
    _reading("utilisation.abatement_edge", _USE, "upper_edge", "lower_edge"),
    Declared("utilisation.over_threshold", "percent", _USE),
    _reading("utilisation.contracted_nights", _USE, "night_weighted", "whole_quarter"),
    Declared("utilisation.shown_decimals", "decimal_places", _USE),
    Declared("utilisation.responses", "responses_by_level", _USE),
    Declared("utilisation.escalation", "escalation", _USE),
    _reading("funding.quarter_price", _USE, "quarter_of_annual", "by_days"),
    _reading("funding.part_quarter_price", _USE, "nights_in_force", "whole_quarter"),
    _reading("funding.varied_price", _USE, "night_weighted"),
    _reading("funding.contract_loading", _LOAD, "own_line", "in_price", "elsewhere"),
    _reading("funding.growth", _USE, "payable", "shown_only", "none", keyed_by=_SERVICE),
    _reading("funding.growth_fraction", _USE, "exact", "whole_placements"),
    _reading("funding.growth_price", _USE, "base_unit", "standard_unit"),
    _reading("funding.growth_paid_in", _USE, "after_receipt", "of_receipt"),
    _reading("funding.zero_target_growth", _USE, "by_decision"),
    Declared("funding.abatement", "yes_no", _USE, _SERVICE),
    _reading("funding.abatement_price", _USE, "base_unit"),
    _reading("funding.abatement_refusal", _USE, "limit_in_cents", "exact_limit"),
    _reading("funding.fee_for_service_nights", _USE, "counted", "every_night"),
    _reading("funding.rounding", _USE, "once_half_up"),
    Declared("residential.exceed_applies", "yes_no", _USE, _SERVICE),
    _reading("residential.exceed_check", _USE, "nightly", "quarter_total"),
    _reading("adjustments.late_change", _ADJUST, "open_quarter", "reading_only"),
    _reading("adjustments.growth", _ADJUST, "when_approved", "recovered_only"),
    _reading("adjustments.abatement", _ADJUST, "to_new_limit", "given_back_only"),
    Declared("reporting.acquittal_due", "days", _DUE),
    Declared("reporting.data_due", "days", _DUE),
    Declared("reporting.information_due", "business_days", _DUE),
    Declared("reporting.reminder_before", "days", _DUE),
    Declared("reporting.reminder_every", "days", _DUE),
    Declared("finance.match_tolerance_amount", "money", _MATCH),
    Declared("finance.match_tolerance_percent", "percent", _MATCH),
    Declared("loadings.applies", "yes_no", _LOAD, _SERVICE),
    Declared("loadings.aboriginal", "percent_of_base_unit", _LOAD),
    Declared("loadings.remoteness", "percent_of_base_unit", _LOAD, "remoteness_classes"),
    _reading("loadings.combined", _LOAD, "additive", "compounded"),
    _reading("loadings.netting", _LOAD, "none", "net"),
    _reading("loadings.carer_moves", _LOAD, "night_weighted", "period_end"),
    _reading("loadings.status_corrected", _LOAD, "at_lock", "night_weighted"),
    _reading("loadings.excluded_nights", _LOAD, "no_loading"),
    _reading("loadings.two_homes", _LOAD, "earlier_placement", "higher_rate"),
    Declared("loadings.identities", "codes", _LOAD),
    Declared("loadings.review_window", "date_window", _LOAD),
    Declared("loadings.review_effect", "month_day", _LOAD),
    _reading("loadings.review_value", _LOAD, "night_weighted", "head_count"),
    Declared("ranking.quality_share", "percent", _RANK),
    Declared("ranking.price_share", "percent", _RANK),
    Declared("ranking.reassessed_share", "percent", _RANK),
    _reading("ranking.reassessed_share_basis", _RANK, "quality", "total", "criteria_set"),
    _reading("ranking.price_points", _RANK, "lowest_over_own"),
    _reading("ranking.ties", _RANK, "quality_then_price", "joint"),
    _reading("ranking.missing_annual", _RANK, "last_known"),
    _reading("ranking.gateway", _RANK, "none", "latest_inspection"),
    Declared("ranking.snapshot_day", "month_day", _RANK),
    Declared("ranking.query_window", "business_days", _DUE),
    Declared("ranking.shown_decimals", "decimal_places", _RANK),
    Declared("admission.required_checks", "codes", _RANK),
    Declared("gateway.failing_grades", "codes", _RANK),
    Declared("gateway.waiver_role", "code", _RANK),
    _reading("mini_competition.gateway", _RANK, "none", "latest_inspection"),
    Declared("mini_competition.skills_marks", "count", _RANK),
    Declared("mini_competition.marks_role", "codes", _RANK),
    Declared("mini_competition.fee_marks", "count", _RANK),
    _reading("mini_competition.fee_points", _RANK, "lowest_over_own"),
    _reading("mini_competition.ties", _RANK, "skills_then_fee", "joint"),
    Declared("mini_competition.least_days", "days", _RANK),
    Declared("mini_competition.shown_decimals", "decimal_places", _RANK),
    Declared("matching.weight", "percent", _FIND, "match_criteria"),
    Declared("matching.band_edge", "miles", _FIND, "distance_bands"),
    Declared("matching.band_points", "percent", _FIND, "distance_bands"),
    Declared("matching.part_met", "percent", _FIND),
    Declared("matching.yardstick_miles", "miles", _FIND),
    Declared("matching.split_penalty", "percent", "engine.allocation"),
    _reading("matching.use_of_rank", _FIND, "ties_only", "none"),
    _reading("matching.obstacle", _FIND, "blocks", "warns", "not_asked", keyed_by="placement_obstacles"),
    Declared("matching.stale_after", "days", _FIND),
    Declared("matching.other_arrangements", "codes", _FIND),
    Declared("matching.other_arrangements_age", "years", _FIND),
    Declared("matching.registration_required", "yes_no", _FIND, "service_types"),
    Declared("matching.decider", "codes", _STAND, "placement_approvals"),
    _reading("matching.decided_before", _STAND, "accept", "contract", "start"),
    _reading("matching.in_house_signature", _STAND, "body", "both"),
    Declared("matching.checks", "codes", _STAND),
    Declared("matching.waiver_made_good", "business_days", _STAND),
    Declared("matching.verbal_confirmed", "business_days", _STAND),
    Declared("matching.area_notified", "business_days", _STAND),
    Declared("matching.answer_hours", "hours", _STAND, "urgencies"),
    Declared("matching.answer_days", "business_days", _STAND, "urgencies"),
    Declared("matching.remind_before", "business_days", _STAND, "urgencies"),
    Declared("matching.telephone_confirmed", "business_days", _STAND),
    # read by the checks of a statutory return, which stand in the intake app
    Declared("return.adult_age", "years", _RETURN),
    Declared("return.custody_age", "years", _RETURN),
    Declared("return.placement_age", "years", _RETURN, "placement_types"),
    _reading("weekly.night_price", _USE, "seventh"),
    _reading("weekly.paid_nights", _USE, "counted", "every_night"),
    _reading("weekly.rounding", _USE, "once_half_up"),
    Declared("contracts.notice_days", "days", _CONTRACT, "notice_kinds"),
    Declared("contracts.disruption_meeting", "business_days", _CONTRACT),
    Declared("return.placement_days", "days", _RETURN, "placement_types"),
    Declared("return.status_age", "years", _RETURN, "legal_statuses"),
    Declared("return.status_days", "days", _RETURN, "legal_statuses"),
    Declared("approval.level_needed", "count", _GATE),
    _reading("approval.level1_gate", _GATE, "phase_entry", "decision"),
    Declared("approval.refused_gate_tells", "codes", _GATE),
    Declared("approval.accreditation_review", "months", _GATE),
    _reading("approval.accreditation_lapse", _GATE, "after_review_due", "never"),
    Declared("approval.level1_report_alert", "business_days", _GATE),
    Declared("approval.accreditation_time", "months", _GATE),
    Declared("approval.eligibility_check", "business_days", _GATE),
    Declared("approval.target_days", "business_days", _GATE, "approval_targets"),
    Declared("approval.touchpoint_from", "months", _GATE),
    Declared("approval.touchpoint_until", "months", _GATE),
    Declared("approval.s399_notice_days", "days", _GATE),
    Declared("approval.s405_notice_days", "days", _GATE),
    _reading("approval.earliest_decision", _GATE, "after_last_day", "last_day"),
    _reading("approval.notice_of_suspension", _GATE, "full_days", "given"),
    Declared("calendar.closed", "date_window", "engine.calendars", "working_calendars"),
    Declared("escalation.days", "business_days", "apps.funding", "escalation_steps"),
    Declared("exchange.due_days", "business_days", _EXCHANGE),
    _reading("partner_funding.statement_period", "statements", "month", "quarter"),
    _reading("partner_funding.night_rule", _PARTNER, "half_open"),
    _reading("partner_funding.one_paid_night", _PARTNER, "once"),
    _reading("partner_funding.payment_gate", _PARTNER, "approval_and_agreement"),
    _reading("partner_funding.rate_before_notice", _PARTNER, "refused"),
    _reading("partner_funding.additional_mode", _PARTNER, "top_up", "replace"),
    _reading("partner_funding.additional_end", _PARTNER, "before_review", "through_review"),
    Declared("partner_funding.absence_paid_nights", "nights", _PARTNER),
    Declared("partner_funding.absence_paid_percent", "percent", _PARTNER),
    _reading("partner_funding.absence_episode", _PARTNER, "unbroken", "each_record"),
    _reading("partner_funding.missing_nights", _PARTNER, "as_absence", "not_paid"),
    _reading("partner_funding.empty_place", _PARTNER, "by_model"),
    Declared("partner_funding.ad_hoc_prompts", "codes", _PARTNER),
    _reading("partner_funding.instalment_part_period", _PARTNER, "by_nights", "whole"),
    Declared("partner_funding.individualised_levels", "codes", _PARTNER),
    Declared("partner_funding.individualised_advice", "yes_no", _PARTNER),
    Declared("partner_funding.property_evidence", "codes", _PARTNER),
    Declared("partner_funding.property_incident", "codes", _PARTNER),
    Declared("partner_funding.gst_rate", "percent", _PARTNER),
    _reading("partner_funding.rounding", _PARTNER, "each_line_half_up"),
    Declared("partner_funding.shown_decimals", "decimal_places", _PARTNER),
    Declared("partner_funding.committed_share", "percent", _PARTNER),
    Declared("partner_funding.committed_months", "months", _PARTNER),
    _reading("partner_funding.reconciliation", _PARTNER, "cumulative"),
    Declared("partner_funding.reconcile_every", "months", _PARTNER),
    _reading("partner_funding.disputed_balance", _PARTNER, "carried"),
    Declared("partner_funding.recovery_records", "codes", _PARTNER),
    Declared("privacy.access_days", "business_days", _PRIVACY),
    Declared("privacy.breach_target", "hours", _PRIVACY),
    Declared("privacy.collection_notice", "yes_no", _PRIVACY),
    Declared("retention.kept_for", "months", _PRIVACY, "record_classes"),
)


def declared_in(area: str) -> tuple[Declared, ...]:
    """What the engine reads of an area; the area is the first part of a path."""
    return tuple(item for item in DECLARED if item.path.split(".")[0] == area)


def load_checked(pack: str) -> Pack:
    """A pack that is sound and agrees with the rules. Raises PackError with every fault."""
    loaded = load_pack(pack)
    problems = check_pack(loaded)
    if problems:
        raise PackError(problems)
    return loaded


def check_pack(pack: Pack) -> list[PackProblem]:
    """Where a pack and the engine do not agree, both ways."""
    problems = []
    known = {item.path: item for item in DECLARED}
    for path, parameter in sorted(pack.parameters.items()):
        if path not in known:
            problems.append(
                PackProblem(
                    parameter.file, path, "No rule reads this parameter.", "Remove it, or correct its name."
                )
            )
        else:
            problems += _differences(known[path], parameter)
    problems += _journeys(pack)
    for area, coverage in sorted(pack.coverage.items()):
        if coverage.state == "not_modelled":
            continue
        waiting = any(item.read_by.startswith(AWAITED) for item in declared_in(area))
        if waiting != (coverage.state == "values_only"):
            problems.append(
                PackProblem(
                    "pack.yaml",
                    f"coverage.{area}",
                    "An area is values_only exactly while its rule is awaited.",
                    "Say values_only, or name the rule that reads it.",
                )
            )
        for item in declared_in(area):
            if item.path not in pack.parameters:
                file = f"parameters/{item.path.replace('.', '/')}.yaml"
                problems.append(
                    PackProblem(
                        file,
                        item.path,
                        f"{item.read_by} reads this parameter; the pack does not hold it.",
                        "Add it with a dated value and its clause.",
                    )
                )
    return problems


def _journeys(pack: Pack) -> Iterator[PackProblem]:
    """Every journey is walked by a rule, and every requirement of its moves is judged by one."""
    for name, journey in sorted(pack.workflows.items()):
        file = f"workflows/{name}.yaml"
        if name not in JOURNEYS:
            yield PackProblem(file, name, "No rule walks this journey.", "Remove it, or correct its name.")
        for move in journey.moves:
            for code in (*move.needs, *move.asks):
                if code not in NEEDS:
                    expected = f"No rule judges {code}."
                    yield PackProblem(file, f"moves.{move.code}", expected, "Remove it, or correct the code.")


def _differences(item: Declared, parameter: Parameter) -> Iterator[PackProblem]:
    for what, wanted, held in (
        ("unit", item.unit, parameter.unit),
        ("keyed_by", item.keyed_by, parameter.keyed_by),
        ("options", sorted(item.options), sorted(parameter.options)),
    ):
        if wanted != held:
            yield PackProblem(
                parameter.file, what, f"{item.read_by} expects {wanted}, not {held}.", "Make them equal."
            )
