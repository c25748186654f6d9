"""The next part of a file is read and checked while one is written: the same comes of it, whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from homeward.apps.children.models import Child
from homeward.apps.core.refusals import Refused
from homeward.apps.intake import ahead as module
from homeward.apps.intake import parts
from homeward.apps.intake.ahead import ahead
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.services import check_import, import_files, stage_import
from tests.apps.intake.conftest import House, given

pytestmark = pytest.mark.django_db(transaction=True)
CHILDREN = ("client_number", "born_on")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts.parts_of, "__kwdefaults__", {"most": 3})


def test_items_come_in_order_from_another_thread_and_connection() -> None:
    def items() -> Iterator[tuple[int, str, bool]]:
        for number in range(5):
            yield number, threading.current_thread().name, connection.connection is None

    here = list(ahead(items, beside=False))
    there = list(ahead(items, beside=True))
    assert [n for n, _name, _new in here] == [n for n, _name, _new in there] == [0, 1, 2, 3, 4]
    assert {name for _n, name, _new in here} == {threading.current_thread().name}
    assert all(name.startswith("ahead") and new for _n, name, new in there)


def test_a_fault_on_either_side_ends_both() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        list(ahead(broken, beside=True))
    closed: list[bool] = []

    def watched() -> Iterator[int]:
        try:
            yield from range(9)
        finally:
            closed.append(True)

    with pytest.raises(ValueError, match="enough"):
        for number in ahead(watched, beside=True):
            if number == 2:
                raise ValueError("enough")
    assert closed == [True]
    assert not [t for t in threading.enumerate() if t.name.startswith("ahead")]


def test_many_parts_are_loaded_whole_with_every_fault_named(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = connections.close_all

    def noted() -> None:
        seen.append(threading.current_thread().name)
        real()

    monkeypatch.setattr(module.connections, "close_all", noted)
    rows = [(f"C-{n}", "2012-01-31" if n % 5 else "not a day") for n in range(1, 24)]
    batch = import_files(kind="children", files=[given("children.csv", CHILDREN, *rows)], by=house.by)
    assert seen and seen[0].startswith("ahead")
    assert (batch.counts["new"], batch.counts["errors"]) == (19, 4)
    assert Child.objects.filter(body=house.by.body).count() == 19
    assert batch.rows.filter(outcome="error").count() == 4


def test_nothing_stays_of_a_load_whose_rows_all_fail(house: House) -> None:
    rows = [(f"C-{n}", "not a day") for n in range(8)]
    with pytest.raises(Refused):
        import_files(kind="children", files=[given("children.csv", CHILDREN, *rows)], by=house.by)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts["errors"]) == (ImportBatch.State.CHECKED, 8)
    assert not Child.objects.exists()


def test_a_check_of_many_parts_foresees_what_a_load_does(house: House) -> None:
    rows = [(f"C-{n}", "2012-01-31") for n in range(10)]
    staged = stage_import(kind="children", files=[given("children.csv", CHILDREN, *rows)], by=house.by)
    batch = check_import(batch=staged, by=house.by)
    assert (batch.counts["new"], batch.counts["rows"]) == (10, 10)
