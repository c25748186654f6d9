"""Every value of every pack can be asked for by fields, and comes out of them as it was."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.local_policy.forms import ValueForm
from homeward.apps.local_policy.shape import About
from homeward.apps.local_policy.shapes import SHAPES, Exact
from homeward.policy import load_pack, packs
from homeward.policy.units import UNITS

TODAY = dt.date(2026, 11, 22)
SOURCE = {
    "source_title": "A document", "source_clause": "page 2", "source_read_on": "2026-11-20", "start": "2026-07-01",
}  # fmt: skip
VALUES = [
    pytest.param(pack, parameter.path, number, id=f"{pack}-{parameter.path}-{number}")
    for pack in packs()
    for parameter in load_pack(pack).parameters.values()
    for number in range(len({repr(value.value) for value in parameter.values}))
]


def about(pack_id: str, path: str, current: Any = None) -> About:
    pack = load_pack(pack_id)
    body = CommissioningBody(pack=pack_id, currency=pack.currency, time_zone=pack.time_zone)
    return About(body, pack, pack.parameters[path], TODAY, current)


def form(known: About, **data: Any) -> ValueForm:
    if known.parameter.keyed_by:
        data.setdefault("keys", [known.parameter.keys[0]])
    return ValueForm({**SOURCE, **data}, about=known)


def errors(known: About, **data: Any) -> dict[str, list[str]]:
    bound = form(known, **data)
    assert not bound.is_valid()
    return {name: [str(text) for text in texts] for name, texts in bound.errors.items()}


def test_every_unit_has_its_shape() -> None:
    assert set(SHAPES) == set(UNITS)


@pytest.mark.parametrize(("pack_id", "path", "number"), VALUES)
def test_a_value_goes_through_the_form_unchanged(pack_id: str, path: str, number: int) -> None:
    parameter = load_pack(pack_id).parameters[path]
    value = list({repr(v.value): v.value for v in parameter.values}.values())[number]
    known = about(pack_id, path, value)
    bound = form(known, **SHAPES[parameter.unit].initial(value))
    assert bound.is_valid(), bound.errors
    made = bound.given()["value"]
    if isinstance(SHAPES[parameter.unit], Exact):
        made, value = Decimal(made), Decimal(value)  # 1.00 is kept as 1
    assert made == value
    assert parameter.fault(bound.given()["value"]) is None


def bands(**data: str) -> dict[str, list[str]]:
    return errors(about("au_sa", "utilisation.levels"), **data)


def test_levels_say_what_is_wrong_in_which_row() -> None:
    assert bands() == {"level_1": ["Enter at least one level."]}
    assert bands(level_1="1", edge_1="95", level_2="1", edge_2="0") == {
        "level_2": ["Row 2: level 1 stands twice."]
    }
    assert bands(level_1="1", edge_1="90", level_2="2", edge_2="95", level_3="3", edge_3="0") == {
        "edge_2": ["Row 2: the edge must be below 90 %, best level first."]
    }
    assert bands(level_1="1", edge_1="90", level_2="2", edge_2="85") == {
        "edge_2": ["The last level reaches down to 0 %, so that every share has a level."]
    }
    assert bands(level_1="1", level_2="", edge_2="0") == {
        "edge_1": ["Row 1: enter the lower edge in percent."], "level_2": ["Row 2: enter the level’s code."],
    }  # fmt: skip


def test_a_row_left_empty_between_two_is_no_level() -> None:
    bound = form(about("au_sa", "utilisation.levels"), level_1="A", edge_1="92.50", level_4="B", edge_4="0")
    assert bound.is_valid()
    assert bound.given()["value"] == [{"level": "A", "at_least": "92.5"}, {"level": "B", "at_least": "0"}]


@pytest.mark.parametrize("text", ["four", "-1", "1e400", "NaN", ""])
def test_a_number_that_is_none(text: str) -> None:
    assert list(errors(about("au_sa", "loadings.aboriginal"), value=text)) == ["value"]


def test_a_day_that_no_year_has() -> None:
    known = about("au_sa", "loadings.review_effect")
    assert errors(known, day="31", month="6") == {"day": ["The month has no such day."]}
    assert form(known, day="29", month="2").is_valid()


def test_keys_dates_and_source_are_asked_for() -> None:
    known = about("au_sa", "utilisation.levels")
    told = errors(
        known,
        keys=[],
        start="",
        source_title="",
        source_clause="",
        source_read_on="",
        level_1="1",
        edge_1="0",
    )
    assert set(told) == {"keys", "start", "source_title", "source_clause", "source_read_on"}
    assert set(errors(known, start="2026-07-02", last_day="2026-07-01", level_1="1", edge_1="0")) == {
        "last_day"
    }


def test_a_number_stays_as_exact_as_it_was_typed() -> None:
    for typed, kept in (("4", "4"), ("4.50", "4.5"), ("100", "100"), ("0.0001", "0.0001")):
        bound = form(about("au_sa", "loadings.aboriginal"), value=typed)
        assert bound.is_valid()
        assert bound.given()["value"] == kept
