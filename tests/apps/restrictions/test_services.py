"""Proposed by one, imposed by another; lifted the same way; what follows at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.core import events
from homeward.apps.core.documents import documents_of
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.refusals import Refused, present
from homeward.apps.restrictions import services
from homeward.apps.restrictions.duties import children_to_review, restrictions_to_decide
from homeward.apps.restrictions.events import RestrictionImposed, RestrictionLifted
from homeward.apps.restrictions.models import Restriction, RestrictionReview
from tests.apps.restrictions.conftest import DAY, World
from tests.factories.accounts import actor_in
from tests.factories.placements import PlacementFactory, period

State = Restriction.State


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).lift
    return [r.code for r in refused.value.reasons]


def test_the_thin_road(world: World) -> None:
    row = world.impose()
    assert (row.state, row.starts_on) == (State.IMPOSED, world.today)
    row = world.lift(row)
    assert (row.state, row.lifts_on) == (State.LIFTED, world.today)
    trail = AuditEvent.objects.filter(thing=row.public_id).order_by("pk").values_list("action", flat=True)
    assert list(trail) == ["propose_restriction", "impose_restriction", "propose_lift", "lift_restriction"]


@pytest.mark.parametrize(
    "role",
    [
        Role.PLACEMENT_OFFICER,
        Role.PROVIDER_MANAGER,
        Role.CONTRACT_MANAGER,
        Role.AUDITOR,
        Role.PROVIDER_WORKER,
    ],
)
def test_others_may_not_propose(world: World, role: Role) -> None:
    with pytest.raises(Refused) as refused:
        world.propose(by=world.actor(role))
    assert codes(refused) == ["record.not_permitted"]
    assert not Restriction.objects.exists()


@pytest.mark.parametrize("role", [Role.MONITORING_OFFICER, Role.SENIOR_PRACTITIONER, Role.HEAD_OF_SERVICE])
def test_who_may_propose(world: World, role: Role) -> None:
    assert world.propose(by=world.actor(role)).state == State.PROPOSED


@pytest.mark.parametrize("role", [Role.PLACEMENT_OFFICER, Role.MONITORING_OFFICER, Role.SENIOR_PRACTITIONER])
def test_only_the_head_of_service_imposes_locally(world: World, role: Role) -> None:
    row = world.propose()
    with pytest.raises(Refused) as refused:
        services.impose_restriction(restriction=row, by=world.actor(role))
    assert codes(refused) == ["record.not_permitted"]


def test_the_proposer_neither_imposes_nor_refuses(world: World) -> None:
    head = world.actor(Role.HEAD_OF_SERVICE)
    row = world.propose(by=head)
    for service in (
        lambda: services.impose_restriction(restriction=row, by=head),
        lambda: services.refuse_restriction(restriction=row, reason="No.", by=head),
    ):
        with pytest.raises(Refused) as refused:
            service()
        assert codes(refused) == ["restriction.own_proposal"]
    services.impose_restriction(restriction=row, by=world.actor(Role.HEAD_OF_SERVICE))


def test_who_proposed_to_lift_does_not_lift(world: World) -> None:
    row, head = world.impose(), world.actor(Role.HEAD_OF_SERVICE)
    services.propose_lift(restriction=row, lifts_on=world.today, reason="Seen.", by=head)
    with pytest.raises(Refused) as refused:
        services.lift_restriction(restriction=row, by=head)
    assert codes(refused) == ["restriction.own_lift"]
    assert Restriction.objects.get().binds_on(world.today)


def test_a_lifting_refused_leaves_it_as_it_was(world: World) -> None:
    row = world.impose()
    services.propose_lift(
        restriction=row, lifts_on=world.today, reason="Seen.", by=world.actor(Role.SENIOR_PRACTITIONER)
    )
    head = world.actor(Role.HEAD_OF_SERVICE)
    with pytest.raises(Refused) as refused:
        services.keep_restriction(restriction=row, reason=" ", by=head)
    assert codes(refused) == ["restriction.reason_missing"]
    services.keep_restriction(restriction=row, reason="The rota is empty at weekends.", by=head)
    row.refresh_from_db()
    assert (row.state, row.lift_on, row.lift_proposed_by) == (State.IMPOSED, None, None)
    world.lift(row)


def test_every_fault_of_a_proposal_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.propose(cause="weather", reason=" ", what_lifts="", starts_on=world.today - DAY)
    assert codes(refused) == [
        "restriction.unknown_cause", "restriction.reason_missing", "restriction.lift_missing", "restriction.starts_before",
    ]  # fmt: skip


def test_one_for_a_cause_at_a_time(world: World) -> None:
    world.impose()
    with pytest.raises(Refused) as refused:
        world.propose()
    assert codes(refused) == ["restriction.stands"]
    world.propose(cause="safeguarding")
    world.propose(home=world.other_home)
    world.propose(home=None)


def test_a_day_that_passed_meanwhile_gives_way_to_today(world: World) -> None:
    row = world.propose()
    Restriction.objects.filter(pk=row.pk).update(starts_on=world.today - 3 * DAY)
    head = world.actor(Role.HEAD_OF_SERVICE)
    with pytest.raises(Refused) as refused:
        services.impose_restriction(restriction=row, starts_on=world.today - DAY, by=head)
    assert codes(refused) == ["restriction.starts_before"]
    assert services.impose_restriction(restriction=row, by=head).starts_on == world.today


def test_the_proposer_takes_it_back_and_nobody_else(world: World) -> None:
    officer = world.actor(Role.MONITORING_OFFICER)
    row = world.propose(by=officer)
    with pytest.raises(Refused) as refused:
        services.withdraw_restriction(restriction=row, reason="x", by=world.actor(Role.SENIOR_PRACTITIONER))
    assert codes(refused) == ["restriction.not_own"]
    services.withdraw_restriction(restriction=row, reason="The manager is back.", by=officer)
    with pytest.raises(Refused) as refused:
        services.impose_restriction(restriction=row, by=world.actor(Role.HEAD_OF_SERVICE))
    assert codes(refused) == ["machine.state"]


def test_another_bodys_restriction_is_not_there(world: World) -> None:
    row = world.propose()
    with pytest.raises(Refused) as refused:
        services.impose_restriction(restriction=row, by=actor_in(Role.HEAD_OF_SERVICE))
    assert codes(refused) == ["record.not_permitted"]


def test_evidence_comes_with_the_proposal_and_stays_from_the_provider(world: World) -> None:
    file = SimpleUploadedFile("visit.txt", b"Nobody was there.", "text/plain")
    row = world.propose(evidence=file)
    services.impose_restriction(restriction=row, by=world.actor(Role.HEAD_OF_SERVICE))
    assert [h.document.kind for h in documents_of(row, world.actor(Role.HEAD_OF_SERVICE))] == ["evidence"]
    assert documents_of(row, world.actor(Role.PROVIDER_MANAGER)) == []


def test_unfit_evidence_leaves_no_proposal(world: World) -> None:
    with pytest.raises(Refused):
        world.propose(evidence=SimpleUploadedFile("visit.exe", b"MZ\x00\x01", "application/x-msdownload"))
    assert not Restriction.objects.exists()


# What follows at once -----------------------------------------------------------------------------


def there(world: World, **given: object) -> object:
    return PlacementFactory(home=world.home, line=None, **given)


@pytest.mark.parametrize(("cause", "urgent", "days"), [("safeguarding", True, 1), ("other", False, 14)])
def test_each_child_there_gets_a_review_and_nothing_ends(
    world: World, cause: str, urgent: bool, days: int
) -> None:
    stays = [there(world) for _ in range(4)]
    there(world, period=period("2026-01-01", "2026-03-01"))
    PlacementFactory(home=world.other_home, line=None)
    world.impose(cause=cause)
    reviews = RestrictionReview.objects.all()
    assert {r.placement for r in reviews} == set(stays)
    assert {(r.is_urgent, r.due_on) for r in reviews} == {(urgent, world.today + days * DAY)}
    for stay in stays:
        stay.refresh_from_db()  # type: ignore[attr-defined]
        assert stay.period.upper is None and stay.breaches == []  # type: ignore[attr-defined]
    duties = list(children_to_review(world.actor(Role.SENIOR_PRACTITIONER)))
    assert len(duties) == 4 and all(d.title.startswith("Visit urgently") is urgent for d in duties)
    assert list(children_to_review(world.actor(Role.MONITORING_OFFICER))) == []


def test_recording_a_review(world: World) -> None:
    there(world)
    world.impose(cause="safeguarding")
    review, senior = RestrictionReview.objects.get(), world.actor(Role.SENIOR_PRACTITIONER)
    with pytest.raises(Refused) as refused:
        services.record_review(review=review, found=" ", by=senior)
    assert codes(refused) == ["restriction.reason_missing", "restriction.visit_missing"]
    with pytest.raises(Refused) as refused:
        services.record_review(review=review, found="Safe.", visited_on=world.today + DAY, by=senior)
    assert codes(refused) == ["restriction.visit_to_come"]
    with pytest.raises(Refused) as refused:
        services.record_review(review=review, found="x", by=world.actor(Role.MONITORING_OFFICER))
    assert codes(refused) == ["record.not_permitted"]
    services.record_review(review=review, found="Safe and settled.", visited_on=world.today, by=senior)
    assert list(children_to_review(senior)) == []
    with pytest.raises(Refused) as refused:
        services.record_review(review=review, found="Again.", visited_on=world.today, by=senior)
    assert codes(refused) == ["restriction.review_done"]


def test_news_is_published_in_the_transaction_and_a_failing_reader_fails_the_decision(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    handlers = {RestrictionImposed: [heard.append], RestrictionLifted: [heard.append]}
    monkeypatch.setattr(events, "_HANDLERS", handlers)
    row = world.impose()
    world.lift(row)
    assert [type(e) for e in heard] == [RestrictionImposed, RestrictionLifted]
    assert {e.bodies for e in heard} == {frozenset({world.body.pk})}  # type: ignore[attr-defined]

    def fail(event: object) -> None:
        raise RuntimeError("cannot hold the offers")

    handlers[RestrictionImposed] = [fail]
    row = world.propose(home=world.other_home)
    with pytest.raises(RuntimeError):
        services.impose_restriction(restriction=row, by=world.actor(Role.HEAD_OF_SERVICE))
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_who_is_told(world: World) -> None:
    head, officer = world.actor(Role.HEAD_OF_SERVICE), world.actor(Role.PLACEMENT_OFFICER)
    manager, worker = world.actor(Role.PROVIDER_MANAGER), world.actor(Role.PROVIDER_WORKER)
    stranger = actor_in(Role.PROVIDER_MANAGER, world.body)
    row = world.propose()

    def told(actor: object) -> int:
        return Notice.objects.filter(user_id=actor.user.pk).count()  # type: ignore[attr-defined]

    assert [told(a) for a in (head, officer, manager)] == [1, 0, 0]
    assert len(list(restrictions_to_decide(head))) == 1
    services.impose_restriction(restriction=row, by=world.actor(Role.HEAD_OF_SERVICE))
    assert [told(a) for a in (head, officer, manager, worker, stranger)] == [2, 1, 1, 0, 0]
    assert list(restrictions_to_decide(head)) == []


# Framework ------------------------------------------------------------------------------------------


def test_the_consortium_restricts_for_every_member(world: World, consortium: CommissioningBody) -> None:
    officer = world.actor(Role.MONITORING_OFFICER)
    row = world.propose(reach="framework", by=officer)
    assert (row.body, row.proposed_from) == (consortium, world.body)
    with pytest.raises(Refused) as refused:
        services.impose_restriction(restriction=row, by=world.actor(Role.HEAD_OF_SERVICE))
    assert codes(refused) == ["restriction.office"]
    stay = there(world)
    services.impose_restriction(restriction=row, by=actor_in(Role.CONSORTIUM_MANAGER, consortium))
    review = RestrictionReview.objects.get()
    assert (review.placement, review.body) == (stay, world.body)
    trail = AuditEvent.objects.filter(body_id=consortium.pk)
    assert not trail.filter(kind__in=("placement", "child")).exists()


def test_a_consortium_has_no_local_restriction_and_an_authority_alone_no_framework(world: World) -> None:
    manager = world.actor(Role.CONSORTIUM_MANAGER)
    with pytest.raises(Refused) as refused:
        world.propose(by=manager)
    assert codes(refused) == ["restriction.consortium_is_framework"]
    with pytest.raises(Refused) as refused:
        world.propose(reach="framework")
    assert codes(refused) == ["restriction.no_consortium"]
    row = world.propose(reach="framework", by=manager)
    with pytest.raises(Refused) as refused:
        services.impose_restriction(restriction=row, by=manager)
    assert codes(refused) == ["restriction.own_proposal"]
    services.impose_restriction(restriction=row, by=world.actor(Role.CONSORTIUM_MANAGER))


def test_a_provider_learns_of_it_when_it_is_imposed(world: World) -> None:
    row, manager = world.propose(), world.actor(Role.PROVIDER_MANAGER)
    assert not Restriction.objects.visible_to(manager).exists()
    services.impose_restriction(restriction=row, by=world.actor(Role.HEAD_OF_SERVICE))
    assert Restriction.objects.visible_to(manager).get() == row
    assert not Restriction.objects.visible_to(actor_in(Role.PROVIDER_MANAGER, world.body)).exists()


def test_a_start_to_come_looks_at_those_who_are_there_then(world: World) -> None:
    start = world.today + dt.timedelta(days=10)
    leaves_before = there(world, period=(dt.date(2026, 1, 1), start))
    stays = there(world)
    world.impose(starts_on=start)
    assert [r.placement for r in RestrictionReview.objects.all()] == [stays] != [leaves_before]
