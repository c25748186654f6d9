"""Pictures: repeatable bytes, a sentence, no font of the machine."""

import subprocess
import sys
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from homeward.web.charts import Edge, Point, line, share_over_quarters, share_story

SHARES = ("96.2", "98.4", "95.6", "88.0")
POINTS = [Point(f"Q{n}\n2025-26", Fraction(shown), shown) for n, shown in enumerate(SHARES, start=1)]
EDGES = [Edge("Level 1 from 95", 95, True), Edge("Level 2 from 90", 90, True)]
DRAW = """
from fractions import Fraction
from homeward.web.charts import Point, Edge, share_over_quarters
points = [Point(f"Q{n}", Fraction(s), s) for n, s in enumerate(("96.2", "88.0"))]
import django.conf; django.conf.settings.configure(USE_I18N=False)
print(share_over_quarters(points, edges=[Edge("Level 1", 95, True)]).digest)
"""


@pytest.mark.parametrize("size", ["wide", "narrow", "small"])
def test_the_same_figures_give_the_same_bytes(size):
    first = share_over_quarters(POINTS, edges=EDGES, size=size)
    assert first.svg == share_over_quarters(POINTS, edges=EDGES, size=size).svg
    root = ElementTree.fromstring(first.svg)
    assert root.get("viewBox") == f"0 0 {first.width} {first.height}"


@pytest.mark.slow
def test_two_processes_draw_the_same_bytes():
    command = [sys.executable, "-c", DRAW]
    seen = {subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in "12"}
    assert len(seen) == 1 and len(seen.pop().strip()) == 16


def test_another_figure_gives_another_picture():
    changed = [*POINTS[:-1], Point("Q4\n2025-26", Fraction("88.1"), "88.1")]
    assert share_over_quarters(POINTS).digest != share_over_quarters(changed).digest


def test_text_is_drawn_as_paths_and_nothing_names_a_date_or_a_program():
    svg = share_over_quarters(POINTS, edges=EDGES).svg.decode()
    assert "<text" not in svg and "<dc:date>" not in svg and "Matplotlib" not in svg


def test_a_placeholder_edge_is_dashed_violet_and_a_sourced_one_is_not():
    placeholder = share_over_quarters(POINTS, edges=EDGES).svg.decode()
    sourced = share_over_quarters(POINTS, edges=[Edge("Level 1 from 95", 95)]).svg.decode()
    assert "#5b3a8c" in placeholder and "stroke-dasharray" in placeholder
    assert "#5b3a8c" not in sourced


def test_a_quarter_without_a_share_leaves_a_gap_and_no_figures_still_draw():
    gap = [POINTS[0], Point("Q2", None, "n/a"), POINTS[2]]
    assert ElementTree.fromstring(line(gap).svg) is not None
    assert ElementTree.fromstring(share_over_quarters([]).svg) is not None


def test_the_sentence_tells_the_story():
    assert share_story(POINTS, edges=EDGES) == (
        "Line chart of the share of target over 4 quarters. From 96.2 percent in Q1 2025-26, highest 98.4 in "
        "Q2 2025-26, to 88.0 percent in Q4 2025-26, below the target and every level's edge."
    )
    assert share_story(POINTS[:1]).startswith("Line chart with one value: 96.2 percent")
    assert "No quarter has a share yet" in share_story([Point("Q1", None, "n/a")])


def test_matplotlib_is_not_imported_before_the_first_picture():
    code = "import sys, homeward.web.charts; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
