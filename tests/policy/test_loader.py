"""A pack that is not sound is refused: file, key, date, what was expected, what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from homeward.engine.parameters import check_pack
from homeward.policy import SHELF, PackError, load_pack, packs

HOLD = "parameters/nights/missing_alert.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "au_sa"
    shutil.copytree(SHELF / "au_sa", copy)
    return copy


def problems(folder: Path) -> str:
    with pytest.raises(PackError) as refused:
        load_pack(folder)
    return str(refused.value)


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize("pack", packs())
def test_shipped_packs_are_sound_and_agree_with_the_rules(pack: str) -> None:
    assert check_pack(load_pack(pack)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (HOLD, "unit: nights", "unit: knights", f"{HOLD}, unit: knights is no known unit."),
        (HOLD, "source: aihw-exit-reason", "source: nobody", "sources.yaml has no source nobody."),
        (
            HOLD,
            "standing: placeholder",
            "standing: guessed",
            "Expected 'sourced', 'inferred' or 'placeholder'.",
        ),
        (HOLD, "from: 2022-08-03", "from: 2022-08", "write a full date, e.g. 2022-08-03."),
        (HOLD, "value: 7", 'value: "7"', "2022-08-03: '7' is not a whole number, 0 or more."),
        (HOLD, "value: 7", "value: 7.5", 'write the number 7.5 in quotes, as "7.5"'),
        (HOLD, "value: 7", "value: 7\n    value: 8", "the key 'value' stands twice"),
        (HOLD, "kind: value", "kind: value\ncolour: red", "colour: This key is not known here."),
        (HOLD, "kind: value\n", "", "kind: This key is missing."),
        (HOLD, "kind: value", "kind: value\nkeyed_by: colours", "There is no vocabulary colours."),
        (
            "parameters/nights/hold.yaml",
            "value: counted",
            "value: maybe",
            "'maybe' is not one of counted, excluded.",
        ),
        ("parameters/nights/hold.yaml", "for: [residential_care]", "for: [houses]", "houses is no code of"),
        ("pack.yaml", "id: au_sa", "id: au_nsw", "Expected the folder's name, au_sa."),
        (
            "pack.yaml",
            "time_zone: Australia/Adelaide",
            "time_zone: Mars/Olympus",
            "Mars/Olympus is no time zone.",
        ),
        (
            "pack.yaml",
            "  nights:\n    state: complete",
            "  nights:\n    state: not_modelled",
            "yet it has parameters",
        ),
        ("vocabularies/care_types.yaml", "{en: Post 18 placement}", "{cy: X}", "A label in en is missing."),
    ],
)
def test_faults_are_named(folder: Path, name: str, old: str, new: str, expected: str) -> None:
    change(folder, name, old, new)
    assert expected in problems(folder)


SECOND = """
  - from: 2023-07-01
    value: 8
    reference: {source: homeward, clause: Test}
    standing: placeholder
"""


def test_a_gap_in_time_is_refused(folder: Path) -> None:
    change(folder, HOLD, "from: 2022-08-03", "from: 2022-08-03\n    until: 2023-06-30")
    path = folder / HOLD
    path.write_text(path.read_text() + SECOND)
    assert "2023-06-30: No value is in force until 2023-07-01." in problems(folder)


def test_an_overlap_in_time_is_refused(folder: Path) -> None:
    change(folder, HOLD, "from: 2022-08-03", "from: 2022-08-03\n    until: 2023-07-02")
    path = folder / HOLD
    path.write_text(path.read_text() + SECOND)
    assert "2023-07-01: Two values are in force." in problems(folder)


def test_a_later_value_ends_the_earlier_one(folder: Path) -> None:
    path = folder / HOLD
    path.write_text(path.read_text() + SECOND)
    values = load_pack(folder).parameters["nights.missing_alert"].rows(None)
    assert [value.in_force.end for value in values] == [values[1].in_force.start, None]


def test_every_fault_is_named_in_one_go(folder: Path) -> None:
    change(folder, HOLD, "unit: nights", "unit: knights")
    (folder / "parameters/nights/hold.yaml").write_text("kind: [")
    (folder / "sources.yaml").write_bytes(b"\xff\xfe")
    found = problems(folder)
    assert "knights" in found
    assert "parameters/nights/hold.yaml" in found
    assert "not UTF-8" in found


def test_an_unread_parameter_is_named(folder: Path) -> None:
    shutil.copy(folder / HOLD, folder / "parameters/nights/moon.yaml")
    found = check_pack(load_pack(folder))
    assert [str(problem) for problem in found] == [
        "parameters/nights/moon.yaml, nights.moon: No rule reads this parameter."
        " Remove it, or correct its name."
    ]


def test_an_undeclared_parameter_is_named(folder: Path) -> None:
    (folder / HOLD).unlink()
    (found,) = check_pack(load_pack(folder))
    assert found.key == "nights.missing_alert"
    assert "the pack does not hold it" in found.expected


def test_options_no_rule_follows_are_named(folder: Path) -> None:
    change(folder, "parameters/nights/turning_18.yaml", "  birthday:", "  moonrise:")
    (found,) = check_pack(load_pack(folder))
    assert "['birthday', 'recorded_care_type']" in found.expected


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(PackError, match="au_sa"):
        load_pack("atlantis")


def test_the_digest_follows_content_not_layout(folder: Path) -> None:
    before = load_pack("au_sa").digest
    path = folder / HOLD
    path.write_text("# a remark\n" + path.read_text())
    assert load_pack(folder).digest == before
    other = folder.parent / "second" / "au_sa"
    shutil.copytree(folder, other)
    change(other, HOLD, "value: 7", "value: 8")
    assert load_pack(other).digest != before


def test_an_area_with_a_rule_does_not_wait_for_one(folder: Path) -> None:
    text = (folder / "pack.yaml").read_text()
    before, after = text.split("  loadings:\n    state: complete", 1)
    (folder / "pack.yaml").write_text(f"{before}  loadings:\n    state: values_only{after}")
    (found,) = check_pack(load_pack(folder))
    assert found.key == "coverage.loadings"
