"""Who does which part of a journey: the pack's parts, the roles that may hold them, and the people of one application."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.approvals.models import Application, AssignedRole

PARTNER, LOCAL, HUB, LEAD, ADMIN = "PARTNER", "LOCAL", "HUB", "NQL", "HUBADMIN"
MANAGER, ADVISORY, DELEGATE, ACCREDITOR = "QM", "ADVGRP", "DCE", "TKK"

ROLES: Mapping[str, tuple[Role, ...]] = {
    PARTNER: (Role.PROVIDER_MANAGER,),
    LOCAL: (Role.LOCAL_ADVISER,),
    HUB: (Role.HUB_LEAD,),
    LEAD: (Role.HUB_LEAD,),
    ADMIN: (Role.HUB_ADMINISTRATOR,),
    MANAGER: (Role.QUALITY_MANAGER,),
    ADVISORY: (Role.ADVISORY_MEMBER,),
    DELEGATE: (Role.DEPUTY_CHIEF_EXECUTIVE,),
    ACCREDITOR: (Role.ACCREDITOR,),
}
# Parts that one person of the role is asked to hold. The others are done by whoever has the role.
ASSIGNED = (PARTNER, LOCAL, LEAD, ADMIN, MANAGER, ADVISORY, DELEGATE, ACCREDITOR)
HELD = "_held"
OF_ONE_PERSON = (LOCAL, LEAD, MANAGER, ACCREDITOR)


def parts_of(role: Role) -> tuple[str, ...]:
    """The parts a role may hold."""
    return tuple(part for part, roles in ROLES.items() if role in roles)


def holders(application: Application) -> dict[str, User | None]:
    """By part the person it was given to; None: whoever has its role. Read once for each record that was fetched."""
    found: dict[str, User | None] | None = application.__dict__.get(HELD)
    if found is None:
        rows = AssignedRole.objects.filter(application=application).select_related("user")
        found = application.__dict__[HELD] = {row.part: row.user for row in rows}
    return found


def forget_holders(application: Application) -> None:
    """Read the parts anew when they are asked for next: one was given to another person."""
    application.__dict__.pop(HELD, None)


def acts_as(by: Actor, part: str, holder: User | None) -> bool:
    """Whether somebody acts in a part: by the role, and as the person it was given to, or a deputy for them."""
    if by.role not in ROLES.get(part, ()):
        return False
    principal = by.membership.deputy_for
    return holder is None or holder.pk in (by.user.pk, principal.user_id if principal else None)


def people_for(application: Application, parts: Iterable[str], held: Mapping[str, User | None]) -> list[User]:
    """Whom to tell for some parts: the person a part was given to, else everybody in its role today."""
    found: dict[int, User] = {}
    for part in parts:
        holder = held.get(part)
        people = [holder] if holder is not None else people_in(
            ROLES.get(part, ()), body=application.body, organisation_id=application.organisation_id
        )  # fmt: skip
        found |= {person.pk: person for person in people}
    return list(found.values())
