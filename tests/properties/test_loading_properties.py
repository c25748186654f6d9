"""Loadings against a night-by-night count, and laws that hold for all facts."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.engine.utilisation import check_loading_abatements, decide
from homeward.policy import load_pack, switched_readings
from tests.properties import oracle
from tests.properties.strategies import SPAN, day, line_facts

PACK = load_pack("au_sa")
slow = settings(max_examples=50, deadline=None)
CLASSES = ("ra1", "ra2", "ra3", "ra4", "ra5")
RATES = {"aboriginal": 4, "ra1": 0, "ra2": 5, "ra3": 10, "ra4": 20, "ra5": 30}


def decided(facts: dict[str, Any], **readings: Any) -> dict[str, Any]:
    return decide(facts, PACK.policy(switched_readings(readings, "test"))).to_json()


@st.composite
def dated_rows(draw: st.DrawFn, **values: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
    """Rows one after the other, with or without a gap between."""
    rows, at = [], draw(st.integers(0, 40))
    for _ in range(draw(st.integers(0, 3))):
        end = draw(st.integers(at, SPAN))
        rows.append({"start": day(at), "end": day(end), **{name: draw(v) for name, v in values.items()}})
        at = draw(st.integers(end, SPAN))
    if draw(st.booleans()):
        rows.append({"start": day(at), "end": None, **{name: draw(v) for name, v in values.items()}})
    return rows


@st.composite
def loaded_facts(draw: st.DrawFn) -> dict[str, Any]:
    """A line with contract loadings, homes that move between classes, children whose record is corrected."""
    facts = draw(line_facts())
    contract = [
        {"category": category, **row}
        for category in ("aboriginal", *CLASSES)
        for row in draw(dated_rows(placements=st.sampled_from(["0", "0.5", "1", "2.25"])))
    ]
    value = st.sampled_from(["yes", "no", "not_stated"])
    return {
        **facts,
        "line": {**facts["line"], "loadings": contract},
        "homes": [
            {"id": f"h{number}", "remoteness": draw(dated_rows(code=st.sampled_from(CLASSES)))}
            for number in range(len(facts["placements"]))
        ],
        "children": [
            {
                "id": child,
                "status": [
                    {"kind": kind, **row}
                    for kind in ("aboriginal", "torres_strait_islander")
                    for row in draw(dated_rows(value=value))
                ],
            }
            for child in "abc"
        ],
    }


def line_of(found: dict[str, Any], category: str) -> dict[str, Any] | None:
    return next((row for row in found["loadings"]["lines"] if row["category"] == category), None)


def night_by_night(facts: dict[str, Any], *, status_at_lock: bool) -> tuple[dict[str, int], dict[str, int]]:
    """Child-nights by class ("" where none is on record), and by what the child's record says."""
    classes: dict[str, int] = {}
    said: dict[str, int] = {}
    homes = {home["id"]: home["remoteness"] for home in facts["homes"]}
    status = {child["id"]: child["status"] for child in facts["children"]}
    for child in {p["child"] for p in facts["placements"]}:
        for night in oracle.nights_between(facts["period"]["start"], facts["period"]["end"]):
            if not oracle.covers(facts["line"]["in_force"], night):
                continue
            if oracle.counted(facts, night, child, hold_counts=False) != "counted":
                continue
            first = min(
                (p["start"], p["id"], p["home"])
                for p in facts["placements"]
                if p["child"] == child
                and oracle.covers(p, night)
                and oracle.counted({**facts, "placements": [p]}, night, child, hold_counts=False) == "counted"
            )
            code = next((row["code"] for row in homes[first[2]] if oracle.covers(row, night)), "")
            classes[code] = classes.get(code, 0) + 1
            answer = _said(status[child], night, status_at_lock)
            said[answer] = said.get(answer, 0) + 1
    return classes, said


def _said(rows: list[dict[str, Any]], night: str, at_lock: bool) -> str:
    kept = [row for row in rows if row["end"] is None or row["end"] > row["start"]]
    if at_lock:
        values = {row["kind"]: row["value"] for row in sorted(kept, key=lambda row: row["start"])}.values()
    else:
        values = [row["value"] for row in kept if oracle.covers(row, night)]
    return "yes" if "yes" in values else "no" if "no" in values else ""


