"""A child's first episode that does not begin care (rule 357)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.returns import episodes_by_child
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, warning
from homeward.apps.intake.kinds.world import World


def check_return_first(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    """Only where nothing earlier is recorded: a return of one year may begin in the middle of a child's care."""
    for child, items in episodes_by_child(rows).items():
        stored = world.children.get(child)
        first = items[0]
        earlier = stored and any(s.period.start < first.data.DECOM for s in world.stays.get(stored.pk, []))
        if first.data.RNE != "S" and not earlier:
            yield warning(
                first,
                "rule_357",
                f"The child's first episode has RNE {first.data.RNE}, not S (rule 357).",
                "Send the earlier episodes as well, or tick this.",
                "RNE",
            )
