"""No file crashes the house, each is answered in words, and nothing of a refused one is taken in."""

from __future__ import annotations

import pytest

from homeward.apps.intake.models import ImportBatch, ImportRow
from homeward.apps.intake.readers import GivenFile
from homeward.apps.intake.services import import_files
from homeward.apps.providers.models import Home
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.intake_files.build import GOOD_HOMES, homes
from tests.intake_files.hostile import Hostile, hostile_files

pytestmark = pytest.mark.django_db
FILES = list(hostile_files())


def test_there_are_many_hostile_files() -> None:
    assert len(FILES) >= 60
    assert len({f.name for f in FILES}) == len(FILES)


@pytest.mark.parametrize("hostile", FILES, ids=lambda f: f.name)
def test_a_hostile_file_is_answered_and_leaves_nothing_half_done(hostile: Hostile) -> None:
    by = actor_in("placement_officer", CommissioningBodyFactory())
    given = GivenFile(hostile.file, hostile.data)
    batch = import_files(kind="homes", files=[given], by=by, confirm=False)
    if hostile.whole:
        assert batch.state == ImportBatch.State.REFUSED
        assert hostile.code in [p["code"] for p in batch.problems]
        assert not batch.rows.exists()
        found = batch.problems
    else:
        assert batch.state == ImportBatch.State.CHECKED
        found = [p for row in batch.rows.all() for p in row.problems]
        wrong = [r for r in batch.rows.all() if hostile.code in [p["code"] for p in r.problems]]
        assert wrong, [p["code"] for p in found]
        assert wrong[0].number > 1
    for problem in found:
        assert problem["message"] and problem["remedy"], problem
        assert "Traceback" not in problem["message"]
    assert not Home.objects.exists()


@pytest.mark.parametrize("percent", range(1, 100))
def test_a_file_cut_at_any_percent_loads_only_whole_rows(percent: int) -> None:
    """Cut at a row's end nothing shows it; anywhere else the file is refused, or the last row asks for a tick."""
    whole = homes(
        [[f"H-{n}", f"House number {n}", "other", "", "", f"{n:07d}", "2024-07-01"] for n in range(40)]
    )
    data = whole[: len(whole) * percent // 100]
    by = actor_in("placement_officer", CommissioningBodyFactory())
    batch = import_files(kind="homes", files=[GivenFile("homes.csv", data)], by=by, confirm=False)
    if batch.state == ImportBatch.State.REFUSED:
        return
    last = batch.rows.order_by("-number").first()
    assert last is not None
    if not data.endswith((b"\n", b"\r")):
        told = [p["code"] for p in batch.problems] + [p["code"] for p in last.problems]
        assert "file_end_unsure" in told or last.has_error
    for row in batch.rows.exclude(pk=last.pk):
        assert row.raw["opened_on"] == "2024-07-01"


def test_names_with_macrons_and_quotes_come_in_as_they_are() -> None:
    rows = [["H-1", 'Te Whare o Tāne, "Ngā Pōtiki"', "other", "", "", "", ""], *GOOD_HOMES[1:]]
    by = actor_in("placement_officer", CommissioningBodyFactory())
    for mark in (b"", b"\xef\xbb\xbf"):
        batch = import_files(kind="homes", files=[GivenFile("homes.csv", mark + homes(rows))], by=by)
        assert batch.state == ImportBatch.State.LOADED
    assert Home.objects.get(reference="H-1").name == 'Te Whare o Tāne, "Ngā Pōtiki"'
    assert ImportRow.objects.filter(outcome="same").count() == 3


def test_a_one_byte_encoding_is_named_with_the_place_of_its_first_byte() -> None:
    data = homes([["H-1", "Maison Médoc", "other", "", "", "", ""]], "windows-1252")
    by = actor_in("placement_officer", CommissioningBodyFactory())
    batch = import_files(kind="homes", files=[GivenFile("homes.csv", data)], by=by)
    (problem,) = batch.problems
    byte = data.index(b"\xe9") + 1
    assert f"byte {byte} " in problem["message"]
    assert "“é” in Windows-1252" in problem["message"]
    assert problem["row"] == 2
    assert "CSV UTF-8" in problem["remedy"]


def test_a_formula_in_a_workbook_is_named_by_its_cell() -> None:
    (formula,) = [f for f in FILES if f.name == "formula in a workbook"]
    by = actor_in("placement_officer", CommissioningBodyFactory())
    batch = import_files(kind="homes", files=[GivenFile(formula.file, formula.data)], by=by)
    assert "cell B2" in batch.problems[0]["message"]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """A blank line and a cell with a line break each take their place."""
    text = 'reference,name,kind\r\n\r\nH-1,"two\r\nlines",other\r\nH-2,Plain,castle\r\n'
    by = actor_in("placement_officer", CommissioningBodyFactory())
    batch = import_files(kind="homes", files=[GivenFile("homes.csv", text.encode())], by=by, confirm=False)
    assert [r.number for r in batch.rows.order_by("number")] == [3, 4]
    assert batch.rows.get(number=4).problems[0]["code"] == "unknown_code"
