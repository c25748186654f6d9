"""What the funding of a care partner says beside its amounts: working, authority, guards, what is not asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from homeward.engine.partner_funding import decide_funding
from homeward.engine.refusal import Refusal
from homeward.kernel.reasons import Explanation
from homeward.policy import load_pack, switched_readings

PACK = load_pack("nz")
LINE: dict[str, Any] = {
    "id": "carers",
    "method": "dynamic",
    "rates": [{"start": "2026-01-01", "amount": "150.00"}],
    "additional_support": [
        {
            "id": "asr", "child": "C", "amount": "60.00", "reason": "Nights awake", "start": "2026-06-16",
            "review_on": "2026-12-01", "approved_by": "Quality Manager",
        }
    ],
}  # fmt: skip
FACTS: dict[str, Any] = {
    "period": {"start": "2026-06-01", "end": "2026-07-01"},
    "partner": "Kōwhai Care",
    "approval": {"approved_on": "2025-03-01"},
    "agreement": {"signed_on": "2025-04-01"},
    "line": LINE,
    "placements": [{"id": "p1", "child": "C", "start": "2026-05-01"}],
}


def decided(facts: dict[str, Any] = FACTS, **readings: Any) -> dict[str, Any]:
    switched = switched_readings({f"partner_funding.{k}": v for k, v in readings.items()}, "test")
    return json.loads(json.dumps(decide_funding(facts, PACK.policy(switched)).to_json()))


def refusal(facts: dict[str, Any]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide_funding(facts, PACK.policy())
    return caught.value


def codes(steps: list[dict[str, Any]]) -> list[str]:
    return [step["code"] for step in steps]


def test_every_amount_has_its_working_down_to_the_nights_of_each_child() -> None:
    told = decided()["explanations"]
    assert set(told) == {
        "money.carers.general_support.1",
        "money.carers.additional_support.1",
        "total",
        "pool",
    }
    general = told["money.carers.general_support.1"]
    assert codes(general["steps"]) == [
        "nights_paid", "rate_of_night", "nights_times_rate", "rounded_to_cents", "gst_of_line",
    ]  # fmt: skip
    (child,) = general["steps"][0]["steps"]
    assert child["inputs"] == {"child": "C", "nights": 30}
    (row,) = child["steps"]
    assert (row["inputs"]["last_night"], row["inputs"]["placements"]) == ("2026-06-30", ["p1"])
    assert codes(told["total"]["steps"]) == [
        "line_due", "line_due", "sum_of_lines", "sum_of_gst", "sum_with_gst",
    ]  # fmt: skip
    for item in told.values():
        assert Explanation.from_json(item).to_json() == item


def test_every_working_names_pack_version_and_what_is_a_placeholder() -> None:
    decision = decided()
    for item in decision["explanations"].values():
        assert (item["authority"]["pack"], item["authority"]["version"]) == ("nz", PACK.version)
        assert item["authority"]["placeholder"]
    standing = {row["path"]: row["standing"] for row in decision["values"]}
    assert standing["partner_funding.gst_rate"] == "inferred"
    assert standing["partner_funding.payment_gate"] == "sourced"
    assert standing["partner_funding.absence_paid_nights"] == "placeholder"
    assert "partner_funding.absence_paid_nights" in decision["placeholders"]
    assert "partner_funding.gst_rate" not in decision["placeholders"]


def test_the_pack_holds_no_rate() -> None:
    held = [p for p in PACK.parameters if p.startswith("partner_funding.")]
    assert held
    assert not [p for p in held if PACK.parameters[p].unit in ("money", "money_per_night")]


@pytest.mark.parametrize("name", ["approval", "agreement"])
def test_what_is_not_asked_is_flagged_and_what_is_none_is_refused(name: str) -> None:
    unasked = {key: value for key, value in FACTS.items() if key != name}
    assert [flag["code"] for flag in decided(unasked)["flags"]] == [f"{name}_not_asked"]
    assert refusal({**FACTS, name: None}).codes == (f"paid_before_{name}",)


def test_a_refusal_carries_values_and_clause() -> None:
    refused = json.loads(json.dumps(refusal({**FACTS, "approval": None}).to_json()))
    (reason,) = refused["reasons"]
    assert reason["values"][0]["path"] == "partner_funding.payment_gate"
    assert reason["clause"] == {"source": "becoming-care-partner", "clause": "Contract and funding"}


def test_every_reason_at_once_across_kinds() -> None:
    line = {
        **LINE,
        "additional_support": [{"child": "C", "amount": "60", "start": "2026-06-16"}],
        "rates": [{"start": "2026-01-01", "amount": "150", "notice_on": "2026-02-01"}],
    }
    facts = {
        **FACTS,
        "agreement": None,
        "line": line,
        "other_partners": [{"partner": "Rātā Trust", "child": "C", "start": "2026-06-30"}],
        "disputes": [{"raised_on": "2026-06-10"}],
        "reconciliation": {"outcome": "recover", "reason": "Under-use"},
    }
    assert refusal(facts).codes == (
        "paid_before_agreement",
        "night_paid_by_two_partners",
        "rate_before_notice",
        "additional_rate_without_review",
        "additional_rate_without_reason",
        "additional_rate_without_approver",
        "recovery_while_disputed",
        "recovery_without_effect_on_children",
        "recovery_without_partner_response",
    )


def test_a_pack_without_partnered_care_says_so() -> None:
    with pytest.raises(Refusal) as caught:
        decide_funding(FACTS, load_pack("gb_eng").policy())
    assert set(caught.value.codes) == {"policy_value_missing"}


def test_one_line_or_several_but_not_both() -> None:
    several = {key: value for key, value in FACTS.items() if key != "line"}
    assert decided({**several, "lines": [LINE]})["total"] == decided()["total"]
    assert refusal({**FACTS, "lines": [LINE]}).codes == ("field_wrong",)
    assert refusal(several).codes == ("field_missing",)


def test_with_several_lines_a_stay_names_its_own() -> None:
    several = {key: value for key, value in FACTS.items() if key != "line"}
    other = {"id": "other", "method": "dynamic", "rates": [{"start": "2026-01-01", "amount": "1"}]}
    assert refusal({**several, "lines": [LINE, other]}).codes == ("line_missing",)
    named = [{**FACTS["placements"][0], "line": "elsewhere"}]
    assert refusal({**several, "lines": [LINE, other], "placements": named}).codes == ("unknown_line",)


def test_nights_while_the_line_is_not_in_force_are_not_paid_and_are_named() -> None:
    decision = decided({**FACTS, "line": {**LINE, "in_force": {"start": "2026-06-11"}}})
    assert decision["nights"] == 20
    (flag,) = decision["flags"]
    assert (flag["code"], flag["inputs"]["ranges"]) == (
        "nights_outside_line",
        [{"start": "2026-06-01", "end": "2026-06-11"}],
    )


def test_a_change_of_rate_without_a_notice_is_flagged() -> None:
    rates = [*LINE["rates"], {"start": "2026-06-11", "amount": "155.00"}]
    decision = decided({**FACTS, "line": {**LINE, "rates": rates, "additional_support": []}})
    assert decision["total"]["amount"] == "4600.00"  # 10 × 150 + 20 × 155
    assert [flag["code"] for flag in decision["flags"]] == ["rate_without_notice"]


def test_two_rates_of_one_night_are_refused() -> None:
    rates = [
        {"start": "2026-01-01", "end": "2026-06-12", "amount": "150"},
        {"start": "2026-06-11", "amount": "155"},
    ]
    assert refusal({**FACTS, "line": {**LINE, "rates": rates}}).codes == ("rates_overlap",)


def test_nights_before_the_period_need_a_rate_too_when_they_are_reconciled() -> None:
    line = {**LINE, "rates": [{"start": "2026-06-01", "amount": "150"}]}
    facts = {**FACTS, "line": line, "reconciliation": {"since": "2026-05-01"}}
    assert refusal(facts).codes == ("rate_missing",)


def test_a_balance_is_worked_out_in_the_order_a_person_would() -> None:
    facts = {
        **FACTS,
        "payments": [{"amount": "4000.00", "on": "2026-06-02", "reference": "B-9"}],
        "reconciliation": {"counted": [{"label": "May", "nights": 2, "rate": "150"}]},
    }
    told = decided(facts)["explanations"]["reconciliation"]
    assert [(step["code"], step["shown"]) for step in told["steps"]] == [
        ("counted_before", "300.00"),
        ("actual_of_line", "5400.00"),
        ("actual_in_all", "5700.00"),
        ("paid_in_all", "4000.00"),
        ("balance", "1700.00"),
    ]


def test_a_fixed_line_reconciled_since_an_earlier_day_asks_for_what_those_periods_came_to() -> None:
    line = {"method": "fixed", "rates": [{"start": "2026-01-01", "amount": "98000"}]}
    decision = decided({**FACTS, "line": line, "reconciliation": {"since": "2026-01-01"}})
    assert [item["code"] for item in decision["warnings"]] == ["fixed_counts_for_the_period"]
    assert decision["reconciliation"]["actual"] == "98000.00"


def test_an_instalment_of_a_year_that_begins_on_a_long_month_keeps_its_quarters() -> None:
    line = {**LINE, "committed": {"yearly_nights": 100, "rate": "1.00", "start": "2026-05-31"}}
    rows = decided({**FACTS, "line": line})["paid_ahead"][0]["instalments"]
    assert [row["start"] for row in rows] == ["2026-05-31", "2026-08-31", "2026-11-30", "2027-02-28"]
    assert [row["amount"] for row in rows] == ["23.33", "23.33", "23.33", "0.00"]


def test_advice_with_nothing_in_it_is_no_advice() -> None:
    line = {
        "method": "individualised", "support_level": "very_high", "advice": {},
        "rates": [{"start": "2026-01-01", "amount": "1450"}],
    }  # fmt: skip
    assert refusal({**FACTS, "line": line}).codes == ("advice_missing",)


def test_property_cannot_name_a_child() -> None:
    damage = {"kind": "damage", "amount": "70", "evidence": "q", "incident": "I-7", "child": "C"}
    (problem,) = refusal({**FACTS, "property": [damage]}).problems
    assert (problem.code, problem.column) == ("unknown_field", "property.0.child")


def test_gst_is_taken_of_the_rounded_line() -> None:
    cost = {"kind": "rent", "amount": "1.0349", "evidence": "lease"}  # of 1.0349 it would be 0.16
    (row,) = (item for item in decided({**FACTS, "property": [cost]})["money"] if item["code"] == "property")
    assert (row["amount"], row["gst"]) == ("1.03", "0.15")


def test_a_rate_that_ends_before_its_review_is_not_flagged_as_ended_by_it() -> None:
    row = {**LINE["additional_support"][0], "end": "2026-06-20", "review_on": "2026-06-26"}
    decision = decided({**FACTS, "line": {**LINE, "additional_support": [row]}})
    assert decision["money"][1]["nights"] == 4
    assert decision["flags"] == []


def test_a_dispute_that_is_raised_after_the_day_of_the_calculation_is_not_known_yet() -> None:
    facts = {
        **FACTS,
        "on": "2026-07-10",
        "payments": [{"amount": "9000.00"}],
        "disputes": [{"raised_on": "2026-07-11"}],
        "reconciliation": {"outcome": None},
    }
    assert decided(facts)["reconciliation"]["disputed"] is False
    assert decided({**facts, "on": "2026-07-11"})["reconciliation"]["disputed"] is True


def test_a_night_with_two_causes_for_not_being_paid_is_told_once() -> None:
    away = [
        {"start": "2026-06-02", "end": "2026-06-25"},
        {"start": "2026-06-10", "end": "2026-06-20", "home_held_open": False},
    ]
    (line,) = decided({**FACTS, "placements": [{**FACTS["placements"][0], "absences": away}]})["lines"]
    rows = line["children"][0]["unpaid"]
    assert [(row["start"], row["nights"], row["cause"]) for row in rows] == [
        ("2026-06-10", 6, "home_not_held_open"),
        ("2026-06-16", 9, "absence_over_limit"),
    ]
    assert line["paid_nights"] + line["unpaid_nights"] == 30


def test_what_is_paid_ahead_and_the_pool_have_their_working() -> None:
    facts = {
        **FACTS,
        "line": {**LINE, "committed": {"yearly_nights": 365, "start": "2026-01-01"}},
        "payments": [{"amount": "9000.00"}],
        "used": [{"amount": "4000.00", "what": "Caregivers"}],
        "reconciliation": {},
    }
    told = decided(facts)["explanations"]
    year = told["paid_ahead.carers"]
    assert [(step["code"], step["shown"]) for step in year["steps"]] == [
        ("yearly_amount", "54750.00"),
        ("committed_amount", "38325.00"),
        ("quarterly_instalment", "12775.00"),
    ]
    assert {"source": "auditor-general-2025", "clause": "Advice of July 2024: pay for 70 % of provision"} in (
        year["authority"]["clauses"]
    )
    assert [(step["code"], step["shown"]) for step in told["pool"]["steps"]] == [
        ("received_in_all", "9000.00"),
        ("delivered_in_all", "5400.00"),
        ("used_in_all", "4000.00"),
        ("left", "5000.00"),
    ]
