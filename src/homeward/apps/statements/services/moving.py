"""What every move of a statement has in common: lock, check, write the step, tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.notices import tell
from homeward.apps.core.periods import from_db
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.events import StatementMoved
from homeward.apps.statements.machine import MACHINE, newest
from homeward.apps.statements.models import State, Statement, Step

# Who has to act next, by state. The board shows it and the duties follow it.
HOLDER: dict[str, str] = {
    State.DRAFT: "body",
    State.ISSUED: "provider",
    State.DISPUTED: "body",
    State.PROVIDER_AGREED: "body",
    State.AGREED: "body",
    State.ASSESSED: "director",
    State.APPROVED: "finance",
    State.SENT: "finance",
    State.PAID: "",
}
_HOLDING_ROLES: dict[str, tuple[Role, ...]] = {
    "provider": (Role.PROVIDER_MANAGER,),
    "body": (Role.CONTRACT_MANAGER,),
    "director": (Role.DIRECTOR,),
    "finance": (Role.FINANCE_OFFICER,),
    "": (),
}


DATA_DUE = "reporting.data_due"


def lock(statement: Statement) -> Statement:
    """The statement with its row locked, fresh from the database. Always taken before anything is checked."""
    return (
        Statement.objects.select_for_update(of=("self",))
        .select_related("line__agreement", "body", "organisation")
        .get(pk=statement.pk)
    )


def lock_line(line_id: int) -> list[Statement]:
    """Every statement of a line, locked one after the other. Who needs several locks of a line begins here: two people
    who each held one and waited for the other's would both be turned away."""
    return lock_lines([line_id])


def lock_lines(line_ids: Collection[int]) -> list[Statement]:
    """The same of many lines, line after line in the order of their keys."""
    rows = Statement.objects.select_for_update(of=("self",)).filter(line_id__in=line_ids)
    return list(rows.select_related("line__agreement").order_by("line_id", "pk"))


def move(statement: Statement, name: str, *, by: Actor, note: str = "", **facts: Any) -> Statement:
    """Make one move of a locked statement and write down who made it. Raises Refused with every reason."""
    chosen = MACHINE.check(name, statement, by, **facts)
    version = newest(statement)
    source, statement.state = statement.state, chosen.target
    statement.since = timezone.now()
    statement.held_by = HOLDER[chosen.target]
    statement.due_on = due_on(statement)
    statement.save(update_fields=["state", "since", "held_by", "due_on"])
    Step.objects.create(
        statement=statement, body=statement.body, organisation=statement.organisation, version=version, move=name,
        source=source, target=chosen.target, by=by.user, by_label=by.label, note=note,
    )  # fmt: skip
    audit.record(
        by,
        f"statement.{name}",
        statement,
        reason=note,
        version=version.number,
        source=source,
        target=chosen.target,
    )
    publish(StatementMoved(statement, name, by))
    return statement


def due_on(statement: Statement) -> dt.date | None:
    """The day by which the open data is to be settled; none once it is agreed, or where no source gives one."""
    if statement.is_locked:
        return None
    last = from_db(statement.period).last_night
    assert last is not None
    pack = pack_of(statement.body)
    if DATA_DUE not in pack.parameters:
        return None
    return last + dt.timedelta(days=int(pack.policy().value(DATA_DUE, on=last)))


def holders(statement: Statement) -> list[User]:
    """The people whose turn it is."""
    roles = _HOLDING_ROLES[statement.held_by]
    return people_in(roles, body=statement.body, organisation_id=statement.organisation_id)


def tell_holders(statement: Statement, title: str, text: str = "", *, but: Actor) -> None:
    """Tell whoever holds the statement now, except the one who moved it."""
    people = [u for u in holders(statement) if u.pk != but.user.pk]
    tell(
        people, body=statement.body, title=title, text=text, url=reverse("statement", args=[statement.public_id]),
        organisation_id=statement.organisation_id,
    )  # fmt: skip


def require(permission: Permission, statement: Statement, by: Actor) -> None:
    """Programming guard: views hide what a role may not see; a service called otherwise refuses loudly."""
    if not Statement.objects.allowed_to(by, permission).filter(pk=statement.pk).exists():
        raise PermissionError(f"{by.label} may not {permission} on this statement")
