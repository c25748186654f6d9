"""How an import moves: staged, checked, confirmed by a person, loaded; or refused, or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.machines import Machine, Move
from homeward.apps.intake.models import ImportBatch
from homeward.kernel.reasons import Reason

S = ImportBatch.State


def nothing_to_load(batch: ImportBatch, by: Any, sound: int | None = None, **facts: Any) -> Sequence[Reason]:
    """`sound`: how many rows stood their check, where that is known only while they load."""
    counts = batch.counts
    if (counts.get("rows", 0) - counts.get("errors", 0) if sound is None else sound) > 0:
        return ()
    return (Reason("imports.no_sound_row", {"rows": counts.get("rows", 0)}),)


def file_warnings_unticked(
    batch: ImportBatch, by: Any, ticked: Sequence[str] = (), **facts: Any
) -> Sequence[Reason]:
    """A warning about the file as a whole cannot leave out a row; it is ticked, or nothing is loaded."""
    open_ones = [p for p in batch.problems if p["severity"] == "warning" and p["code"] not in ticked]
    return [
        Reason("imports.file_warning", {"message": p["message"], "remedy": p["remedy"]}) for p in open_ones
    ]


MACHINE = Machine(
    "import",
    {state.value: str(state.label) for state in S},
    (
        Move(
            "check",
            (S.STAGED.value, S.CHECKED.value),
            S.CHECKED.value,
            Permission.IMPORT_LOAD,
            "Check the file",
        ),
        Move(
            "confirm",
            (S.CHECKED.value,),
            S.LOADING.value,
            Permission.IMPORT_LOAD,
            "Load the file",
            (nothing_to_load, file_warnings_unticked),
        ),
        Move("load_at_once", (S.STAGED.value,), S.LOADED.value, Permission.IMPORT_LOAD, "Load the file"),
        Move(
            "restart", (S.LOADING.value,), S.LOADING.value, Permission.IMPORT_LOAD, "Start the loading again"
        ),
        Move(
            "withdraw",
            (S.STAGED.value, S.CHECKED.value),
            S.WITHDRAWN.value,
            Permission.IMPORT_LOAD,
            "Withdraw the file",
        ),
    ),
)
