from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from homeward.kernel.jsontypes import plain
from homeward.kernel.problems import Problem, errors
from homeward.kernel.reasons import Authority, Clause, Explanation, Reason, Step, ValueUsed, clauses_of
from homeward.kernel.share import Share

CLAUSE = Clause("utilisation-policy", "4.1")
VALUE = ValueUsed(
    "nights.hold",
    "excluded",
    date(2022, 8, 3),
    "sourced",
    CLAUSE,
    "reading",
    key="general_family_based_care",
    kind="reading",
    on=date(2023, 1, 1),
)


def test_explanations_survive_json() -> None:
    step = Step("segment", {"nights": 2}, "2", (Step("placement", {"source": {"row": 3}}, "p1"),))
    explanation = Explanation(
        "share", {"shown": "88.9"}, (step,), Authority("au_sa", "1", "d", (VALUE,), (CLAUSE,))
    )
    stored = json.loads(json.dumps(explanation.to_json()))
    assert Explanation.from_json(stored) == explanation


def test_reasons_survive_json() -> None:
    reason = Reason("abatement_above_limit", {"limit": "66.67"}, (VALUE,), CLAUSE)
    assert Reason.from_json(json.loads(json.dumps(reason.to_json()))) == reason
    assert Reason.from_json(Reason("x").to_json()) == Reason("x")


def test_authority_tells_of_placeholders() -> None:
    guess = ValueUsed("utilisation.levels", [], date(2022, 8, 3), "placeholder", None, "level_bands")
    assert not Authority("p", "1", "d", (VALUE,)).has_placeholder
    assert Authority("p", "1", "d", (VALUE, guess)).to_json()["placeholder"] is True
    assert clauses_of([VALUE, guess, VALUE]) == (CLAUSE,)


def test_plain_keeps_figures_exact() -> None:
    assert plain({"a": Fraction(8, 9), "b": Decimal("1E+3"), "c": (date(2023, 1, 1), None)}) == {
        "a": "8/9",
        "b": "1000",
        "c": ["2023-01-01", None],
    }
    with pytest.raises(TypeError, match="float"):
        plain(0.1)


def test_shares_compare_exact_and_show_rounded() -> None:
    share = Share(3419, 3600, "utilisation")
    assert share.shown == "95.0"
    assert share.misleads_at(Fraction(95))
    assert not share.misleads_at(Fraction(96))
    assert not Share(3420, 3600, "utilisation").misleads_at(Fraction(95))
    assert share.to_json()["exact"] == "3419/3600"


def test_a_share_of_nothing_is_not_available() -> None:
    share = Share(4, 0, "utilisation")
    assert (share.exact, share.percent, share.shown) == (None, None, "n/a")
    assert not share.misleads_at(Fraction(0))


def test_problems_name_place_and_remedy() -> None:
    problem = Problem("end_wrong", "'x' is no date.", "Write a date.", row=3, column="end", value="x")
    assert str(problem) == "row 3, end: 'x' is no date. Write a date."
    warning = Problem("spell_clipped", "Clipped.", "Check.", severity="warning")
    assert errors([problem, warning]) == [problem]
