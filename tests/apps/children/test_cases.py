"""Whose case a child is: assigned, handed over, ended; and what its worker sees, and nobody else's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.children import cases
from homeward.apps.children.models import CaseWorker, Child
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.refusals import Refused, present
from homeward.apps.referrals import services as referrals
from homeward.apps.referrals.models import Referral, Section
from homeward.apps.searches.models import Offer, Search
from tests.browsing import client_of
from tests.factories.accounts import CommissioningBodyFactory, MembershipFactory, actor_in
from tests.factories.children import CaseWorkerFactory, ChildFactory
from tests.factories.decisions import House, make_house
from tests.factories.placements import PlacementFactory
from tests.factories.referrals import ReferralChildFactory, ReferralFactory
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def body() -> CommissioningBody:
    return CommissioningBodyFactory(
        pack="gb_wls", languages=["en", "cy"], currency="GBP", time_zone="Europe/London"
    )


@pytest.fixture
def officer(body: CommissioningBody) -> Actor:
    return actor_in(Role.PLACEMENT_OFFICER, body)


@pytest.fixture
def worker(body: CommissioningBody) -> Actor:
    return actor_in(Role.SOCIAL_WORKER, body)


@pytest.fixture
def child(body: CommissioningBody) -> Child:
    return ChildFactory(body=body, given_name="Seren", family_name="Prosser")


def assign(child: Child, who: Actor, by: Actor, **given: Any) -> CaseWorker:
    told: dict[str, Any] = {"role": who.role.value, "start": by.today, **given}
    if told["role"] == "reviewing_officer":
        told.setdefault("independence", "The safeguarding unit")
    return cases.assign_case(child=child, user=who.user, **told, by=by)


# Assigning -----------------------------------------------------------------------------------------------


def test_a_worker_sees_the_child_from_the_day_it_is_their_case(
    child: Child, worker: Actor, officer: Actor
) -> None:
    assert list(Child.objects.visible_to(worker)) == []
    assign(child, worker, officer)
    assert list(Child.objects.visible_to(worker)) == [child]
    assert AuditEvent.objects.filter(action="assign_case").count() == 1


def test_before_that_day_and_after_the_last_they_see_nothing(
    child: Child, worker: Actor, officer: Actor
) -> None:
    made = assign(child, worker, officer, start=officer.today + DAY)
    assert not Child.objects.visible_to(worker).exists()
    CaseWorker.objects.filter(pk=made.pk).update(start=officer.today - 9 * DAY)
    made.refresh_from_db()
    cases.end_case(worker=made, on=officer.today, reason="She moves to another team.", by=officer)
    assert not Child.objects.visible_to(worker).exists()


def test_a_case_is_handed_over_on_a_day(
    child: Child, worker: Actor, officer: Actor, body: CommissioningBody
) -> None:
    first = CaseWorkerFactory(child=child, user=worker.user)
    other = actor_in(Role.SOCIAL_WORKER, body)
    assign(child, other, officer)
    first.refresh_from_db()
    assert first.end == officer.today
    assert not Child.objects.visible_to(worker).exists() and Child.objects.visible_to(other).exists()
    assert [w.user for w in cases.workers_of(child)] == [other.user, worker.user]


def test_only_who_holds_the_role_may_have_the_case(child: Child, worker: Actor, officer: Actor) -> None:
    stranger = actor_in(Role.SOCIAL_WORKER, CommissioningBodyFactory(pack="gb_wls"))
    assert refused_by(assign, child, stranger, officer) == {"case.role_not_held"}
    assert refused_by(assign, child, worker, officer, role="reviewing_officer") == {"case.role_not_held"}
    assert refused_by(assign, child, worker, officer, role="auditor") == {"case.role_unknown"}


def test_nobody_takes_a_case_themselves(child: Child, body: CommissioningBody, worker: Actor) -> None:
    assert refused_by(assign, child, worker, worker) == {"record.not_permitted"}
    both = actor_in(Role.PLACEMENT_OFFICER, body)
    MembershipFactory(user=both.user, body=body, role="social_worker", start=both.today - DAY)
    found = refused_by(
        cases.assign_case, child=child, user=both.user, role="social_worker", start=both.today, by=both
    )
    assert found == {"case.to_oneself"}


def test_nobody_takes_a_case_through_a_deputy(
    child: Child, body: CommissioningBody, worker: Actor, officer: Actor
) -> None:
    """Whoever stands in for the worker would read the case as the worker; whoever acts for the officer acts as the officer."""
    actor_in(Role.SOCIAL_WORKER, body, user=officer.user, deputy_for=worker.membership)
    assert refused_by(assign, child, worker, officer) == {"case.to_oneself"}
    other = actor_in(Role.PLACEMENT_OFFICER, body)
    MembershipFactory(user=other.user, body=body, role="social_worker", start=other.today - DAY)
    deputy = actor_in(Role.PLACEMENT_OFFICER, body, deputy_for=other.membership)
    found = refused_by(
        cases.assign_case, child=child, user=other.user, role="social_worker", start=other.today, by=deputy
    )
    assert found == {"case.to_oneself"}


def test_a_reviewing_officer_is_independent(
    child: Child, worker: Actor, officer: Actor, body: CommissioningBody
) -> None:
    reviewer = actor_in(Role.REVIEWING_OFFICER, body)
    assert refused_by(assign, child, reviewer, officer, independence=" ") == {"case.independence_missing"}
    assign(child, reviewer, officer)
    MembershipFactory(user=reviewer.user, body=body, role="social_worker", start=officer.today - DAY)
    found = refused_by(assign, child, reviewer, officer, role="social_worker")
    assert found == {"case.not_independent"}


def test_the_same_case_is_not_assigned_twice_nor_before_the_last(
    child: Child, worker: Actor, officer: Actor, body: CommissioningBody
) -> None:
    assign(child, worker, officer)
    assert refused_by(assign, child, worker, officer) == {"case.is_theirs"}
    other = actor_in(Role.SOCIAL_WORKER, body)
    assert refused_by(assign, child, other, officer, start=officer.today - DAY) == {"case.before_the_last"}


def test_until_a_case_has_ended_it_is_nobody_else_s(
    child: Child, worker: Actor, officer: Actor, body: CommissioningBody
) -> None:
    first, other, day = (
        CaseWorkerFactory(child=child, user=worker.user),
        actor_in(Role.SOCIAL_WORKER, body),
        officer.today + 7 * DAY,
    )
    cases.end_case(worker=first, on=day, reason="She moves to another team.", by=officer)
    with pytest.raises(Refused) as found:
        assign(child, other, officer, start=officer.today)
    (reason,) = found.value.reasons
    assert reason.code == "case.before_the_end" and f"{day:%-d %b %Y}" in present(reason).fact
    with pytest.raises(IntegrityError, match="case_worker_one_at_a_time"), transaction.atomic():
        CaseWorkerFactory(child=child, user=other.user, start=officer.today)
    assert assign(child, other, officer, start=day).start == day


def test_a_planned_hand_over_leaves_the_case_with_whose_it_is_today(
    child: Child, worker: Actor, officer: Actor, body: CommissioningBody
) -> None:
    home = PlacementFactory(child=child, body=body).home
    manager = actor_in(Role.PROVIDER_MANAGER, body, home.organisation)
    assert list(Child.objects.visible_to(manager)) == [child]
    now = CaseWorkerFactory(child=child, user=worker.user)
    next_one = actor_in(Role.SOCIAL_WORKER, body)
    to_come = assign(child, next_one, officer, start=officer.today + 3 * DAY)
    assert list(CaseWorker.objects.visible_to(manager)) == [now]
    assert [w.user for w in cases.workers_of(child)] == [worker.user, next_one.user]
    page = client_of(officer).get(f"/children/{child.public_id}/").content.decode()
    assert f"<b>{worker.user.name}</b>" in page and f"<b>{next_one.user.name}</b>" not in page
    assert f"from {to_come.start:%-d %b %Y}" in page
    ended = CaseWorkerFactory(child=ChildFactory(body=body), user=worker.user, end=officer.today)
    page = client_of(officer).get(f"/children/{ended.child.public_id}/").content.decode()
    assert f"<b>{worker.user.name}</b>" not in page


def test_whose_case_it_is_now_is_told_in_their_language(child: Child, worker: Actor, officer: Actor) -> None:
    worker.user.language = "cy"
    worker.user.save()
    assign(child, worker, officer, start=dt.date(2100, 12, 2))
    title = Notice.objects.get(user_id=worker.user.pk).title
    assert child.reference in title and "2 Rhag 2100" in title


def test_an_end_has_its_day_and_reason_once(child: Child, worker: Actor, officer: Actor) -> None:
    made = CaseWorkerFactory(child=child, user=worker.user, start=officer.today)
    found = refused_by(cases.end_case, worker=made, on=officer.today, reason=" ", by=officer)
    assert found == {"case.ends_before", "case.reason_missing"}
    cases.end_case(worker=made, on=officer.today + DAY, reason="Leaves", by=officer)
    assert refused_by(cases.end_case, worker=made, on=officer.today + DAY, reason="Leaves", by=officer) == {
        "case.ended"
    }


def test_the_child_s_page_shows_whose_case_it_is(child: Child, worker: Actor, officer: Actor) -> None:
    client = client_of(officer)
    assert "nobody’s case" in client.get(f"/children/{child.public_id}/").content.decode()
    address = f"/children/{child.public_id}/case/social_worker/"
    form = client.get(address).content.decode()
    assert worker.user.name in form
    today = f"{officer.today:%-d}", f"{officer.today:%-m}", f"{officer.today:%Y}"
    data = dict(zip(("start_0", "start_1", "start_2"), today, strict=True)) | {
        "user": worker.user.public_id, "start": officer.today.isoformat(),
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert worker.user.name in client.get(f"/children/{child.public_id}/").content.decode()
    made = CaseWorker.objects.get()
    assert client.get(f"/children/cases/{made.public_id}/end/").status_code == 200
    assert client_of(worker).get(f"/children/cases/{made.public_id}/end/").status_code in (403, 404)
    assert client.get(f"/children/{child.public_id}/case/auditor/").status_code == 404


# What they see -------------------------------------------------------------------------------------------


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])
    return make_house()


def own(house: House, role: Role = Role.SOCIAL_WORKER) -> Actor:
    """The worker of the child of the house's referral."""
    Referral.objects.filter(pk=house.search.referral_id).update(
        sent_by=house.officer.user, checked_by=house.head.user
    )
    actor = house.actor(role)
    child = house.search.referral.children.get().child
    CaseWorkerFactory(child=child, user=actor.user, role=role.value)
    return actor


