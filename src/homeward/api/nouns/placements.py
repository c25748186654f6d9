"""Placements: list, one, record, change, end."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from homeward.api import examples, problems
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, allowed, check_match, made_at, record_children, tagged, the_one
from homeward.api.shapes.common import Day
from homeward.api.shapes.placements import (
    NewPlacement,
    PlacementChange,
    PlacementEnd,
    PlacementShape,
    RecordedPlacement,
    placement_shape,
    warnings_of,
)
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.placements import queries, services
from homeward.apps.placements.checks import check_dates
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home
from homeward.kernel.problems import errors
from homeward.kernel.ranges import DateRange

placements = Router(tags=["Placements"])


class PlacementsAsked(Paged):
    state: Literal["", "open", "ended", "to_come"] = Field(default="", description="As of today.")
    on: Day | None = Field(default=None, description="Only stays that cover this night.")
    line: str = Field(default="", max_length=12, description="Only on the line with this public id.")
    home: str = Field(default="", max_length=12, description="Only in the home with this public id.")
    child: str = Field(
        default="", max_length=12, description="Only of the child with this reference or public id."
    )
    provider: str = Field(default="", max_length=12, description="Only of the provider with this public id.")
    source_key: str = Field(default="", max_length=80, description="Only the stay recorded under this key.")
    breach: bool = Field(default=False, description="Only with a breach nobody has looked into.")
    sort: Literal["start", "-start", "end", "-end", "child", "-child"] = "-start"


@operation(
    placements, "get", "/placements", name="listPlacements", permission=P.PLACEMENT_READ,
    answers=Page[PlacementShape], summary="List placements", example=examples.page(examples.PLACEMENT),
)  # fmt: skip
def list_placements(request: HttpRequest, asked: Query[PlacementsAsked]) -> Page[PlacementShape]:
    """Stays with their spells. Each child on the page is recorded as read by this token."""
    actor = actor_in(request)
    rows = queries.listed(actor).prefetch_related("spells")
    wanted: dict[str, Any] = {
        "state": asked.state, "period__contains": asked.on, "line__public_id": asked.line,
        "home__public_id": asked.home, "home__provider__public_id": asked.provider, "source_key": asked.source_key,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if asked.child:
        rows = rows.filter(Q(child__public_id=asked.child) | Q(child__reference__iexact=asked.child))
    if asked.breach:
        rows = queries.with_open_breach(rows)
    columns = {"start": "starts_on", "end": "ends_on", "child": "child__reference"}
    return page_of(
        request, ordered(rows, asked.sort, columns), asked, lambda p: placement_shape(p, actor.today),
        seen=lambda found: record_children(request, (p.child for p in found), list="placements"),
    )  # fmt: skip


@operation(
    placements, "post", "/placements", name="recordPlacement", permission=P.PLACEMENT_WRITE,
    answers=RecordedPlacement, status=201, refuses=True, summary="Record a placement", example=examples.RECORDED,
    sends=examples.RECORD_PLACEMENT,
)  # fmt: skip
def record_placement(request: HttpRequest, sent: NewPlacement) -> Status[RecordedPlacement]:
    """Record a stay as it happened. A full home or an ended line does not refuse it: it is flagged in `breaches`.

    Refused with every reason when it cannot be so: dates that overlap the same stay, a home of another provider than
    the line's, nights of a quarter that both sides have agreed. The token also needs `home.read` and, with a line,
    `agreement.read`.
    """
    actor = actor_in(request)
    faults: list[problems.FaultShape] = []
    child = _found(faults, "child", find_child(sent.child, actor))
    home = _found(faults, "home", find_home(sent.home, actor))
    line = _found(faults, "line", find_line(sent.line, actor)) if sent.line else None
    faults += dates_against(sent.start, sent.end, actor, child)
    if faults or child is None or home is None:
        raise problems.invalid(faults)
    made = services.record_placement(
        child=child, home=home, line=line, period=DateRange(sent.start, sent.end),
        placement_type=sent.placement_type, end_reason=sent.end_reason, source=sent.source, source_key=sent.source_key,
        by=actor,
    )  # fmt: skip
    made_at(request, f"{request.path}/{made.public_id}")
    return Status(201, recorded(request, made))


@operation(
    placements, "get", "/placements/{placement_id}", name="getPlacement", permission=P.PLACEMENT_READ,
    answers=PlacementShape, summary="Read one placement", example=examples.PLACEMENT,
)  # fmt: skip
def get_placement(request: HttpRequest, placement_id: str) -> PlacementShape:
    """One stay with its spells. The reading is recorded."""
    found = one(request, placement_id, P.PLACEMENT_READ)
    return tagged(request, placement_shape(found, actor_in(request).today))


@operation(
    placements, "patch", "/placements/{placement_id}", name="changePlacement", permission=P.PLACEMENT_WRITE,
    answers=RecordedPlacement, refuses=True, matched=True, summary="Correct a placement",
    example=examples.RECORDED, sends=examples.CHANGE_PLACEMENT,
)  # fmt: skip
def change_placement(request: HttpRequest, placement_id: str, sent: PlacementChange) -> RecordedPlacement:
    """Correct what was recorded, with a reason. Spells that new dates cut short are clipped; spells left without a
    night refuse it, and so do nights of a quarter that both sides have agreed.
    """
    found = one(request, placement_id, P.PLACEMENT_WRITE, matched=True)
    changed = services.change_placement(
        placement=found, by=actor_in(request), reason=sent.reason, **_changes(sent, found, actor_in(request))
    )
    return recorded(request, changed)


@operation(
    placements, "post", "/placements/{placement_id}/end", name="endPlacement", permission=P.PLACEMENT_WRITE,
    answers=RecordedPlacement, refuses=True, matched=True, summary="End a placement", example=examples.RECORDED,
    sends=examples.END_PLACEMENT,
)  # fmt: skip
def end_placement(request: HttpRequest, placement_id: str, sent: PlacementEnd) -> RecordedPlacement:
    """Record the day the child left, and why. An earlier end already recorded is replaced."""
    actor = actor_in(request)
    found = one(request, placement_id, P.PLACEMENT_WRITE, matched=True)
    if faults := dates_against(found.stay.start, sent.on, actor, found.child, end_name="on"):
        raise problems.invalid(faults)
    ended = services.end_placement(placement=found, on=sent.on, end_reason=sent.end_reason, by=actor)
    return recorded(request, ended)


# What the operations share ----------------------------------------------------------------------------


def one(request: HttpRequest, placement_id: str, using: P, *, matched: bool = False) -> Any:
    """The stay on which the token holds `using`, or 404; its child is recorded as read."""
    rows = _whole(allowed(Placement, actor_in(request), using))
    found = the_one(rows, placement_id)
    if matched:
        check_match(request, placement_shape(found, actor_in(request).today))
    record_children(request, [found.child], placement=found.public_id)
    return found


def recorded(request: HttpRequest, placement: Any) -> RecordedPlacement:
    """The stay as it stands now, with what the service found worth telling."""
    now = _whole(Placement.objects.all()).get(pk=placement.pk)
    record_children(request, [now.child], placement=now.public_id)
    shape = tagged(request, placement_shape(now, actor_in(request).today))
    return RecordedPlacement(placement=shape, warnings=warnings_of(placement.warnings))


def _whole(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    return rows.select_related(
        "child", "home", "organisation", "line__agreement", "line__body", "body"
    ).prefetch_related("spells")


def find_child(text: str, actor: Actor) -> Child | None:
    """A child of the body by reference or public id, as the form finds it."""
    return Child.objects.filter(Q(public_id=text) | Q(reference__iexact=text), body=actor.body).first()


def find_home(text: str, actor: Actor) -> Home | None:
    found: Home | None = (
        Home.objects.visible_to(actor).filter(Q(public_id=text) | Q(reference__iexact=text)).first()
    )
    return found


def find_line(public_id: str, actor: Actor) -> Line | None:
    rows = Line.objects.visible_to(actor).select_related("agreement", "organisation", "body")
    found: Line | None = rows.filter(public_id=public_id).first()
    return found


def _found(faults: list[problems.FaultShape], name: str, thing: Any) -> Any:
    if thing is None:
        faults.append(
            problems.fault(name, "unknown", f"No {name} of these records is known by this. Check it.")
        )
    return thing


def dates_against(
    start: Any, end: Any, actor: Actor, child: Child | None, *, end_name: str = "end"
) -> list[problems.FaultShape]:
    """What is wrong with dates by themselves, each at the field that was sent."""
    found = errors(check_dates(start, end, actor.today, child.born_on if child else None))
    faults = problems.faults_of(found)
    for fault in faults:
        fault.field = end_name if fault.field == "end" else fault.field
    return faults


def _changes(sent: PlacementChange, found: Placement, actor: Actor) -> dict[str, Any]:
    """What the service takes, of what was sent; the rest stays."""
    named = sent.model_fields_set - {"reason"}
    faults: list[problems.FaultShape] = []
    changes: dict[str, Any] = {}
    for name in ("placement_type", "end_reason", "source_key"):
        if name in named:
            changes[name] = getattr(sent, name) or ""
    if "home" in named:
        changes["home"] = _found(faults, "home", find_home(sent.home, actor) if sent.home else None)
    if "line" in named:
        changes["line"] = _found(faults, "line", find_line(sent.line, actor)) if sent.line else None
    start = (sent.start or found.stay.start) if "start" in named else found.stay.start
    end = sent.end if "end" in named else found.stay.end
    faults += dates_against(start, end, actor, found.child)
    if faults:
        raise problems.invalid(faults)
    if named & {"start", "end"}:
        changes["period"] = DateRange(start, end)
    return changes
