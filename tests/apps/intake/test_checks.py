"""Each check of homes, children, placements and spells: what it finds, and what it lets pass."""

from __future__ import annotations

import datetime as dt

from homeward.apps.intake.checks.check_child_born import check_child_born
from homeward.apps.intake.checks.check_child_fact import check_child_fact
from homeward.apps.intake.checks.check_home_opening import check_home_opening
from homeward.apps.intake.checks.check_home_places import check_home_places
from homeward.apps.intake.checks.check_home_provider import check_home_provider
from homeward.apps.intake.checks.check_home_remoteness import check_home_remoteness
from homeward.apps.intake.checks.check_row_once import check_row_once
from homeward.apps.intake.checks.check_spell_facts import check_spell_facts
from homeward.apps.intake.checks.check_spell_once import check_spell_once
from homeward.apps.intake.checks.check_spell_placement import check_spell_placement
from homeward.apps.intake.checks.check_stay_facts import check_stay_facts
from homeward.apps.intake.checks.check_stay_once import check_stay_once
from homeward.apps.intake.checks.check_stay_parties import check_stay_parties
from homeward.apps.intake.checks.check_stay_reopened import check_stay_reopened
from homeward.apps.intake.checks.check_stays_apart import check_stays_apart
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.kinds.world import Known, KnownSpell, World
from homeward.kernel.ranges import DateRange
from tests.apps.intake.worlds import child, found, home, row, stay, world


def home_row(number: int = 2, **cells: str) -> CheckedRow:
    return row("homes", number, **{"reference": "H-1", "name": "Wattle", "kind": "other", **cells})


def child_row(number: int = 2, **cells: str) -> CheckedRow:
    return row("children", number, **{"client_number": "C-1", "born_on": "2012-03-09", **cells})


def stay_row(number: int = 2, **cells: str) -> CheckedRow:
    return row("placements", number, **{"child": "C-1", "home": "H-1", "start": "2026-07-01", **cells})


def spell_row(number: int = 2, **cells: str) -> CheckedRow:
    sound = {"placement": "S-1", "kind": "missing", "start": "2026-07-10", "end": "2026-07-12"}
    return row("spells", number, **{**sound, **cells})


def known(**more: object) -> World:
    return world(
        children={"C-1": child(1), "C-2": child(2)}, homes={"H-1": home(1), "H-2": home(2)},
        lines={("A-1", 1): Known(5, "LINE5", {}, 7, "A-1 line 1")}, **more,
    )  # fmt: skip


def with_stay(start: str, end: str | None = None, **more: object) -> World:
    made = stay(start, end, source_key="S-1", **more)
    return known(stays={1: [made]}, stays_by_key={"S-1": made})


def test_check_row_once() -> None:
    rows = [home_row(2), home_row(3, reference="H-2"), home_row(4)]
    assert found(check_row_once, rows, world()) == [(4, "error", "row_twice")]


def test_check_home_provider() -> None:
    providers = {"p-07": Known(3, "PROV3", {}, 7, "Karri Care")}
    homes = {"H-2": home(2, provider=9)}
    rows = [
        home_row(2, provider="P-07"),
        home_row(3, provider="P-99"),
        home_row(4, reference="H-2", provider="p-07"),
    ]
    assert found(check_home_provider, rows, world(providers=providers, homes=homes)) == [
        (3, "error", "unknown_provider"),
        (4, "error", "other_provider"),
    ]


def test_check_home_remoteness() -> None:
    code = world().vocabulary("remoteness_classes").codes[0]
    rows = [
        home_row(2, remoteness_class=code, remoteness_edition="Edition 3"),
        home_row(3, remoteness_class=code),
        home_row(4, remoteness_edition="Edition 3"),
    ]
    assert found(check_home_remoteness, rows, world()) == [
        (3, "error", "edition_missing"),
        (4, "error", "class_missing"),
    ]


def test_check_home_places() -> None:
    rows = [home_row(2, places="4"), home_row(3, places="201"), home_row(4, places="0"), home_row(5)]
    assert found(check_home_places, rows, world()) == [
        (3, "error", "places_too_many"),
        (4, "warning", "places_none"),
    ]


def test_check_home_opening() -> None:
    rows = [home_row(2, opened_on="2026-11-20"), home_row(3, opened_on="2026-11-21")]
    assert found(check_home_opening, rows, world()) == [(3, "warning", "opens_later")]


def test_check_child_born() -> None:
    rows = [
        child_row(2, born_on="2026-11-21"),
        child_row(3, born_on="1980-01-01"),
        child_row(4, born_on="2019-01-01"),
        child_row(5, client_number="C-9"),
    ]
    before = with_stay("2018-07-01", "2018-08-01")
    assert found(check_child_born, rows, before) == [
        (2, "error", "born_later"),
        (3, "warning", "born_long_ago"),
        (4, "error", "placed_before_birth"),
    ]


def test_check_child_fact() -> None:
    facts = world().vocabulary("status_facts")
    kind = facts.codes[0] if facts else "aboriginal"
    rows = [child_row(2), child_row(3, fact=kind, fact_source="Case file"), child_row(4, fact_value="yes")]
    assert [(n, code) for n, _s, code in found(check_child_fact, rows, world())] == [
        (3, "fact_not_whole"),
        (4, "fact_not_whole"),
        (4, "fact_not_whole"),
    ]