def pages_of(house: House, decision: Any) -> list[str]:
    referral, search = house.search.referral, house.search
    child = referral.children.get().child
    return [
        f"/children/{child.public_id}/", f"/referrals/{referral.public_id}/", f"/searches/{search.public_id}/",
        f"/searches/asked/{house.offers[0].invitation.public_id}/", f"/decisions/{decision.public_id}/",
        f"/decisions/contracts/{decision.contract.public_id}/",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER])
def test_own_cases_are_read_from_referral_to_contract_and_no_other_s(house: House, role: Role) -> None:
    decision = house.drawn().decision
    mine, stranger = client_of(own(house, role)), house.actor(role)
    CaseWorkerFactory(child=ChildFactory(body=house.body), user=stranger.user, role=role.value)
    theirs = client_of(stranger)
    for address in pages_of(house, decision):
        assert mine.get(address).status_code == 200, address
        assert theirs.get(address).status_code == 404, address
    reference = house.search.referral.reference
    for address in ("/referrals/", "/searches/", "/decisions/"):
        assert reference in mine.get(address).content.decode(), address
        page = theirs.get(address)
        assert page.status_code == 200 and reference not in page.content.decode(), address
    for query in (reference, "Seren"):
        found = theirs.get("/search/", {"q": query}).content.decode()
        assert house.search.referral.public_id not in found and house.search.public_id not in found
    assert house.search.referral.reference not in theirs.get("/").content.decode()


