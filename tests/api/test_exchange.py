"""The data exchange as a program meets it: try a month out, submit it, read it as it was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.caller import Caller, read
from tests.apps.exchange.month import Month

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(Month)


@pytest.fixture
def month(copied: Any) -> Month:
    made: Month = copied()
    return made


def test_a_month_is_tried_out_submitted_and_read(month: Month) -> None:
    partner, lead = Caller(month.partner), Caller(month.lead)
    sent = {"month": f"{month.start:%Y-%m}", "groups": {c: rows for c, rows in month.rows().items() if rows}}
    bad = sent | {"groups": {"nights": [{"child_key": "K-1", "date": "soon", "status": "in_care"}]}}
    wrong = partner.post("/returns", bad)
    assert wrong.status_code == 201
    found = wrong.json()
    (problem,) = [p for p in found["problems"] if p["severity"] == "error"]
    assert (problem["group"], problem["row"], problem["column"], problem["code"]) == (
        "nights",
        1,
        "date",
        "date_form",
    )
    assert partner.post(f"/returns/{found['id']}/submit", {}).status_code == 409
    tried = partner.post("/returns", sent).json()
    assert tried["state"] == "trial" and tried["errors"] == 0
    assert lead.get(f"/returns/{tried['id']}").status_code == 404
    done = read(partner.post(f"/returns/{tried['id']}/submit", {}))
    assert (done["state"], done["version"], done["sha256"]) == ("submitted", 1, tried["sha256"])
    seen = read(lead.get(f"/returns/{tried['id']}"))
    assert {c: r for c, r in seen["groups"].items() if r} == sent["groups"]
    assert [r["id"] for r in read(lead.get("/returns", state="submitted", month=sent["month"]))["items"]] == [
        tried["id"]
    ]
    assert read(Caller(month.stranger).get("/returns"))["total"] == 0


def test_a_role_that_sends_none_is_told_so(month: Month) -> None:
    sent = {"month": f"{month.start:%Y-%m}", "groups": {}}
    assert Caller(month.lead).post("/returns", sent).status_code == 404
    partner = Caller(month.partner)
    assert partner.post("/returns", sent | {"month": f"{month.end:%Y-%m}"}).status_code == 409
    assert partner.post("/returns", sent | {"month": "soon"}).status_code == 422
