"""Becoming a care partner as a program meets it: the board, what is missing, the accreditation, the approval."""

from __future__ import annotations

from typing import Any

import pytest

from homeward.apps.approvals.gates import gate_of
from tests.api.caller import Caller, read
from tests.apps.approvals.road import Road
from tests.factories.accounts import OrganisationFactory
from tests.factories.approvals import ApplicationFactory, QualityReviewFactory

pytestmark = pytest.mark.django_db


def begun() -> Road:
    road = Road()
    road.to("CONTRACTING")
    return road


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(begun)


@pytest.fixture
def road(copied: Any) -> Road:
    made: Road = copied()
    return made


def test_an_application_tells_where_it_stands_and_what_is_missing(road: Road) -> None:
    ApplicationFactory(body=road.body, organisation=OrganisationFactory(), reference="BCP-0099")
    rows = read(Caller(road.lead).get("/applications", state="CONTRACTING"))
    assert rows["total"] == 1 and rows["items"][0]["organisation"]["name"] == road.organisation.name
    whole = read(Caller(road.local).get(f"/applications/{road.application.public_id}"))
    (way,) = [w for w in whole["ways_on"] if w["step"] == "enter_cycle"]
    told = {item.code for step in gate_of(road.application).next for item in step.refusals}
    assert {m["code"] for m in way["missing"]} == told >= {"OUTCOME_AGREEMENT_REQUIRED"}
    assert all(m["title"] and m["fact"] and m["lift"] and m["who"] for m in way["missing"])
    assert whole["letter_signed_on"] == road.today.isoformat() and whole["agreement"] is None


def test_a_partner_is_told_of_its_own_application_only(road: Road) -> None:
    other = ApplicationFactory(body=road.body, organisation=OrganisationFactory(), reference="BCP-0099")
    caller = Caller(road.partner)
    assert [row["id"] for row in read(caller.get("/applications"))["items"]] == [road.application.public_id]
    assert caller.get(f"/applications/{other.public_id}").status_code == 404


def test_accreditation_and_approval_are_two_records(road: Road) -> None:
    review = QualityReviewFactory(approval=road.application.approval, comment="Well said.")
    (held,) = read(Caller(road.accreditor).get("/accreditations", status="accredited"))["items"]
    assert held["level"] == 1 and read(Caller(road.lead).get(f"/accreditations/{held['id']}")) == held
    (given,) = read(Caller(road.delegate).get("/approvals", state="ACTIVE"))["items"]
    assert given["section"] == "396" and given["reviews"][0]["comment"] == review.comment
    assert read(Caller(road.partner).get(f"/approvals/{given['id']}")) == given
