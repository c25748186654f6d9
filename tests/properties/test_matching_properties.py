"""Matching: columns and plain rule agree, order plays no part, lifting an exclusion never worsens."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from homeward.engine.matching.columns import NONE, Columns
from homeward.engine.matching.decide import decide
from homeward.engine.matching.distance import tenths_of_miles
from homeward.engine.matching.exclusions import BITS, mask_of, named
from homeward.engine.matching.points import points_of, score_of
from homeward.engine.matching.rows import OLDEST, Ask, Row
from homeward.policy import load_pack

PACK = load_pack("gb_wls")
DAY = 739_000
some = st.sampled_from
maybe = st.one_of


def codes(letters: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(some(letters), max_size=3)


def restriction() -> st.SearchStrategy[tuple[str, int, int | None]]:
    near = st.integers(DAY - 3, DAY + 3)
    return st.tuples(some(["provider", "home"]), near, maybe(st.none(), near))


AGES = st.integers(0, 18)
POINTS = maybe(st.none(), st.integers(0, 1_300_000))
ROWS = st.builds(
    Row,
    id=st.just("v"),
    home=some("hkm"),
    service_type=some("fs"),
    types=codes("xyz"),
    framework=st.booleans(),
    admitted=st.booleans(),
    places=st.integers(0, 4),
    from_day=st.integers(DAY - 2, DAY + 9),
    confirmed_day=maybe(st.none(), st.integers(DAY - 10, DAY)),
    blocked=st.booleans(),
    age_low=AGES,
    age_high=maybe(AGES, st.just(OLDEST)),
    sexes=maybe(st.none(), codes("MFU")),
    carer_room=maybe(st.none(), st.integers(0, 3)),
    carer_low=AGES,
    carer_high=maybe(AGES, st.just(OLDEST)),
    only_for=maybe(st.none(), codes("ab")),
    restricted=st.lists(restriction(), max_size=2).map(tuple),
    registered=st.booleans(),
    easting=POINTS,
    northing=POINTS,
    area=maybe(st.none(), some("ABC")),
    meets=st.dictionaries(some("nop"), st.integers(0, 2)),
    traits=maybe(st.none(), codes("dc")),
    school=maybe(st.none(), st.integers(0, 2)),
    languages=maybe(st.none(), codes("ec")),
    quality=maybe(st.none(), st.integers(0, 11_000)),
    price=maybe(st.none(), st.integers(0, 900_000)),
    comparable=maybe(st.none(), st.integers(0, 900_000)),
    rank=st.none(),
    children_there=st.integers(0, 2),
    impact=maybe(st.none(), st.booleans()),
)


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    ages = sorted(draw(st.lists(AGES, min_size=1, max_size=3)))
    point = draw(st.booleans())
    return Ask(
        today=DAY,
        day=DAY + draw(st.integers(0, 7)),
        types=draw(codes("xyzw")),
        ages=(ages[0], ages[-1]),
        sexes=draw(codes("MFU")),
        children=frozenset("abc"[: len(ages)]),
        size=len(ages),
        required=len(ages) > 1 and draw(st.booleans()),
        siblings_at=draw(st.dictionaries(some("hkq"), st.integers(1, 2), max_size=2)),
        youngest_alone=draw(maybe(AGES, st.just(OLDEST))),
        needs=tuple(sorted(draw(codes("nopq")))),
        essential=tuple(sorted(draw(codes("nop")))),
        avoid=draw(codes("dcx")),
        easting=draw(st.integers(0, 1_300_000)) if point else None,
        northing=draw(st.integers(0, 1_300_000)) if point else None,
        area="A",
        adjoining=frozenset("B"),
        most_tenths=draw(maybe(st.none(), st.integers(0, 5_000))),
        avoid_areas=draw(codes("ABZ")),
        keeps_school=draw(st.booleans()),
        language=draw(maybe(st.none(), some("ecw"))),
        yardstick=200,
        stale_days=7,
        other_arrangements=draw(codes("fsz")),
        other_age=16,
        registered_types=draw(codes("fsz")),
        part=draw(st.integers(0, 10_000)),
        bands=((50, 10_000), (200, 5_000), (None, draw(st.integers(0, 100)))),
        weights=tuple(draw(st.lists(st.integers(0, 10_000), min_size=7, max_size=7))),
    )


@given(st.lists(ROWS, max_size=12), asks())
def test_columns_say_what_the_plain_rule_says(rows: list[Row], ask: Ask) -> None:
    scored = Columns(rows).score(ask)
    plain = [score_of(points_of(row, ask), ask.weights) for row in rows]
    assert [named(mask) for mask in scored.mask.tolist()] == [named(mask_of(row, ask)) for row in rows]
    assert [None if score == NONE else score for score in scored.score.tolist()] == plain


@given(ROWS, asks())
def test_a_score_lies_between_0_and_100_points_and_is_none_only_where_nothing_is_known(
    row: Row, ask: Ask
) -> None:
    points = points_of(row, ask)
    score = score_of(points, ask.weights)
    known = [found for weight, found in zip(ask.weights, points, strict=True) if weight and found is not None]
    assert (score is None) == (not known)
    assert score is None or 10 * min(known) <= score <= 10 * max(known) and 0 <= score <= 100_000


@given(st.lists(ROWS, min_size=1, max_size=12), asks(), st.integers(0, 4))
def test_the_best_rows_are_open_and_none_left_out_is_better(rows: list[Row], ask: Ask, count: int) -> None:
    scored = Columns(rows).score(ask)
    blocks = BITS["place_taken"] | BITS["place_blocked"]
    best = scored.best(blocks, count).tolist()
    open_rows = [place for place, row in enumerate(rows) if row.places and not row.blocked]
    assert set(best) <= set(open_rows) and len(best) == min(count, len(open_rows))
    left = [int(scored.score[place]) for place in open_rows if place not in best]
    assert not best or not left or min(scored.score[best].tolist()) >= max(left)


@given(st.integers(0, 1_300_000), st.integers(0, 1_300_000))
def test_distance_is_the_return_formula_rounded_half_up(east: int, north: int) -> None:
    tenths = tenths_of_miles(east, north)
    squared = 10_000 * (east * east + north * north)  # of 100 times the metres; a tenth is 16 093 of them
    # tenths - 1/2 <= 100 d / 16093 < tenths + 1/2, squared
    assert tenths == 0 or 4 * squared >= ((2 * tenths - 1) * 16_093) ** 2
    assert 4 * squared < ((2 * tenths + 1) * 16_093) ** 2


CANDIDATES: list[dict[str, Any]] = [
    {
        "id": f"v{number}", "home": f"h{number}", "provider": f"p{number % 3}", "route": "framework",
        "admission": "admitted", "service_type": "fostering", "types": ["foster_mainstream"], "places": 1 + number % 2,
        "confirmed_on": "2026-11-20", "is_registered": True, "quality": str(50 + number % 4),
        "rank": 1 + number % 3,
    }
    for number in range(8)
]  # fmt: skip
FACTS: dict[str, Any] = {
    "on": "2026-11-23",
    "referral": {
        "id": "r", "start_by": "2026-11-30", "urgency": "planned", "types": ["foster_mainstream"],
        "children": [{"id": "a", "born_on": "2016-01-01"}],
    },
    "candidates": CANDIDATES,
}  # fmt: skip
SPOILED: list[dict[str, Any]] = [
    {"blocked": "repairs"},
    {"places": 0},
    {"admission": "suspended"},
    {"is_registered": False},
    {"types": ["residential_core"]},
    {"age_high": 3},
    {"children_there": 1},
    {"available_from": "2026-12-24"},
]


@given(st.permutations(CANDIDATES), st.data())
def test_the_order_of_candidates_plays_no_part(shuffled: list[dict[str, Any]], data: st.DataObject) -> None:
    spoiled = data.draw(st.dictionaries(st.integers(0, 7), some(SPOILED)))
    given_one = [{**item, **spoiled.get(place, {})} for place, item in enumerate(CANDIDATES)]
    by_id = {item["id"]: item for item in given_one}
    one = decide({**FACTS, "candidates": given_one}, PACK.policy()).to_json()
    two = decide({**FACTS, "candidates": [by_id[item["id"]] for item in shuffled]}, PACK.policy()).to_json()
    assert one["matches"] == two["matches"]


@given(st.dictionaries(st.integers(0, 7), some(SPOILED), min_size=1), st.data())
def test_lifting_what_excludes_a_home_never_worsens_it(
    spoiled: dict[int, dict[str, Any]], data: st.DataObject
) -> None:
    lifted = data.draw(some(sorted(spoiled)))
    before = deepcopy(CANDIDATES)
    for place, change in spoiled.items():
        before[place].update(change)
    after = deepcopy(before)
    after[lifted] = deepcopy(CANDIDATES[lifted])

    def standing(candidates: list[dict[str, Any]]) -> dict[str, Any]:
        decision = decide({**FACTS, "candidates": candidates}, PACK.policy())
        return {match.candidate.id: match for match in decision.matches}

    then, now = standing(before), standing(after)
    name = f"v{lifted}"
    assert now[name].is_eligible and not then[name].is_eligible
    assert now[name].score >= then[name].score
    assert sum(m.is_eligible for m in now.values()) == sum(m.is_eligible for m in then.values()) + 1
    others = set(then) - {name}
    assert {other: then[other].score for other in others} == {other: now[other].score for other in others}


@given(ROWS, asks())
def test_what_is_unknown_takes_no_part(row: Row, ask: Ask) -> None:
    """Learning that a criterion is exactly as good as the rest leaves the score where it was."""
    bare = replace(row, quality=None)
    without = score_of(points_of(bare, ask), ask.weights)
    if without is None or without % 10:
        return
    assert score_of(points_of(replace(row, quality=without // 10), ask), ask.weights) == without