@slow
@given(loaded_facts(), st.booleans())
def test_carried_nights_equal_the_night_by_night_count(facts: dict[str, Any], at_lock: bool) -> None:
    reading = "at_lock" if at_lock else "night_weighted"
    found = decided(facts, **{"loadings.status_corrected": reading})
    classes, said = night_by_night(facts, status_at_lock=at_lock)
    for code in CLASSES:
        line = line_of(found, code)
        assert (line["actual"]["nights"] if line else 0) == classes.get(code, 0)
    assert found["loadings"]["class_missing_nights"] == classes.get("", 0)
    identity = line_of(found, "aboriginal")
    assert identity is not None
    assert identity["actual"]["nights"] == said.get("yes", 0)
    assert found["loadings"]["status_missing_nights"] == said.get("", 0)


@slow
@given(
    loaded_facts(),
    st.sampled_from(["night_weighted", "period_end"]),
    st.sampled_from(["earlier_placement", "higher_rate"]),
    st.sampled_from(["once", "each_record"]),
)
def test_every_counted_night_has_one_class_or_is_named(
    facts: dict[str, Any], moves: str, homes: str, overlap: str
) -> None:
    found = decided(
        facts,
        **{
            "loadings.carer_moves": moves,
            "loadings.two_homes": homes,
            "nights.same_line_overlap": overlap,
        },
    )
    block = found["loadings"]
    assert block["counted_nights"] == found["nights"]["actual"]
    classed = sum(row["actual"]["nights"] for row in block["lines"] if row["kind"] == "remoteness")
    assert classed + block["class_missing_nights"] == found["nights"]["actual"]
    assert block["class_missing_nights"] == sum(
        gap["nights"] for gap in block["gaps"] if gap["code"] == "class_missing"
    )


@slow
@given(loaded_facts(), st.randoms(use_true_random=False))
def test_order_does_not_matter(facts: dict[str, Any], random: Any) -> None:
    turned = json.loads(json.dumps(facts))
    for items in (turned["placements"], turned["line"]["loadings"], turned["homes"], turned["children"]):
        random.shuffle(items)
    for item in turned["homes"]:
        random.shuffle(item["remoteness"])
    for item in turned["children"]:
        random.shuffle(item["status"])
    one, two = decided(facts), decided(turned)
    for found in (one, two):
        found.pop("warnings")
    assert json.dumps(one) == json.dumps(two)


@slow
@given(loaded_facts())
def test_money_is_the_difference_at_its_rate_rounded_once(facts: dict[str, Any]) -> None:
    found = decided(facts)
    nights = oracle.nights_between(facts["period"]["start"], facts["period"]["end"])
    for line in found["loadings"]["lines"]:
        contracted = sum(
            Fraction(row["placements"])
            for night in nights
            if oracle.covers(facts["line"]["in_force"], night)
            for row in facts["line"]["loadings"]
            if row["category"] == line["category"] and oracle.covers(row, night)
        )
        # in a part of a quarter, too: nights × rate × quarterly base unit ÷ nights of the quarter
        exact = (line["actual"]["nights"] - contracted) * RATES[line["category"]] * 60 / Fraction(90)
        cents = (abs(exact) * 100 * 2 + 1) // 2
        assert abs(Fraction(line["amount"])) * 100 == cents
        assert (line["growth"] is not None) == (line["actual"]["nights"] > contracted)
        assert Fraction(line["limit"]) * 100 == (cents if line["actual"]["nights"] < contracted else 0)


@slow
@given(loaded_facts())
def test_netting_moves_no_money_but_lets_categories_offset_each_other(facts: dict[str, Any]) -> None:
    apart = decided(facts)
    netted = decided(facts, **{"loadings.netting": "net"})
    due = sum(Fraction(m["amount"]) for m in apart["money"] if m["code"].startswith("loading."))
    limits = sum(Fraction(line["limit"]) for line in apart["loadings"]["lines"])
    assert Fraction(apart["loadings"]["net"]["amount"]) == due - limits
    lines = len(apart["loadings"]["lines"])
    gap = abs(Fraction(netted["loadings"]["net"]["amount"]) - (due - limits))
    assert gap <= Fraction(lines + 1, 200)  # each line was rounded once, the net once
    paid = sum(Fraction(m["amount"]) for m in netted["money"] if m["code"] == "loading.net")
    assert paid == max(Fraction(0), Fraction(netted["loadings"]["net"]["amount"]))
    assert paid <= due + Fraction(lines + 1, 200)


