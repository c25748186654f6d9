"""Loads children and one fact of each."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.children.bulk import NewChild, NewFact, load_children, load_facts
from homeward.apps.children.models import Child
from homeward.apps.children.services import change_child
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.loading.writing import Load, by_fate, changing


def write_children(rows: Sequence[CheckedRow], load: Load) -> None:
    new, changed = by_fate(rows, "new"), by_fate(rows, "changed")
    made = load_children(children=[_new(row) for row in new], source=load.source, by=load.by)
    children = dict(zip((row.number for row in new), made, strict=True))
    load.tell(len(new), "Children recorded")
    stored = Child.objects.select_related("body").in_bulk([row.target.pk for row in changed])

    def change(row: CheckedRow) -> None:
        child = stored[row.target.pk]
        children[row.number] = child
        changes = {k: v for k, v in row.changes.items() if k != "fact"}
        if changes:
            change_child(child=child, by=load.by, **changes)

    changing(changed, load, change)
    facts = [
        NewFact(children[row.number], row.data.fact, row.data.fact_value, row.data.fact_source)
        for row in [*new, *changed]
        if row.data.fact and not row.has_error
    ]
    load_facts(facts=facts, source=load.source, by=load.by)
    for row in rows:
        thing = row.target or children.get(row.number)
        if thing is not None:
            row.things = {"child": thing.public_id}


def _new(row: CheckedRow) -> NewChild:
    d = row.data
    return NewChild(
        client_number=d.client_number,
        born_on=d.born_on,
        source=row.where,
        given_name=d.given_name or "",
        family_name=d.family_name or "",
        sex=d.sex or "",
    )
