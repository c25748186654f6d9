"""Property-related costs with their evidence, and what the partner reports as used of its general support."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.documents import store_upload
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.funding import rule
from homeward.apps.funding.models import PoolUse, PropertyCost
from homeward.apps.funding.months import month_of
from homeward.apps.funding.services.common import (
    EITHER,
    changing_month,
    code_fault,
    day_outside,
    empty,
    model_fault,
    of,
    open_day,
    permit_any,
    take,
)
from homeward.apps.funding.services.requests import SUPPORT
from homeward.kernel.reasons import Reason

RECORD, EVIDENCE, WITHDRAW, REPORT, REMOVE = (
    "This cost cannot be recorded", "This evidence cannot be added", "This cost cannot be withdrawn",
    "This use cannot be reported", "This report cannot be removed",
)  # fmt: skip


@service("record_property_cost", RECORD)
def record_property_cost(
    *, line: Line, kind: str, amount: Decimal, what: str, belongs_on: dt.date, incident: str = "",
    file: UploadedFile | None = None, by: Actor,
) -> PropertyCost:  # fmt: skip
    """Record a property-related cost, without tax. Kinds that need evidence are not paid before it is here; damage names
    its incident record. No child is named."""
    permit_any(by, line, RECORD, P.FUNDING_PROPOSE)
    known = code_fault(line, "kind", "Kind", "property_kinds", kind)
    lacks = known is None and not incident.strip() and rule.needs_incident(line, kind, belongs_on)
    refuse_if(
        RECORD,
        [
            model_fault(line),
            known,
            Reason("funding.amount_nought", {"field": "amount"}) if amount <= 0 else None,
            empty("what", "What it is", what),
            Reason("funding.incident_missing", {"field": "incident"}) if lacks else None,
            day_outside(line, "belongs_on", "The month", belongs_on),
        ],
    )
    belongs_on = open_day(line, belongs_on)
    changing_month(line, by, belongs_on)
    made = PropertyCost.objects.create(
        **of(line), kind=kind, amount=amount, what=what.strip(), belongs_on=belongs_on, incident=incident.strip(),
        recorded_by=by.user,
    )  # fmt: skip
    if file is not None:
        _keep(made, file, by)
    audit.record(by, "record_property_cost", line, kind=kind, amount=str(amount))
    return made


def _keep(cost: PropertyCost, file: UploadedFile, by: Actor) -> None:
    cost.evidence = store_upload(file=file, title=_("Evidence of the cost"), kind=SUPPORT, thing=cost, by=by)
    cost.save(update_fields=["evidence"])


@service("give_evidence", EVIDENCE)
def give_evidence(*, cost: PropertyCost, file: UploadedFile, by: Actor) -> PropertyCost:
    """Add the evidence of a cost; with it the cost is paid with its month."""
    take(cost, by, EVIDENCE, *EITHER)
    refuse_if(EVIDENCE, [_gone(cost)])
    if cost.evidence_id is None:  # not paid so far: it is paid with the first month that is open
        cost.belongs_on = open_day(cost.line, cost.belongs_on)
        cost.save(update_fields=["belongs_on"])
    changing_month(cost.line, by, cost.belongs_on)
    _keep(cost, file, by)
    audit.record(by, "give_evidence", cost.line, cost=cost.public_id)
    return cost


@service("withdraw_property_cost", WITHDRAW)
def withdraw_property_cost(*, cost: PropertyCost, reason: str, by: Actor) -> PropertyCost:
    """Take a cost out of use, with a reason; it stays on record."""
    take(cost, by, WITHDRAW, P.FUNDING_PROPOSE)
    agreed = cost.evidence_id is not None and open_day(cost.line, cost.belongs_on) != cost.belongs_on
    paid = Reason("funding.cost_agreed", {"day": cost.belongs_on.isoformat()}) if agreed else None
    refuse_if(WITHDRAW, [_gone(cost), paid, empty("reason", "Reason", reason)])
    changing_month(cost.line, by, cost.belongs_on)
    cost.withdrawn_at = timezone.now()
    cost.save(update_fields=["withdrawn_at"])
    audit.record(by, "withdraw_property_cost", cost.line, reason=reason)
    return cost


def _gone(cost: PropertyCost) -> Reason | None:
    return None if cost.withdrawn_at is None else Reason("funding.cost_withdrawn", {})


@service("report_use", REPORT)
def report_use(*, line: Line, month: dt.date, amount: Decimal, what: str, by: Actor) -> PoolUse:
    """Say what was used of the general support in a month, by any of its days: it may be used across the children."""
    permit_any(by, line, REPORT, P.FUNDING_REPORT)
    told = {"field": "month", "day": month.isoformat()}
    refuse_if(
        REPORT,
        [
            model_fault(line, Line.Method.DYNAMIC),
            Reason("funding.amount_nought", {"field": "amount"}) if amount <= 0 else None,
            empty("what", "What it was used for", what),
            Reason("funding.month_to_come", told) if month_of(month).start > line.body.today else None,
            day_outside(line, "month", "The month", month),
        ],
    )
    made = PoolUse.objects.create(
        **of(line), period=to_db(month_of(month)), amount=amount, what=what.strip(), reported_by=by.user
    )
    audit.record(by, "report_use", line, amount=str(amount), month=month_of(month).start.isoformat())
    return made


@service("remove_use", REMOVE)
def remove_use(*, use: PoolUse, reason: str, by: Actor) -> None:
    """Remove a report that was wrong; its history stays."""
    take(use, by, REMOVE, P.FUNDING_REPORT)
    refuse_if(REMOVE, [empty("reason", "Reason", reason)])
    month = from_db(use.period).start
    audit.record(by, "remove_use", use.line, reason=reason, month=month.isoformat())
    use.delete()