def test_a_social_worker_writes_a_referral_of_their_own_case_only(house: House) -> None:
    worker = house.actor(Role.SOCIAL_WORKER)
    mine, other = ChildFactory(body=house.body), ChildFactory(body=house.body)
    CaseWorkerFactory(child=mine, user=worker.user)
    made = referrals.begin_referral(children=[mine], urgency="planned", needed_by=house.today, by=worker)
    assert made in Referral.objects.visible_to(worker)
    found = refused_by(
        referrals.begin_referral, children=[other], urgency="planned", needed_by=house.today, by=worker
    )
    assert found == {"record.not_permitted"}
    assert refused_by(referrals.add_child, referral=made, child=other, by=worker) == {"record.not_permitted"}
    assert refused_by(referrals.pass_check, referral=made, by=worker) == {"record.not_permitted"}


def test_of_brothers_and_sisters_either_s_worker_reads_the_referral(house: House) -> None:
    one, other = (house.actor(Role.SOCIAL_WORKER) for _ in range(2))
    referral = ReferralFactory(body=house.body)
    for letter, worker in (("A", one), ("B", other)):
        row = ReferralChildFactory(referral=referral, letter=letter)
        CaseWorkerFactory(child=row.child, user=worker.user)
    for worker in (one, other):
        assert list(Referral.objects.visible_to(worker)) == [referral]
        assert Child.objects.visible_to(worker).count() == 1
    assert Section.objects.visible_to(one).count() == 0


