"""What the placements app itself asks of a stay, against what is already recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from homeward.apps.intake.kinds.rows import CheckedRow, Finding
from homeward.apps.intake.kinds.world import KnownStay, World
from homeward.apps.placements.checks import HomeFacts, LineFacts, OtherStay, StayFacts, check_stay


def check_stay_facts(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    """Dates, codes, parties and overlaps. A stored stay that another row of the file corrects is left to that row."""
    types, reasons = world.vocabulary("placement_types"), world.vocabulary("end_reasons")
    corrected = {stay.pk for row in rows if (stay := stored_stay(row, world)) is not None}
    for row in rows:
        child, home = world.children[row.data.child], world.homes[row.data.home]
        line = world.lines.get((row.data.agreement, row.data.line)) if row.data.agreement else None
        others = [
            OtherStay(s.public_id, s.home, s.home_name, s.line, s.period)
            for s in world.stays.get(child.pk, [])
            if s.pk not in corrected
        ]
        facts = StayFacts(
            start=row.data.start,
            end=row.data.end,
            today=world.today,
            home=HomeFacts(home.pk, home.label, home.organisation),
            line=LineFacts(line.pk, line.label, line.organisation or 0) if line else None,
            born_on=child.values.get("born_on"),
            placement_type=row.data.placement_type or "",
            end_reason=row.data.end_reason or "",
            placement_types=types,
            end_reasons=reasons,
            others=others,
        )
        for problem in check_stay(facts):
            yield row, replace(problem, row=row.number)


def stored_stay(row: CheckedRow, world: World) -> KnownStay | None:
    """The recorded stay a row is about: by its own number, else by child, home, line and start."""
    d = row.data
    if d.placement and d.placement in world.stays_by_key:
        return world.stays_by_key[d.placement]
    child, home = world.children.get(d.child), world.homes.get(d.home)
    line = world.lines.get((d.agreement, d.line)) if d.agreement else None
    if child is None or home is None:
        return None
    wanted = (home.pk, line.pk if line else None, d.start)
    return next(
        (s for s in world.stays.get(child.pk, []) if (s.home, s.line, s.period.start) == wanted), None
    )
