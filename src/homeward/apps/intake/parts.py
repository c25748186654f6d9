"""The staged rows of a file, part by part: rows that concern each other stay together, and a part is soon forgotten.

A check compares rows with each other (the same stay twice, two stays of one child). So that a file of a million rows
need not lie in memory whole, its rows are put together by the keys they share and handed on some thousand at a time.
Within a part they stand in the order of the file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from django.conf import settings
from django.db import reset_queries
from django.db.models.fields.json import KT

from homeward.apps.accounts.actors import Actor
from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.kinds.rows import CheckedRow, parse_row
from homeward.apps.intake.loading.concerning import Concerning
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.readers.tables import SourceRow
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.problems import Problem

PART = 4_000
_ASKED = 20_000  # rows whose keys are looked up among the records at once


def parts_of(batch: ImportBatch, by: Actor, *, most: int = PART) -> Iterator[list[CheckedRow]]:
    """Every staged row once, read anew, in parts of about `most` rows; more where more concern each other."""
    if KINDS[batch.kind].together is None or batch.rows.count() <= most:
        yield _read(batch, by, None)
        return
    ids, labels = _grouped(batch, by)
    order = np.argsort(labels, kind="stable")
    begins = np.flatnonzero(np.r_[True, np.diff(labels[order]) != 0])
    at = 0
    while at < len(order):
        place = int(np.searchsorted(begins, at + most))
        end = int(begins[place]) if place < len(begins) else len(order)
        yield _read(batch, by, np.sort(ids[order[at:end]]).tolist())
        forget_statements()
        at = end


def forget_statements() -> None:
    """Under DEBUG every statement's whole text is kept: a long file's are let go between two parts."""
    if settings.DEBUG:
        reset_queries()


def _read(batch: ImportBatch, by: Actor, ids: list[int] | None) -> list[CheckedRow]:
    """The staged rows read anew. What the reader noticed in a cell cannot be seen in its text, so it is kept."""
    kind, pack = KINDS[batch.kind], pack_of(by.body)
    shapes = {shape.name: shape for shape in kind.shapes}
    stored = batch.rows.order_by("id") if ids is None else batch.rows.filter(pk__among=ids).order_by("id")
    rows = []
    for table, sheet, number, raw, problems in stored.values_list(
        "table", "sheet", "number", "raw", "problems"
    ).iterator(chunk_size=5000):
        kept = tuple(_problem(p) for p in problems if p.get("by") == "reader") if problems else ()
        rows.append(parse_row(shapes[table], SourceRow(sheet, number, raw, kept), pack))
    return rows


def _problem(stored: dict[str, str]) -> Problem:
    return Problem(**{name: value for name, value in stored.items() if name != "by"})  # type: ignore[arg-type]


def _grouped(batch: ImportBatch, by: Actor) -> tuple[np.ndarray, np.ndarray]:
    """The keys of the rows as stored, and for each the place of the first row it hangs together with."""
    columns = KINDS[batch.kind].together or ()
    named = batch.rows.order_by("id").values_list("id", *(KT(f"raw__{name}") for name in columns))
    concerning = Concerning(batch.kind, by)
    ids, keys, waiting = array("q"), array("q"), []
    for pk, *cells in named.iterator(chunk_size=_ASKED):
        ids.append(pk)
        waiting.append(cells)
        if len(waiting) == _ASKED:
            keys.extend(concerning.keys(waiting))
            waiting = []
    keys.extend(concerning.keys(waiting))
    found = np.frombuffer(keys, dtype=np.int64).reshape(len(ids), -1)
    return np.frombuffer(ids, dtype=np.int64), hang_together(found)


def hang_together(keys: np.ndarray) -> np.ndarray:
    """For each row of keys the place of the first row that shares a key with it, or with one that does, and so on."""
    places = np.unique(keys, return_inverse=True)[1].reshape(keys.shape)
    labels = np.arange(len(keys))
    while True:
        least = np.full(int(places.max(initial=0)) + 1, len(keys))
        for column in range(keys.shape[1]):
            np.minimum.at(least, places[:, column], labels)
        better = least[places].min(axis=1)
        better = better[better]
        if np.array_equal(better, labels):
            return labels
        labels = better
