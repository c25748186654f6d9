"""The pages as the placement officer, the head of service, the provider and others see them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.decisions.models import Contract, Decision
from homeward.apps.decisions.prefill import terms_for
from tests.api.caller import Caller
from tests.api.caller import read as read_json
from tests.browsing import client_of
from tests.factories.children import CaseWorkerFactory
from tests.factories.decisions import House, make_house


def read(client: Any, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    text: str = answer.content.decode()
    return text


def send(client: Any, name: str, *args: str, **data: Any) -> Any:
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return answer


def test_the_whole_road_by_its_pages(house: House) -> None:
    officer, head, provider = (client_of(a) for a in (house.officer, house.head, house.managers[0]))
    offer, day = house.offers[0], house.today.isoformat()
    assert "Put it to the head of service" in read(officer, "propose_placement", offer.public_id)
    send(officer, "propose_placement", offer.public_id, start_on=day, reason="Nearest.")
    key = Decision.objects.get().public_id
    page = read(head, "decision", key)
    assert "Nobody has agreed to this placement yet" in page and "Decide" in page
    send(head, "decide_placement", key, agree="yes", reason="")
    other = house.offers[1].public_id
    assert "Another offer fits the child better" in read(officer, "accept_offer", key)
    send(officer, "accept_offer", key, **{f"because_{other}": "better_fit", f"words_{other}": "Thank you."})
    for code in ("documents", "safeguarding"):
        assert officer.get(reverse("record_check", args=[key, code])).status_code == 200
        send(officer, "record_check", key, code, done_on=day, words="Read")
    send(officer, "record_visit", key, on=day, visitors="Social worker", child_came="yes", found="Calm")
    assert "placeholder" in read(officer, "draw_contract", key).lower()
    terms = terms_for(Decision.objects.get(), None)
    send(officer, "draw_contract", key, **terms)
    contract = Contract.objects.get()
    assert "Read and sign" in read(provider, "contract", contract.public_id)
    house.sign(contract)
    assert (
        officer.get(reverse("contract_pdf", args=[contract.public_id]))["Content-Type"] == "application/pdf"
    )
    send(officer, "start_placement", key)
    assert "Their nights are counted" in read(provider, "decision", key)
    send(provider, "give_notice", key, kind="planned", given_on=day, words="They move nearer.")
    assert "The next referral" in read(officer, "decision", key)
    send(officer, "end_decision", key, on=day, end_reason="breakdown")
    send(officer, "hold_disruption", key, on=day, present="Social worker", learned="Nights need two.")
    assert "held on" in read(officer, "decision", key)


def test_a_provider_is_told_when_its_offer_is_accepted_and_not_before(house: House) -> None:
    decision = house.propose()
    address = reverse("decision", args=[decision.public_id])
    assert client_of(house.managers[0]).get(address).status_code == 404


def test_an_accepted_decision_hides_reasons_checks_and_people(house: House) -> None:
    contract = house.drawn()
    decision = Decision.objects.get(pk=contract.decision_id)
    page = read(client_of(house.managers[0]), "decision", decision.public_id)
    for hidden in (
        "Nearer to their school",
        "Read, nothing against it",
        house.head.user.name,
        house.officer.user.name,
    ):
        assert hidden not in page
    assert client_of(house.managers[1]).get(reverse("decision", args=[decision.public_id])).status_code == 404
    assert client_of(house.managers[1]).get(reverse("contract", args=[contract.public_id])).status_code == 404


def test_the_monitoring_officer_reads_contracts_and_no_decisions(house: House) -> None:
    contract = house.drawn()
    client = client_of(house.actor(Role.MONITORING_OFFICER))
    assert "Called off under" in read(client, "contract", contract.public_id)
    assert client.get(reverse("decision", args=[contract.decision.public_id])).status_code == 404
    assert client.get(reverse("decisions")).status_code == 404


def test_finance_reads_no_contract_and_the_line_with_its_weekly_price(house: House) -> None:
    decision = house.started()
    client = client_of(house.actor(Role.FINANCE_OFFICER))
    contract = decision.contract
    contract.refresh_from_db()
    assert client.get(reverse("contract", args=[contract.public_id])).status_code == 404
    assert contract.agreement is not None
    page = read(client, "agreement", contract.agreement.public_id)
    assert "900" in page and "SerenA" not in page


def test_reading_a_contract_is_reading_the_children(house: House) -> None:
    contract = house.drawn()
    child = contract.children.get().child
    read(client_of(house.managers[0]), "contract", contract.public_id)
    events = AuditEvent.objects.filter(
        action="read", thing=child.public_id, actor_id=house.managers[0].user.pk
    )
    assert events.count() == 1


def test_the_list_finds_by_home_and_state(house: House) -> None:
    house.propose()
    client = client_of(house.officer)
    reference = house.search.referral.reference
    assert reference in client.get(reverse("decisions"), {"q": "onnen"}).content.decode()
    assert reference not in client.get(reverse("decisions"), {"state": "ended"}).content.decode()


def test_errors_stand_at_their_fields(house: House) -> None:
    decision = house.started()
    answer = client_of(house.officer).post(
        reverse("add_extra", args=[decision.contract.public_id]),
        {"words": "Taxi", "weekly": "70", "starts_on": house.today.isoformat(),
         "ends_on": (house.today - dt.timedelta(1)).isoformat(), "reason": "No bus."},
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 200 and "the end after the start" in page


@pytest.mark.django_db
def test_a_worker_reads_the_contract_of_siblings_with_the_own_child_named_only() -> None:
    house = make_house(children=2)
    contract = Contract.objects.get(decision=house.started())
    mine, other = [row.child for row in contract.children.order_by("pk")]
    worker = house.actor(Role.SOCIAL_WORKER)
    CaseWorkerFactory(child=mine, user=worker.user)
    client, address = client_of(worker), reverse("contract", args=[contract.public_id])
    page = client.get(address).content.decode()
    assert mine.given_name in page and other.given_name not in page and "Child B" in page
    read = AuditEvent.objects.filter(action="read", actor_id=worker.user.pk).values_list("thing", flat=True)
    assert mine.public_id in read and other.public_id not in read
    assert contract.document is not None
    closed = [
        reverse("contract_pdf", args=[contract.public_id]),
        reverse("document", args=[contract.document.public_id]),
    ]
    assert [client.get(one).status_code for one in closed] == [404, 404]
    assert contract.document.title not in page
    whole = read_json(Caller(worker).get(f"/contracts/{contract.public_id}"))
    assert [c["child"] and c["child"]["id"] for c in whole["children"]] == [mine.public_id, None]
    CaseWorkerFactory(child=other, user=worker.user)
    assert [client.get(one).status_code for one in closed] == [200, 200]
