"""A file worked through in parts says and does what it would as a whole; rows that concern each other stay together."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection

from homeward.apps.children.models import Child
from homeward.apps.intake import parts
from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.loading import examining
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.parts import hang_together
from homeward.apps.intake.readers import GivenFile, limits
from homeward.apps.intake.services import import_files, staging
from tests.apps.intake.conftest import STAYS, House
from tests.intake_files.build import csv_file

pytestmark = pytest.mark.django_db


def told(batch: ImportBatch) -> list[tuple[Any, ...]]:
    rows = batch.rows.order_by("number")
    return [(r.number, r.outcome, r.foreseen, r.has_error, r.has_warning, r.problems) for r in rows]


def stays() -> list[tuple[str, ...]]:
    """Stays of children who meet in homes, months and numbers; one child in three is given a number of the next one."""
    dice = random.Random(903)
    rows = []
    for _ in range(160):
        who, month = dice.randrange(1, 25), dice.randrange(1, 10)
        end = f"2026-{month + dice.randrange(2):02d}-{dice.randrange(10, 28)}" if dice.random() < 0.8 else ""
        of = who + 1 if who % 3 == 0 and dice.random() < 0.2 else who
        key = f"S-{of}-{dice.randrange(4)}" if dice.random() < 0.7 else ""
        child = f"C-{who}" if dice.random() < 0.95 else "Nobody"
        rows.append(
            (key, child, dice.choice(("H-1", "H-2")), "", "", f"2026-{month:02d}-01", end, "foster_care")
        )
    return rows


def settle(house: House) -> list[tuple[str, ...]]:
    """Children, homes and stays recorded before; returns rows, some of which name a child by the house's reference."""
    house.settle()
    house.load("children", ("client_number", "born_on"), *((f"C-{n}", "2012-01-31") for n in range(3, 26)))
    recorded = (
        (f"S-{n}-1", f"C-{n}", "H-1", "", "", "2025-12-01", "2026-03-05", "foster_care") for n in range(1, 26)
    )
    house.load("placements", STAYS, *recorded)
    reference = dict(Child.objects.values_list("client_number", "reference"))
    return [(key, reference.get(child, child) if place % 7 == 0 else child, *rest)
            for place, (key, child, *rest) in enumerate(stays())]  # fmt: skip


def test_parts_say_what_the_whole_says(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = settle(house)
    whole = house.load("placements", STAYS, *rows, confirm=False)
    by_parts: list[int] = []
    real = parts.parts_of

    def small(batch: ImportBatch, by: Any) -> Any:
        for part in real(batch, by, most=3):
            by_parts.append(len(part))
            yield part

    monkeypatch.setattr(examining, "parts_of", small)
    again = house.load("placements", STAYS, *rows, confirm=False)
    assert len(by_parts) > 1 and sum(by_parts) == len(rows)
    assert told(again) == told(whole)
    assert again.counts == whole.counts
    assert {p["code"] for r in whole.rows.all() for p in r.problems} >= {
        "row_twice",
        "overlap",
        "unknown_child",
    }


def test_between_two_parts_no_statement_is_kept(house: House, settings: Any) -> None:
    """Under DEBUG the database's connection keeps the whole text of each statement."""
    batch = house.load("placements", STAYS, *settle(house), confirm=False)
    settings.DEBUG = True
    kept = []
    for _part in parts.parts_of(batch, house.by, most=3):
        kept.append(len(connection.queries_log))
    assert len(kept) > 5 and max(kept[1:]) < 12, kept
    assert len(set(kept[1:])) <= 2, "as many after the last part as after the second"


def test_every_long_kind_names_columns_it_has() -> None:
    for kind in KINDS.values():
        for column in kind.together or ():
            assert any(column in shape.known for shape in kind.shapes), (kind.id, column)


def test_hanging_together_goes_through_others() -> None:
    keys = np.array([[1, 10], [2, 20], [3, 10], [4, 40], [3, 20]])  # 0-2 by 10, 2-4 by 3, 4-1 by 20
    assert hang_together(keys).tolist() == [0, 0, 0, 3, 0]
    chain = np.array([[n, n + 1] for n in range(500)])
    assert set(hang_together(chain).tolist()) == {0}


def test_a_file_on_the_disk_is_read_piece_by_piece(house: House, tmp_path: Path) -> None:
    data = csv_file(("client_number", "born_on"), [("C-1", "2014-03-09"), ("C-2", "2013-03-09")])
    (tmp_path / "children.csv").write_bytes(data)
    given = GivenFile("children.csv", path=tmp_path / "children.csv")
    assert (given.size, given.digest) == (len(data), GivenFile("children.csv", data).digest)
    batch = import_files(kind="children", files=[tmp_path / "children.csv"], by=house.by)
    assert (batch.state, batch.counts["new"]) == (ImportBatch.State.LOADED, 2)


def test_a_file_that_changes_while_it_is_read_is_not_taken_in(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "children.csv"
    path.write_bytes(csv_file(("client_number", "born_on"), [("C-1", "2014-03-09")]))
    real = staging.stage_rows

    def slow(*given: Any) -> None:
        real(*given)
        path.write_bytes(csv_file(("client_number", "born_on"), [("C-1", "2014-03-10")]))

    monkeypatch.setattr(staging, "stage_rows", slow)
    with pytest.raises(OSError, match="changed while it was read"):
        import_files(kind="children", files=[path], by=house.by)
    assert not ImportBatch.objects.exists()


def test_the_disk_may_bring_more_rows_than_the_browser(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limits(rows=2)
    rows = [(f"C-{n}", "2014-03-09") for n in range(3)]
    data = csv_file(("client_number", "born_on"), rows)
    sent = staging.stage_import(kind="children", files=[GivenFile("c.csv", data)], by=house.by, limits=few)
    assert sent.state == ImportBatch.State.REFUSED
    assert "homeward import" in sent.problems[0]["remedy"]
    (tmp_path / "c.csv").write_bytes(data)
    assert import_files(kind="children", files=[tmp_path / "c.csv"], by=house.by).counts["new"] == 3
    assert KINDS["ssda903"].limits.rows == limits.LIMITS.rows  # checked as a whole, so it stays short
