"""The only writers of children's records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from homeward.apps.accounts import affiliations
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.children import checks
from homeward.apps.children.models import Child, ChildAffiliation, LegalStatusSpell, StatusFact, new_reference
from homeward.apps.core import audit
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, writing
from homeward.kernel.ranges import DateRange
from homeward.web.te_reo import MAORI

FIELDS = frozenset(checks.LABELS)


def add_child(
    *, client_number: str, born_on: dt.date | None, given_name: str = "", family_name: str = "", sex: str = "",
    source: str = "", by: Actor,
) -> Child:  # fmt: skip
    """Record a child. The reference by which pages and files name the child is made at random."""
    what = "This child cannot be added"
    permit(by.relation(P.CHILD_WRITE) is Relation.BODY, what)
    values = {
        "client_number": client_number.strip(), "born_on": born_on, "given_name": given_name.strip(),
        "family_name": family_name.strip(), "sex": sex, "source": source,
    }  # fmt: skip
    refuse_if(what, checks.check_child(body=by.body, values=values, today=by.today))
    with writing(by, "add_child", what):
        child = Child.objects.create(body=by.body, reference=_free_reference(by), **values)
        audit.record(by, "add_child", child, source=source)
    return child


def change_child(*, child: Child, by: Actor, **changes: Any) -> Child:
    """Correct what is recorded of who a child is."""
    what = "This record cannot be changed"
    permit(may(by, P.CHILD_WRITE, child), what)
    if strange := sorted(set(changes) - FIELDS):
        raise TypeError(f"cannot change {', '.join(strange)}")
    values = {f: changes.get(f, getattr(child, f)) for f in FIELDS}
    refuse_if(what, checks.check_child(body=child.body, values=values, today=by.today, child=child))
    with writing(by, "change_child", what):
        hold(child)
        changed = sorted(name for name, value in changes.items() if getattr(child, name) != value)
        for name in changed:
            setattr(child, name, changes[name])
        if changed:
            child.save()
        audit.record(by, "change_child", child, fields=changed)
    return child


def record_fact(*, child: Child, kind: str, value: str, source: str, by: Actor) -> StatusFact:
    """Record a fact about a child's status. An earlier one of the same kind stays, with the moment it was replaced."""
    what = "This fact cannot be recorded"
    permit(may(by, P.CHILD_WRITE, child), what)
    kind, value, source = kind.strip(), value.strip(), source.strip()
    refuse_if(what, checks.check_fact(body=child.body, kind=kind, value=value, source=source, today=by.today))
    with writing(by, "record_fact", what):
        now = timezone.now()
        current = child.facts.select_for_update().filter(kind=kind, superseded_at=None).first()
        if current and (current.value, current.source) == (value, source):
            return current
        if current:
            current.superseded_at = now
            current.save(update_fields=["superseded_at"])
        fact = StatusFact.objects.create(
            body=child.body, child=child, kind=kind, value=value, source=source, recorded_at=now
        )
        audit.record(by, "record_fact", child, kind=kind)
    return fact


def record_legal_status(
    *, child: Child, code: str, period: DateRange, source: str, by: Actor
) -> LegalStatusSpell:
    """Record a legal status between two dates. Different statuses may lawfully stand at once."""
    what = "This legal status cannot be recorded"
    permit(may(by, P.CHILD_WRITE, child), what)
    refuse_if(what, checks.check_legal_status(child=child, code=code, period=period))
    with writing(by, "record_legal_status", what):
        spell = LegalStatusSpell.objects.create(
            body=child.body, child=child, code=code, period=to_db(period), source=source
        )
        audit.record(by, "record_legal_status", child, code=code)
    return spell


def has_affiliations(body: Any) -> bool:
    """Whether a body records iwi, hapū and marae: those that offer te reo Māori do."""
    return MAORI in body.languages


def record_affiliation(
    *, child: Child, kind: str, answer: str, name: str = "", said_by: str, said_on: dt.date, may_exchange: bool = False,
    by: Actor,
) -> ChildAffiliation:  # fmt: skip
    """Record one iwi, hapū or marae as it was said, or that it is not yet known, or not to be said.

    As many as there are. Refused without who said so: it is never concluded from a name.
    """
    what = "This cannot be recorded"
    permit(may(by, P.CHILD_WRITE, child) and has_affiliations(child.body), what)
    given = {
        "kind": kind,
        "answer": answer,
        "name": name,
        "said_by": said_by,
        "said_on": said_on,
        "may_exchange": may_exchange,
    }
    values = affiliations.cleaned(given)
    with writing(by, "record_affiliation", what):
        hold(child)
        standing = child.affiliations.filter(ended_at=None)
        refuse_if(what, affiliations.check(values, standing, by.today))
        made: ChildAffiliation = affiliations.record(
            ChildAffiliation, values, standing, by, body=child.body, child=child
        )
        audit.record(by, "record_affiliation", child, kind=kind, answer=answer)
    return made


def end_affiliation(*, affiliation: ChildAffiliation, reason: str, by: Actor) -> ChildAffiliation:
    """Say that one no longer stands. It stays readable with its reason."""
    what = "This cannot be ended"
    permit(may(by, P.CHILD_WRITE, affiliation.child), what)
    with writing(by, "end_affiliation", what, reason):
        hold(affiliation)
        refuse_if(what, affiliations.why_not_end(affiliation, reason))
        affiliations.end(affiliation, reason, by)
        audit.record(by, "end_affiliation", affiliation.child, reason=reason.strip(), kind=affiliation.kind)
    return affiliation


def _free_reference(by: Actor) -> str:
    """A reference no child of the body has: one in 28 million is taken by chance, so ask."""
    while True:
        reference = new_reference()
        if not Child.objects.filter(body=by.body, reference=reference).exists():
            return reference
