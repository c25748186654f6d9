"""Empty places and why; nights of an absence that are paid beyond those paid without a decision."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.periods import from_db, say, to_db
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.vocabulary import label_of
from homeward.apps.core.writing import permit, service
from homeward.apps.funding import rule
from homeward.apps.funding.addresses import line_address
from homeward.apps.funding.models import AbsenceApproval, Asked, EmptyPlace, FundingRequest
from homeward.apps.funding.services.common import (
    EITHER,
    changing,
    code_fault,
    empty,
    model_fault,
    of,
    outside_line,
    permit_any,
    take,
    tell_partner,
)
from homeward.apps.funding.services.requests import open_for_place
from homeward.apps.placements.models import Placement
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

RECORD, CHANGE, REMOVE, ABSENCE = (
    "This empty place cannot be recorded", "This empty place cannot be changed", "This empty place cannot be removed",
    "These nights cannot be approved",
)  # fmt: skip


@service("record_empty_place", RECORD)
def record_empty_place(
    *, line: Line, period: DateRange, places: int = 1, cause: str, note: str = "", by: Actor
) -> EmptyPlace:
    """Record places that stand empty, by the pack's causes. One caused by the agency's decision opens a funding request."""
    permit_any(by, line, RECORD, *EITHER)
    refuse_if(RECORD, _faults(line, period, places, cause))
    changing(line, by, period)
    made = EmptyPlace.objects.create(
        **of(line), period=to_db(period), places=places, cause=cause, note=note.strip(), recorded_by=by.user
    )
    audit.record(by, "record_empty_place", line, cause=cause, places=places)
    _ask_where_due(made, by)
    return made


def _faults(line: Line, period: DateRange, places: int, cause: str) -> list[Reason | None]:
    if period.is_empty:
        return [Reason("record.no_night", {"field": "period", "day": period.start.isoformat()})]
    held = getattr(line, "funded", None)
    most = held.places if held is not None else None
    many = {"field": "places", "places": places, "most": most or 0}
    return [
        model_fault(line),
        outside_line(line, "period", "The nights", period),
        code_fault(line, "cause", "Cause", "vacancy_causes", cause),
        Reason("funding.no_place", {"field": "places"}) if places < 1 else None,
        Reason("funding.too_many_places", many) if most is not None and places > most else None,
    ]


def _ask_where_due(place: EmptyPlace, by: Actor) -> None:
    if not rule.asks_for_request(place.line, place.cause, place.period.lower):
        return
    if place.requests.exclude(state=Asked.WITHDRAWN).exists():
        return
    words = _(
        "%(places)d empty, %(nights)s: %(cause)s. Partners are not to be worse off through the agency’s decisions."
    )
    told = {
        "places": place.places, "nights": say(from_db(place.period)),
        "cause": label_of(place.body, "vacancy_causes", place.cause),
    }  # fmt: skip
    open_for_place(place, " ".join(filter(None, [words % told, place.note])), by)


def _own(place: EmptyPlace, by: Actor, what: str) -> None:
    """The agency may put right any; a partner what one of its own people recorded."""
    take(place, by, what, *EITHER)
    mine = place.recorded_by.memberships.filter(organisation=place.organisation, body=place.body)
    permit(not by.is_provider or mine.exists(), what)


@service("change_empty_place", CHANGE)
def change_empty_place(
    *, place: EmptyPlace, period: DateRange, places: int, cause: str, note: str = "", by: Actor
) -> EmptyPlace:
    """Put right what was recorded. A request it opened is withdrawn where the cause no longer asks for one."""
    _own(place, by, CHANGE)
    refuse_if(CHANGE, [*_faults(place.line, period, places, cause)])
    changing(place.line, by, from_db(place.period), period)
    place.period, place.places, place.cause, place.note = to_db(period), places, cause, note.strip()
    place.save(update_fields=["period", "places", "cause", "note"])
    audit.record(by, "change_empty_place", place.line, cause=cause, places=places)
    if not rule.asks_for_request(place.line, cause, period.start):
        _withdraw(place, _("The empty place was put right: its cause asks for no request."))
    _ask_where_due(place, by)
    return place


@service("remove_empty_place", REMOVE)
def remove_empty_place(*, place: EmptyPlace, reason: str, by: Actor) -> None:
    """Remove what was recorded wrongly, with a reason. What was approved for it stands in its way."""
    _own(place, by, REMOVE)
    approved = place.requests.filter(state=Asked.APPROVED).exists()
    refuse_if(
        REMOVE,
        [
            empty("reason", "Reason", reason),
            Reason("funding.approved_for_it", {}) if approved else None,
        ],
    )
    changing(place.line, by, from_db(place.period))
    _withdraw(place, reason)
    for request in place.requests.all():
        request.empty_place = None
        request.save(update_fields=["empty_place"])
    audit.record(by, "remove_empty_place", place.line, reason=reason)
    place.delete()


def _withdraw(place: EmptyPlace, reason: str) -> None:
    for request in FundingRequest.objects.select_for_update().filter(
        empty_place=place, state=Asked.REQUESTED
    ):
        request.state, request.decision_reason = Asked.WITHDRAWN, reason.strip()
        request.save(update_fields=["state", "decision_reason"])


@service("approve_absence", ABSENCE)
def approve_absence(
    *, placement: Placement, period: DateRange, until: dt.date | None = None, reason: str, by: Actor
) -> AbsenceApproval:
    """Approve that nights of one absence are paid beyond those paid without a decision, `until` a first night not paid."""
    line = placement.line
    if line is None:
        raise Refused(ABSENCE, [Reason("funding.no_line", {})])
    permit_any(by, line, ABSENCE, P.FUNDING_APPROVE)
    stay = from_db(placement.period)
    inside = until is None or (period.start < until and (period.end is None or until <= period.end))
    twice = AbsenceApproval.objects.filter(placement=placement, period__overlap=to_db(period)).first()
    refuse_if(
        ABSENCE,
        [
            model_fault(line),
            empty("reason", "Reason", reason),
            None if stay.covers(period) else Reason("funding.absence_outside", {"field": "absence", "stay": say(stay)}),
            None if inside else Reason("funding.until_outside", {"field": "until", "nights": say(period)}),
            Reason("funding.absence_decided", {"field": "absence", "who": twice.approved_by.name}) if twice else None,
        ],
    )  # fmt: skip
    changing(line, by, period)
    made = AbsenceApproval.objects.create(
        **of(line),
        placement=placement,
        period=to_db(period),
        until=until,
        reason=reason.strip(),
        approved_by=by.user,
    )
    audit.record(by, "approve_absence", placement, reason=reason)
    tell_partner(
        line, saying("More nights of an absence are paid: %(line)s", line=line), line_address(line), by
    )
    return made
