"""Who is told of a restriction: those who decide, those who place children, and the provider's managers."""

from __future__ import annotations

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.core.notices import tell
from homeward.apps.restrictions.machine import office_of
from homeward.apps.restrictions.models import Restriction
from homeward.apps.restrictions.reach import bound_bodies


def tell_office(restriction: Restriction, title: str, text: str, by: Actor) -> None:
    """The people of the deciding office, except whoever acts."""
    people = people_in(
        [office_of(restriction)], body=restriction.body, organisation_id=restriction.organisation_id
    )
    _tell(people, restriction.body, restriction, title, text, by)


def tell_all(restriction: Restriction, title: str, text: str, by: Actor) -> None:
    """In every body it binds, those who may read restrictions, and the managers of the provider it is about."""
    roles = [
        *roles_with(P.RESTRICTION_READ, HeldAt.BODY),
        *roles_with(P.RESTRICTION_READ, HeldAt.ORGANISATION),
    ]
    bodies = bound_bodies(restriction.body, restriction.body.today)
    for body in CommissioningBody.objects.filter(pk__in=bodies).order_by("pk"):
        people = people_in(roles, body=body, organisation_id=restriction.organisation_id)
        _tell(people, body, restriction, title, text, by)


def tell_one(person: User, restriction: Restriction, title: str, text: str, by: Actor) -> None:
    """Whoever proposed, in the body for which they acted."""
    _tell([person], restriction.proposed_from, restriction, title, text, by)


def _tell(
    people: list[User], body: CommissioningBody, restriction: Restriction, title: str, text: str, by: Actor
) -> None:
    url = reverse("restriction", args=[restriction.public_id])
    told = [person for person in people if person.pk != by.user.pk]
    tell(told, body=body, title=title[:200], text=text, url=url, organisation_id=restriction.organisation_id)
