"""Corrections, the disclosure log, what came from others, holds and breaches: who may, what must be there, what is seen where."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.roles import Role
from homeward.apps.children import services as children
from homeward.apps.children.remarks import remarks_on
from homeward.apps.core.duties import duties_of
from homeward.apps.core.events import publish
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.exchange.events import ReturnSubmitted
from homeward.apps.intake.events import FileLoaded
from homeward.apps.privacy import queries, retention, services
from homeward.apps.privacy.models import Breach, Correction, Disclosure, IndirectCollection
from homeward.apps.privacy.services.disclosing import log_file
from homeward.apps.privacy.subjects import of_child, subject_of
from tests.apps.privacy.conftest import House
from tests.browsing import client_of
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, actor_in
from tests.factories.children import ChildFactory
from tests.factories.exchange import DataReturnFactory
from tests.factories.intake import ImportBatchFactory
from tests.factories.placements import PlacementFactory
from tests.factories.privacy import AccessRequestFactory
from tests.refusing import refused_by

DAY = dt.timedelta(days=1)


# Corrections ------------------------------------------------------------------------------------------


def wrong(house: House, **given: Any) -> Correction:
    told = {
        "subject": of_child(house.child), "requester": "Ngaire", "capacity": "self", "channel": "person",
        "received_on": house.body.today, "what": "The date of birth", "wanted": "One day later", "by": house.officer,
    }  # fmt: skip
    return services.record_correction(**{**told, **given})


def test_another_person_decides_and_the_change_is_linked(house: House) -> None:
    made = wrong(house)
    assert refused_by(
        services.decide_correction, correction=made, agree=True, reason="Yes", by=house.officer
    ) == {"privacy.own_record"}
    services.decide_correction(correction=made, agree=True, reason="The certificate says so", by=house.second)
    assert refused_by(services.link_change, correction=made, event=0, by=house.officer) == {
        "privacy.no_such_change"
    }
    keeper = actor_in(Role.CONTRACT_MANAGER, house.body)
    children.change_child(child=house.child, born_on=dt.date(2014, 3, 10), by=keeper)
    event = queries.changes_since(made).get()
    services.link_change(correction=made, event=event.pk, by=house.officer)
    assert (made.state, made.change_event) == ("corrected", event.pk)


def test_a_change_made_before_it_was_asked_for_corrects_nothing(house: House) -> None:
    keeper = actor_in(Role.CONTRACT_MANAGER, house.body)
    children.change_child(child=house.child, born_on=dt.date(2014, 3, 10), by=keeper)
    assert not queries.changes_since(wrong(house)).exists()


def test_a_refused_correction_leaves_the_statement_on_the_childs_page_for_every_reader(house: House) -> None:
    made = wrong(house, statement="I know when I was born.")
    keeper = actor_in(Role.CONTRACT_MANAGER, house.body)
    assert not [r for r in remarks_on(keeper, house.child) if "I know" in r.text]
    services.decide_correction(correction=made, agree=False, reason="No proof", by=house.second)
    for reader in (keeper, house.officer, actor_in(Role.PROVIDER_WORKER, house.body, OrganisationFactory())):
        [shown] = [r for r in remarks_on(reader, house.child) if "I know when I was born." in r.text]
        assert bool(shown.href) is (reader is house.officer)
    later = wrong(house)
    assert refused_by(services.attach_statement, correction=later, statement="Mine", by=house.officer) == {
        "privacy.not_refused"
    }


# The disclosure log -----------------------------------------------------------------------------------


def given(house: House, **told: Any) -> Disclosure:
    base = {
        "subject": of_child(house.child), "what": "Dates of the stay", "recipient": "The school", "given_on": house.body.today,
        "purpose": "Enrolment", "ground": "directly_related", "consulted": "yes", "by": house.officer,
    }  # fmt: skip
    return services.record_disclosure(**{**base, **told})


def test_a_disclosure_says_ground_purpose_and_whether_the_child_was_heard(house: House) -> None:
    assert refused_by(given, house, ground="because", consulted="not_about", purpose=" ", given_on=house.body.today + DAY) == {
        "privacy.unknown_ground", "privacy.consulted_open", "privacy.reason_missing", "privacy.to_come",
    }  # fmt: skip
    assert refused_by(given, house, consulted="no") == {"privacy.reason_missing"}
    assert given(house, ground="ot_sharing").given_by == house.officer.user


def test_who_keeps_records_reads_what_was_told_of_children_and_a_provider_nothing(house: House) -> None:
    made = given(house)
    services.record_disclosure(
        subject=subject_of(house.officer, "contact", "A caregiver", "It"), what="A reference", recipient="Another agency",
        given_on=house.body.today, purpose="Asked for", ground="authorised", by=house.officer,
    )  # fmt: skip
    keeper = actor_in(Role.CONTRACT_MANAGER, house.body)
    assert list(Disclosure.objects.visible_to(keeper)) == [made]
    provider = actor_in(Role.PROVIDER_MANAGER, house.body, OrganisationFactory())
    assert not Disclosure.objects.visible_to(provider).exists()
    assert refused_by(given, house, by=provider) == {"record.not_permitted"}


def test_nothing_is_recorded_of_another_bodys_child(house: House) -> None:
    stranger = ChildFactory(body=CommissioningBodyFactory(pack="nz"))
    assert refused_by(subject_of, house.officer, "child", stranger.reference, "It") == {
        "privacy.nobody_found"
    }
    assert refused_by(given, house, subject=of_child(stranger)) == {"record.not_permitted"}


def test_an_entry_is_taken_back_never_removed_and_a_file_is_told_once(house: House) -> None:
    made = given(house)
    services.take_back_disclosure(disclosure=made, reason="Wrong child", by=house.officer)
    assert refused_by(services.take_back_disclosure, disclosure=made, reason="Again", by=house.officer) == {
        "privacy.is_taken_back"
    }
    for _ in range(2):
        log_file(
            group="All",
            what="Return",
            recipient="Agency",
            purpose="Return",
            ground="statutory_return",
            key="K1",
            by=house.officer,
        )
    assert Disclosure.objects.filter(source="file").count() == 1


# What came from others --------------------------------------------------------------------------------


def received(house: House, **told: Any) -> IndirectCollection:
    base = {
        "subject": of_child(house.child), "agency": "The hospital", "what": "A summary", "received_on": house.body.today,
        "by": house.officer,
    }  # fmt: skip
    return services.record_collection(**{**base, **told})


def test_no_duty_before_the_rule_and_none_where_there_is_no_rule(house: House) -> None:
    assert refused_by(received, house, received_on=dt.date(2026, 4, 30)) == {"privacy.no_duty_then"}
    assert received(house, received_on=dt.date(2026, 5, 1)).state == "open"
    elsewhere = actor_in(Role.PRIVACY_OFFICER, CommissioningBodyFactory(pack="gb_eng"))
    subject = subject_of(elsewhere, "contact", "Somebody", "It")
    assert refused_by(received, house, subject=subject, by=elsewhere, received_on=elsewhere.today) == {
        "privacy.no_such_duty"
    }


def test_every_point_is_told_each_that_is_not_is_named(house: House) -> None:
    made = received(house)
    told = {"collection": made, "told_on": house.body.today, "how": "Letter", "by": house.officer}
    assert refused_by(services.tell_person, points=("fact", "purpose"), **told) == {"privacy.point_open"}
    assert [d.kind for d in duties_of(house.officer)] == ["privacy.collection"]
    services.tell_person(points=("fact", "purpose", "recipients", "holder", "law", "rights"), **told)
    assert (made.state, duties_of(house.officer)) == ("told", [])


def test_an_exception_has_its_ground_and_reason(house: House) -> None:
    made = received(house)
    assert refused_by(
        services.except_collection, collection=made, exception="busy", reason="", by=house.officer
    ) == {
        "privacy.unknown_ground",
        "privacy.reason_missing",
    }
    services.except_collection(
        collection=made, exception="already_told", reason="The hospital told her", by=house.officer
    )
    assert (made.state, made.decided_by) == ("excepted", house.officer.user)


def test_a_file_about_people_asks_once_where_it_came_from(house: House) -> None:
    batch = ImportBatchFactory(body=house.body, kind="children")
    for _ in range(2):
        publish(FileLoaded(batch, house.officer))
    publish(FileLoaded(ImportBatchFactory(body=house.body, kind="homes"), house.officer))
    made = IndirectCollection.objects.get()
    assert (made.state, made.source_key, made.child) == ("to_sort", batch.public_id, None)
    services.sort_collection(collection=made, agency="Another agency", by=house.officer)
    assert made.state == "open"


def test_a_providers_return_is_asked_about_once_a_month(house: House) -> None:
    row = DataReturnFactory(body=house.body, month=house.body.today.replace(day=1))
    partner = actor_in(Role.PROVIDER_MANAGER, house.body, row.organisation)
    for _ in range(2):  # a second version of the same month
        publish(ReturnSubmitted(row, partner))
    made = IndirectCollection.objects.get()
    assert (made.state, made.agency, made.whom) == ("to_sort", row.organisation.name, "group")
    assert not IndirectCollection.objects.visible_to(partner).exists()


# Holds and retention ----------------------------------------------------------------------------------


def test_lifting_takes_two_and_a_hold_shows_on_what_is_due(house: House) -> None:
    Notice.objects.create(
        user_id=house.officer.user.pk,
        body_id=house.body.pk,
        title="Old",
        read_at=timezone.now() - dt.timedelta(days=900),
    )
    hold = services.place_hold(
        title="Inquiry", reason="Asked for", record_class="message_record", by=house.officer
    )

    def messages() -> retention.Class:
        return next(c for c in retention.schedule(house.body) if c.code == "message_record")

    assert (messages().due_count, messages().held_count, messages().standing) == (1, 1, "placeholder")
    services.propose_lift(hold=hold, reason="Over", by=house.officer)
    assert refused_by(services.lift_hold, hold=hold, by=house.officer) == {"privacy.own_proposal"}
    services.lift_hold(hold=hold, by=house.second)
    assert (messages().due_count, messages().held_count) == (1, 0)
    assert Notice.objects.filter(title="Old").exists()  # nothing is disposed of by itself


def test_the_audit_trail_holds_no_reason_and_no_title_of_these_registers(house: House) -> None:
    secret = "Canary told of abuse"
    hold = services.place_hold(title=secret, reason=secret, by=house.officer)
    services.propose_lift(hold=hold, reason=secret, by=house.officer)
    services.decline_lift(hold=hold, reason=secret, by=house.second)
    services.decide_correction(correction=wrong(house), agree=True, reason=secret, by=house.second)
    services.withdraw_correction(correction=wrong(house), reason=secret, by=house.officer)
    services.except_collection(
        collection=received(house), exception="already_told", reason=secret, by=house.officer
    )
    services.take_back_disclosure(disclosure=given(house), reason=secret, by=house.officer)
    breach = reported(house)
    services.judge_breach(breach=breach, likely=True, reason=secret, by=house.officer)
    services.excuse_notice(breach=breach, reason=secret, by=house.officer)
    asked = house.asked()
    until = house.body.today + dt.timedelta(days=60)
    services.extend_request(request=asked, until=until, reason=secret, by=house.officer)
    services.withdraw_request(request=asked, reason=secret, by=house.officer)
    assert AuditEvent.objects.count() > 10
    assert not [e for e in AuditEvent.objects.all() if secret in f"{e.label} {e.detail} {e.reason}"]


def test_what_may_concern_a_held_child_is_never_counted_as_free(house: House) -> None:
    long_ago = timezone.now() - dt.timedelta(days=9000)
    Notice.objects.create(
        user_id=house.officer.user.pk, body_id=house.body.pk, title="Old", read_at=long_ago
    )  # fmt: skip
    other = ChildFactory(body=house.body)
    for child in (house.child, other, other):
        AccessRequestFactory(child=child, state="withdrawn", since=long_ago)
    AccessRequestFactory(
        child=None, body=house.body, whom="group", contact="A group", state="withdrawn", since=long_ago
    )
    services.place_hold(title="Inquiry", reason="Asked for", child=house.child, by=house.officer)
    found = {c.code: c for c in retention.schedule(house.body)}
    messages, requests = found["message_record"], found["privacy_record"]
    assert (messages.due_count, messages.held_count, messages.perhaps_count) == (1, 0, 1)
    assert (requests.due_count, requests.held_count, requests.perhaps_count) == (4, 1, 1)
    page = client_of(house.officer).get(reverse("retention")).content.decode()
    assert "1 may concern a held child" in page


def test_a_childs_record_has_no_rule_and_is_kept_without_end(house: House) -> None:
    found = next(c for c in retention.schedule(house.body) if c.code == "child_record")
    assert (found.months, found.due) == (None, [])


# Breaches ---------------------------------------------------------------------------------------------


def reported(house: House, **told: Any) -> Breach:
    base = {
        "what": "A letter went astray.",
        "discovered_at": timezone.now() - dt.timedelta(hours=120),
        "by": house.officer,
    }
    return services.report_breach(**{**base, **told})


def test_anybody_reports_the_officer_is_told_and_the_target_is_72_hours_on(house: House) -> None:
    worker = actor_in(Role.PROVIDER_WORKER, house.body, OrganisationFactory())
    made = reported(house, by=worker)
    assert made.target_at == made.discovered_at + dt.timedelta(hours=72)
    [notice] = Notice.objects.filter(user_id=house.officer.user.pk)
    assert made.reference in notice.title
    assert not Breach.objects.visible_to(worker).exists()
    assert refused_by(services.judge_breach, breach=made, likely=True, reason="It is", by=worker) == {
        "record.not_permitted"
    }
    [duty] = duties_of(house.officer)
    assert duty.is_late(house.officer.today)
    assert "have passed" in duty.why


def test_a_breach_likely_to_harm_is_closed_when_both_were_told_or_it_is_said_why_not(house: House) -> None:
    made = reported(house)
    services.judge_breach(breach=made, likely=True, reason="Addresses", by=house.officer)
    assert refused_by(services.close_breach, breach=made, by=house.officer) == {
        "privacy.not_contained", "privacy.commissioner_not_told", "privacy.people_not_told",
    }  # fmt: skip
    services.contain_breach(breach=made, contained="Deleted", by=house.officer)
    services.record_notice(
        breach=made, told="commissioner", given_at=timezone.now(), how="Form", by=house.officer
    )
    services.excuse_notice(breach=made, reason="It would do more harm", by=house.officer)
    services.close_breach(breach=made, by=house.officer)
    assert (made.state, duties_of(house.officer)) == ("closed", [])
    assert refused_by(services.contain_breach, breach=made, contained="More", by=house.officer) == {
        "privacy.breach_closed"
    }


def test_the_hours_aimed_at_are_those_of_the_breach(house: House) -> None:
    client, made = client_of(house.officer), reported(house)
    Breach.objects.filter(pk=made.pk).update(target_at=made.discovered_at + dt.timedelta(hours=48))
    address = reverse("breach", args=[made.public_id])
    [duty] = duties_of(house.officer)
    assert "The 48 hours aimed at have passed" in duty.why
    assert "within 48 hours" in client.get(address).content.decode()
    services.judge_breach(breach=made, likely=True, reason="Addresses", by=house.officer)
    assert "The 48 hours aimed at ended" in client.get(address).content.decode()
    Breach.objects.filter(pk=made.pk).update(target_at=made.discovered_at + dt.timedelta(hours=240))
    assert "The 240 hours aimed at are" in duties_of(house.officer)[0].why


def test_a_breach_elsewhere_has_no_target(house: House) -> None:
    assert (
        reported(house, by=actor_in(Role.DIRECTOR, CommissioningBodyFactory(pack="au_sa"))).target_at is None
    )


def test_the_child_of_a_request_is_found_by_reference_only_where_it_may_be_seen(house: House) -> None:
    assert subject_of(house.officer, "child", house.child.reference.lower(), "It").child == house.child
    placed = PlacementFactory().child  # of another body
    assert refused_by(subject_of, house.officer, "child", placed.client_number, "It") == {
        "privacy.nobody_found"
    }