@slow
@given(loaded_facts(), st.integers(0, 200_000))
def test_no_more_may_be_abated_than_the_limit(facts: dict[str, Any], cents: int) -> None:
    decision = decide(facts, PACK.policy())
    amount = f"{cents // 100}.{cents % 100:02d}"
    for line in decision.to_json()["loadings"]["lines"]:
        allowed = not check_loading_abatements({line["category"]: amount}, decision)
        assert allowed == (Fraction(amount) <= Fraction(line["limit"]))


@slow
@given(loaded_facts())
def test_the_decision_about_placements_rests_on_nothing_of_the_loadings(facts: dict[str, Any]) -> None:
    bare = {**facts, "line": {**facts["line"], "loadings": None}}
    plain = {key: value for key, value in bare.items() if key != "homes"}
    plain["children"] = [{"id": child["id"]} for child in facts["children"]]
    one, two = decided(bare), decided(plain)
    for found in (one, two):
        assert found.pop("loadings")["status"] == "not_configured"
        found["explanations"] = {
            k: v for k, v in found["explanations"].items() if not k.startswith("loading.")
        }
    assert one == two
    full = decided(facts)
    for key in ("nights", "share", "level", "growth", "abatement_limit"):
        assert full[key] == one[key]


def due(found: dict[str, Any], prefix: str) -> dict[str, Fraction]:
    return {m["code"]: Fraction(m["amount"]) for m in found["money"] if m["code"].startswith(prefix)}


def exact_due(found: dict[str, Any]) -> dict[str, Fraction]:
    """Each category's contract loading before it is rounded."""
    lines = found["contract_loading"]["lines"]
    return {
        row["category"]: sum((Fraction(p["amount"]) for p in row["pieces"]), Fraction(0)) for row in lines
    }


@slow
@given(loaded_facts())
def test_the_contract_loading_is_each_contracted_night_at_its_rate_rounded_once(
    facts: dict[str, Any],
) -> None:
    found = decided(facts)
    nights = oracle.nights_between(facts["period"]["start"], facts["period"]["end"])
    lines = due(found, "contract_loading.")
    for category, percent in RATES.items():
        contracted = sum(
            Fraction(row["placements"])
            for night in nights
            if oracle.covers(facts["line"]["in_force"], night)
            for row in facts["line"]["loadings"]
            if row["category"] == category and oracle.covers(row, night)
        )
        cents = (contracted * percent * 60 / Fraction(90) * 100 * 2 + 1) // 2
        assert lines.get(f"contract_loading.{category}", Fraction(0)) * 100 == cents
    assert all(lines.values())  # a line of nought is none


@slow
@given(loaded_facts())
def test_what_is_due_is_the_sum_of_its_lines(facts: dict[str, Any]) -> None:
    found = decided(facts)
    total = sum(Fraction(m["amount"]) for m in found["money"] if m["status"] == "due")
    parts = (
        *due(found, "base").values(),
        *due(found, "contract_loading.").values(),
        *due(found, "loading.").values(),
    )
    assert total == sum(parts)
    codes = [m["code"] for m in found["money"]]
    assert len(codes) == len(set(codes))


@slow
@given(loaded_facts())
def test_what_is_not_added_is_exactly_the_lines(facts: dict[str, Any]) -> None:
    apart = decided(facts)
    lines = due(apart, "contract_loading.")
    for reading in ("in_price", "elsewhere"):
        other = decided(facts, **{"funding.contract_loading": reading})
        assert due(other, "contract_loading.") == {}
        assert due(apart, "") == {**due(other, ""), **lines}
        told = {row["category"]: row["amount"] for row in other["contract_loading"]["lines"]}
        assert told == {row["category"]: row["amount"] for row in apart["contract_loading"]["lines"]}
        for key in ("nights", "share", "level", "growth", "abatement_limit", "loadings"):
            assert other[key] == apart[key]


@slow
@given(loaded_facts(), st.integers(2, 9))
def test_the_contract_loading_grows_in_step_with_the_placements(facts: dict[str, Any], times: int) -> None:
    rows = [
        {**row, "placements": str(Decimal(row["placements"]) * times)} for row in facts["line"]["loadings"]
    ]
    more = {**facts, "line": {**facts["line"], "loadings": rows}}
    one, many = exact_due(decided(facts)), exact_due(decided(more))
    assert many == {category: amount * times for category, amount in one.items()}
