"""Whom a request, a disclosure or a receipt is about, from what somebody typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.children.models import Child
from homeward.apps.core.refusals import refuse_if
from homeward.apps.privacy.models.about import Whom
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class Subject:
    """Exactly one of a child, a person who signs in, or words."""

    whom: str
    child: Child | None = None
    person: User | None = None
    contact: str = ""

    def fields(self) -> dict[str, object]:
        return {"whom": self.whom, "child": self.child, "person": self.person, "contact": self.contact}


def of_child(child: Child) -> Subject:
    return Subject(Whom.CHILD, child=child)


def subject_of(by: Actor, whom: str, given: str, what: str) -> Subject:
    """The subject as typed: a child's reference or client number, an e-mail address, or a name. Refuses who is not found."""
    given = given.strip()
    found: Subject | None = None
    if whom == Whom.CHILD:
        rows = Child.objects.visible_to(by).filter(Q(reference__iexact=given) | Q(client_number=given))
        child = rows.first() if given else None
        found = of_child(child) if child is not None else None
    elif whom == Whom.PERSON:
        known = Membership.objects.filter(body=by.body).values("user")
        person = User.objects.filter(email__iexact=given, pk__in=known).first() if given else None
        found = Subject(whom, person=person) if person is not None else None
    elif whom in (Whom.CONTACT, Whom.GROUP) and given:
        found = Subject(whom, contact=given)
    refuse_if(what, [None if found else Reason("privacy.nobody_found", {"given": given, "field": "subject"})])
    assert found is not None
    return found
