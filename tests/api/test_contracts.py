"""Individual contracts as a program meets them: the authority's, the provider's, and another provider's."""

from __future__ import annotations

from typing import Any

import pytest

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.decisions.models import Contract, Decision
from homeward.apps.referrals.models import Referral
from tests.api.caller import Caller, read
from tests.factories.decisions import ContractVariationFactory, House, make_house

pytestmark = pytest.mark.django_db


def begun() -> tuple[House, Contract]:
    """A contract signed by both, and begun."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])
        house = make_house(children=2)
        return house, Contract.objects.get(decision=house.started())


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(begun)


@pytest.fixture
def both(copied: Any) -> tuple[House, Contract]:
    made: tuple[House, Contract] = copied()
    return made


@pytest.fixture
def house(both: tuple[House, Contract]) -> House:
    return both[0]


@pytest.fixture
def contract(both: tuple[House, Contract]) -> Contract:
    return both[1]


def notice(house: House, **given: Any) -> dict[str, Any]:
    return {"kind": "planned", "given_on": house.today.isoformat(), "words": "The plan changes.", **given}


def test_a_contract_is_read_by_both_sides_and_by_nobody_else(house: House, contract: Contract) -> None:
    path = f"/contracts/{contract.public_id}"
    whole = read(Caller(house.officer).get(path))
    assert (whole["reference"], whole["state"], whole["weekly"]) == (contract.reference, "started", "900.00")
    assert {s["side"]: s["fits"] for s in whole["signatures"]} == {"body": True, "provider": True}
    assert len(whole["children"]) == 2 and all(c["placement"] for c in whole["children"])
    theirs = read(Caller(house.managers[0]).get(path))
    assert [c["placement"] for c in theirs["children"]] == [None, None]
    assert [c["child"] for c in theirs["children"]] == [c["child"] for c in whole["children"]]
    other = Caller(house.managers[1])
    assert other.get(path).content == other.get("/contracts/NOSUCHTHING2").content
    assert read(other.get("/contracts"))["items"] == []


def test_its_terms_through_time_are_told(house: House, contract: Contract) -> None:
    varied = ContractVariationFactory(contract=contract, number=1, state="in_force")
    ContractVariationFactory(contract=contract, number=2, effective_on=house.today)  # not agreed
    whole = read(Caller(house.managers[0]).get(f"/contracts/{contract.public_id}"))
    assert whole["weekly"] == "900.00"
    assert [(t["since"], t["weekly"], t["variation"]) for t in whole["terms"]] == [
        (contract.decision.start_on.isoformat(), "900.00", None), (varied.effective_on.isoformat(), "930.00", 1),
    ]  # fmt: skip


def test_a_reading_names_no_child_and_is_recorded(house: House, contract: Contract) -> None:
    answer = Caller(house.managers[0]).get(f"/contracts/{contract.public_id}")
    children = [row.child for row in contract.children.select_related("child")]
    assert not any(
        name in answer.content.decode() for c in children for name in (c.given_name, c.family_name)
    )
    reads = AuditEvent.objects.filter(action="read", kind="child", actor_label__contains="by token")
    assert set(reads.values_list("thing", flat=True)) == {c.public_id for c in children}


def test_the_list_is_filtered_and_tells_no_child(house: House, contract: Contract) -> None:
    caller = Caller(house.head)
    (row,) = read(caller.get("/contracts", state="started", reference=contract.reference.lower()))["items"]
    assert row["id"] == contract.public_id and "children" not in row
    assert read(caller.get("/contracts", state="ended"))["items"] == []


def test_the_provider_gives_notice_and_the_search_for_the_next_home_begins(
    house: House, contract: Contract
) -> None:
    provider = Caller(house.managers[0])
    path = f"/contracts/{contract.public_id}/notice"
    told = read(provider.post(path, notice(house, kind="weather", given_on="2999-01-01")), 409)
    assert {"notice.kind_unknown", "notice.future"} <= {r["code"] for r in told["reasons"]}
    assert all(r["title"] and r["lift"] and r["who"] for r in told["reasons"])
    done = read(provider.post(path, notice(house), key="notice-1"), 201)
    assert (
        done["state"] == "notice"
        and done["notice"]["side"] == "provider"
        and done["notice"]["referral"] is None
    )
    again = provider.post(path, notice(house), key="notice-1")
    assert again["Idempotency-Replayed"] == "true" and read(again, 201) == done
    opened = Referral.objects.get(notices__decision=contract.decision)
    theirs = read(Caller(house.officer).get(f"/contracts/{contract.public_id}"))
    assert theirs["notice"]["referral"] == opened.reference
    told = read(provider.post(path, notice(house)), 409)
    assert told["reasons"], "notice is given once"


def test_notice_needs_the_right_and_the_side(house: House, contract: Contract) -> None:
    path = f"/contracts/{contract.public_id}/notice"
    for role in (Role.AUDITOR, Role.MONITORING_OFFICER):
        assert Caller(house.actor(role)).post(path, notice(house)).status_code == 404
    assert Caller(house.managers[1]).post(path, notice(house)).status_code == 404
    narrow = Caller(house.managers[0], scopes=[P.CONTRACT_READ, P.CONTRACT_SIGN])
    assert narrow.post(path, notice(house)).status_code == 404
    assert Decision.objects.get(pk=contract.decision_id).state == "started"


def test_who_reads_no_decisions_is_told_no_notice(house: House, contract: Contract) -> None:
    read(Caller(house.officer).post(f"/contracts/{contract.public_id}/notice", notice(house)), 201)
    whole = read(Caller(house.actor(Role.MONITORING_OFFICER)).get(f"/contracts/{contract.public_id}"))
    assert whole["state"] == "notice" and whole["notice"] is None
