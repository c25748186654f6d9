"""The only writers of inspections."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.core import audit
from homeward.apps.core.documents import store_upload
from homeward.apps.core.events import publish
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.inspections import queries
from homeward.apps.inspections.events import InspectionRecording
from homeward.apps.inspections.models import Inspection
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.subjects import homes_known, providers_known
from homeward.kernel.reasons import Reason

RECORD, TAKE_BACK = "This inspection cannot be recorded", "This inspection cannot be taken back"
REPORT = "report"


@service("record_inspection", RECORD)
def record_inspection(
    *, organisation: Organisation | None, home: Home | None = None, regulator: str, inspected_on: dt.date,
    grade: str = "", report: UploadedFile | None = None, by: Actor,
) -> Inspection:  # fmt: skip
    """Record what an inspection of a home, or of a provider's registered service, came to.

    `grade` is a code of the regulator's own scale; empty where the report carries none. `report` is kept as a document
    of the record. A placement officer records those of providers outside the frameworks only.
    """
    permit(by.relation(P.INSPECTION_WRITE) is Relation.BODY and _knows(by, organisation, home), RECORD)
    row = Inspection(
        body=by.body, organisation=home.organisation if home else organisation, home=home,
        regulator=regulator, inspected_on=inspected_on, grade=grade, recorded_by=by.user,
    )  # fmt: skip
    publish(InspectionRecording(row.organisation, RECORD, by))
    refuse_if(RECORD, _faults(row))
    row.save()
    if report is not None:
        store_upload(file=report, title=_("Report of the inspection"), kind=REPORT, thing=row, by=by)
    day = inspected_on.isoformat()
    audit.record(by, "record_inspection", row, regulator=regulator, inspected_on=day, grade=grade)
    return row


def _knows(by: Actor, organisation: Organisation | None, home: Home | None) -> bool:
    if home is not None:
        return homes_known(by).filter(pk=home.pk).exists()
    return organisation is not None and providers_known(by).filter(organisation=organisation).exists()


def _faults(row: Inspection) -> list[Reason]:
    body, day = row.body, row.inspected_on.isoformat()
    found: list[Reason] = []
    if row.home is not None and queries.is_household(row.home):
        found.append(Reason("inspection.of_a_household", {"home": row.home.name}))
    if not is_code(body, queries.REGULATORS, row.regulator, body.today):
        found.append(Reason("inspection.unknown_regulator", {"given": row.regulator, "field": "regulator"}))
    elif row.grade and row.grade not in dict(queries.grades_of(body, row.regulator, body.today)):
        told = {
            "regulator": queries.regulator_words(row),
            "given": queries.grade_words(row),
            "field": "grade",
        }
        found.append(Reason("inspection.not_its_grade", told))
    if row.inspected_on > body.today:
        told = {"day": day, "today": body.today.isoformat(), "field": "inspected_on"}
        found.append(Reason("inspection.to_come", told))
    same = Inspection.objects.filter(
        body=body, organisation=row.organisation, home=row.home, regulator=row.regulator,
        inspected_on=row.inspected_on, state=Inspection.State.RECORDED,
    ).first()  # fmt: skip
    if same is not None:
        told = {"subject": row.subject, "day": day, "who": same.recorded_by.name, "field": "inspected_on"}
        found.append(Reason("inspection.stands", told))
    return found


@service("take_back_inspection", TAKE_BACK)
def take_back_inspection(*, inspection: Inspection, reason: str, by: Actor) -> Inspection:
    """Take out of use what was recorded wrongly, with a reason. It stays on record, and counts no more."""
    permit(
        inspection.body_id == by.body.pk
        and Inspection.objects.allowed_to(by, P.INSPECTION_WRITE).filter(pk=inspection.pk).exists(),
        TAKE_BACK,
    )
    hold(inspection)
    publish(InspectionRecording(inspection.organisation, TAKE_BACK, by))
    is_back = inspection.state == Inspection.State.TAKEN_BACK
    refuse_if(
        TAKE_BACK,
        [
            Reason("inspection.is_taken_back", {"subject": inspection.subject}) if is_back else None,
            None if reason.strip() else Reason("inspection.reason_missing", {"field": "reason"}),
        ],
    )
    inspection.state, inspection.note = Inspection.State.TAKEN_BACK, reason.strip()
    inspection.taken_back_at, inspection.taken_back_by = timezone.now(), by.user
    inspection.save(update_fields=["state", "note", "taken_back_at", "taken_back_by"])
    audit.record(by, "take_back_inspection", inspection, reason=reason.strip())
    return inspection
