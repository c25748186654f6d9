"""The accreditor's record of an organisation: level, status, review, report. Another authority's record than the approval."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.approvals.models import Accreditation, Application
from homeward.apps.approvals.models.applications import ENDED
from homeward.apps.approvals.parts import DELEGATE, HUB, LEAD, PARTNER
from homeward.apps.approvals.services.common import needed
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.kernel.reasons import Reason

CANNOT = "This accreditation cannot be recorded"
REVIEW_YEARS = 2  # the accreditor's cycle for most; each record may say another day
Status = Accreditation.Status
LOST = (Status.SUSPENDED, Status.REVOKED, Status.RELINQUISHED, Status.NO_LONGER_REQUIRED)


@service("record_accreditation", CANNOT)
def record_accreditation(
    *, organisation: Organisation, status: str, level: int | None = None, granted_on: dt.date | None = None,
    review_due_on: dt.date | None = None, expected_on: dt.date | None = None, report_received_on: dt.date | None = None,
    is_joint: bool = False, note: str = "", by: Actor,
) -> Accreditation:  # fmt: skip
    """Keep what the accreditor says of an organisation; the history keeps what was so before.

    It is not transferable: it belongs to the legal entity. Losing it tells hub, partner and delegate, and from then on
    every question of standing answers with it.
    """
    permit(by.relation(P.ACCREDITATION_WRITE) is Relation.BODY, CANNOT)
    permit(Application.objects.visible_to(by).filter(organisation=organisation).exists(), CANNOT)
    given: dict[str, Any] = {"level": level, "granted_on": granted_on}
    labels = {"level": "Level", "granted_on": "Granted on"} if status == Status.ACCREDITED else {}
    late = review_due_on is not None and granted_on is not None and review_due_on <= granted_on
    future = granted_on is not None and granted_on > by.today
    refuse_if(
        CANNOT,
        [
            *needed(given, labels),
            Reason("accreditation.review_before_grant", {"field": "review_due_on"}) if late else None,
            Reason("application.in_future", {"field": "granted_on", "day": str(granted_on)})
            if future
            else None,
        ],
    )
    if review_due_on is None and granted_on is not None:
        review_due_on = granted_on + relativedelta(years=REVIEW_YEARS)
    before = Accreditation.objects.select_for_update().filter(body=by.body, organisation=organisation).first()
    stood = before.status if before else ""
    stored, _made = Accreditation.objects.update_or_create(
        body=by.body, organisation=organisation,
        defaults={"status": status, "level": level, "granted_on": granted_on, "review_due_on": review_due_on,
                  "expected_on": expected_on, "report_received_on": report_received_on, "is_joint": is_joint,
                  "note": note.strip(), "recorded_at": timezone.now(), "recorded_by": by.user},
    )  # fmt: skip
    audit.record(by, "record_accreditation", stored, status=status, level=level)
    if status != stood:
        _tell(stored, by)
    return stored


def _tell(accreditation: Accreditation, by: Actor) -> None:
    name = accreditation.organisation.name
    rows = Application.objects.filter(body=by.body, organisation=accreditation.organisation)
    application = rows.exclude(state__in=ENDED).first() or rows.order_by("-pk").first()
    if application is None:
        return
    if accreditation.status in LOST:
        title = saying("The accreditation of %(name)s does not count any more", name=name)
        tell_parts(application, (HUB, LEAD, PARTNER, DELEGATE), title, accreditation.note, by)
        return
    title = saying("The accreditation of %(name)s changed", name=name)
    tell_parts(application, (LEAD, PARTNER), title, accreditation.note, by)
