"""Every code the rule can say has its words; the page tells the figure down to the record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import homeward.engine.utilisation
from homeward.apps.statements import presenters
from homeward.apps.statements.presenters import authority, flags
from homeward.apps.statements.presenters.figures import SENTENCES
from homeward.apps.statements.presenters.steps import STEPS
from homeward.policy import load_pack
from tests.factories.statements import World

ENGINE = Path(homeward.engine.utilisation.__file__).parent
SOURCE = "\n".join(p.read_text() for p in ENGINE.glob("*.py"))


def codes(*patterns: str) -> set[str]:
    return {code for pattern in patterns for code in re.findall(pattern, SOURCE)}


def test_every_step_of_the_working_has_a_sentence() -> None:
    said = codes(
        r'\b_?step\(\s*"([a-z_0-9]+)"', r'"(\w+)" if contracted', r'"(segment_\w+)"', r'"(band\w*)" if level'
    )
    assert len(said) > 20
    assert said - STEPS.keys() == set()


def test_every_flag_has_a_sentence() -> None:
    said = codes(r'_flag\(\s*"([a-z_0-9]+)"', r'Flag\(\s*"([a-z_0-9]+)"')
    assert len(said) > 8
    assert said - flags.SENTENCES.keys() == set()


def test_every_explained_figure_has_a_sentence() -> None:
    said = codes(r'found\["([a-z_]+)"\]', r'found = \{"([a-z_]+)"')
    assert said - SENTENCES.keys() == set()


def test_every_parameter_named_by_the_presenters_is_in_the_pack() -> None:
    known = load_pack("au_sa").parameters.keys()
    assert (authority.HAPPENED.keys() | authority.ALWAYS) - known == set()


@pytest.mark.django_db
def test_the_share_is_told_from_contract_to_record() -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("issued")
    version = statement.versions.get()
    told = presenters.explanations(statement, version.decision, load_pack("au_sa"))["share"]
    assert told["sentence"] == (
        "The share is 75.6 %: 204 nights were delivered of 270 contracted, after 7 nights that do not count."
    )
    assert [(s["text"], s["value"]) for s in told["steps"]] == [
        ("3 placements × 90 nights (1 Jan to 31 Mar)", "270"),
        ("Contracted nights", "270"),
        ("Nights stayed in the quarter, each child once a night", "211"),
        ("Less nights on hold by the department", "\u2212 7"),
        ("Actual nights", "204"),
        ("204 ÷ 270 = 0.755555…, shown to one decimal", "75.6 %"),
    ]
    by_child = told["steps"][2]["rows"]
    assert len(by_child) == 5
    held = next(row for child in by_child for row in child["rows"] if "not counted" in row["text"])
    assert held["text"] == "1 to 7 Feb, not counted: on hold by the department"
    assert "Source: placements.csv, row 2" in held["rows"][0]["text"]
    assert any(
        line["label"] == "Night rule" and line["mark"]["state"] == "chosen" for line in told["authority"]
    )


@pytest.mark.django_db
def test_placeholders_are_marked_where_they_touch_a_figure() -> None:
    world = World.make()
    world.mixed_register()
    version = world.upto("issued").versions.get()
    named = [p["text"] for p in presenters.placeholders(load_pack("au_sa"), version.decision, True)]
    assert named[0].startswith("The price")
    assert any("Performance levels" in name for name in named)
    assert not any("Growth where the target is zero" in name for name in named)
