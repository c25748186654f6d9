"""The staged rows of a file part by part, each checked against its own part and against what is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from homeward.apps.accounts.actors import Actor
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.kinds.world import World
from homeward.apps.intake.loading.deciding import examine
from homeward.apps.intake.loading.knowing import Records
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.parts import parts_of


def examined(batch: ImportBatch, by: Actor) -> Iterator[tuple[list[CheckedRow], World]]:
    """Every row once, in parts, with what is known about those of its part. Reads only."""
    records = Records(batch.kind, by)
    for rows in parts_of(batch, by):
        world = records.world(rows)
        examine(batch.kind, rows, world)
        yield rows, world
