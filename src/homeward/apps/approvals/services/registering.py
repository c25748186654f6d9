"""The first notice of an organisation's interest, and every further one: one application per legal entity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Organisation, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.approvals import parts
from homeward.apps.approvals.journey import journey_of
from homeward.apps.approvals.models import Application, AssignedRole, InterestNotice, JourneyStep
from homeward.apps.approvals.models.applications import ENDED
from homeward.apps.approvals.services.common import needed, of
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.providers.checks import find_organisation
from homeward.kernel.reasons import Reason

CANNOT = "This interest cannot be logged"
PREFIX = "BCP"
# What a later notice adds where the first left it empty.
FILLED_IN = (
    "contact_name", "contact_email", "contact_phone", "local_office", "has_talked", "kinds", "care_options", "places",
    "hoped_for_by",
)  # fmt: skip


@dataclass(frozen=True)
class Registered:
    """The application a notice led to; `is_joined` when there was one already."""

    application: Application
    is_joined: bool


@service("register_interest", CANNOT)
def register_interest(
    *, name: str, business_number: str = "", contact_name: str = "", contact_email: str = "", contact_phone: str = "",
    local_office: str = "", has_talked: bool | None = None, kinds: Sequence[str] = (), care_options: str = "",
    places: int | None = None, hoped_for_by: dt.date | None = None, text: str = "", by: Actor,
) -> Registered:  # fmt: skip
    """Log that an organisation wishes to become a care partner.

    Told by its business number, else by its name, it is one legal entity: a second notice joins the application that is
    there, fills in what was empty, and everybody it concerns is told that it joined. A partner speaks of itself only.
    """
    permit(by.holds(P.APPLICATION_REGISTER), CANNOT)
    name, number = " ".join(name.split()), business_number.strip()
    if by.organisation is not None:
        name, number = by.organisation.name, by.organisation.business_number or number
    refuse_if(CANNOT, [*needed({"name": name}, {"name": "Name"}), _other_number(name, number)])
    CommissioningBody.objects.select_for_update(no_key=True).get(
        pk=by.body.pk
    )  # numbers and merges, one by one
    organisation = by.organisation or _organisation(name, number)
    given: dict[str, Any] = {
        "contact_name": contact_name.strip(), "contact_email": contact_email.strip(),
        "contact_phone": contact_phone.strip(), "local_office": local_office.strip(), "has_talked": has_talked,
        "kinds": list(kinds), "care_options": care_options.strip(), "places": places, "hoped_for_by": hoped_for_by,
    }  # fmt: skip
    open_one = (
        Application.objects.filter(body=by.body, organisation=organisation).exclude(state__in=ENDED).first()
    )
    if open_one is not None:
        return _join(open_one, name, text, given, by)
    return _begin(organisation, name, text, given, by)


def _other_number(name: str, number: str) -> Reason | None:
    """Two legal entities of one name are told apart by their numbers; one entity has one number."""
    known = find_organisation(name, number) if name else None
    if known is None or not number or known.business_number in ("", number):
        return None
    return Reason(
        "application.other_number", {"field": "business_number", "name": known.name, "given": number}
    )


def _organisation(name: str, number: str) -> Organisation:
    found = find_organisation(name, number)
    if found is None:
        return Organisation.objects.create(name=name, business_number=number)
    if number and not found.business_number:
        found.business_number = number
        found.save()
    return found


def _begin(organisation: Organisation, name: str, text: str, given: dict[str, Any], by: Actor) -> Registered:
    flow = journey_of(by.body)
    begun = next(
        (m for m in flow.beginnings(by.today) if any(by.role in parts.ROLES.get(p, ()) for p in m.who)), None
    )
    permit(begun is not None, CANNOT)
    assert begun is not None and begun.to is not None
    number = Application.objects.filter(body=by.body).count() + 1
    application = Application.objects.create(
        body=by.body, organisation=organisation, reference=f"{PREFIX}-{number:04}", state=begun.to, logged_by=by.user,
        **given,
    )  # fmt: skip
    _give_parts(application, by)
    _note(application, name, text, by)
    JourneyStep.objects.create(
        **of(application),
        move=begun.code,
        to_state=begun.to,
        part=_own_part(by),
        by=by.user,
        note=text.strip(),
    )
    audit.record(by, "register_interest", application, organisation_id=organisation.pk)
    told = saying("%(name)s wishes to become a care partner", name=organisation.name)
    tell_parts(application, begun.tells, told, saying("Logged by %(who)s.", who=by.label), by)
    return Registered(application, is_joined=False)


def _join(application: Application, name: str, text: str, given: dict[str, Any], by: Actor) -> Registered:
    filled = [
        f for f in FILLED_IN if getattr(application, f) in ("", None, []) and given[f] not in ("", None, [])
    ]
    for field in filled:
        setattr(application, field, given[field])
    if filled:
        application.save(update_fields=filled)
    _note(application, name, text, by)
    audit.record(by, "join_interest", application, fields=filled)
    told = saying("A second notice joined the application of %(name)s", name=application.organisation.name)
    tell_parts(
        application, (parts.HUB, parts.ADMIN), told, saying("Logged by %(who)s. There is one application.", who=by.label), by
    )  # fmt: skip
    return Registered(application, is_joined=True)


def _note(application: Application, name: str, text: str, by: Actor) -> None:
    InterestNotice.objects.create(
        **of(application), part=_own_part(by), name_given=name, text=text.strip(), told_by=by.user
    )


def _own_part(by: Actor) -> str:
    return next(iter(parts.parts_of(by.role)), "")


def _give_parts(application: Application, by: Actor) -> None:
    """The typical set: whoever logs it holds their part; where one person alone has the role, it is theirs."""
    for part in parts.ASSIGNED:
        AssignedRole.objects.create(**of(application), part=part, user=_first_holder(application, part, by))


def _first_holder(application: Application, part: str, by: Actor) -> User | None:
    if part not in parts.OF_ONE_PERSON:
        return None
    if by.role in parts.ROLES[part] and by.membership.deputy_for is None:
        return by.user
    people = people_in(parts.ROLES[part], body=application.body, organisation_id=application.organisation_id)
    return people[0] if len(people) == 1 else None
