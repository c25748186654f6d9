"""The gateway: the latest inspection, and who may let somebody through in spite of it."""

from __future__ import annotations

from collections.abc import Iterator

from homeward.engine.ranking.facts import InspectionFact, WaiverFact
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Reason

GATEWAY = ("gateway.failing_grades", "gateway.waiver_role")


def gateway_reasons(
    inspection: InspectionFact | None, waiver: WaiverFact | None, values: Values
) -> tuple[list[Reason], list[Reason]]:
    """Why somebody does not pass, and what to know about somebody who does.

    A waiver holds when the right role gave it, with a reason, after the inspection it is about. A report without a
    grade keeps nobody out, and is told.
    """
    if inspection is None:
        return [], [_reason("inspection_unknown", values)]
    if inspection.grade is None:
        return [], [_reason("inspection_without_grade", values, inspected_on=inspection.on.isoformat())]
    if inspection.grade not in values.codes("gateway.failing_grades"):
        return [], []
    inputs: dict[str, JSON] = {"grade": inspection.grade, "inspected_on": inspection.on.isoformat()}
    if waiver is None:
        return [_reason("gateway_failed", values, **inputs)], []
    given: dict[str, JSON] = {
        "by": waiver.by,
        "role": waiver.role,
        "waived_on": waiver.on.isoformat(),
        "reason": waiver.reason,
    }
    faults = [_reason(code, values, **given, **inputs) for code in _faults(inspection, waiver, values)]
    if faults:
        return [_reason("gateway_failed", values, **inputs), *faults], []
    return [], [_reason("gateway_waived", values, **given, **inputs)]


def _faults(inspection: InspectionFact, waiver: WaiverFact, values: Values) -> Iterator[str]:
    if waiver.role != values.text("gateway.waiver_role"):
        yield "waiver_by_another_role"
    if not waiver.reason.strip():
        yield "waiver_without_reason"
    if waiver.on < inspection.on:
        yield "waiver_before_inspection"


def _reason(code: str, values: Values, **inputs: JSON) -> Reason:
    used = values.used(*GATEWAY)
    return Reason(code, inputs, used, used[0].clause if used else None)
