"""Loads a statutory return: children, homes not yet known, stays, and legal statuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from homeward.apps.children.bulk import (
    NewChild,
    NewFact,
    NewStatus,
    load_children,
    load_facts,
    load_legal_statuses,
)
from homeward.apps.children.models import Child
from homeward.apps.children.services import change_child
from homeward.apps.intake.kinds.returns import (
    HomeKey,
    ReturnStatus,
    ReturnStay,
    find_home,
    statuses_of,
    stays_of,
)
from homeward.apps.intake.kinds.rows import CheckedRow, only
from homeward.apps.intake.kinds.ssda903 import EpisodeRow, HeaderRow
from homeward.apps.intake.kinds.world import KnownStatus
from homeward.apps.intake.loading.deciding import facts_of
from homeward.apps.intake.loading.placements import stored_placements
from homeward.apps.intake.loading.writing import Load, by_fate, changing, refuse
from homeward.apps.placements.services import change_placement
from homeward.apps.placements.services.bulk import load_placements
from homeward.apps.placements.services.placements import Draft
from homeward.apps.providers.bulk import NewHome, load_homes
from homeward.apps.providers.models import Home
from homeward.kernel.problems import Problem


def write_return(rows: Sequence[CheckedRow], load: Load) -> None:
    children = _write_children(only(rows, HeaderRow), load)
    episodes = [row for row in only(rows, EpisodeRow) if not row.has_error and row.fate]
    children |= _stored_children(episodes, load, children)
    for row in episodes:
        if row.data.CHILD not in children:
            row.problems.append(_left_behind(row))
    episodes = [row for row in episodes if not row.has_error]
    stays = stays_of(episodes, load.world)
    homes = _write_homes(stays, load)
    _write_stays(stays, children, homes, load)
    load.tell(len(episodes), "Legal statuses")
    _write_statuses([row for row in episodes if not row.has_error], children, load)


def _left_behind(row: CheckedRow) -> Problem:
    return Problem(
        "unknown_child",
        "The child's header row was left out.",
        "Correct the header row.",
        row=row.number,
        column="CHILD",
    )


def _write_children(rows: Sequence[CheckedRow], load: Load) -> dict[str, Child]:
    new, changed = by_fate(rows, "new"), by_fate(rows, "changed")
    made = load_children(
        children=[NewChild(r.data.CHILD, r.data.DOB, r.where, sex=r.data.SEX) for r in new],
        source=load.source,
        by=load.by,
    )
    children = {row.data.CHILD: child for row, child in zip(new, made, strict=True)}
    stored = Child.objects.select_related("body").in_bulk([r.target.pk for r in rows if r.target is not None])
    load.tell(len(new), "Children recorded")

    def change(row: CheckedRow) -> None:
        changes = {k: v for k, v in row.changes.items() if k in ("born_on", "sex")}
        if changes:
            change_child(child=stored[row.target.pk], by=load.by, **changes)

    changing(changed, load, change)
    for row in rows:
        if row.target is not None and not row.has_error:
            children[row.data.CHILD] = stored[row.target.pk]
    sound = [row for row in [*new, *changed] if not row.has_error]
    load_facts(
        facts=[NewFact(children[r.data.CHILD], k, v, r.where) for r in sound for k, v in facts_of(r).items()],
        source=load.source,
        by=load.by,
    )
    for row in rows:
        if row.data.CHILD in children:
            row.things = {"child": children[row.data.CHILD].public_id}
    return children


def _stored_children(episodes: Sequence[CheckedRow], load: Load, have: dict[str, Child]) -> dict[str, Child]:
    """Children of an earlier return who have episodes in this one and no header row."""
    numbers = {row.data.CHILD for row in episodes} - set(have)
    wanted = {n: load.world.children[n].pk for n in numbers if n in load.world.children}
    found = Child.objects.select_related("body").in_bulk(wanted.values())
    return {number: found[pk] for number, pk in wanted.items()}


def _write_homes(stays: Sequence[ReturnStay], load: Load) -> dict[HomeKey, Home]:
    """The homes that the stays name: those known, and new ones marked as not verified by anybody."""
    first: dict[HomeKey, ReturnStay] = {}
    for stay in sorted(stays, key=lambda s: s.rows[0].number):
        first.setdefault(stay.home, stay)
    known = {key: pk for key in first if (pk := find_home(key, load.world)) is not None}
    stored = Home.objects.select_related("body", "provider").in_bulk(known.values())
    homes = {key: stored[pk] for key, pk in known.items()}
    new = [key for key in first if key not in known]
    types = load.world.vocabulary("placement_types")
    made = load_homes(
        homes=[
            NewHome(
                reference=key.reference,
                name=key.name,
                kind=str(types.attribute(first[key].place, "home", first[key].start) or "other")
                if types
                else "other",
                source=first[key].rows[0].where,
                urn=key.value if key.sort == "urn" else "",
                postcode_digest=key.value if key.sort == "postcode" else "",
                is_verified=False,
            )
            for key in new
        ],
        source=load.source,
        by=load.by,
    )
    load.tell(len(made), "Homes recorded")
    return homes | dict(zip(new, made, strict=True))


def _write_stays(
    stays: Sequence[ReturnStay], children: dict[str, Child], homes: dict[HomeKey, Home], load: Load
) -> None:
    new = [stay for stay in stays if stay.stored is None]
    drafts = [
        Draft(
            child=children[stay.child],
            home=homes[stay.home],
            line=None,
            period=stay.period,
            placement_type=stay.place,
            end_reason=stay.end_reason,
            source=stay.rows[0].where,
            source_key=stay.source_key,
        )
        for stay in new
    ]
    loaded = load_placements(drafts=drafts, source=load.source, by=load.by)
    for index, stay in enumerate(new):
        if index in loaded.refused:
            for row in stay.rows:
                refuse(row, loaded.refused[index])
        else:
            _met(stay, loaded.records[index].public_id, children, homes)
    load.tell(len(new), "Placements recorded")
    changed = [s for s in stays if s.stored is not None and s.rows[0].fate == "changed"]
    stored = stored_placements([s.stored.pk for s in changed if s.stored is not None])
    for stay in changed:
        assert stay.stored is not None
        changes = dict(stay.rows[0].changes)
        if "home" in changes:
            changes["home"] = homes[stay.home]
        first, *others = stay.rows
        changing(
            [first],
            load,
            lambda row, p=stored[stay.stored.pk], c=changes: change_placement(  # type: ignore[misc]
                placement=p, by=load.by, reason=load.reason, **c
            ),
        )
        if first.has_error:
            for row in others:
                row.problems += [p for p in first.problems if p.code == "refused"]
    for stay in stays:
        if stay.stored is not None:
            _met(stay, stay.stored.public_id, children, homes)


def _met(stay: ReturnStay, placement: str, children: dict[str, Child], homes: dict[HomeKey, Home]) -> None:
    for row in stay.rows:
        row.things = {
            "placement": placement,
            "child": children[stay.child].public_id,
            "home": homes[stay.home].public_id,
        }


def _write_statuses(episodes: Sequence[CheckedRow], children: dict[str, Child], load: Load) -> None:
    """Legal statuses as the return tells them; one that touches a recorded spell of its code goes on with it."""
    statuses: list[NewStatus] = []
    for status in statuses_of(episodes):
        child = children[status.child]
        stored = _touching(status, load.world.statuses.get(child.pk, []))
        period = status.period
        if stored is not None and stored.period.start < period.start:
            period = type(period)(stored.period.start, period.end)
        if stored is None or stored.period != period:
            statuses.append(
                NewStatus(child, status.code, period, status.rows[0].where, stored.pk if stored else None)
            )
    load_legal_statuses(statuses=statuses, source=load.source, by=load.by)


def _touching(status: ReturnStatus, known: Sequence[KnownStatus]) -> KnownStatus | None:
    """The recorded spell of that code that this one begins in, or right after."""
    by_start: dict[Any, list[KnownStatus]] = defaultdict(list)
    for spell in known:
        if spell.code != status.code or spell.period.start > status.period.start:
            continue
        if spell.period.end is None or spell.period.end >= status.period.start:
            by_start[spell.period.start].append(spell)
    return by_start[min(by_start)][0] if by_start else None
