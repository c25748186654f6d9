"""What the worked cases do not say: the shape of decisions, explanations, order."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from homeward.engine.utilisation import check_abatement, decide
from homeward.policy import Override, load_pack
from tests.engine.facts import facts, line, placement

HOLD = {"kind": "hold", "decided_by": "dcp", "start": "2023-02-10", "end": "2023-02-20"}


def decision(**changes: Any) -> Any:
    return decide(facts(**changes), load_pack("au_sa").policy())


def find(steps: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(step for step in steps if step["code"] == code)


def test_the_working_leads_from_the_share_to_the_source_row() -> None:
    found = decision(placements=[placement(spells=[HOLD], source={"file": "f.csv", "row": 7})]).to_json()
    share = found["explanations"]["share"]
    assert [step["shown"] for step in share["steps"]] == ["80", "90", "88.9"]
    child = find(found["explanations"]["actual_nights"]["steps"], "child_nights")
    held = find(child["steps"], "segment_excluded")
    assert held["inputs"] == {
        "start": "2023-02-10",
        "end": "2023-02-20",
        "last_night": "2023-02-19",
        "nights": 10,
        "reason": "hold",
        "states": ["hold"],
    }
    assert held["steps"][0]["inputs"]["source"] == {"file": "f.csv", "row": 7}


def test_every_figure_names_its_authority() -> None:
    found = decision().to_json()
    assert set(found["explanations"]) == {
        "actual_nights",
        "contracted_nights",
        "share",
        "level",
        "growth",
        "abatement_limit",
        "loading.aboriginal",
        "money.base",
    }
    for explanation in found["explanations"].values():
        authority = explanation["authority"]
        assert authority["pack"] == "au_sa"
        assert authority["digest"].startswith("sha256:")
        assert authority["values"], explanation["key"]
        assert authority["clauses"]
    assert found["explanations"]["level"]["authority"]["placeholder"] is True
    assert "utilisation.levels" in found["placeholders"]


def test_every_reading_is_on_the_fact_sheet_with_its_other_readings() -> None:
    readings = {reading["path"]: reading for reading in decision().to_json()["readings"]}
    assert readings["nights.hold"]["chosen"] == "excluded"
    assert set(readings["funding.quarter_price"]["others"]) == {"by_days"}
    assert readings["utilisation.contracted_nights"]["standing"] == "placeholder"


def test_an_overridden_value_is_named_in_the_explanation() -> None:
    rows = [
        {"path": "nights.hold", "from": "2023-01-01", "value": "counted", "reference": "Schedule 4, item 2"}
    ]
    found = decision(line=line(overrides=rows), placements=[placement(spells=[HOLD])]).to_json()
    assert found["nights"]["actual"] == 90
    values = found["explanations"]["actual_nights"]["authority"]["values"]
    (used,) = [value for value in values if value["path"] == "nights.hold"]
    assert (used["standing"], used["overridden_by"]) == ("agreement", "Schedule 4, item 2")
    assert used["clause"]["clause"] == "4.1, table 1, exclusions"


def test_the_result_is_json_without_floats_and_the_same_in_any_order() -> None:
    stays = [
        placement(spells=[HOLD, {"kind": "missing", "start": "2023-03-01", "end": "2023-03-09"}]),
        placement(id="p2", child="b", home="h2", start="2023-01-20", end="2023-02-02"),
        placement(id="p3", child="b", home="h3", start="2023-02-01"),
    ]
    one = json.dumps(decision(placements=stays).to_json())
    turned = [{**stay, "spells": stay.get("spells", [])[::-1]} for stay in stays[::-1]]
    assert json.dumps(decision(placements=turned).to_json()) == one
    assert json.loads(one, parse_float=lambda text: pytest.fail(f"a float: {text}"))["nights"]["actual"] > 0


def test_the_bytes_are_the_same_whoever_decides_before() -> None:
    first = json.dumps(decision().to_json())
    decision(placements=[placement(spells=[HOLD])])
    assert json.dumps(decision().to_json()) == first


def test_abatement_refuses_what_is_no_amount() -> None:
    found = decision(placements=[])
    assert found.abatement_limit.placements == Fraction(9, 10)
    assert check_abatement("5400.00", found) == []
    assert check_abatement(Decimal("5400.01"), found)[0].inputs["limit"] == "5400.00"
    for wrong in ("lots", "NaN", True, 1.5):
        (reason,) = check_abatement(wrong, found)  # type: ignore[arg-type]
        assert reason.code == "abatement_not_an_amount"


def test_a_line_without_any_stay_is_counted_as_nothing() -> None:
    found = decision(placements=[]).to_json()
    assert (found["nights"]["actual"], found["share"]["shown"], found["children"]) == (0, "0.0", [])


def test_growth_and_abatement_exclude_each_other() -> None:
    many = [placement(id=f"p{n}", child=f"c{n}", home=f"h{n}") for n in range(3)]
    for stays in ([], many[:1], many):
        found = decision(placements=stays)
        assert not (found.growth.nights and found.abatement_limit.nights)


def test_two_agreements_each_with_its_own_overrides_do_not_mix() -> None:
    policy = load_pack("au_sa").policy()
    rows = [{"path": "nights.hold", "from": "2023-01-01", "value": "counted", "reference": "A"}]
    held = facts(line=line(overrides=rows), placements=[placement(spells=[HOLD])])
    assert decide(held, policy).nights.actual == 90
    assert decide(facts(placements=[placement(spells=[HOLD])]), policy).nights.actual == 80


def test_a_service_type_can_be_brought_in_by_the_agreement() -> None:
    pack = load_pack("au_sa")
    used = decision()
    own = {value.path: value.value for value in used.values.by_path.values() if value.key is not None}
    rows = [
        {"path": path, "from": "2022-07-01", "value": value, "reference": "Special conditions"}
        for path, value in own.items()
    ]
    found = decide(
        facts(line=line(service_type="supported_independent_living", overrides=rows)), pack.policy()
    )
    assert found.nights.actual == 90
    assert found.level.code == "1"


def test_overrides_may_be_given_as_objects() -> None:
    row = Override("nights.missing_alert", 3, placement_range(), "case")
    assert load_pack("au_sa").policy([row]).value("nights.missing_alert", on=placement_range().start) == 3


def placement_range() -> Any:
    from homeward.engine.utilisation.facts import PlacementFact  # the range a fact gives is a kernel range

    return PlacementFact.model_validate(placement()).range
