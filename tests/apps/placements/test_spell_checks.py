"""Mistakes in spells and in requests to exceed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from homeward.apps.placements.spell_checks import (
    ExceedFacts,
    OtherSpell,
    SpellFacts,
    check_exceed,
    check_spell,
)
from homeward.policy import load_pack
from tests.apps.placements.conftest import stay

PACK = load_pack("au_sa")
TODAY = dt.date(2026, 11, 3)
HOLD = SpellFacts(
    kind="hold", start=dt.date(2026, 7, 10), end=dt.date(2026, 7, 20), today=TODAY,
    stay=stay("2026-07-01", "2026-08-15"), decided_by="dcp",
    care_types=PACK.vocabulary("care_types"), deciders=PACK.vocabulary("hold_deciders"),
)  # fmt: skip
CARE = replace(HOLD, kind="care_type", decided_by="", code="other_person_guardianship")


def found(facts: SpellFacts) -> dict[str, str]:
    return {p.code: p.severity for p in check_spell(facts)}


@pytest.mark.parametrize(
    "facts", [HOLD, CARE, replace(HOLD, kind="missing", decided_by=""), replace(HOLD, decided_by="provider")]
)
def test_a_sound_spell_has_no_problem(facts: SpellFacts) -> None:
    assert check_spell(facts) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "holiday"}, "unknown_kind"),
        ({"start": None}, "start_missing"),
        ({"end": dt.date(2026, 7, 9)}, "dates_reversed"),
        ({"end": dt.date(2026, 7, 10)}, "spell_without_night"),
        ({"decided_by": ""}, "hold_without_decider"),
        ({"decided_by": "nobody"}, "unknown_code"),
        ({"start": dt.date(2026, 8, 15), "end": dt.date(2026, 8, 20)}, "spell_outside"),
        ({"start": dt.date(2026, 6, 1), "end": dt.date(2026, 7, 1)}, "spell_outside"),
    ],
)
def test_each_mistake_in_a_hold_is_an_error(change: dict[str, object], code: str) -> None:
    assert found(replace(HOLD, **change)) == {code: "error"}  # type: ignore[arg-type]


def test_a_hold_partly_outside_is_clipped_and_says_so() -> None:
    problems = check_spell(replace(HOLD, end=dt.date(2026, 9, 1)))
    assert [(p.code, p.severity) for p in problems] == [("spell_clipped", "warning")]
    assert "it is kept from 10 Jul 2026 to 14 Aug 2026" in problems[0].message


def test_a_care_type_needs_its_code() -> None:
    assert found(replace(CARE, code="")) == {"care_type_without_code": "error"}
    assert found(replace(CARE, code="guardian_angel")) == {"unknown_code": "error"}


def test_two_care_types_on_one_night_are_refused() -> None:
    standing = OtherSpell("S1", "care_type", "chief_executive_guardianship", stay("2026-07-01", "2026-07-11"))
    assert found(replace(CARE, others=[standing])) == {"two_care_types": "error"}
    assert (
        check_spell(replace(CARE, others=[replace(standing, period=stay("2026-07-01", "2026-07-10"))])) == []
    )
    assert check_spell(replace(CARE, others=[replace(standing, code=CARE.code)])) == []


def test_overlapping_holds_are_lawful() -> None:
    assert (
        check_spell(replace(HOLD, others=[OtherSpell("S1", "hold", "", stay("2026-07-05", "2026-07-15"))]))
        == []
    )


ASKED = ExceedFacts(
    start=dt.date(2026, 11, 10), end=dt.date(2026, 11, 20), today=TODAY, extra_places=1, reason="Siblings.",
    line_name="A-1 line 2", line_period=stay("2024-07-01", "2027-07-01"), needed=True,
)  # fmt: skip


def test_a_sound_request_has_no_problem() -> None:
    assert check_exceed(ASKED) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"needed": False}, "exceed_not_needed"),
        ({"end": None}, "exceed_without_end"),
        ({"end": dt.date(2026, 11, 10)}, "exceed_without_night"),
        ({"end": dt.date(2026, 11, 9)}, "dates_reversed"),
        ({"line_period": stay("2024-07-01", "2026-07-01")}, "exceed_outside_line"),
        ({"extra_places": 0}, "exceed_places"),
        ({"extra_places": None}, "exceed_places"),
        ({"reason": "  "}, "exceed_reason"),
    ],
)
def test_each_mistake_in_a_request_is_an_error(change: dict[str, object], code: str) -> None:
    assert [(p.code, p.severity) for p in check_exceed(replace(ASKED, **change))] == [(code, "error")]  # type: ignore[arg-type]
