"""Every step and reason of the ranking's rule reads as a sentence on its pages."""

from __future__ import annotations

import re
from pathlib import Path

from homeward.apps.frameworks.own import OTHERS_STEPS
from homeward.apps.frameworks.presenters.explaining import STEPS
from homeward.apps.frameworks.presenters.leaving_out import _sentences
from homeward.engine import ranking

FOLDER = Path(ranking.__file__).parent
DERIVED = {
    "tender_term", "annual_term", "quality_points", "price_share_points", "annual_score", "annual_carried_forward",
    "tie_settled_by_total", "tie_settled_by_quality", "tie_settled_by_price",
}  # fmt: skip


def test_each_step_of_the_working_has_words() -> None:
    written = set(re.findall(r'step\(\s*"(\w+)"', (FOLDER / "explain.py").read_text()))
    assert written | DERIVED == set(STEPS)


def test_each_reason_to_leave_a_provider_out_has_words() -> None:
    text = "".join((FOLDER / name).read_text() for name in ("admission.py", "gateway.py", "decide.py"))
    written = set(re.findall(r'(?:Reason|_reason)\(\s*"(\w+)"', text)) | set(
        re.findall(r'yield "(\w+)"', text)
    )
    assert written == set(_sentences())


def test_the_steps_hidden_from_a_provider_are_steps_there_are() -> None:
    assert set(STEPS) >= OTHERS_STEPS
