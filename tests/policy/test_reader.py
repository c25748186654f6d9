from __future__ import annotations

from datetime import date

import pytest

from homeward.policy import MissingValue, OverrideRefused, UnknownParameter, load_pack, switched_readings

DAY = date(2023, 1, 1)
GENERAL = "general_family_based_care"


def override(**changes: object) -> dict[str, object]:
    row = {"path": "nights.missing_alert", "from": "2023-01-01", "value": 10, "reference": "Agreement 1"}
    return row | changes


def test_a_value_and_its_standing() -> None:
    policy = load_pack("au_sa").policy()
    assert policy.value("utilisation.over_threshold", on=DAY) == "100"
    assert policy.reading("nights.hold", on=DAY, key="residential_care") == "counted"
    first, second = policy.used
    assert (first.standing, first.clause.clause if first.clause else None) == ("sourced", "4.4.1")
    assert (second.key, second.standing, second.on) == ("residential_care", "inferred", DAY)


def test_reading_twice_records_once() -> None:
    policy = load_pack("au_sa").policy()
    for _ in range(2):
        policy.value("nights.missing_alert", on=DAY)
    assert len(policy.used) == 1


def test_a_plain_value_is_no_reading() -> None:
    with pytest.raises(TypeError, match="not a reading"):
        load_pack("au_sa").policy().reading("nights.missing_alert", on=DAY)


def test_before_the_first_value_parameter_and_date_are_named() -> None:
    with pytest.raises(
        MissingValue, match=r"nights\.hold for residential_care on 2022-08-02.*from 2022-08-03"
    ):
        load_pack("au_sa").policy().value("nights.hold", on=date(2022, 8, 2), key="residential_care")
    assert load_pack("au_sa").policy().value("nights.hold", on=date(2022, 8, 3), key="residential_care")


def test_a_key_without_value_names_those_that_have_one() -> None:
    with pytest.raises(MissingValue, match="residential_care.*Let the agreement set it"):
        load_pack("au_sa").policy().value("nights.hold", on=DAY, key="supported_independent_living")


def test_an_unknown_parameter() -> None:
    with pytest.raises(UnknownParameter, match="holds no parameter"):
        load_pack("au_sa").policy().value("nights.moon", on=DAY)


def test_values_cannot_be_changed_through_the_reader() -> None:
    pack = load_pack("au_sa")
    pack.policy().value("nights.hold_deciders", on=DAY).append("everybody")
    assert pack.policy().value("nights.hold_deciders", on=DAY) == ["dcp"]


def test_an_override_holds_between_its_dates() -> None:
    policy = load_pack("au_sa").policy([override(until="2023-04-01")])
    assert policy.value("nights.missing_alert", on=date(2022, 12, 31)) == 7
    assert policy.value("nights.missing_alert", on=date(2023, 3, 31)) == 10
    assert policy.value("nights.missing_alert", on=date(2023, 4, 1)) == 7
    assert [used.overridden_by for used in policy.used] == [None, "Agreement 1", None]
    assert policy.used[1].standing == "agreement"


def test_an_override_for_one_key_stands_above_one_for_all() -> None:
    rows = [
        override(path="nights.hold", value="excluded"),
        override(path="nights.hold", value="counted", key=GENERAL),
    ]
    policy = load_pack("au_sa").policy(rows)
    assert policy.value("nights.hold", on=DAY, key=GENERAL) == "counted"
    assert policy.value("nights.hold", on=DAY, key="residential_care") == "excluded"


def test_a_later_layer_stands_above_an_earlier_one() -> None:
    policy = load_pack("au_sa").policy([override()]).with_overrides([override(value=12)])
    assert policy.value("nights.missing_alert", on=DAY) == 12


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (override(path="nights.moon"), "names a parameter this pack does not hold"),
        (override(value="ten"), "Expected: a whole number"),
        (override(value=-1), "Expected: a whole number"),
        (override(value=True), "Expected: a whole number"),
        (override(path="nights.missing", value="perhaps"), "Expected: one of counted, excluded"),
        (override(path="nights.missing", value="counted", key="foster"), "unknown key foster"),
        (override(path="nights.hold_deciders", value=["dcp", "court"]), "unknown codes: court"),
        (override(key=GENERAL), "has no keys"),
        (override(reference=" "), "has no reference"),
        (override(until="2022-12-31"), "no usable dates"),
        (override(**{"from": "soon"}), "no usable dates"),
        ({"path": "nights.missing_alert"}, "lacks from, reference, value"),
        (override(colour="red"), "unknown fields: colour"),
    ],
)
def test_overrides_that_cannot_stand(row: dict[str, object], expected: str) -> None:
    with pytest.raises(OverrideRefused, match=expected):
        load_pack("au_sa").policy([row])


def test_two_overrides_for_one_day_are_refused() -> None:
    with pytest.raises(OverrideRefused, match="same days"):
        load_pack("au_sa").policy([override(), override(**{"from": "2023-06-01"})])


def test_every_fault_of_the_overrides_is_named() -> None:
    with pytest.raises(OverrideRefused) as refused:
        load_pack("au_sa").policy([override(path="nights.moon"), override(value="ten")])
    assert len(refused.value.problems) == 2


def test_switched_readings() -> None:
    rows = switched_readings({"nights.turning_18": "birthday", "nights.hold": {GENERAL: "counted"}}, "case")
    policy = load_pack("au_sa").policy(rows)
    assert policy.value("nights.turning_18", on=DAY) == "birthday"
    assert policy.value("nights.hold", on=DAY, key=GENERAL) == "counted"
    assert policy.value("nights.hold", on=DAY, key="respite_family_based_care") == "excluded"


def test_responses_and_levels_use_codes_of_the_pack() -> None:
    pack = load_pack("au_sa")
    rows = pack.policy().value("utilisation.responses", on=DAY)
    assert {code for row in rows for code in row["responses"]} <= set(
        pack.vocabulary("level_responses").codes
    )
    bands = pack.policy().value("utilisation.levels", on=DAY, key=GENERAL)
    levels = [band["level"] for band in bands]
    assert levels == [row["level"] for row in rows] == list(pack.vocabulary("performance_levels").codes)
    escalation = pack.policy().value("utilisation.escalation", on=DAY)
    assert pack.vocabulary("level_responses").knows(escalation["response"])
