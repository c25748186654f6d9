"""Areas and postcodes come in by file, through the one importer."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.geography import places
from homeward.apps.geography.models import Area, Postcode
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.services import import_files
from tests.apps.intake.conftest import House, given
from tests.factories.geography import AreaFactory, PostcodeFactory

AREAS = ("code", "name", "name_cy", "adjoining", "tile_column", "tile_row", "own")
POSTCODES = ("postcode", "easting", "northing", "area")


def load(
    by: Actor, kind: str, header: tuple[str, ...], *rows: tuple[str, ...], confirm: bool = True
) -> ImportBatch:
    return import_files(kind=kind, files=[given(f"{kind}.csv", header, *rows)], by=by, confirm=confirm)


def problems(batch: ImportBatch) -> list[tuple[int, str, str | None]]:
    rows = batch.rows.order_by("number")
    return [(r.number, p["code"], p["column"]) for r in rows for p in r.problems]


def test_a_border_told_by_one_side_stands_on_both(council: Actor) -> None:
    load(
        council, "areas", AREAS,
        ("BRE", "Eleri Vale", "Bro Eleri", "GLM", "1", "1", "yes"), ("GLM", "Glan Morfa", "", "none", "2", "1", ""),
    )  # fmt: skip
    first, second = Area.objects.order_by("code")
    assert (first.called("cy"), second.called("cy")) == ("Bro Eleri", "Glan Morfa")
    assert (first.adjoining, second.adjoining) == (["GLM"], ["BRE"])
    assert places.own_area(council.body) == first


def test_the_own_area_can_pass_to_another_and_is_never_two(council: Actor) -> None:
    load(council, "areas", AREAS, ("ZZ", "Zed", "", "", "", "", "yes"))
    load(council, "areas", AREAS, ("AA", "Ay", "", "", "", "", "yes"))
    assert [a.code for a in Area.objects.filter(is_own=True)] == ["AA"]


def test_areas_are_told_what_is_wrong_row_by_row(council: Actor) -> None:
    batch = load(
        council, "areas", AREAS,
        ("AA", "Ay", "", "", "1", "", "yes"), ("BB", "Bee", "", "XX", "1", "1", "yes"), ("CC", "Sea", "", "", "1", "1", "yes"),
        ("BB", "Bee", "", "", "", "", ""), confirm=False,
    )  # fmt: skip
    assert problems(batch) == [
        (2, "tile_not_whole", "tile_row"),
        (3, "unknown_area", "adjoining"),
        (3, "own_twice", "own"),
        (4, "tile_taken", "tile_column"),
        (4, "own_twice", "own"),
        (5, "row_twice", "code"),
    ]
    assert not Area.objects.exists()


def test_postcodes_come_in_and_are_found_however_they_are_typed(council: Actor) -> None:
    area = AreaFactory(body=council.body, code="BRE")
    batch = load(council, "postcodes", POSTCODES, ("qx12ab", "312400", "198750", "BRE"))
    assert batch.counts["new"] == 1
    found = places.find(" QX1 2ab ", body=council.body)
    assert found == places.Place(312400, 198750, area)
    again = load(council, "postcodes", POSTCODES, ("QX1 2AB", "312400", "198750", ""))
    assert (again.counts["same"], Postcode.objects.get().area) == (1, area)
    moved = load(council, "postcodes", POSTCODES, ("QX1 2AB", "312401", "198750", ""))
    assert (moved.counts["changed"], Postcode.objects.get().easting) == (1, 312401)
    assert Postcode.objects.get().area == area  # the empty cell took nothing away


def test_a_postcode_without_a_point_is_left_out_and_never_stands_at_nought(council: Actor) -> None:
    batch = load(
        council, "postcodes", POSTCODES,
        ("QX1 2AB", "", "198750", ""), ("QX1 2AC", "0", "0", ""), ("Cwm", "1", "1", ""), ("QX1 2AD", "312400", "9999999", ""),
        ("QX1 2AE", "1", "1", "NONE"), ("QX1 2AF", "7", "7", ""), ("QX12AF", "8", "8", ""),
    )  # fmt: skip
    assert problems(batch) == [
        (2, "cell_empty", "easting"),
        (3, "off_the_grid", "easting"),
        (3, "off_the_grid", "northing"),
        (4, "postcode_form", "postcode"),
        (5, "off_the_grid", "northing"),
        (6, "unknown_area", "area"),
        (8, "row_twice", "postcode"),
    ]
    assert [p.code for p in Postcode.objects.all()] == ["QX1 2AF"]


@pytest.mark.parametrize("kind", ["areas", "postcodes"])
def test_a_file_of_another_form_is_refused_whole(council: Actor, kind: str) -> None:
    batch = load(council, kind, ("name", "postal"), ("Cwm", "1"))
    assert (batch.state, batch.rows.count()) == (ImportBatch.State.REFUSED, 0)
    assert all(p["message"] and p["remedy"] for p in batch.problems)


def test_one_body_moves_no_other_bodys_postcodes(council: Actor) -> None:
    theirs = PostcodeFactory(code="QX1 2AB", easting=5)
    load(council, "postcodes", POSTCODES, ("QX1 2AB", "312400", "198750", ""))
    theirs.refresh_from_db()
    assert (theirs.easting, Postcode.objects.count()) == (5, 2)


def test_a_jurisdiction_off_the_grid_has_no_such_files(house: House) -> None:
    from homeward.apps.core.refusals import Refused

    with pytest.raises(Refused):
        house.load("postcodes", POSTCODES, ("QX1 2AB", "1", "1", ""))