def test_check_stay_parties() -> None:
    rows = [
        stay_row(2, agreement="A-1", line="1"),
        stay_row(3, child="C-9", home="H-9"),
        stay_row(4, agreement="A-1"),
        stay_row(5, agreement="A-1", line="2"),
    ]
    assert found(check_stay_parties, rows, known()) == [
        (3, "error", "unknown_child"),
        (3, "error", "unknown_home"),
        (4, "error", "line_not_whole"),
        (5, "error", "unknown_line"),
    ]


def test_check_stay_once() -> None:
    rows = [
        stay_row(2, placement="S-1"),
        stay_row(3, placement="S-1", start="2026-08-01"),
        stay_row(4),
        stay_row(5, child="C-2"),
    ]
    assert found(check_stay_once, rows, known()) == [(3, "error", "row_twice"), (4, "error", "row_twice")]


def test_check_stay_facts_asks_what_the_placements_app_asks() -> None:
    rows = [
        stay_row(2, end="2026-06-01"),
        stay_row(3, start="2011-01-01", end="2011-02-01"),
        stay_row(4, start="2026-07-10", end="2026-07-20"),
        stay_row(5, start="2026-07-20", home="H-2"),
    ]
    codes = found(check_stay_facts, rows, with_stay("2026-07-05", "2026-07-15"))
    assert codes == [
        (2, "error", "dates_reversed"),
        (3, "error", "start_before_birth"),
        (4, "error", "overlap"),
    ]


def test_a_stored_stay_that_a_row_corrects_is_no_overlap() -> None:
    corrected = stay_row(2, placement="S-1", start="2026-07-01", end="2026-07-10")
    follows = stay_row(3, start="2026-07-10", end="2026-07-20")
    assert found(check_stay_facts, [corrected, follows], with_stay("2026-07-05", "2026-07-15")) == []


def test_check_stays_apart() -> None:
    rows = [
        stay_row(2, end="2026-07-10"),
        stay_row(3, start="2026-07-09", end="2026-07-12"),
        stay_row(4, start="2026-07-12"),
        stay_row(5, start="2026-07-01", home="H-2"),
    ]
    assert found(check_stays_apart, rows, known()) == [(2, "error", "overlap"), (3, "error", "overlap")]


def test_check_stay_reopened() -> None:
    rows = [stay_row(2, placement="S-1", start="2026-07-05"), stay_row(3, start="2026-09-01")]
    assert found(check_stay_reopened, rows, with_stay("2026-07-05", "2026-07-15")) == [
        (2, "warning", "stay_reopened")
    ]


def test_check_spell_placement() -> None:
    rows = [
        spell_row(2),
        spell_row(3, placement=""),
        spell_row(4, placement="S-9"),
        spell_row(5, placement="", child="C-1", home="H-1", placement_start="2026-07-05"),
        spell_row(6, placement="", child="C-1", home="H-1", placement_start="2026-07-06"),
    ]
    assert found(check_spell_placement, rows, with_stay("2026-07-05", "2026-07-15")) == [
        (3, "error", "placement_not_named"),
        (4, "error", "unknown_placement"),
        (6, "error", "unknown_placement"),
    ]


def test_check_spell_facts() -> None:
    rows = [
        spell_row(2),
        spell_row(3, start="2026-07-15", end="2026-07-16"),
        spell_row(4, start="2026-07-14", end="2026-07-20"),
        spell_row(5, kind="hold"),
        spell_row(6, start="2026-07-11", end="2026-07-10"),
    ]
    assert found(check_spell_facts, rows, with_stay("2026-07-05", "2026-07-15")) == [
        (3, "error", "spell_outside"),
        (4, "warning", "spell_clipped"),
        (5, "error", "hold_without_decider"),
        (6, "error", "dates_reversed"),
    ]


def test_a_hold_wholly_outside_its_stay_is_refused_and_a_later_file_may_change_its_end() -> None:
    before = with_stay("2026-07-05", "2026-07-15")
    period = DateRange(dt.date(2026, 7, 6), dt.date(2026, 7, 8))
    before.spells = {1: [KnownSpell(1, "SPELL1", 1, "care_type", period, "post_18")]}
    changed = spell_row(2, kind="care_type", code="post_18", start="2026-07-06", end="2026-07-10")
    outside = spell_row(3, kind="hold", decided_by="dcp", start="2026-08-01", end="2026-08-03")
    assert found(check_spell_facts, [changed, outside], before) == [(3, "error", "spell_outside")]


def test_check_spell_once() -> None:
    rows = [
        spell_row(2),
        spell_row(3, end="2026-07-13"),
        spell_row(4, kind="care_type", code="post_18", start="2026-07-05", end="2026-07-08"),
        spell_row(
            5, kind="care_type", code="other_person_guardianship", start="2026-07-07", end="2026-07-09"
        ),
    ]
    assert found(check_spell_once, rows, with_stay("2026-07-05", "2026-07-15")) == [
        (3, "error", "row_twice"),
        (5, "error", "two_care_types"),
    ]
