"""The pages of the policy, as the people concerned see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.local_policy import transfer
from homeward.apps.local_policy.models import LocalValue
from homeward.policy import load_pack, packs
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.local_policy import LocalValueFactory, confirmed_value
from tests.records import signed_in

pytestmark = pytest.mark.django_db
State = LocalValue.State
LEVELS = "utilisation.levels"
ENTERED = {
    "keys": ["general_family_based_care"], "level_1": "1", "edge_1": "97", "level_2": "2", "edge_2": "92.5", "level_3": "3",
    "edge_3": "0", "start": "2026-07-01", "source_title": "Specification V2.4", "source_clause": "Appendix 1",
    "source_read_on": "2026-10-02", "note": "",
}  # fmt: skip


@pytest.fixture
def body() -> CommissioningBody:
    return CommissioningBodyFactory()


@pytest.fixture
def steward(body: CommissioningBody) -> Actor:
    return actor_in(Role.POLICY_STEWARD, body)


def text_of(client: Client, address: str, status: int = 200, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == status, address
    return response.content.decode()


def test_the_list_is_searched_filtered_sorted_and_exported(body: CommissioningBody, steward: Actor) -> None:
    confirmed_value(body=body, path="nights.missing_alert", value=5)
    LocalValueFactory(body=body)
    client = signed_in(steward)
    page = text_of(client, "/rules/")
    assert f"{len(load_pack('au_sa').parameters)} parameters" in page
    assert "+local.1" in page and "1 value waits for a second person" in page
    local = text_of(client, "/rules/", standing="local")
    assert "5 nights" in local and "Performance levels" not in local
    assert "Performance levels" in text_of(client, "/rules/", standing="waiting")
    assert "Performance levels" in text_of(client, "/rules/", q="performance LEVELS")
    assert "Nothing fits" in text_of(client, "/rules/", q="unheard of")
    assert "Loading on the base unit price" not in text_of(client, "/rules/", area="nights")
    found = client.get("/rules/", {"format": "csv", "standing": "placeholder"}).content.decode()
    assert "Performance levels of placement utilisation" in found and "missing" not in found.casefold()
    rows = client.get("/rules/", {"format": "csv", "sort": "-name"}).content.decode().splitlines()[1:]
    names = [row.split(",")[0].strip('"') for row in rows]
    assert names == sorted(names, reverse=True)


@pytest.mark.slow
@pytest.mark.parametrize("pack", packs())
def test_every_parameter_of_every_pack_has_its_page_and_its_form(pack: str) -> None:
    steward = actor_in(Role.POLICY_STEWARD, CommissioningBodyFactory(pack=pack))
    client = signed_in(steward)
    for path, parameter in load_pack(pack).parameters.items():
        assert parameter.description.strip().rstrip(".")[:40] in text_of(client, f"/rules/{path}/").replace(
            "&#39;", "'"
        )
        assert 'name="source_title"' in text_of(client, f"/rules/{path}/enter/")


def test_who_only_reads_is_offered_nothing_to_enter(body: CommissioningBody) -> None:
    confirmed_value(body=body)
    for role in (Role.CONTRACT_MANAGER, Role.PROVIDER_WORKER, Role.ADMINISTRATOR, Role.DIRECTOR):
        client = signed_in(actor_in(role, body))
        page = text_of(client, f"/rules/{LEVELS}/")
        assert "Entered here" in page and "/enter/" not in page
        text_of(client, f"/rules/{LEVELS}/enter/", 404)
        text_of(client, "/rules/take-in/", 404)


def test_a_value_is_entered_checked_proposed_and_confirmed_by_another(
    body: CommissioningBody, steward: Actor
) -> None:
    client = signed_in(steward)
    response = client.post(f"/rules/{LEVELS}/enter/", ENTERED)
    value = LocalValue.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/rules/values/{value.public_id}/")
    page = text_of(client, response["Location"])
    assert (
        "Check the answers" in page
        and "Level 1: 95 % and above" in page
        and "Level 1: 97 % and above" in page
    )
    client.post(f"/rules/values/{value.public_id}/propose/")
    own = text_of(client, f"/rules/values/{value.public_id}/")
    assert "A second person confirms" in own and 'name="decision"' not in own
    refusal = client.post(f"/rules/values/{value.public_id}/decide/", {"decision": "confirm"})
    assert refusal.status_code == 409 and steward.user.name in refusal.content.decode()
    second = signed_in(actor_in(Role.POLICY_STEWARD, body))
    assert 'name="decision"' in text_of(second, f"/rules/values/{value.public_id}/")
    assert second.post(f"/rules/values/{value.public_id}/decide/", {"decision": "confirm"}).status_code == 302
    value.refresh_from_db()
    assert value.state == State.CONFIRMED
    parameter = text_of(client, f"/rules/{LEVELS}/")
    assert "What the pack says beneath" in parameter and "Specification V2.4" in parameter


def test_faults_stand_at_their_fields(steward: Actor) -> None:
    client = signed_in(steward)
    page = client.post(
        f"/rules/{LEVELS}/enter/", {**ENTERED, "edge_2": "98", "source_read_on": "2126-01-01"}
    ).content.decode()
    assert 'href="#id_edge_2"' in page and "best level first" in page
    page = client.post(
        f"/rules/{LEVELS}/enter/", {**ENTERED, "source_read_on": "2126-01-01"}
    ).content.decode()
    assert 'href="#id_source_read_on-day"' in page and "at the latest today" in page
    page = client.post(
        f"/rules/{LEVELS}/enter/", {**ENTERED, "level_3": "C", "level_2": "B"}
    ).content.decode()
    assert "Give one of the levels the code 3" in page
    assert not LocalValue.objects.exists()


def test_a_draft_is_changed_on_its_form_and_seen_by_stewards_only(
    body: CommissioningBody, steward: Actor
) -> None:
    client = signed_in(steward)
    client.post(f"/rules/{LEVELS}/enter/", ENTERED)
    value = LocalValue.objects.get()
    form = text_of(client, f"/rules/values/{value.public_id}/change/")
    assert 'value="92.5"' in form and 'value="Specification V2.4"' in form
    client.post(f"/rules/values/{value.public_id}/change/", {**ENTERED, "edge_2": "93"})
    value.refresh_from_db()
    assert value.value[1] == {"level": "2", "at_least": "93"}
    text_of(signed_in(actor_in(Role.DIRECTOR, body)), f"/rules/values/{value.public_id}/", 404)
    text_of(signed_in(actor_in(Role.POLICY_STEWARD)), f"/rules/values/{value.public_id}/", 404)


def test_declining_needs_a_reason(body: CommissioningBody, steward: Actor) -> None:
    value = LocalValueFactory(body=body)
    client = signed_in(steward)
    page = client.post(f"/rules/values/{value.public_id}/decide/", {"decision": "decline"}).content.decode()
    assert 'href="#id_reason"' in page
    client.post(
        f"/rules/values/{value.public_id}/decide/", {"decision": "decline", "reason": "Another table."}
    )
    assert "Another table." in text_of(client, f"/rules/values/{value.public_id}/")


def test_withdrawing_shows_what_would_be_in_force_again(body: CommissioningBody, steward: Actor) -> None:
    value = confirmed_value(body=body)
    client = signed_in(steward)
    text_of(client, f"/rules/values/{value.public_id}/withdraw/")
    response = client.post(f"/rules/values/{value.public_id}/withdraw/", {"reason": "Read from a draft."})
    page = text_of(client, response["Location"])
    assert "Withdrawal of a value" in page and "Level 1: 95 % and above" in page and "Placeholder" in page


def test_a_file_is_previewed_then_proposed(body: CommissioningBody, steward: Actor) -> None:
    content = transfer.export_local(confirmed_value().body).encode()
    client = signed_in(steward)
    upload = SimpleUploadedFile("values.yaml", content)
    page = client.post("/rules/take-in/", {"file": upload}).content.decode()
    assert "1 new value" in page and not LocalValue.objects.filter(body=body).exists()
    response = client.post("/rules/take-in/", {"propose": "yes"})
    assert response.status_code == 302
    assert LocalValue.objects.get(body=body).state == State.PROPOSED
    assert "1 value already here" in client.post(
        "/rules/take-in/", {"file": SimpleUploadedFile("values.yaml", content)}
    ).content.decode().replace("1 values", "1 value")
    assert client.post("/rules/take-in/", {"propose": "yes"}).status_code == 409


def test_a_bad_file_is_refused_at_its_field(steward: Actor) -> None:
    client = signed_in(steward)
    for content in (b"\xff\xfe\x00", b"pack: gb_eng", b"- 1"):
        page = client.post(
            "/rules/take-in/", {"file": SimpleUploadedFile("bad.yaml", content)}
        ).content.decode()
        assert 'href="#id_file"' in page and "bad.yaml" in page


def test_what_goes_out_is_the_policy_in_force(body: CommissioningBody, steward: Actor) -> None:
    confirmed_value(body=body)
    response = signed_in(steward).get("/rules/local.yaml")
    assert response["Content-Disposition"] == 'attachment; filename="au_sa-local.yaml"'
    assert response.content.decode() == transfer.export_local(body)
