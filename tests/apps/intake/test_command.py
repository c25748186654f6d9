"""`homeward import`: what it says and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.apps.intake.commands import import_file
from homeward.apps.intake.models import ImportBatch
from homeward.apps.providers.models import Home
from tests.apps.intake.conftest import House
from tests.intake_files.build import GOOD_HOMES, homes

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "homes.csv"
    path.write_bytes(homes())
    return str(path)


def arguments(house: House, *more: str) -> list[str]:
    return ["homes", *more, "--body", house.by.body.name, "--by", house.by.user.email]


def test_without_yes_it_checks_and_loads_nothing(
    house: House, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file(arguments(house, file)) == 0
    told = capsys.readouterr().out
    assert "3 rows: 3 new, 0 changed, 0 already known, 0 left out." in told
    assert f"/imports/{ImportBatch.objects.get().public_id}" in told
    assert not Home.objects.exists()


def test_with_yes_it_loads(house: House, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_file([*arguments(house, file), "--yes"]) == 0
    assert Home.objects.count() == 3
    assert import_file([*arguments(house, file), "--yes"]) == 0
    assert "0 new, 0 changed, 3 already known" in capsys.readouterr().out


def test_a_refused_file_ends_with_1_and_says_why(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "homes.csv"
    path.write_bytes(homes([["H-1", "Médoc", "other", "", "", "", ""]], "windows-1252"))
    assert import_file([*arguments(house, str(path)), "--yes"]) == 1
    told = capsys.readouterr().err
    assert "Windows-1252" in told and "CSV UTF-8" in told and "Nothing was loaded" in told


def test_a_file_without_a_sound_row_ends_with_1(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "homes.csv"
    path.write_bytes(homes([[*GOOD_HOMES[0][:2], "castle", "", "", "", ""]]))
    assert import_file([*arguments(house, str(path)), "--yes"]) == 1
    assert "No row can be loaded" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "email", "says"),
    [
        ("Nowhere", None, "There is no body called 'Nowhere'. Known: Department for Child Protection."),
        (None, "nobody@example.org", "nobody@example.org holds no role of Department for Child Protection"),
    ],
)
def test_an_unknown_body_or_person_ends_with_2(
    house: House,
    file: str,
    capsys: pytest.CaptureFixture[str],
    body: str | None,
    email: str | None,
    says: str,
) -> None:
    given = ["homes", file, "--body", body or house.by.body.name, "--by", email or house.by.user.email]
    assert import_file(given) == 2
    assert says in capsys.readouterr().err


def test_a_file_that_is_not_there_ends_with_2(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_file(arguments(house, "/nowhere/homes.csv")) == 2
    assert "cannot be read" in capsys.readouterr().err
