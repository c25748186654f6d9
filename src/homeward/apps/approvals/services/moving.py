"""The one service that moves an application: the pack says which moves there are, the engine whether the gate is open."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.approvals.gates import gate_of, why_not
from homeward.apps.approvals.journey import (
    given_to_another,
    journey_of,
    own_part,
    part_in,
    part_words,
    state_words,
)
from homeward.apps.approvals.models import Application, AssignedRole, JourneyStep
from homeward.apps.approvals.models.applications import ENDED
from homeward.apps.approvals.obstacles import reasons_of
from homeward.apps.approvals.parts import LEAD, ROLES, forget_holders
from homeward.apps.approvals.services.common import of, take
from homeward.apps.approvals.services.deeds import DEEDS, INSIDE, Deed
from homeward.apps.approvals.services.raising import raise_tasks
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import present, refuse_if
from homeward.apps.core.writing import permit, service
from homeward.kernel.reasons import Reason

CANNOT_MOVE = "This step cannot be made"
CANNOT_ASSIGN = "This part cannot be given"
NO_DEED = Deed({})
A_DAY = dt.timedelta(days=1)


@service("move_application", CANNOT_MOVE)
def move_application(
    *, application: Application, move: str, note: str = "", by: Actor, **told: Any
) -> Application:
    """Make one move of the pack's journey, or refuse it with everything that is missing.

    `note` is the reason where a move asks for one; `told` what its form asked besides. A refused move changes nothing.
    """
    take(application, by, P.APPLICATION_WORK, CANNOT_MOVE)
    flow = journey_of(application.body)
    permit(any(m.code == move for m in flow.moves), CANNOT_MOVE)
    chosen, deed, note = flow.move(move), DEEDS.get(move, NO_DEED), note.strip()
    heard = deed.heard(application, told, by)
    found = why_not(application, chosen, by, reason=note, given=heard)
    refuse_if(CANNOT_MOVE, [*found, given_to_another(application, by, chosen.who), *deed.missing(told)])
    deed.write(application, told, by)
    came_from, target = application.state, chosen.to or application.resumes_at
    application.resumes_at = came_from if target == "PAUSED" else ""
    if target in ENDED:
        application.before_end = application.before_end or came_from
    application.state, application.since = target, timezone.now()
    application.save(update_fields=["state", "since", "resumes_at", "before_end"])
    JourneyStep.objects.create(
        **of(application), move=move, from_state=came_from, to_state=target, part=part_in(application, by, chosen.who),
        by=by.user, note=note, is_inside=move in INSIDE,
    )  # fmt: skip
    raise_tasks(application, chosen.tasks, by)
    audit.record(by, "move_application", application, reason=note, move=move, to=target)
    title = saying(
        "%(name)s: %(state)s", name=application.organisation.name, state=state_words(application.body, target)
    )
    tell_parts(application, chosen.tells, title, saying("Moved on by %(who)s.", who=by.label), by)
    return application


@service("tell_of_gate", CANNOT_MOVE)
def tell_of_gate(*, application: Application, move: str, by: Actor) -> list[str]:
    """Tell those whom the pack names of a gate that stayed closed, once a day. Returns the parts told, in words.

    Called after a refusal: the move changed nothing, and still those who can open the gate should know that it was tried.
    """
    take(application, by, P.APPLICATION_WORK, CANNOT_MOVE)
    flow = journey_of(application.body)
    if not any(m.code == move for m in flow.moves_from(application.state, by.today)):
        return []
    gate = gate_of(application, flow.move(move), by)
    earlier = audit.trail_of(application).filter(action="tell_of_gate", detail__move=move)
    if gate.is_allowed or not gate.tells or earlier.filter(at__gt=timezone.now() - A_DAY).exists():
        return []
    audit.record(by, "tell_of_gate", application, move=move)
    title = saying("A gate stayed closed: %(name)s", name=application.organisation.name)
    missing = "; ".join(present(reason).title for reason in reasons_of(application, gate.refusals))
    tell_parts(application, gate.tells, title, saying("Still missing: %(missing)s.", missing=missing), by)
    return list(dict.fromkeys(part_words(application.body, part) for part in gate.tells))


@service("assign_part", CANNOT_ASSIGN)
def assign_part(
    *, application: Application, part: str, user: User | None, note: str = "", by: Actor
) -> AssignedRole:
    """Give a part of the journey to a person who has its role, or to whoever has it. Agreed with the partner."""
    take(application, by, P.APPLICATION_LEAD, CANNOT_ASSIGN)
    row = AssignedRole.objects.filter(application=application, part=part).first()
    permit(row is not None, CANNOT_ASSIGN)
    assert row is not None
    people = people_in(
        ROLES.get(part, ()), body=application.body, organisation_id=application.organisation_id
    )
    stranger = user is not None and user.pk not in {person.pk for person in people}
    refuse_if(
        CANNOT_ASSIGN,
        [
            None if part == LEAD else own_part(application, by, LEAD),
            Reason("application.not_in_role", {"field": "user", "who": user.name if user else ""})
            if stranger
            else None,
        ],
    )
    row.user, row.note = user, note.strip()
    row.save(update_fields=["user", "note"])
    forget_holders(application)
    audit.record(by, "assign_part", application, part=part)
    return row
