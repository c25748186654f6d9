"""Checks of stays: what cannot be counted is refused, what can be put right is a warning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from homeward.engine.facts import Dated
from homeward.engine.nights.facts import DisallowedFact, PlacementFact, SpellFact
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.policy import Pack

_LABELS = {
    "hold": "hold",
    "missing": "missing spell",
    "absent": "absence",
    "shared_care": "shared care spell",
    "care_type": "care type spell",
}


def check_stays(
    placements: Sequence[PlacementFact],
    disallowed: Sequence[DisallowedFact],
    born: Mapping[str, date | None],
    pack: Pack,
) -> Iterator[Problem]:
    """Problems of the stays. ``born``: birth dates of known children; empty when no children were given."""
    yield from _twice_named(placements)
    for index, placement in enumerate(placements):
        yield from _placement(index, placement, born, pack)
    yield from _same_home_twice(placements)
    by_id = {placement.id: placement for placement in placements}
    for index, item in enumerate(disallowed):
        yield from _disallowed(index, item, by_id)


def check_dates(place: str, what: str, item: Dated) -> Iterator[Problem]:
    if item.is_reversed:
        yield Problem(
            "dates_reversed",
            f"The {what} ends on {item.end}, before it starts on {item.start}.",
            "Correct the start or the end; the end is the first day after.",
            column=place,
        )


def check_no_two(
    place: str, what: str, rows: Sequence[Dated], *, one: str | None = None
) -> Iterator[Problem]:
    """Dated rows of which only one may hold on any day; ``what`` is their plural, ``one`` the singular."""
    for index, row in enumerate(rows):
        yield from check_dates(f"{place}.{index}", one or what.removesuffix("s"), row)
    # a row that holds on no day overlaps nothing, and must not stand between two that do
    sound = sorted(
        (row for row in rows if not row.is_reversed and not row.range.is_empty), key=lambda row: row.start
    )
    for earlier, later in pairwise(sound):
        if earlier.range.overlaps(later.range):
            yield Problem(
                "terms_overlap",
                f"Two {what} hold on {later.start}.",
                "Let one end where the other begins.",
                column=place,
            )


def _twice_named(placements: Sequence[PlacementFact]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, placement in enumerate(placements):
        if placement.id in seen:
            yield Problem(
                "placement_twice",
                f"The placement {placement.id} is given twice.",
                "Give each placement record once.",
                column=f"placements.{index}.id",
                value=placement.id,
            )
        seen.add(placement.id)


def _placement(
    index: int, placement: PlacementFact, born: Mapping[str, date | None], pack: Pack
) -> Iterator[Problem]:
    place = f"placements.{index}"
    yield from check_dates(place, f"placement {placement.id}", placement)
    if born and placement.child not in born:
        yield Problem(
            "unknown_child",
            f"The placement {placement.id} is of the child {placement.child}, who is not among the children.",
            "Add the child, or correct the identifier.",
            column=f"{place}.child",
            value=placement.child,
        )
    birth = born.get(placement.child)
    if birth is not None and placement.start < birth:
        yield Problem(
            "start_before_birth",
            f"The placement {placement.id} starts on {placement.start}, before the child's birth on {birth}.",
            "Correct the start or the date of birth.",
            column=f"{place}.start",
            value=placement.start.isoformat(),
        )
    for number, spell in enumerate(placement.spells):
        yield from _spell(f"{place}.spells.{number}", spell, placement, pack)


def _spell(place: str, spell: SpellFact, placement: PlacementFact, pack: Pack) -> Iterator[Problem]:
    what = f"{_LABELS[spell.kind]} {spell.id or ''}".strip()
    yield from check_dates(place, what, spell)
    yield from _codes(place, spell, what, pack)
    if not spell.is_reversed and not placement.is_reversed:
        yield from _inside(place, spell, what, placement)


def _codes(place: str, spell: SpellFact, what: str, pack: Pack) -> Iterator[Problem]:
    wanted = {"hold": ("decided_by", "hold_deciders"), "care_type": ("code", "care_types")}
    for field, given in (("decided_by", spell.decided_by), ("code", spell.code)):
        own, vocabulary = wanted.get(spell.kind, (None, None))
        if own != field or vocabulary is None:
            if given is not None:
                yield Problem(
                    "field_not_for_kind",
                    f"A {what} has no {field}.",
                    "Remove it.",
                    column=f"{place}.{field}",
                    value=given,
                )
            continue
        codes = ", ".join(pack.vocabulary(vocabulary).codes)
        if given is None:
            yield Problem(
                "field_missing",
                f"The {what} lacks {field}.",
                f"Say which: {codes}.",
                column=f"{place}.{field}",
            )
        elif not pack.vocabulary(vocabulary).knows(given):
            yield Problem(
                "unknown_code",
                f"{given} is no code of {vocabulary}.",
                f"Use one of: {codes}.",
                column=f"{place}.{field}",
                value=given,
            )


def _inside(place: str, spell: Dated, what: str, placement: PlacementFact) -> Iterator[Problem]:
    stay, given = placement.range, spell.range
    inside = given.clip(stay)
    if inside == given or _only_touches(given, stay):
        return
    if inside is not None or (stay.is_empty and given.contains(stay.start)):
        yield Problem(
            "spell_clipped",
            f"The {what} from {spell.start} reaches beyond the placement {placement.id};"
            " only the part within counts.",
            "Correct its dates if this is not meant.",
            severity="warning",
            column=place,
        )
    else:
        yield Problem(
            "spell_outside_placement",
            f"The {what} from {spell.start} lies wholly outside the placement {placement.id}.",
            "Correct its dates, or put it on the placement it belongs to.",
            column=place,
        )


def _only_touches(given: DateRange, stay: DateRange) -> bool:
    """A range without a night, on a day of the stay or on the day it ends."""
    return given.is_empty and stay.start <= given.start and (stay.end is None or given.start <= stay.end)


def _same_home_twice(placements: Sequence[PlacementFact]) -> Iterator[Problem]:
    for one, two in overlapping_records(placements):
        if one.home == two.home:
            yield Problem(
                "overlap_same_home",
                f"The placements {one.id} and {two.id} put the child {one.child} into the home {one.home}"
                " twice at the same time.",
                "End one where the other begins, or remove one.",
                column="placements",
                value=two.id,
            )


def overlapping_records(
    placements: Iterable[PlacementFact],
) -> Iterator[tuple[PlacementFact, PlacementFact]]:
    """Pairs of records of one child that share a night, in a settled order."""
    by_child: dict[str, list[PlacementFact]] = {}
    for placement in placements:
        if not placement.is_reversed:
            by_child.setdefault(placement.child, []).append(placement)
    for child in sorted(by_child):
        records = sorted(by_child[child], key=lambda item: (item.start, item.id))
        for index, one in enumerate(records):
            for two in records[index + 1 :]:
                if one.end is not None and two.start >= one.end:
                    break
                if one.range.overlaps(two.range):
                    yield one, two


def _disallowed(index: int, item: DisallowedFact, by_id: Mapping[str, PlacementFact]) -> Iterator[Problem]:
    place = f"disallowed.{index}"
    yield from check_dates(place, "disallowed range", item)
    placement = by_id.get(item.placement)
    if placement is None:
        yield Problem(
            "unknown_placement",
            f"The disallowed nights name the placement {item.placement}, which is not given.",
            "Correct the identifier.",
            column=f"{place}.placement",
            value=item.placement,
        )
    elif not item.is_reversed and not placement.is_reversed:
        yield from _inside(place, item, "disallowed range", placement)
