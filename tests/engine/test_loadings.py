"""Loadings: what a figure opens to, what stays as it was, what the review asks for."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from homeward.engine.loadings.review import decide_review
from homeward.engine.refusal import Refusal
from homeward.engine.rules import RULES
from homeward.engine.utilisation import UtilisationDecision, check_loading_abatements, decide
from homeward.policy import SHELF, load_pack
from tests.engine.facts import facts, line, placement

PACK = load_pack("au_sa")
CONTRACT = [{"category": "aboriginal", "start": "2022-07-01", "placements": "2", "reference": "Attachment 5"}]
CHILD = {
    "id": "a",
    "status": [{"kind": "aboriginal", "value": "yes", "start": "2022-09-01", "source": "Form 3"}],
}
HOME = {
    "id": "h1",
    "remoteness": [{"start": "2022-01-01", "code": "ra3", "edition": "ASGS Edition 3", "source": "Geocoded"}],
}


def decision(**changes: Any) -> UtilisationDecision:
    given = {"line": line(loadings=CONTRACT), "children": [CHILD], "homes": [HOME], **changes}
    return decide(facts(**given), PACK.policy())


def steps_of(found: UtilisationDecision, key: str) -> dict[str, Any]:
    explained = found.to_json()["explanations"][key]
    assert isinstance(explained, dict)
    return explained


def test_a_loading_opens_to_child_night_home_and_record() -> None:
    explained = steps_of(decision(), "loading.ra3")
    (child,) = explained["steps"][0]["steps"]
    assert (child["code"], child["inputs"]["child"], child["shown"]) == ("child_nights", "a", "90")
    (nights,) = child["steps"]
    assert nights["inputs"]["start"] == "2023-01-01"
    assert nights["inputs"]["last_night"] == "2023-03-31"
    record, stay = nights["steps"]
    assert record["inputs"] == {
        "home": "h1",
        "code": "ra3",
        "edition": "ASGS Edition 3",
        "since": "2022-01-01",
        "source": "Geocoded",
    }
    assert stay["inputs"] == {"placement": "p1", "home": "h1"}


def test_an_identity_opens_to_what_is_on_record() -> None:
    (child,) = steps_of(decision(), "loading.aboriginal")["steps"][0]["steps"]
    record = child["steps"][0]["steps"][0]
    assert record["code"] == "status_on_record"
    assert record["inputs"]["kind"] == "aboriginal"
    assert record["inputs"]["since"] == "2022-09-01"
    assert record["inputs"]["source"] == "Form 3"


def test_the_working_goes_from_contract_to_money() -> None:
    explained = steps_of(decision(), "loading.aboriginal")
    codes = [step["code"] for step in explained["steps"]]
    assert codes == [
        "loading_nights",
        "loading_actual",
        "loading_contract_nights",
        "loading_contract",
        "loading_difference",
        "quarterly_base_unit",
        "loading_money",
    ]
    assert explained["steps"][2]["inputs"]["reference"] == "Attachment 5"
    assert explained["steps"][-1]["shown"] == "-240.00"
    paths = [value["path"] for value in explained["authority"]["values"]]
    assert "loadings.aboriginal" in paths
    assert "loadings.remoteness" not in paths
    assert "funding.quarter_price" in paths


def test_a_placeholder_rate_is_marked() -> None:
    found = decision()
    assert "loadings.remoteness" in found.to_json()["placeholders"]
    rates = [
        v for v in steps_of(found, "loading.ra3")["authority"]["values"] if v["path"] == "loadings.remoteness"
    ]
    assert [(v["key"], v["value"], v["standing"]) for v in rates] == [("ra3", "10", "placeholder")]


def test_only_rates_of_classes_that_matter_are_read() -> None:
    found = decision()
    keys = {used.key for used in found.authority.values if used.path == "loadings.remoteness"}
    assert keys == {"ra3"}


def test_without_contract_loadings_nothing_else_reads_their_values() -> None:
    found = decision(line=line())
    assert not any(used.path.startswith("loadings.") for used in found.authority.values)
    assert found.flags == decision(line=line(), homes=[], children=[{"id": "a"}]).flags


def test_a_segment_names_the_records_that_count() -> None:
    held = placement(
        id="p0",
        home="h0",
        spells=[{"kind": "hold", "decided_by": "dcp", "start": "2023-02-01", "end": "2023-02-11"}],
    )
    found = decision(placements=[held, placement(start="2023-01-15")])
    counting = [(str(s.range.start), s.counting) for s in found.segments["a"]]
    assert counting == [
        ("2023-01-01", ("p0",)),
        ("2023-01-15", ("p0", "p1")),
        ("2023-02-01", ("p1",)),
        ("2023-02-11", ("p0", "p1")),
    ]


@pytest.mark.parametrize(
    ("amount", "codes"),
    [
        ("240.00", []),
        (Decimal("240.01"), ["loading_abatement_above_limit"]),
        (1.5, ["loading_abatement_not_an_amount"]),
    ],
)
def test_an_abatement_is_tested_against_its_own_limit(amount: Any, codes: list[str]) -> None:
    reasons = check_loading_abatements({"aboriginal": amount}, decision())
    assert [reason.code for reason in reasons] == codes
    for reason in reasons:
        assert reason.inputs["category"] == "aboriginal"
        assert "funding.abatement_refusal" in [value.path for value in reason.values]


def test_the_exact_limit_is_a_reading() -> None:
    part = line(loadings=[{"category": "aboriginal", "start": "2022-07-01", "placements": "1.0001"}])
    given = facts(line=part, children=[CHILD], homes=[HOME])
    cents = decide(given, PACK.policy())
    exact = decide(
        {
            **given,
            "line": {
                **part,
                "overrides": [
                    {
                        "path": "funding.abatement_refusal",
                        "from": "2022-08-03",
                        "value": "exact_limit",
                        "reference": "test",
                    }
                ],
            },
        },
        PACK.policy(),
    )
    # 0.0001 placements × 240 = 0.024: shown as 0.02
    assert check_loading_abatements({"aboriginal": "0.02"}, cents) == []
    assert check_loading_abatements({"aboriginal": "0.02"}, exact) == []
    assert [r.code for r in check_loading_abatements({"aboriginal": "0.03"}, exact)] == [
        "loading_abatement_above_limit"
    ]


def test_the_review_names_its_own_working_and_authority() -> None:
    given = facts(
        period={"start": "2022-07-01", "end": "2023-01-01"},
        line=line(loadings=CONTRACT),
        children=[CHILD],
        homes=[HOME],
        placements=[placement(start="2022-07-01")],
    )
    with pytest.raises(Refusal, match="3 August 2022|2022-08-03"):
        decide_review(given, PACK.policy())  # the values begin within that window
    given["period"] = {"start": "2023-07-01", "end": "2024-01-01"}
    found = decide_review(given, PACK.policy()).to_json()
    explained = found["explanations"]["review.aboriginal"]  # type: ignore[index,call-overload]
    assert [step["code"] for step in explained["steps"]][-2:] == ["review_heads", "review_proposed"]
    paths = [value["path"] for value in explained["authority"]["values"]]
    assert {"loadings.review_window", "loadings.review_effect", "loadings.review_value"} <= set(paths)
    assert found["effective_on"] == "2024-07-01"


def test_the_review_is_a_rule_by_name() -> None:
    rule = RULES["loading-review"]
    schema = rule.schema(PACK)
    assert schema["title"] == "Facts of the rule loading-review"
    assert "loadings" in schema["$defs"]["LineFact"]["properties"]


@pytest.mark.parametrize(
    ("given", "column", "message", "remedy"),
    [
        (
            {
                "line": line(
                    loadings=[{"category": "ra2", "start": "2022-07-01", "placements": "1", "percent": "5"}]
                )
            },
            "line.loadings.0",
            "Both placements and percent are given.",
            "Keep one of the two.",
        ),
        (
            {"line": line(loadings=[{"category": "ra2", "start": "2022-07-01"}])},
            "line.loadings.0",
            "Neither placements nor percent is given.",
            "Give one of the two.",
        ),
        (
            {
                "homes": [
                    {"id": "h1", "remoteness": [{"start": "2023-02-01", "end": "2023-01-01", "code": "ra1"}]}
                ]
            },
            "homes.0.remoteness.0",
            "The remoteness class ends on 2023-01-01, before it starts on 2023-02-01.",
            "Correct the start or the end; the end is the first day after.",
        ),
        (
            {
                "line": line(
                    targets=[
                        {"start": "2022-07-01", "placements": 1},
                        {"start": "2022-08-01", "end": "2022-08-01", "placements": 1},
                        {"start": "2022-09-01", "placements": 1},
                    ]
                )
            },
            "line.targets",
            "Two targets hold on 2022-09-01.",
            "Let one end where the other begins.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_remedy(
    given: dict[str, Any], column: str, message: str, remedy: str
) -> None:
    with pytest.raises(Refusal) as refused:
        decide(facts(**given), PACK.policy())
    assert [(p.column, p.message, p.remedy) for p in refused.value.problems] == [(column, message, remedy)]


def test_the_review_refuses_a_line_paid_per_night() -> None:
    paid = line(
        method="per_night", targets=[], rates=[{"kind": "per_night", "start": "2022-07-01", "amount": "80"}]
    )
    given = facts(period={"start": "2023-07-01", "end": "2024-01-01"}, line=paid)
    with pytest.raises(Refusal, match="funded by per_night carries no loadings"):
        decide_review(given, PACK.policy())


def test_a_rate_that_is_not_on_record_is_named_and_nothing_is_due_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "au_sa"
    shutil.copytree(SHELF / "au_sa", folder)
    path = folder / "parameters/loadings/aboriginal.yaml"
    path.write_text(path.read_text().replace("from: 2022-08-03", "from: 2023-02-01"))
    given = facts(line=line(loadings=CONTRACT), children=[CHILD], homes=[HOME])
    found = decide(given, load_pack(folder).policy()).to_json()
    assert [row["code"] for row in found["money"] if row["code"].startswith("contract_loading")] == []
    (told,) = [row for row in found["contract_loading"]["lines"] if row["category"] == "aboriginal"]
    assert (told["status"], told["amount"]) == ("rate_not_configured", None)
    (flag,) = [flag for flag in found["flags"] if flag["code"] == "loading_rate_not_configured"]
    assert flag["inputs"] == {"category": "aboriginal", "label": "Aboriginal and Torres Strait Islander"}
    assert flag["ranges"] == [{"start": "2023-01-01", "end": "2023-02-01"}]
