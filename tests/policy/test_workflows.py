"""A journey that is not sound is refused: file, key, date, what was expected, what to do."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from homeward.engine.parameters import check_pack
from homeward.policy import SHELF, PackError, load_pack

FILE = "workflows/approval.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "nz"
    shutil.copytree(SHELF / "nz", copy)
    return copy


def change(folder: Path, old: str, new: str) -> None:
    text = (folder / FILE).read_text()
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("start: INTEREST_LOGGED", "start: NOWHERE", f"{FILE}, start: NOWHERE is no state of this journey."),
        ("since: 2021-07-01", "since: 2021-07", "write a full date"),
        ("roles: journey_roles", "roles: actors", "roles: There is no vocabulary actors."),
        (
            "    phase: preparation",
            "    phase: beginning",
            "states.INTEREST_LOGGED.phase, 2021-07-01: beginning is no code of journey_phases on that day.",
        ),
        ("held_by: [LOCAL, HUB]", "held_by: [LOKAL]", "LOKAL is no code of journey_roles on that day."),
        (
            "needs: [TEMPLATE_FROZEN_REQUIRED]",
            "needs: [TEMPLATE_MELTED]",
            "moves.begin_review.needs, 2021-07-01: TEMPLATE_MELTED is no code of approval_requirements",
        ),
        ("tells: [HUB, TKK]", "tells: [NOBODY]", "moves.log_by_local.tells, 2021-07-01: NOBODY is no code"),
        ("tasks: [plan_conversation]", "tasks: [plan_a_party]", "plan_a_party is no code of approval_work"),
        ("    from: [COLLECTING]", "    from: [COLLECTED]", "COLLECTED is no state of this journey."),
        ("    to: SUBMITTED", "    to: ANY", "to takes one state or BACK"),
        ("    from: [COLLECTING]", "    from: [NEW, COLLECTING]", "NEW alone"),
        ('{en: "submit the readiness template"}', "{cy: cyflwyno}", "Its text in en is missing."),
        ("  - code: submit\n", "  - code: pause\n", "moves.pause: The code stands twice."),
        (
            "  - code: QA_CYCLE\n",
            "  - code: QA_CYCLE\n    kind: end\n",
            "An end has no move out of it; every other state has one.",
        ),
        ("    kind: loop\n", "    kind: circle\n", "Expected 'step', 'optional', 'loop', 'aside' or 'end'."),
        ("  - code: submit\n", "  - code: submit\n    colour: red\n", "colour: This key is not known here."),
        (
            "  - code: submit\n",
            "  - code: submit\n    until: 2021-06-30\n",
            "moves.submit, 2021-07-01: until must lie after since.",
        ),
        ("source: becoming-care-partner", "source: hearsay", "sources.yaml has no source hearsay."),
    ],
)
def test_faults_are_named(folder: Path, old: str, new: str, expected: str) -> None:
    change(folder, old, new)
    with pytest.raises(PackError) as refused:
        load_pack(folder)
    assert expected in str(refused.value)


def test_a_state_nobody_reaches_is_named(folder: Path) -> None:
    change(folder, "    to: VISIT\n", "    to: CLARIFY\n")
    with pytest.raises(PackError, match="states.VISIT: No move leads here from the start"):
        load_pack(folder)


def test_a_requirement_no_rule_judges_is_named(folder: Path) -> None:
    vocabulary = folder / "vocabularies/approval_requirements.yaml"
    vocabulary.write_text(
        vocabulary.read_text()
        + '  - code: GOOD_WEATHER\n    from: 2021-07-01\n    labels: {en: "Good weather"}\n'
    )
    change(folder, "needs: [TEMPLATE_FROZEN_REQUIRED]", "needs: [GOOD_WEATHER]")
    assert [str(problem) for problem in check_pack(load_pack(folder))] == [
        f"{FILE}, moves.begin_review: No rule judges GOOD_WEATHER. Remove it, or correct the code."
    ]


def test_a_journey_no_rule_walks_is_named(folder: Path) -> None:
    (folder / FILE).rename(folder / "workflows/pilgrimage.yaml")
    assert "workflows/pilgrimage.yaml, pilgrimage: No rule walks this journey." in str(
        check_pack(load_pack(folder))[0]
    )


def test_journeys_are_part_of_the_digest(folder: Path) -> None:
    before = load_pack(folder).digest
    moved = folder.parent / "other" / "nz"
    shutil.copytree(folder, moved)
    change(moved, '{en: "submit the readiness template"}', '{en: "hand in the readiness template"}')
    assert load_pack(moved).digest != before


def test_an_unknown_journey_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="approval, held_approval"):
        load_pack("nz").workflow("adoption")
    with pytest.raises(KeyError, match="it has none"):
        load_pack("gb_wls").workflow("approval")


def test_any_is_every_state_on_the_road() -> None:
    journey = load_pack("nz").workflow("approval")
    sources = journey.move("pause").sources
    assert set(sources) == {s.code for s in journey.states} - {
        "PAUSED",
        "WITHDRAWN",
        "DECLINED",
        "HANDED_OVER",
    }
    assert {*sources, "PAUSED"} == set(journey.move("withdraw").sources)


def test_beginnings_start_from_nowhere_and_resuming_goes_back() -> None:
    journey = load_pack("nz").workflow("approval")
    assert {move.code for move in journey.beginnings()} == {
        "log_by_local",
        "log_by_accreditor",
        "log_by_hub",
        "log_by_partner",
    }
    assert journey.move("resume").goes_back
    assert journey.phase_of("PAUSED", "HUB_REVIEW") == "readiness"


def test_everyone_is_every_role() -> None:
    pack = load_pack("nz")
    assert pack.workflow("approval").move("withdraw").tells == pack.vocabulary("journey_roles").codes


def test_labels_fall_back_to_the_first_language() -> None:
    journey = load_pack("nz").workflow("approval")
    assert journey.label("QA_CYCLE", "mi") == "In the Quality Assurance cycle"
    assert journey.label("VISIT", "mi") == "Toronga"
    assert journey.words("submit", "en") == "submit the readiness template"


def test_a_move_that_no_longer_holds_is_not_offered() -> None:
    journey = load_pack("nz").workflow("approval")
    move = journey.move("submit")
    ended = replace(move, valid=replace(move.valid, end=dt.date(2025, 1, 1)))
    changed = replace(journey, moves=tuple(ended if m is move else m for m in journey.moves))
    assert ended in changed.moves_from("COLLECTING", dt.date(2024, 12, 31))
    assert ended not in changed.moves_from("COLLECTING", dt.date(2025, 1, 1))
