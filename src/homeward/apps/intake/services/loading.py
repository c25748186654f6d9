"""Loads a confirmed import in one transaction: all of its rows that stand, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.core import audit, notices
from homeward.apps.core.events import publish
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import acting, permit, together
from homeward.apps.intake.ahead import ahead
from homeward.apps.intake.counting import Counts
from homeward.apps.intake.events import FileLoaded
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.loading.children import write_children
from homeward.apps.intake.loading.deciding import decide
from homeward.apps.intake.loading.examining import examined
from homeward.apps.intake.loading.geography import write_areas, write_postcodes
from homeward.apps.intake.loading.homes import write_homes
from homeward.apps.intake.loading.placements import write_placements
from homeward.apps.intake.loading.spells import write_spells
from homeward.apps.intake.loading.ssda903 import write_return
from homeward.apps.intake.loading.writing import Load, Shelf
from homeward.apps.intake.machine import MACHINE, nothing_to_load
from homeward.apps.intake.models import ImportBatch, ImportRow
from homeward.apps.intake.rowstore import store_rows

WRITERS: dict[str, Callable[[Sequence[CheckedRow], Load], None]] = {
    "homes": write_homes,
    "children": write_children,
    "placements": write_placements,
    "spells": write_spells,
    "areas": write_areas,
    "postcodes": write_postcodes,
    "ssda903": write_return,
}
WHAT = "This file cannot be loaded"
_LOCK = 903_000_000  # first half of the advisory lock; the second is the body's key


def load_import(*, batch: ImportBatch, by: Actor, progress: Any = None) -> ImportBatch:
    """Load a confirmed import. Run again after it was loaded it does nothing; killed, it leaves nothing.

    The rows are checked once more against what is recorded now. One body loads one file at a time.
    """
    with _loading(batch, by) as (batch, committed):
        if batch.state == ImportBatch.State.LOADING:
            batch.counts = _load(batch, by, batch.ticked, progress, committed).of_load()
            _loaded(batch, by)
    return batch


def load_at_once(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """Load a staged import whose warnings, whatever they will be, are ticked beforehand: checked once, while it loads.

    Raises Refused, and leaves the import staged, when none of its rows stands.
    """
    with _loading(batch, by) as (batch, committed):
        MACHINE.check("load_at_once", batch, by)
        counts = _load(batch, by, None, None, committed)
        batch.counts = counts.of_load()
        refuse_if(WHAT, nothing_to_load(batch, by, sound=counts.sound))
        batch.ticked, batch.confirmed_at, batch.confirmed_by = warnings_of(batch), timezone.now(), by.user
        audit.record(by, "confirm_import", batch, ticked=batch.ticked)
        _loaded(batch, by)
    return batch


@contextmanager
def _loading(batch: ImportBatch, by: Actor) -> Iterator[tuple[ImportBatch, bool]]:
    """One transaction for the whole file, one file of a body at a time; the batch locked, and whether another
    connection sees its staged rows."""
    permit(batch.body_id == by.body.pk, WHAT)
    committed = not connection.in_atomic_block
    with transaction.atomic(), together(), acting(by, "load_import", f"Import of {batch.file_name}"):
        _one_at_a_time(by)
        yield ImportBatch.objects.select_for_update().get(pk=batch.pk), committed


def warnings_of(batch: ImportBatch) -> list[str]:
    """The codes of every warning, of the file and of its rows."""
    rows = {code for code, entry in batch.counts.get("codes", {}).items() if entry["severity"] == "warning"}
    return sorted(rows | {p["code"] for p in batch.problems if p["severity"] == "warning"})


def _one_at_a_time(by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, by.body.pk])


def _loaded(batch: ImportBatch, by: Actor) -> None:
    batch.state, batch.loaded_at = ImportBatch.State.LOADED, timezone.now()
    batch.save()
    kept = ("rows", "new", "changed", "same", "errors", "left_out")
    audit.record(by, "load_import", batch, **{name: batch.counts[name] for name in kept})
    publish(FileLoaded(batch, by))
    _tell(batch)


def _load(
    batch: ImportBatch, by: Actor, ticked: Collection[str] | None, progress: Any, committed: bool
) -> Counts:
    """`ticked`: the codes of the warnings that were confirmed; None for every one. `committed`: whether another
    connection sees the staged rows, so that the next part can be read and checked while one is written."""
    counts, total = Counts(), batch.rows.count()

    def tell(done: int, message: str) -> None:
        if progress is not None:
            progress.report(min(counts.rows + done, total), total, message)

    tell(0, "Checking once more")
    shelf: Shelf = {}
    for rows, world in ahead(partial(examined, batch, by), beside=committed):
        _load_part(batch, rows, Load(by, batch.file_name, world, tell, shelf), counts, ticked)
        rows.clear()  # before the next part is asked for, not after
    return counts


def _load_part(
    batch: ImportBatch, rows: list[CheckedRow], load: Load, counts: Counts, ticked: Collection[str] | None
) -> None:
    asked = rows if ticked is not None else ()
    left_out = {
        id(row) for row in asked if row.problems and not row.has_error and _unticked(row, ticked or ())
    }
    standing = [row for row in rows if id(row) not in left_out]
    if left_out:
        decide(batch.kind, standing, load.world)  # a chain of episodes is another without the rows left out
    sound = [row for row in standing if row.data is not None and not row.has_error and row.fate]
    counts.sound += len(sound)
    WRITERS[batch.kind](sound, load)

    def outcome(row: CheckedRow) -> str:
        if id(row) in left_out:
            return ImportRow.Outcome.LEFT_OUT
        return ImportRow.Outcome.ERROR if row.has_error or not row.fate else ImportRow.Outcome(row.fate)

    store_rows(batch, rows, outcome=outcome)
    counts.add(rows)
    counts.outcomes.update(str(outcome(row)) for row in rows)


def _unticked(row: CheckedRow, ticked: Collection[str]) -> bool:
    return any(p.severity == "warning" and p.code not in ticked for p in row.problems)


def _tell(batch: ImportBatch) -> None:
    """Tell who sent the file and who confirmed it. A notice holds counts, never a row."""
    c = batch.counts
    left = c["errors"] + c["left_out"]
    notices.tell(
        [p for p in (batch.created_by, batch.confirmed_by) if p is not None],
        body=batch.body,
        title=f"{batch.get_kind_display()} loaded: {c['new']} new, {c['changed']} changed, {left} left out",
        url=reverse("import", args=[batch.public_id]),
    )
