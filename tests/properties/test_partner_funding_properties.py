"""Laws of partnered-care funding that hold for all stays, absences, rates and payments."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.engine.partner_funding import decide_funding
from homeward.policy import load_pack, switched_readings

PACK = load_pack("nz")
many = settings(max_examples=60, deadline=None)
FIRST = date(2026, 6, 1)
DAYS = 61  # June and July
RATES = ("150.00", "154.50", "33.333")
GST = Decimal("0.15")


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def decided(facts: dict[str, Any], **readings: str) -> dict[str, Any]:
    switched = switched_readings({f"partner_funding.{k}": v for k, v in readings.items()}, "test")
    return decide_funding(facts, PACK.policy(switched)).to_json()


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@st.composite
def spans(draw: st.DrawFn, least: int = -20, most: int = DAYS) -> tuple[int, int]:
    start = draw(st.integers(least, most - 1))
    return start, draw(st.integers(start, most))


@st.composite
def stays(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Stays of a few children, some of them overlapping, with absences inside."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        start, end = draw(spans())
        away = []
        for _ in range(draw(st.integers(0, 2))):
            if end > start:
                first = draw(st.integers(start, end - 1))
                last = draw(st.integers(first, end))
                held = draw(st.integers(0, 4)) > 0
                kind = draw(st.sampled_from(["missing", "hospital"]))
                away.append({"kind": kind, "start": day(first), "end": day(last), "home_held_open": held})
        child = draw(st.sampled_from("AB"))
        found.append(
            {"id": f"p{number}", "child": child, "start": day(start), "end": day(end), "absences": away}
        )
    return found


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    change = draw(st.integers(-30, DAYS))
    first, then = draw(st.sampled_from(RATES)), draw(st.sampled_from(RATES))
    rates = [{"start": "2026-01-01", "amount": first}, {"start": day(change), "amount": then}]
    additional = []
    if draw(st.booleans()):
        start, end = draw(spans(0))
        if end > start:
            additional = [
                {
                    "child": "A", "amount": draw(st.sampled_from(["60.00", "7.777"])), "reason": "Nights awake",
                    "start": day(start), "review_on": day(end), "approved_by": "Quality Manager",
                }
            ]  # fmt: skip
    return {"id": "dynamic", "method": "dynamic", "rates": rates, "additional_support": additional}


def facts_of(line: dict[str, Any], placements: list[dict[str, Any]], start: int, end: int) -> dict[str, Any]:
    return {"period": {"start": day(start), "end": day(end)}, "line": line, "placements": placements}


def paid(decision: dict[str, Any]) -> dict[str, list[str]]:
    """Paid dates by child, each as often as it is paid."""
    found: dict[str, list[str]] = {}
    for line in decision["lines"]:
        for child in line["children"]:
            for row in child["paid"]:
                start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
                nights = [(start + timedelta(days=n)).isoformat() for n in range((end - start).days)]
                found.setdefault(child["child"], []).extend(nights)
    return {child: sorted(nights) for child, nights in found.items()}


def away_nights(stay: dict[str, Any]) -> dict[int, bool]:
    """Nights away under a stay, each with whether the home is held open on it."""
    found: dict[int, bool] = {}
    for item in stay["absences"]:
        for night in range(number(item["start"]), number(item["end"])):
            found[night] = found.get(night, True) and item["home_held_open"]
    return found


def number(text: str) -> int:
    return (date.fromisoformat(text) - FIRST).days


def by_hand(placements: list[dict[str, Any]], child: str) -> set[int]:
    """Night by night: an episode is a run of nights away under any stay; 14 of it are paid while the home is held."""
    mine = [stay for stay in placements if stay["child"] == child]
    away_anywhere = sorted({night for stay in mine for night in away_nights(stay)})
    first_of: dict[int, int] = {}
    for night in away_anywhere:
        first_of[night] = first_of.get(night - 1, night)
    found = set()
    for stay in mine:
        away = away_nights(stay)
        for night in range(number(stay["start"]), number(stay["end"])):
            if night not in away or (away[night] and night < first_of[night] + 14):
                found.add(night)
    return found


@many
@given(stays(), lines())
def test_every_night_is_paid_as_when_each_is_looked_at_by_itself(
    placements: list[dict[str, Any]], line: dict[str, Any]
) -> None:
    decision = decided(facts_of(line, placements, 0, DAYS))
    for child in "AB":
        wanted = [day(night) for night in sorted(by_hand(placements, child)) if 0 <= night < DAYS]
        assert paid(decision).get(child, []) == wanted


@many
@given(stays(), lines(), st.integers(1, DAYS - 1))
def test_nights_add_over_splits_of_the_period(
    placements: list[dict[str, Any]], line: dict[str, Any], cut: int
) -> None:
    whole = decided(facts_of(line, placements, 0, DAYS))
    parts = [decided(facts_of(line, placements, 0, cut)), decided(facts_of(line, placements, cut, DAYS))]
    assert whole["nights"] == sum(part["nights"] for part in parts)
    for code in ("general_support", "additional_support"):
        nights = [
            sum(row["nights"] for row in item["money"] if row["code"] == code) for item in (whole, *parts)
        ]
        assert nights[0] == nights[1] + nights[2]
    amounts = [Decimal(item["total"]["amount"]) for item in (whole, *parts)]
    assert abs(amounts[0] - amounts[1] - amounts[2]) <= Decimal("0.03")  # a cent for each rate that is cut


@many
@given(stays(), lines())
def test_no_night_of_a_child_is_paid_twice(placements: list[dict[str, Any]], line: dict[str, Any]) -> None:
    for nights in paid(decided(facts_of(line, placements, 0, DAYS))).values():
        assert len(nights) == len(set(nights))


@many
@given(stays(), lines())
def test_totals_are_sums_of_rounded_lines(placements: list[dict[str, Any]], line: dict[str, Any]) -> None:
    decision = decided(facts_of(line, placements, 0, DAYS))
    due = [row for row in decision["money"] if row["status"] == "due"]
    total = {key: Decimal(decision["total"][key]) for key in ("amount", "gst", "with_gst")}
    assert total["amount"] == sum(Decimal(row["amount"]) for row in due)
    assert total["gst"] == sum(Decimal(row["gst"]) for row in due)
    assert total["with_gst"] == total["amount"] + total["gst"]
    for row in due:
        amount = cents(row["nights"] * Decimal(row["rate"]))
        assert Decimal(row["amount"]) == amount
        assert Decimal(row["gst"]) == cents(amount * GST)


@many
@given(stays(), spans(0), st.sampled_from(["60.00", "12.50"]))
def test_an_additional_rate_on_top_and_the_sum_in_place_come_to_the_same(
    placements: list[dict[str, Any]], span: tuple[int, int], more: str
) -> None:
    start, end = span
    base = {"id": "dynamic", "method": "dynamic", "rates": [{"start": "2026-01-01", "amount": "150.00"}]}
    row = {
        "child": "A", "reason": "Nights awake", "start": day(start), "review_on": day(max(end, start + 1)),
        "approved_by": "Quality Manager",
    }  # fmt: skip
    top = {**base, "additional_support": [{**row, "amount": more}]}
    instead = {**base, "additional_support": [{**row, "amount": str(Decimal(more) + 150)}]}
    one = decided(facts_of(top, placements, 0, DAYS), additional_mode="top_up")
    two = decided(facts_of(instead, placements, 0, DAYS), additional_mode="replace")
    assert one["total"]["amount"] == two["total"]["amount"]


@many
@given(stays(), lines(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(
    placements: list[dict[str, Any]], line: dict[str, Any], chance: random.Random
) -> None:
    mixed = list(placements)
    chance.shuffle(mixed)
    turned = {**line, "rates": line["rates"][::-1]}
    one, two = (
        decided(facts_of(given_line, rows, 0, DAYS))
        for given_line, rows in ((line, placements), (turned, mixed))
    )
    assert one["total"] == two["total"]
    assert paid(one) == paid(two)


@many
@given(
    stays(),
    st.lists(st.integers(0, 900_000), max_size=4),
    st.sampled_from([None, "carry_forward", "repurpose"]),
    st.booleans(),
)
def test_a_balance_is_what_was_delivered_less_what_was_paid_and_is_never_taken_back_in_dispute(
    placements: list[dict[str, Any]], payments: list[int], outcome: str | None, disputed: bool
) -> None:
    line = {"id": "dynamic", "method": "dynamic", "rates": [{"start": "2026-01-01", "amount": "150.00"}]}
    facts = {
        **facts_of(line, placements, 0, DAYS),
        "payments": [{"amount": str(Decimal(amount) / 100)} for amount in payments],
        "disputes": [{"raised_on": day(3)}] if disputed else [],
        "reconciliation": {"outcome": outcome},
    }
    decision = decided(facts)
    found = decision["reconciliation"]
    actual = 150 * sum(len(nights) for nights in paid(decision).values())
    assert Decimal(found["balance"]) == actual - Decimal(sum(payments)) / 100
    assert Decimal(found["recovered"]) == 0
    assert Decimal(decision["total"]["amount"]) == max(Decimal(0), Decimal(found["balance"]))
