"""What has run and what is committed: worked by hand, and never a cent apart from the statement's base."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.engine import utilisation
from homeward.engine.commitment import quarter_base, quarters_from
from homeward.kernel.quarters import Quarter
from homeward.policy import load_pack

POLICY = load_pack("au_sa").policy()
Q2 = Quarter(2026, 2)  # October to December 2026, 92 nights


def line(**changes: Any) -> dict[str, Any]:
    return {
        "id": "l", "service_type": "general_family_based_care", "method": "block", "in_force": {"start": "2025-07-01"},
        "targets": [{"start": "2025-07-01", "placements": 3}],
        "rates": [{"kind": "base_unit_annual", "start": "2025-07-01", "amount": "24000.00"}], **changes,
    }  # fmt: skip


def test_a_part_of_the_quarter_is_its_nights() -> None:
    # 3 placements × 24,000 ÷ 4 = 18,000 a quarter; 53 of 92 nights to 22 November
    base = quarter_base(line(), Q2, POLICY)
    assert base.total.amount == Decimal("18000.00")
    assert base.upto(date(2026, 11, 23)).amount == Decimal("10369.57")  # 18,000 × 53 ÷ 92 = 10,369.565…
    assert base.rest(date(2026, 11, 23)).amount == Decimal("7630.43")


def test_a_known_variation_counts_from_its_night() -> None:
    targets = [
        {"start": "2025-07-01", "end": "2026-12-01", "placements": 3},
        {"start": "2026-12-01", "placements": 5},
    ]
    base = quarter_base(line(targets=targets), Q2, POLICY)
    # 61 nights of 3 and 31 nights of 5, at 6,000 a placement and quarter
    assert base.total.amount == round(Decimal(6000) * (61 * 3 + 31 * 5) / 92, 2)
    assert [(p.placements, p.range.nights) for p in base.pieces] == [(3, 61), (5, 31)]
    assert [(p.placements, p.range.nights) for p in base.pieces_from(date(2026, 11, 21))] == [
        (3, 10),
        (5, 31),
    ]


def test_an_agreement_that_ends_commits_no_further() -> None:
    base = quarter_base(line(in_force={"start": "2025-07-01", "end": "2026-11-01"}), Q2, POLICY)
    assert base.total.amount == round(Decimal(18000) * 31 / 92, 2)
    assert (
        quarter_base(line(in_force={"start": "2025-07-01", "end": "2026-07-01"}), Q2, POLICY).status
        == "not_in_force"
    )


LOADED = [
    {"category": "aboriginal", "start": "2025-07-01", "placements": "1.5"},
    {"category": "ra3", "start": "2025-07-01", "end": "2026-12-01", "percent": "50"},
]


def test_contracted_loadings_are_committed_beside_the_base() -> None:
    base = quarter_base(line(loadings=LOADED), Q2, POLICY)
    # 18,000; 1.5 × 4 % × 6,000 = 360; 61 nights of half of 3 placements × 10 % × 6,000 = 900 × 61 ÷ 92 = 596.739…
    assert base.total.amount == Decimal("18956.74")
    assert [(p.category, p.range.nights) for p in base.pieces] == [
        (None, 92),
        ("aboriginal", 92),
        ("ra3", 61),
    ]
    # 53 nights: 10,369.57 + 207.39 + 518.48
    assert base.upto(date(2026, 11, 23)).amount == Decimal("11095.44")
    assert {used.path for used in base.values if used.standing == "placeholder"} >= {"loadings.remoteness"}


@pytest.mark.parametrize("value", ["in_price", "elsewhere"])
def test_loadings_that_are_paid_otherwise_are_not_committed(value: str) -> None:
    own = {
        "path": "funding.contract_loading",
        "from": "2025-07-01",
        "value": value,
        "reference": "Attachment 5",
    }
    base = quarter_base(line(loadings=LOADED, overrides=[own]), Q2, POLICY)
    assert base.total.amount == Decimal("18000.00")


def test_lines_that_carry_no_loadings_commit_none() -> None:
    for changes in (
        {"loadings": None},
        {"loadings": []},
        {"loadings": LOADED, "service_type": "residential_care"},
    ):
        assert quarter_base(line(**changes), Q2, POLICY).total.amount == Decimal("18000.00")


@given(
    st.integers(0, 91), st.integers(0, 92), st.decimals(0, 40, places=2), st.decimals(0, 40, places=2),
    st.decimals(0, 90000, places=2),
)  # fmt: skip
def test_the_two_parts_make_all_that_is_due_by_contract(
    change: int, until: int, first: Decimal, second: Decimal, price: Decimal
) -> None:
    turn = (Q2.range.start + timedelta(days=change)).isoformat()
    loadings = [
        {"category": category, **row}
        for category in ("aboriginal", "ra2")
        for row in (
            {"start": "2025-07-01", "end": turn, "placements": str(first)},
            {"start": turn, "placements": str(second)},
        )
    ]
    rates = [{"kind": "base_unit_annual", "start": "2025-07-01", "amount": str(price)}]
    given_line = line(loadings=loadings, rates=rates)
    base = quarter_base(given_line, Q2, POLICY)
    cut = Q2.range.start + timedelta(days=until)
    assert base.upto(cut).amount + base.rest(cut).amount == base.total.amount
    facts = {"period": {"start": "2026-10-01", "end": "2027-01-01"}, "line": given_line}
    decided: Any = utilisation.decide(facts, POLICY).to_json()
    due = [Decimal(m["amount"]) for m in decided["money"] if m["status"] == "due"]
    assert sum(due, Decimal(0)) == base.total.amount


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"rates": []}, "price_not_configured"),
        ({"targets": []}, "target_not_configured"),
        ({"targets": [], "method": "per_night"}, "paid_per_night"),
    ],
)
def test_what_cannot_be_told_has_a_reason_and_no_amount(changes: dict[str, Any], status: str) -> None:
    base = quarter_base(line(**changes), Q2, POLICY)
    assert (base.status, base.pieces) == (status, ())


@given(
    st.integers(0, 40), st.integers(1, 40), st.integers(0, 91), st.integers(0, 92),
    st.decimals(0, 90000, places=2), st.decimals(0, 90000, places=2),
)  # fmt: skip
def test_the_two_parts_make_the_base_of_the_statement(
    before: int, after: int, change: int, until: int, first: Decimal, second: Decimal
) -> None:
    """Whatever the target and price do within the quarter, what has run and what is to come are its base to the cent."""
    day = Q2.range.start + timedelta(days=change)
    turn = day.isoformat()
    targets = [
        {"start": "2025-07-01", "end": turn, "placements": before},
        {"start": turn, "placements": after},
    ]
    rates = [
        {"kind": "base_unit_annual", "start": "2025-07-01", "end": turn, "amount": str(first)},
        {"kind": "base_unit_annual", "start": turn, "amount": str(second)},
    ]
    given_line = line(targets=targets, rates=rates)
    base = quarter_base(given_line, Q2, POLICY)
    cut = Q2.range.start + timedelta(days=until)
    assert base.upto(cut).amount + base.rest(cut).amount == base.total.amount
    facts = {"period": {"start": "2026-10-01", "end": "2027-01-01"}, "line": given_line}
    decided: Any = utilisation.decide(facts, POLICY).to_json()
    assert decided["money"][0]["amount"] == base.total.text
    assert sum((p.amount for p in (*base.pieces_upto(cut), *base.pieces_from(cut))), Fraction(0)) == sum(
        (p.amount for p in base.pieces), Fraction(0)
    )


def test_the_year_goes_on_to_its_last_quarter() -> None:
    assert [q.label for q in quarters_from(date(2026, 11, 22), 7)] == [
        "Q2 2026-27",
        "Q3 2026-27",
        "Q4 2026-27",
    ]
    assert [q.label for q in quarters_from(date(2027, 6, 30), 7)] == ["Q4 2026-27"]
