"""Readers of applications: the board, one application's parts, and who holds it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, IntegerField, Prefetch, QuerySet, Value, When

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.approvals.journey import (
    has_journey,
    holidays_around,
    journey_of,
    part_in,
    part_words,
    phases_of,
    state_words,
)
from homeward.apps.approvals.models import (
    Accreditation,
    Application,
    AssignedRole,
    JourneyStep,
    PartnerApproval,
    RaisedTask,
)
from homeward.apps.approvals.models.applications import ENDED
from homeward.apps.approvals.parts import ROLES
from homeward.apps.approvals.work import parts_for
from homeward.apps.core.timeline import Entry, Watched, timeline
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.calendars import working_days
from homeward.policy import load_pack

OVER = (*ENDED, "HANDED_OVER")
TARGETS = "approval.target_days"


def listed(actor: Actor) -> QuerySet[Application]:
    """The applications a person may see, with phase and place in the journey, for lists."""
    flow = journey_of(actor.body) if has_journey(actor.body) else None
    rows = Application.objects.visible_to(actor).select_related("organisation", "body")
    parts = AssignedRole.objects.select_related("user")
    rows = rows.prefetch_related(Prefetch("assignedroles", queryset=parts, to_attr="parts"))
    if flow is None:
        return rows.annotate(place=Value(0), phase=Value(""))
    places = [When(state=code, then=Value(n)) for n, code in enumerate(flow.codes)]
    phases = [When(state=s.code, then=Value(s.phase)) for s in flow.states if s.phase]
    return rows.annotate(
        place=Case(*places, default=Value(0), output_field=IntegerField()),
        phase=Case(*phases, default=Value(""), output_field=CharField()),
    )


def holders_of(application: Application) -> list[tuple[str, str]]:
    """Whose turn it is: the part in words, and the person it was given to (empty: whoever has the role)."""
    given = {row.part: row.user for row in _parts(application)}
    if application.state in OVER:
        return []
    held = journey_of(application.body).state(application.state).held_by
    found: dict[str, tuple[str, str]] = {}
    for part in held:
        person = given.get(part)
        roles = str(ROLES.get(part))  # one role that holds two parts is told once, with its person
        if roles not in found or (person is not None and not found[roles][1]):
            found[roles] = (part_words(application.body, part), person.name if person else "")
    return list(found.values())


def _parts(application: Application) -> list[AssignedRole]:
    kept: list[AssignedRole] | None = getattr(application, "parts", None)
    return kept if kept is not None else list(application.assignedroles.select_related("user").order_by("pk"))


def people_of(application: Application) -> list[tuple[str, str, str]]:
    """Part, its words, and who does it: the person, or nothing for whoever has the role."""
    return [
        (row.part, part_words(application.body, row.part), row.user.name if row.user else "")
        for row in sorted(_parts(application), key=lambda row: row.pk)
    ]


def target_of(application: Application) -> dt.date | None:
    """Until when its state is aimed to be left; None where the pack aims at nothing. A target is never a limit."""
    body = application.body
    since = body.day_of(application.since)
    # A body may set another number of days, never another state to aim for: most rows ask it nothing.
    if load_pack(body.pack).policy().look_or_none(TARGETS, on=since, key=application.state) is None:
        return None
    policy = pack_of(body).policy()
    used = policy.look_or_none(TARGETS, on=since, key=application.state)
    if used is None:
        return None
    days = working_days("general", holidays_around(body.pack, since.year), policy, since)
    return days.after(since, int(str(used.value)))


def in_phase(phase: str, body: CommissioningBody) -> list[str]:
    return [s.code for s in journey_of(body).states if s.phase == phase]


def phase_choices(actor: Actor) -> list[tuple[str, str]]:
    return phases_of(actor.body) if has_journey(actor.body) else []


def state_choices(actor: Actor) -> list[tuple[str, str]]:
    if not has_journey(actor.body):
        return []
    return [(code, state_words(actor.body, code)) for code in journey_of(actor.body).codes]


def held_by(actor: Actor) -> list[str]:
    """The states in which it is the turn of a part this person's role may hold."""
    parts = {part for part, roles in ROLES.items() if actor.role in roles}
    if not has_journey(actor.body):
        return []
    return [s.code for s in journey_of(actor.body).states if parts & set(s.held_by)]


def accreditation_of(application: Application) -> Accreditation | None:
    rows = Accreditation.objects.filter(body=application.body, organisation=application.organisation)
    return rows.select_related("organisation", "recorded_by").first()


def tasks_of(application: Application, actor: Actor) -> list[RaisedTask]:
    """Open work of an application that is this person's to do."""
    if not actor.holds(P.APPLICATION_WORK):
        return []
    rows = application.raisedtasks.filter(done_on=None).order_by("due_on", "pk")
    return [row for row in rows if part_in(application, actor, parts_for(application, row.task))]


def care_model_of(application: Application) -> CareModelSummary | None:
    """The newest version of the organisation's care model summary that the hub agreed."""
    rows = CareModelSummary.objects.filter(body=application.body, organisation=application.organisation)
    return rows.filter(state=CareModelSummary.State.AGREED).order_by("-number").first()


def approval_of(application: Application) -> PartnerApproval | None:
    return PartnerApproval.objects.filter(application=application).first()


def steps_of(application: Application, actor: Actor) -> list[JourneyStep]:
    """The moves so far, newest first. A note that stays inside is told to who reads the hub’s assessments."""
    rows = list(application.journeysteps.select_related("by").order_by("-at", "-pk"))
    for row in rows:
        if row.is_inside and not actor.holds(P.ASSESSMENT_READ):
            row.note = ""
    return rows


@dataclass(frozen=True)
class PhaseShown:
    """One phase of the bar: done, now or later, and between which days."""

    words: str
    state: str
    first: dt.date | None
    last: dt.date | None


def phases_shown(application: Application, now: str) -> list[PhaseShown]:
    """The four phases as far as the application came. A phase left and entered again counts from its first day."""
    flow, body = journey_of(application.body), application.body
    spans: dict[str, list[dt.date]] = {}
    steps = list(application.journeysteps.order_by("at", "pk"))
    for row in steps:
        phase = flow.state(row.to_state).phase
        if phase is not None:
            spans.setdefault(phase, []).append(body.day_of(row.at))
    order = [code for code, _words in phases_of(body)]
    place = order.index(now) if now in order else -1
    shown = []
    for n, (code, words) in enumerate(phases_of(body)):
        days = spans.get(code, [])
        state = "now" if n == place else ("done" if n < place else "next")
        if application.state in OVER and state == "now":
            state = "done"
        following = next((spans[c][0] for c in order[n + 1 :] if c in spans), None)
        shown.append(PhaseShown(words, state, days[0] if days else None, following))
    return shown


def timeline_of(application: Application) -> list[Entry]:
    """Everything that changed, for those within the agency."""
    labels: Mapping[str, Any] = {"has_talked": "Talks have happened", "submit_by": "Template handed in by"}
    hidden = frozenset({"since", "logged_at", "logged_by", "resumes_at", "before_end"})
    formats = {"state": lambda code: state_words(application.body, code)}
    return timeline(
        application, [Watched(Application, "Application", labels=labels, formats=formats, hidden=hidden)]
    )
