"""Children, facts and legal statuses of a whole file at once, by the rules of `services`, written set by set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.children.models import Child, LegalStatusSpell, StatusFact, new_reference
from homeward.apps.core import audit
from homeward.apps.core.bulk import insert_many
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.writing import permit, writing
from homeward.kernel.ranges import DateRange


@dataclass(frozen=True)
class NewChild:
    """A child as a file tells it; checked before, against the records it comes into."""

    client_number: str
    born_on: dt.date
    source: str
    given_name: str = ""
    family_name: str = ""
    sex: str = ""


@dataclass(frozen=True)
class NewFact:
    child: Child
    kind: str
    value: str
    source: str


@dataclass(frozen=True)
class NewStatus:
    """A legal status between two dates. `stored` is the recorded spell it replaces with other dates."""

    child: Child
    code: str
    period: DateRange
    source: str
    stored: int | None = None


def load_children(*, children: Sequence[NewChild], source: str, by: Actor) -> list[Child]:
    """Record children, in the order given. All of them or none; each with its own event and history."""
    what = "These children cannot be added"
    _permit(by, what)
    with writing(by, "add_child", what, source):
        references = _free_references(by, len(children))
        made = insert_many(_child(new, next(references), by) for new in children)
        audit.record_many(by, "add_child", made, source=source)
    return made


def load_facts(*, facts: Sequence[NewFact], source: str, by: Actor) -> int:
    """Record facts about children's status; what is already current is left, an older one is superseded."""
    what = "These facts cannot be recorded"
    _permit(by, what)
    with writing(by, "record_fact", what, source):
        now = timezone.now()
        current = {
            (f.child_id, f.kind): f
            for f in StatusFact.objects.select_for_update().filter(
                body=by.body, superseded_at=None, child_id__in={f.child.pk for f in facts}
            )
        }
        new = [f for f in facts if _differs(f, current.get((f.child.pk, f.kind)))]
        old = [current[f.child.pk, f.kind].pk for f in new if (f.child.pk, f.kind) in current]
        StatusFact.objects.filter(pk__in=old).update(superseded_at=now)
        insert_many(
            StatusFact(
                body=by.body,
                child=f.child,
                kind=f.kind,
                value=f.value,
                source=f.source[:200],
                recorded_at=now,
            )
            for f in new
        )
        audit.record_many(by, "record_fact", {f.child.pk: f.child for f in new}.values(), source=source)
    return len(new)


def load_legal_statuses(*, statuses: Sequence[NewStatus], source: str, by: Actor) -> int:
    """Record legal statuses; one that is recorded with other dates gets these. Returns how many were written."""
    what = "These legal statuses cannot be recorded"
    _permit(by, what)
    with writing(by, "record_legal_status", what, source):
        stored = {
            s.pk: s
            for s in LegalStatusSpell.objects.filter(
                body=by.body, pk__in=[s.stored for s in statuses if s.stored]
            )
        }
        changed = []
        for status in statuses:
            spell = stored.get(status.stored or 0)
            if spell is not None and from_db(spell.period) != status.period:
                spell.period = to_db(status.period)
                changed.append(spell)
        LegalStatusSpell.objects.bulk_update(changed, ["period"], batch_size=500)
        new = [s for s in statuses if s.stored is None]
        insert_many(
            LegalStatusSpell(
                body=by.body, child=s.child, code=s.code, period=to_db(s.period), source=s.source[:200]
            )
            for s in new
        )
        touched = {s.child.pk: s.child for s in new} | {s.child_id: s.child for s in changed}
        audit.record_many(by, "record_legal_status", touched.values(), source=source)
    return len(new) + len(changed)


def _permit(by: Actor, what: str) -> None:
    permit(by.relation(P.CHILD_WRITE) is Relation.BODY, what)


def _child(new: NewChild, reference: str, by: Actor) -> Child:
    number, given, family = new.client_number.strip(), new.given_name.strip(), new.family_name.strip()
    return Child(
        body=by.body,
        reference=reference,
        client_number=number,
        given_name=given,
        family_name=family,
        born_on=new.born_on,
        sex=new.sex,
        source=new.source[:200],
        search_key=fold(given, family, reference, number),
    )


def _free_references(by: Actor, count: int) -> Iterator[str]:
    """References that no child of the body has; among many one is soon made twice by chance."""
    taken = set(Child.objects.filter(body=by.body).values_list("reference", flat=True))
    for _ in range(count):
        reference = new_reference()
        while reference in taken:
            reference = new_reference()
        taken.add(reference)
        yield reference


def _differs(fact: NewFact, current: StatusFact | None) -> bool:
    """A fact is new when its value is. The same value in a later file is no news, whatever file it stands in."""
    return current is None or current.value != fact.value
