"""A remoteness class without its edition, the other way round, or not in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World


def check_home_remoteness(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    codes = world.vocabulary("remoteness_classes")
    for row in rows:
        code, edition = row.data.remoteness_class, row.data.remoteness_edition
        if code and not edition:
            yield error(
                row,
                "edition_missing",
                "The remoteness class has no edition.",
                "Name the edition of the classification it was read from.",
                "remoteness_edition",
            )
        elif edition and not code:
            yield error(
                row,
                "class_missing",
                "An edition is named, but no remoteness class.",
                "Write the class, or leave the edition empty.",
                "remoteness_class",
            )
        elif code and codes is None:
            yield error(
                row,
                "class_not_used",
                "This jurisdiction has no remoteness classes.",
                "Leave both columns empty.",
                "remoteness_class",
            )
