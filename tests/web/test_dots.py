"""The picture of two cases beside one another, and the sentence that stands for it."""

from __future__ import annotations

from fractions import Fraction

from homeward.web.charts import Dot, dots, dots_measures, dots_story

NAMES = ("Proposed", "First come")
ROWS = [
    Dot("Nia, 16", 72, "72", None, "no home"),
    Dot("Osian, 10", Fraction(169, 2), "84.5", Fraction(169, 2), "84.5"),
    Dot("Jac, 6", 79, "79", 90, "90"),
]


def test_the_same_figures_give_the_same_bytes() -> None:
    assert dots(ROWS, NAMES).svg == dots(ROWS, NAMES).svg
    assert dots(ROWS, NAMES).svg != dots(ROWS[:2], NAMES).svg


def test_its_measures_are_known_before_it_is_drawn() -> None:
    for count in (0, 1, 40):
        drawn = dots(ROWS[:1] * count, NAMES, size="narrow")
        assert (drawn.width, drawn.height) == dots_measures(count, "narrow")


def test_the_sentence_tells_who_gains_and_who_gives_up() -> None:
    told = dots_story(ROWS, NAMES, "points of need met")
    assert "1 of 3 is equal" in told
    assert "Nia, 16: 72, no home." in told and "Jac, 6: 79, 90." in told


def test_nobody_known_still_draws() -> None:
    assert dots([Dot("Nia", None, "no home", None, "no home")], NAMES).svg.startswith(b"<?xml")
