"""Short-term requests to exceed a target: asked by one person, decided by another."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit, notices
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.apps.placements import people
from homeward.apps.placements.checks import shown_stay
from homeward.apps.placements.machine import EXCEED
from homeward.apps.placements.models import ExceedRequest
from homeward.apps.placements.services import flags, gate
from homeward.apps.placements.spell_checks import ExceedFacts, check_exceed
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange

State = ExceedRequest.State


def check_request(
    *, line: Line, period: DateRange, extra_places: int | None, reason: str, by: Actor
) -> list[Problem]:
    """Everything against a request as it would be made."""
    return check_exceed(
        ExceedFacts(
            start=period.start,
            end=period.end,
            today=by.today,
            extra_places=extra_places,
            reason=reason,
            line_name=str(line),
            line_period=from_db(line.period),
            needed=flags.exceed_rule(line, period.start) is not None,
        )
    )


def request_exceed(
    *, line: Line, period: DateRange, extra_places: int, reason: str, by: Actor
) -> ExceedRequest:
    """Ask for places above the target of a residential line between two dates. Directors are told."""
    what = "The request cannot be made"
    permit(Line.objects.allowed_to(by, Permission.EXCEED_REQUEST).filter(pk=line.pk).exists(), what)
    problems = check_request(line=line, period=period, extra_places=extra_places, reason=reason, by=by)
    refuse_if(what, gate.reasons_of(problems))
    with writing(by, "request_exceed", what, reason):
        side = ExceedRequest.Side.PROVIDER if by.is_provider else ExceedRequest.Side.BODY
        request = ExceedRequest.objects.create(
            body=line.body,
            organisation_id=line.organisation_id,
            line=line,
            period=to_db(period),
            extra_places=extra_places,
            reason=reason.strip(),
            requested_by=by.user,
            requested_side=side,
        )
        audit.record(
            by, "request_exceed", request, reason=reason, **gate.detail_of(period), extra_places=extra_places
        )
        title = f"A request to exceed waits for your decision: {line}"
        notices.tell(
            people.deciders(request, without=by.user),
            body=by.body,
            title=title,
            text=_words(request),
            url=reverse("exceed_request", args=[request.public_id]),
        )
    return request


@transaction.atomic
def decide_exceed(*, request: ExceedRequest, approve: bool, reason: str, by: Actor) -> ExceedRequest:
    """Approve or refuse a request. The decider is another person than the requester and says why."""
    move = EXCEED.check("approve" if approve else "refuse", _fresh(request, by), by, reason=reason)
    action = "approve_exceed" if approve else "refuse_exceed"
    return _close(request, move.target, action, reason, by)


@transaction.atomic
def withdraw_exceed(*, request: ExceedRequest, reason: str = "", by: Actor) -> ExceedRequest:
    """Take a request back before it is decided."""
    move = EXCEED.check("withdraw", _fresh(request, by, Permission.EXCEED_REQUEST), by)
    return _close(request, move.target, "withdraw_exceed", reason, by)


def _fresh(request: ExceedRequest, by: Actor, using: Permission = Permission.EXCEED_READ) -> ExceedRequest:
    """The request as it stands now, held until the transaction ends: two deciders cannot both be first."""
    found = (
        ExceedRequest.objects.allowed_to(by, using)
        .select_for_update(of=("self",))
        .filter(pk=request.pk)
        .first()
    )
    permit(found is not None, "The request cannot be decided")
    request.state = found.state
    return request


def _close(request: ExceedRequest, state: str, action: str, reason: str, by: Actor) -> ExceedRequest:
    with writing(by, action, "The request cannot be decided", reason):
        if state == State.APPROVED:
            gate.tell_before_writing([(request.line, [from_db(request.period)])], by)
        request.state = state
        request.decided_at, request.decided_by, request.decision_reason = (
            timezone.now(),
            by.user,
            reason.strip(),
        )
        request.save(update_fields=["state", "decided_at", "decided_by", "decision_reason"])
        audit.record(by, action, request, reason=reason)
        if state == State.APPROVED:
            flags.recheck_around(homes=[], lines=[request.line], by=by)
        told = people.answered_about(request, without=by.user)
        title = f"Request to exceed {EXCEED.states[state].lower()}: {request.line}"
        url = reverse("exceed_request", args=[request.public_id])
        notices.tell(
            told,
            body=request.body,
            title=title,
            text=_words(request),
            url=url,
            organisation_id=request.organisation_id,
        )
    return request


def _words(request: ExceedRequest) -> str:
    places = "1 extra place" if request.extra_places == 1 else f"{request.extra_places} extra places"
    return f"{places} {shown_stay(from_db(request.period))}."
