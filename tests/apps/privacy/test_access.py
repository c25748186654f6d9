"""Access requests: due by the privacy calendar, gathered from every kind of record, redacted, checked by another person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.core.documents import content_of, documents_of
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent, Notice, OutgoingMail
from homeward.apps.core.refusals import Refused
from homeward.apps.privacy import services
from homeward.apps.privacy.machine import ACCESS, CORRECTION
from homeward.apps.privacy.models import AccessRequest, Disclosure, HeldItem, LegalHold
from homeward.apps.privacy.redacting import MARK, blacked_out
from homeward.apps.privacy.services import access
from homeward.apps.privacy.subjects import Subject
from tests.apps.privacy.conftest import House
from tests.browsing import client_of
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, actor_in
from tests.factories.agreements import AgreementFactory, LineFactory
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory
from tests.factories.privacy import (
    AccessRequestFactory,
    CorrectionFactory,
    DisclosureFactory,
    HeldItemFactory,
    IndirectCollectionFactory,
    LegalHoldFactory,
)
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.pdfs import Paper
from tests.refusing import refused_by


def test_the_due_day_is_twenty_working_days_of_the_privacy_calendar(house: House) -> None:
    early = house.asked(received_on=dt.date(2026, 11, 2))
    assert (early.due_on, early.due_days, early.due_calendar) == (dt.date(2026, 11, 30), 20, "privacy")


@pytest.mark.django_db
def test_elsewhere_the_day_is_entered_by_hand() -> None:
    body = CommissioningBodyFactory(pack="au_sa")
    officer = actor_in(Role.PRIVACY_OFFICER, body)
    made = services.record_request(
        subject=Subject("contact", contact="Invented Person"), requester="Invented Person", capacity="self", wording="All.",
        channel="mail", received_on=body.today, due_on=body.today + dt.timedelta(days=30), by=officer,
    )  # fmt: skip
    assert (made.due_on, made.due_days) == (body.today + dt.timedelta(days=30), None)


def test_a_day_to_come_is_refused_and_only_the_officer_records(house: House) -> None:
    later = house.body.today + dt.timedelta(days=1)
    assert refused_by(house.asked, received_on=later) == {"privacy.to_come"}
    assert refused_by(house.asked, by=house.second) == {"record.not_permitted"}


def test_nothing_is_gathered_before_it_is_known_who_asks(house: House) -> None:
    made = house.asked(capacity="agent")
    assert refused_by(services.gather_held, request=made, by=house.officer) == {
        "privacy.identity_open",
        "privacy.authority_missing",
    }
    services.check_identity(request=made, how="By letterhead", authority="Signed by her", by=house.officer)
    assert services.gather_held(request=made, by=house.officer).items.count() >= 2


def test_what_is_gathered_is_hers_with_its_source_and_reading_it_is_recorded(house: House) -> None:
    other = ChildFactory(body=house.body, given_name="Secret", family_name="Canary")
    home = HomeFactory(provider=ProviderFactory(body=house.body))
    stay = PlacementFactory(
        child=house.child, home=home, line=LineFactory(agreement=AgreementFactory(provider=home.provider))
    )
    made = house.gathered()
    told = {item.section: item for item in made.items.all()}
    assert "Given name: Ngaire" in told["Child"].text
    assert "from: Told by Uncle Rangi" in told["Status fact"].source
    assert stay.home.name in told["Placement"].text
    assert all("Canary" not in item.text and other.reference not in item.text for item in made.items.all())
    assert AuditEvent.objects.filter(kind="child", thing=house.child.public_id, action="read").exists()


def test_what_is_more_than_one_request_holds_is_refused_with_its_count_and_never_cut(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = Subject("contact", contact="Aunt Canary")
    for number in range(201):
        CorrectionFactory(child=house.child, body=house.body, requester="Aunt Canary", wanted=str(number))
    made = house.gathered(subject=many)
    assert made.items.count() == 201
    monkeypatch.setattr(access, "MOST", 200)
    with pytest.raises(Refused) as refused:
        services.gather_held(request=made, by=house.officer)
    [reason] = refused.value.reasons
    assert (reason.code, reason.inputs) == ("privacy.too_many_items", {"count": 201, "most": 200})
    assert made.items.count() == 201


def test_gathering_again_keeps_what_was_decided_of_what_still_says_the_same(house: House) -> None:
    made = house.gathered()
    fact = made.items.get(section="Status fact")
    services.decide_item(
        item=fact, decision="withhold", ground="other_person", reason="Not hers", by=house.officer
    )
    house.child.given_name = "Ngāire"
    house.child.save()
    services.gather_held(request=made, by=house.officer)
    assert made.items.get(section="Status fact").decision == "withhold"
    assert made.items.get(section="Child").decision == "open"


def test_a_passage_is_taken_out_wherever_it_stands(house: House) -> None:
    made = house.gathered()
    item = made.items.get(section="Child")
    item.text = "Uncle Rangi told it. Ask Uncle Rangi or Rangi’s sister."
    item.save()
    assert refused_by(
        services.decide_item, item=item, decision="redact", ground="other_person", reason="Another’s affairs",
        passages=["Aunt"], by=house.officer,
    ) == {"privacy.passage_missing"}  # fmt: skip
    assert refused_by(services.decide_item, item=item, decision="redact", by=house.officer) == {
        "privacy.no_passage", "privacy.unknown_ground", "privacy.reason_missing",
    }  # fmt: skip
    services.decide_item(
        item=item,
        decision="redact",
        ground="other_person",
        reason="Another’s affairs",
        passages=["Rangi", "Uncle Rangi"],
        by=house.officer,
    )
    assert item.released == f"{MARK} told it. Ask {MARK} or {MARK}’s sister."


def test_the_length_of_what_is_withheld_tells_nothing() -> None:
    assert blacked_out("a long name here", ["a long name"]) == blacked_out("x here", ["x"])


def test_passages_that_overlap_or_touch_leave_nothing_behind_and_the_mark_stays_whole() -> None:
    assert blacked_out("Ask Uncle Rangi Rewi.", ["Uncle Rangi", "Rangi Rewi"]) == f"Ask {MARK}."
    assert blacked_out("AnnaBert left", ["Anna", "Bert"]) == f"{MARK} left"
    assert blacked_out("xanananx", ["anan"]) == f"x{MARK}x"
    assert blacked_out("Rangi held it", ["Rangi", "held", "with"]) == f"{MARK} {MARK} it"


def test_every_item_is_decided_before_a_second_person_looks(house: House) -> None:
    made = house.gathered()
    assert refused_by(services.send_request, request=made, by=house.officer) == {"privacy.items_open"}


def test_whoever_prepared_it_cannot_confirm_it(house: House) -> None:
    made = house.decided()
    services.send_request(request=made, by=house.officer)
    assert refused_by(services.approve_request, request=made, by=house.officer) == {"privacy.own_preparation"}
    assert refused_by(services.answer_request, request=made, by=house.officer) == {"machine.state"}
    services.send_back_request(request=made, reason="Look at item 2 again", by=house.second)
    assert (made.state, made.outcome, made.note) == ("preparing", "", "Look at item 2 again")


def test_whoever_decided_an_item_cannot_confirm_it_nor_can_who_stands_in_for_them(house: House) -> None:
    made = house.gathered()
    first = actor_in(Role.PRIVACY_OFFICER, house.body)
    stands_in = actor_in(Role.PRIVACY_OFFICER, house.body, deputy_for=first.membership)
    for item, by in zip(made.items.all(), (first, *[house.officer] * 9), strict=False):
        services.decide_item(item=item, decision="release", by=by)
    services.send_request(request=made, by=house.officer)
    sent = actor_in(Role.PRIVACY_OFFICER, house.body, deputy_for=house.officer.membership)
    for by in (first, stands_in, sent):
        assert refused_by(services.approve_request, request=made, by=by) == {"privacy.own_preparation"}
        assert "privacy.check" not in [d.kind for d in duties_of(by)]
    assert not Notice.objects.filter(user_id=first.user.pk).exists()
    assert [d.kind for d in duties_of(house.second)] == ["privacy.check"]
    services.approve_request(request=made, by=house.second)


def test_what_was_prepared_in_anothers_place_is_not_confirmed_by_them(house: House) -> None:
    principal = actor_in(Role.PRIVACY_OFFICER, house.body)
    deputy = actor_in(Role.PRIVACY_OFFICER, house.body, deputy_for=principal.membership)
    made = house.gathered()
    for item in made.items.all():
        services.decide_item(item=item, decision="release", by=deputy)
    services.send_request(request=made, by=deputy)
    assert refused_by(services.approve_request, request=made, by=principal) == {"privacy.own_preparation"}


def test_what_was_withheld_does_not_stand_in_the_file_that_is_released(house: House) -> None:
    made = house.decided()
    fact = made.items.get(section="Status fact")
    services.decide_item(
        item=fact, decision="withhold", ground="endangers", reason="Somebody is at risk", by=house.officer
    )
    services.send_request(request=made, by=house.officer)
    assert made.outcome == AccessRequest.Outcome.PART
    services.approve_request(request=made, by=house.second)
    document = services.answer_request(request=made, by=house.officer)
    said = Paper(bytes(content_of(document))).text
    assert "Ngaire" in said
    assert "Somebody is at risk" in said
    assert "Privacy Commissioner" in said
    for kept_back in ("A kura", "Uncle Rangi"):
        assert kept_back not in said
    assert (made.state, made.digest) == ("released", document.digest)
    assert [held.document.pk for held in documents_of(made, house.officer)] == [document.pk]


def test_a_release_stands_in_the_disclosure_log_by_itself(house: House) -> None:
    made = house.checked()
    services.answer_request(request=made, by=house.officer)
    entry = Disclosure.objects.get(source="access", source_key=made.public_id)
    assert (entry.child, entry.recipient, entry.ground, entry.given_by) == (
        house.child, "The child itself", "access_request", house.officer.user,
    )  # fmt: skip
    assert refused_by(services.answer_request, request=made, by=house.officer) == {"machine.state"}


def test_a_refusal_of_the_whole_is_checked_and_discloses_nothing(house: House) -> None:
    made = house.asked()
    services.refuse_request(request=made, ground="not_held", reason="Nothing is held.", by=house.officer)
    services.approve_request(request=made, by=house.second)
    document = services.answer_request(request=made, by=house.officer)
    assert made.state == "refused"
    assert "Nothing is held." in Paper(bytes(content_of(document))).text
    assert not Disclosure.objects.exists()


def test_more_time_needs_a_later_day_and_a_reason(house: House) -> None:
    made = house.asked()
    assert made.due_on is not None
    assert refused_by(
        services.extend_request, request=made, until=made.due_on, reason="", by=house.officer
    ) == {
        "privacy.not_later",
        "privacy.reason_missing",
    }
    services.extend_request(
        request=made, until=made.due_on + dt.timedelta(days=7), reason="Much paper", by=house.officer
    )
    assert made.due == made.due_on + dt.timedelta(days=7)


def test_no_notice_or_mail_names_the_child(house: House) -> None:
    services.answer_request(request=house.checked(), by=house.officer)
    told = [f"{n.title} {n.text}" for n in Notice.objects.all()] + [
        f"{m.subject} {m.text}" for m in OutgoingMail.objects.all()
    ]
    assert told
    assert all("Ngaire" not in words and house.child.reference not in words for words in told)
    assert not AuditEvent.objects.filter(label__contains="Ngaire").exists()


def test_whom_it_is_about_and_who_stands_in_for_them_have_nothing_to_do_with_it(house: House) -> None:
    body, about = house.body, Subject("person", person=house.second.user)
    deputy = actor_in(Role.DEPUTY_CHIEF_EXECUTIVE, body, deputy_for=house.second.membership)
    third = actor_in(Role.DEPUTY_CHIEF_EXECUTIVE, body)
    made = house.decided(subject=about)
    services.send_request(request=made, by=house.officer)
    fix = {
        "requester": "R",
        "capacity": "self",
        "channel": "mail",
        "received_on": body.today,
        "what": "W",
        "wanted": "X",
    }
    correction = services.record_correction(subject=about, by=house.officer, **fix)
    for own in (house.second, deputy):
        assert not AccessRequest.objects.visible_to(own).exists()
        assert not HeldItem.objects.visible_to(own).exists()
        assert duties_of(own) == []
        assert not Notice.objects.filter(user_id=own.user.pk).exists()
        assert {r.code for r in ACCESS.why_not("approve", made, own)} == {"privacy.own_case"}
        assert "privacy.own_case" in {
            r.code for r in CORRECTION.why_not("agree", correction, own, reason="R")
        }
        assert refused_by(services.approve_request, request=made, by=own) == {"record.not_permitted"}
    assert len(duties_of(third)) == 2
    assert Notice.objects.filter(user_id=third.user.pk).count() == 2
    services.approve_request(request=made, by=third)
    own = Subject("person", person=house.officer.user)
    assert refused_by(house.asked, subject=own) == {"privacy.own_case"}
    assert refused_by(services.record_correction, subject=own, by=house.officer, **fix) == {
        "privacy.own_case"
    }


def test_who_sees_some_organisations_sees_only_what_is_about_their_children(house: House) -> None:
    home = HomeFactory(provider=ProviderFactory(body=house.body))
    line = LineFactory(agreement=AgreementFactory(provider=home.provider))
    stay = PlacementFactory(child=house.child, home=home, line=line)
    outside = ChildFactory(body=house.body)
    scoped = actor_in(Role.DEPUTY_CHIEF_EXECUTIVE, house.body, scope=[stay.organisation])
    shared = LegalHoldFactory(body=house.body)
    for make in (
        AccessRequestFactory,
        CorrectionFactory,
        IndirectCollectionFactory,
        DisclosureFactory,
        LegalHoldFactory,
    ):
        kept, hidden = make(child=house.child, body=house.body), make(child=outside, body=house.body)
        seen = set(type(kept).objects.visible_to(scoped)) - {shared}
        assert (seen, hidden in seen) == ({kept}, False)
        assert hidden in type(kept).objects.visible_to(house.second)
    HeldItemFactory(request=AccessRequestFactory(child=outside))
    assert not HeldItem.objects.visible_to(scoped).exists()
    assert shared in LegalHold.objects.visible_to(scoped)
    page = client_of(scoped).get(reverse("retention")).content.decode()
    assert (house.child.reference in page, outside.reference in page) == (True, False)


def test_nobody_else_sees_a_request(house: House) -> None:
    made = house.asked()
    for role in Role:
        if role in (Role.PRIVACY_OFFICER, Role.DEPUTY_CHIEF_EXECUTIVE, Role.DIRECTOR, Role.HEAD_OF_SERVICE):
            continue
        held_by_partner = role in (Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER)
        actor = actor_in(role, house.body, OrganisationFactory() if held_by_partner else None)
        assert not AccessRequest.objects.visible_to(actor).filter(pk=made.pk).exists(), role
        assert not HeldItem.objects.visible_to(actor).exists(), role
