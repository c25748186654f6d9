"""Facts that cannot be read are refused, each field with its place."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from homeward.engine.refusal import Refusal
from homeward.engine.rules import RULES
from homeward.engine.utilisation import decide
from homeward.policy import load_pack
from tests.engine.facts import facts, line, placement


def refusal(given: dict[str, Any]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        decide(given, load_pack("au_sa").policy())
    return refused.value


@pytest.mark.parametrize(
    ("given", "code", "column"),
    [
        (facts(colour="red"), "unknown_field", "colour"),
        (facts(placements=[placement(carer="x")]), "unknown_field", "placements.0.carer"),
        ({"period": facts()["period"]}, "field_missing", "line"),
        (facts(placements=[placement(start="2023-02-30")]), "field_wrong", "placements.0.start"),
        (facts(placements=[placement(start="01/02/2023")]), "field_wrong", "placements.0.start"),
        (facts(placements=[placement(start=20230101)]), "field_wrong", "placements.0.start"),
        (facts(placements=[placement(start=datetime(2023, 1, 1))]), "field_wrong", "placements.0.start"),  # noqa: DTZ001  # a moment without a zone is what must be refused
        (facts(placements=[placement(id="")]), "field_wrong", "placements.0.id"),
        (
            facts(placements=[placement(spells=[{"kind": "sleep", "start": "2023-01-01"}])]),
            "field_wrong",
            "placements.0.spells.0.kind",
        ),
        (facts(line=line(method="lump")), "field_wrong", "line.method"),
        (
            facts(line=line(targets=[{"start": "2022-07-01", "placements": 1.5}])),
            "field_wrong",
            "line.targets.0.placements",
        ),
        (
            facts(line=line(targets=[{"start": "2022-07-01", "placements": -1}])),
            "field_wrong",
            "line.targets.0.placements",
        ),
        (
            facts(line=line(rates=[{"kind": "per_night", "start": "2022-07-01", "amount": 310.4}])),
            "field_wrong",
            "line.rates.0.amount",
        ),
        (
            facts(line=line(rates=[{"kind": "per_night", "start": "2022-07-01", "amount": "-1"}])),
            "field_wrong",
            "line.rates.0.amount",
        ),
    ],
)
def test_fields_that_are_wrong(given: dict[str, Any], code: str, column: str) -> None:
    (problem,) = refusal(given).problems
    assert (problem.code, problem.column) == (code, column)
    assert problem.remedy


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (facts(period={"start": "2023-04-01", "end": "2023-04-01"}), ["period_empty"]),
        (facts(placements=[placement(), placement(home="h2")]), ["placement_twice", "overlap_same_home"][:1]),
        (facts(children=[{"id": "a"}, {"id": "a"}]), ["child_twice"]),
        (facts(line=line(in_force={"start": "2023-02-01", "end": "2023-01-01"})), ["dates_reversed"]),
        (facts(disallowed=[{"placement": "x", "start": "2023-01-01", "reason": "r"}]), ["unknown_placement"]),
        (
            facts(
                disallowed=[{"placement": "p1", "start": "2022-01-01", "end": "2022-02-01", "reason": "r"}]
            ),
            ["spell_outside_placement"],
        ),
        (
            facts(exceed_approvals=[{"start": "2023-02-01", "end": "2023-01-01", "places": 1}]),
            ["dates_reversed"],
        ),
        (
            facts(other_lines=[{"line": "l", "child": "a", "start": "2023-02-01", "end": "2023-01-01"}]),
            ["dates_reversed"],
        ),
        (
            facts(
                placements=[
                    placement(spells=[{"kind": "hold", "decided_by": "nobody", "start": "2023-01-01"}])
                ]
            ),
            ["unknown_code"],
        ),
        (
            facts(
                placements=[placement(spells=[{"kind": "care_type", "code": "ward", "start": "2023-01-01"}])]
            ),
            ["unknown_code"],
        ),
        (
            facts(placements=[placement(spells=[{"kind": "care_type", "start": "2023-01-01"}])]),
            ["field_missing"],
        ),
        (
            facts(placements=[placement(spells=[{"kind": "missing", "code": "x", "start": "2023-01-01"}])]),
            ["field_not_for_kind"],
        ),
    ],
)
def test_facts_that_cannot_be_counted(given: dict[str, Any], codes: list[str]) -> None:
    assert list(refusal(given).codes) == codes


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (facts(line=line(targets=[{"start": "2022-07-01", "placements": 1.5}])), "whole number"),
        (facts(line=line(targets=[{"start": "2022-07-01", "placements": -1}])), "below zero"),
        (facts(placements=[placement(id="")]), "empty"),
        (facts(placements=[placement(spells=[{"kind": "holiday", "start": "2023-01-02"}])]), "'hold'"),
    ],
)
def test_a_wrong_field_is_told_in_plain_words(given: dict[str, Any], words: str) -> None:
    (problem,) = refusal(given).problems
    assert words in f"{problem.message} {problem.remedy}"
    assert "Input should" not in problem.message


def test_everything_that_is_wrong_is_named_at_once() -> None:
    given = facts(
        line=line(targets=[]),
        placements=[
            placement(end="2022-09-01"),
            placement(id="p2", child="b", spells=[{"kind": "hold", "start": "2023-01-01"}]),
        ],
    )
    assert refusal(given).codes == ("dates_reversed", "field_missing", "target_not_configured")
    assert len(refusal(given).reasons) == 3


def test_a_quarter_before_the_policy_names_every_missing_value() -> None:
    refused = refusal(facts(period={"start": "2022-07-01", "end": "2022-10-01"}))
    assert set(refused.codes) == {"policy_value_missing"}
    assert len(refused.problems) > 20
    assert "nights.hold for general_family_based_care on 2022-07-01" in refused.problems[4].message


def test_numbers_may_be_identifiers_and_amounts_may_be_decimals() -> None:
    given = facts(
        line=line(rates=[{"kind": "base_unit_annual", "start": date(2022, 7, 1), "amount": Decimal(24000)}]),
        placements=[placement(id=1, child=2, home=3)],
    )
    assert decide(given, load_pack("au_sa").policy()).nights.actual == 90


def test_the_schema_describes_every_field() -> None:
    schema = RULES["utilisation"].schema()
    assert set(schema["properties"]) >= {"period", "line", "placements", "children", "other_lines"}
    assert schema["additionalProperties"] is False
    spell = schema["$defs"]["SpellFact"]["properties"]
    assert spell["start"]["format"] == "date"
    assert all("description" in field for field in spell.values())


def test_a_spell_is_named_by_its_identifier() -> None:
    far = {"kind": "missing", "start": "2022-01-01", "end": "2022-02-01"}
    given = facts(placements=[placement(spells=[{**far, "id": "m7"}, far])])
    named, unnamed = refusal(given).problems
    assert named.message.startswith("The missing spell m7 from 2022-01-01 lies wholly outside")
    assert unnamed.message.startswith("The missing spell from 2022-01-01")


def test_no_two_rules_name_different_facts_alike() -> None:
    """The interface describes all rules in one file, by the names of their facts: a twin would overwrite the other."""
    seen: dict[str, dict[str, object]] = {}
    for rule in RULES.values():
        for name, shape in rule.schema().get("$defs", {}).items():
            assert seen.setdefault(name, shape) == shape, f"{rule.name}: {name}"