def test_a_social_worker_proposes_and_neither_accepts_nor_decides(house: House) -> None:
    from homeward.apps.decisions import services

    worker = own(house)
    decision = house.propose(by=worker)
    assert decision.requested_by == worker.user
    services.record_visit(
        decision=decision,
        on=house.today,
        visitors="Social worker",
        child_came=True,
        found="Kind and calm",
        by=worker,
    )
    assert refused_by(services.decide_placement, decision=decision, agree=True, by=worker) == {
        "record.not_permitted"
    }
    services.decide_placement(decision=decision, agree=True, by=house.head)
    found = refused_by(services.accept_offer, decision=decision, feedback=house.feedback(), by=worker)
    assert found == {"record.not_permitted"}
    page = client_of(worker).get(f"/decisions/{decision.public_id}/").content.decode()
    assert "Accept this home" not in page


def test_a_reviewing_officer_changes_nothing(house: House) -> None:
    reviewer = own(house, Role.REVIEWING_OFFICER)
    referral = house.search.referral
    assert refused_by(referrals.withdraw_referral, referral=referral, reason="No.", by=reviewer) == {
        "record.not_permitted"
    }
    assert refused_by(house.propose, by=reviewer) == {"record.not_permitted"}
    page = client_of(reviewer).get(f"/searches/{house.search.public_id}/").content.decode()
    assert "End the search" not in page and "Go outside the framework" not in page


def test_outside_the_framework_is_not_the_social_worker_s_to_ask(house: House) -> None:
    from homeward.apps.searches import services

    worker = own(house)
    found = refused_by(services.ask_to_widen, search=house.search, reason="Nobody suits.", by=worker)
    assert found == {"record.not_permitted"}
    assert client_of(worker).get(f"/searches/{house.search.public_id}/outside/").status_code in (403, 404)


def test_a_deputy_has_the_cases_of_whom_they_stand_in_for(house: House) -> None:
    worker = own(house)
    membership = MembershipFactory(
        body=house.body, role="social_worker", start=house.today - DAY, deputy_for=worker.membership
    )
    deputy = Actor.of(membership)
    assert list(Search.objects.visible_to(deputy)) == [house.search]
    assert Offer.objects.visible_to(deputy).count() == 2


def test_ranks_of_the_framework_are_nothing_to_a_child_s_worker(house: House) -> None:
    worker = own(house)
    address = f"/searches/{house.search.public_id}/"
    theirs, officers = (client_of(a).get(address).content.decode() for a in (worker, house.officer))
    assert "Framework rank" in officers and "Framework rank" not in theirs
    assert client_of(worker).get(f"{address}facts.json").status_code == 404
    assert client_of(house.officer).get(f"{address}facts.json").status_code == 200


def test_the_history_of_a_child_names_whose_case_it_was(child: Child, worker: Actor, officer: Actor) -> None:
    assign(child, worker, officer)
    page = client_of(officer).get(f"/children/{child.public_id}/").content.decode()
    history = page[page.index("History") :]
    assert "Case assigned" in history and worker.user.name in history


def test_a_home_s_page_tells_a_worker_of_no_other_child_and_leads_nowhere_closed(house: House) -> None:
    worker = client_of(own(house))
    home = house.offers[0].home
    other = PlacementFactory(home=home)
    page = worker.get(f"/homes/{home.public_id}/").content.decode()
    assert other.child.reference not in page and "No child of your own cases" in page
    assert f"/providers/{home.provider.public_id}/" not in page
    listed = worker.get("/homes/").content.decode()
    assert "/providers/" not in listed and home.name in listed
    assert (
        f"/providers/{home.provider.public_id}/" in client_of(house.officer).get("/homes/").content.decode()
    )
    assert "/children/add/" not in worker.get("/searches/emergency/").content.decode()
