"""The whole way of a file in one call, for the command line and the demo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.refusals import Refused
from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.readers import GivenFile
from homeward.apps.intake.services.loading import load_at_once
from homeward.apps.intake.services.staging import check_import, stage_import


def import_files(
    *, kind: str, files: Sequence[Path | str | GivenFile], by: Actor, confirm: bool = True
) -> ImportBatch:
    """Stage files (or a folder's) and check them, or, with `confirm`, load what stands with every warning ticked.

    Returns the batch: refused, checked, or loaded. Raises Refused when nothing of it can be loaded, and
    OSError when a path cannot be read.
    """
    batch = stage_import(kind=kind, files=given_files(files), by=by, limits=KINDS[kind].limits)
    if batch.state == ImportBatch.State.REFUSED:
        return batch
    if not confirm:
        return check_import(batch=batch, by=by)
    try:
        return load_at_once(batch=batch, by=by)
    except Refused:
        check_import(batch=batch, by=by)  # so that its rows say why
        raise


def given_files(files: Iterable[Path | str | GivenFile]) -> list[GivenFile]:
    """Files by their paths; a folder stands for the CSV and XLSX files in it."""
    found: list[GivenFile] = []
    for file in files:
        if isinstance(file, GivenFile):
            found.append(file)
            continue
        path = Path(file)
        inside = (
            sorted(p for p in path.iterdir() if p.suffix.lower() in (".csv", ".xlsx"))
            if path.is_dir()
            else [path]
        )
        for inner in inside:
            inner.open("rb").close()  # what cannot be read is said before anything is kept
            found.append(GivenFile(inner.name, path=inner))
    return found
