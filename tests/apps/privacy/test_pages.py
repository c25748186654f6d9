"""The pages of the registers: what each role finds there, and what it does from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.children import services as children
from homeward.apps.core.documents import content_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.privacy import services
from homeward.apps.privacy.models import AccessRequest, Breach, LegalHold
from homeward.apps.privacy.queries import changes_since
from tests.apps.privacy.conftest import House
from tests.browsing import client_of
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.agreements import AgreementFactory, LineFactory
from tests.factories.children import ChildAffiliationFactory, ChildFactory, StatusFactFactory
from tests.factories.placements import PlacementFactory
from tests.factories.privacy import (
    BreachFactory,
    BreachNoticeFactory,
    CorrectionFactory,
    DisclosureFactory,
    IndirectCollectionFactory,
    LegalHoldFactory,
)
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.factories.referrals import NeedFactory, ReferralChildFactory, ReferralFactory
from tests.pdfs import Paper


@pytest.fixture(autouse=True)
def _one_click(settings: Any) -> None:
    settings.DEMO = True


def parts(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


REGISTERS = (
    "privacy",
    "access_requests",
    "corrections",
    "disclosures",
    "collections",
    "legal_holds",
    "breaches",
    "retention",
    "purposes",
)


def test_the_officer_and_the_second_person_open_every_register_and_others_none(house: House) -> None:
    LegalHoldFactory(body=house.body, child=house.child)
    BreachNoticeFactory(breach=BreachFactory(body=house.body))
    (
        CorrectionFactory(child=house.child),
        DisclosureFactory(child=house.child),
        IndirectCollectionFactory(child=house.child),
    )
    house.gathered()
    provider = actor_in(Role.PROVIDER_MANAGER, house.body, OrganisationFactory())
    for actor, wanted in ((house.officer, 200), (house.second, 200), (provider, 404)):
        client = client_of(actor)
        for name in REGISTERS:
            answer = client.get(reverse(name))
            assert answer.status_code == wanted, (actor.label, name)
            assert house.child.name not in answer.content.decode(), name


def test_a_list_leaves_as_a_file_without_the_childs_name(house: House) -> None:
    DisclosureFactory(child=house.child)
    answer = client_of(house.officer).get(reverse("disclosures") + "?format=csv")
    said = answer.content.decode("utf-8-sig")
    assert house.child.reference in said
    assert house.child.given_name not in said
    assert AuditEvent.objects.filter(kind="child", thing=house.child.public_id, action="read").exists()


def test_a_request_goes_its_way_on_the_pages(house: House) -> None:
    officer, second = client_of(house.officer), client_of(house.second)
    answer = officer.post(reverse("record_access_request"), {
        "whom": "child", "subject": house.child.reference, "requester": "Ngaire", "capacity": "self", "wording": "All",
        "channel": "mail",
        **parts("received_on", house.body.today),
    })  # fmt: skip
    found = AccessRequest.objects.get()
    assert answer.headers["Location"] == reverse("access_request", args=[found.public_id])

    def post(name: str, **data: Any) -> None:
        who = second if name == "access_approve" else officer
        assert who.post(reverse(name, args=[found.public_id]), data).status_code == 302, name

    post("access_identity", how="Passport")
    post("access_gather")
    post("access_rest")
    item = found.items.filter(decision="open").first()
    while item is not None:
        address = reverse("access_item", args=[found.public_id, item.public_id])
        assert "is not a ground" in officer.post(address, {"decision": "withhold"}).content.decode()
        data = {"decision": "withhold", "ground": "other_person", "reason": "Another’s"}
        assert officer.post(address, data).status_code == 302
        item = found.items.filter(decision="open").first()
    post("access_send")
    page = second.get(reverse("access_request", args=[found.public_id])).content.decode()
    assert "Confirm this answer" in page
    assert (
        "Confirm this answer"
        not in officer.get(reverse("access_request", args=[found.public_id])).content.decode()
    )
    post("access_approve")
    post("access_answer")
    found.refresh_from_db()
    assert found.state == "released"


def test_what_names_a_carer_is_not_released_with_what_names_nobody_else(house: House) -> None:
    home = HomeFactory(provider=ProviderFactory(body=house.body), name="Rose & Tama Canary")
    line = LineFactory(agreement=AgreementFactory(provider=home.provider))
    PlacementFactory(child=house.child, home=home, line=line)
    ChildAffiliationFactory(child=house.child, body=house.body, said_by="Rose Canary")
    StatusFactFactory(child=house.child, kind="other", value="A school", source="")
    referral, sibling = (
        ReferralFactory(body=house.body),
        ChildFactory(body=house.body, given_name="Pixie", family_name="Canary"),
    )
    ReferralChildFactory(referral=referral, child=house.child)
    ReferralChildFactory(referral=referral, child=sibling, letter="B")
    NeedFactory(referral=referral, text="Pixie Canary shares a room")
    made, officer = house.gathered(), client_of(house.officer)
    assert made.items.filter(text__contains="Canary").count() >= 3
    assert not made.items.filter(title__contains="Canary").exists()
    officer.post(reverse("access_rest", args=[made.public_id]))
    assert made.items.filter(decision="release").exists()
    for item in made.items.filter(decision="open"):
        services.decide_item(
            item=item, decision="withhold", ground="other_person", reason="Another’s", by=house.officer
        )
    services.send_request(request=made, by=house.officer)
    services.approve_request(request=made, by=house.second)
    said = Paper(bytes(content_of(services.answer_request(request=made, by=house.officer)))).text
    assert "A school" in said
    assert "Canary" not in said


def test_who_is_not_found_is_said_at_the_field(house: House) -> None:
    answer = client_of(house.officer).post(reverse("record_access_request"), {
        "whom": "child", "subject": "C-NOBODY", "requester": "Ngaire", "capacity": "self", "wording": "All", "channel": "mail",
        **parts("received_on", house.body.today),
    })  # fmt: skip
    assert "is no child, person or name" in answer.content.decode()
    assert not AccessRequest.objects.exists()


def test_a_worker_of_a_provider_reports_a_breach_in_one_form(house: House) -> None:
    client = client_of(actor_in(Role.PROVIDER_WORKER, house.body, OrganisationFactory()))
    data = {
        "what": "A tablet was left on the bus.",
        "time": "0.15",
        **parts("discovered_on", house.body.today),
    }
    answer = client.post(reverse("report_breach"), data, follow=True)
    assert "with the privacy officer" in answer.content.decode()
    made = Breach.objects.get()
    assert made.organisation is not None
    assert client.get(reverse("breach", args=[made.public_id])).status_code == 404
    assert (
        "hours and minutes"
        in client.post(reverse("report_breach"), {**data, "time": "25:00"}).content.decode()
    )


def test_the_officer_judges_tells_and_closes_on_the_pages(house: House) -> None:
    client, made = client_of(house.officer), services.report_breach(
        what="A letter", discovered_at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=100), by=house.second
    )  # fmt: skip

    def post(name: str, **data: Any) -> None:
        assert client.post(reverse(name, args=[made.public_id]), data).status_code == 302, name

    assert "no limit" in client.get(reverse("breach", args=[made.public_id])).content.decode()
    post("judge_breach", likely="yes", reason="Addresses")
    assert "Target passed" in client.get(reverse("breach", args=[made.public_id])).content.decode()
    post("contain_breach", contained="Deleted")
    for told in ("commissioner", "people"):
        post("breach_notice", told=told, how="Letter", time="00:05", **parts("given_on", house.body.today))
    post("close_breach", learned="Two look at each address")
    made.refresh_from_db()
    assert made.state == "closed"


def test_the_purposes_are_found_by_field_and_leave_as_a_file(house: House) -> None:
    client = client_of(house.officer)
    page = client.get(reverse("purposes") + "?q=client_number").content.decode()
    assert "client_number" in page
    assert "contact_email" not in page
    rows = (
        client.get(reverse("purposes") + "?format=csv&q=client_number")
        .content.decode("utf-8-sig")
        .splitlines()
    )
    assert [row.split(",")[:3] for row in rows[1:]] == [["children", "Child", "client_number"]]


def test_a_correction_is_decided_and_linked_on_the_pages(house: House) -> None:
    officer, second = client_of(house.officer), client_of(house.second)
    made = CorrectionFactory(child=house.child, recorded_by=house.officer.user, statement="It is mine.")
    second.post(reverse("decide_correction", args=[made.public_id]), {"agree": "yes", "reason": "So it is"})
    page = officer.get(reverse("link_correction", args=[made.public_id]), follow=True).content.decode()
    assert "No change of this person’s records was made since" in page
    keeper = actor_in(Role.CONTRACT_MANAGER, house.body)
    children.change_child(child=house.child, born_on=dt.date(2014, 3, 10), by=keeper)
    address = reverse("link_correction", args=[made.public_id])
    assert keeper.user.name in officer.get(address).content.decode()
    officer.post(address, {"event": str(changes_since(made).get().pk)})
    made.refresh_from_db()
    assert made.state == "corrected"


def test_a_hold_and_its_lifting_on_the_pages(house: House) -> None:
    officer, second = client_of(house.officer), client_of(house.second)
    officer.post(
        reverse("place_hold"),
        {"title": "Inquiry", "reason": "Asked", "record_class": "", "child": house.child.client_number},
    )
    made = LegalHold.objects.get()
    assert made.child == house.child
    officer.post(reverse("propose_lift", args=[made.public_id]), {"reason": "Over"})
    assert officer.post(reverse("lift_hold", args=[made.public_id])).status_code == 409
    second.post(reverse("lift_hold", args=[made.public_id]))
    made.refresh_from_db()
    assert made.state == "lifted"
