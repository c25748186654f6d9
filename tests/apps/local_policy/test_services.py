"""Entering, confirming, declining and withdrawing values; and what was known when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.events import _HANDLERS
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.refusals import Refused, present
from homeward.apps.local_policy import services
from homeward.apps.local_policy.events import PolicyChanged
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import differences, is_placeholder, pack_of, placeholders
from homeward.kernel.ranges import DateRange
from homeward.policy import load_pack
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.local_policy import BANDS, LocalValueFactory, confirmed_value
from tests.factories.placements import period

pytestmark = pytest.mark.django_db
GENERAL, RESIDENTIAL = "general_family_based_care", "residential_care"
LEVELS, ALERT = "utilisation.levels", "nights.missing_alert"
DAY = dt.date(2025, 1, 1)
State = LocalValue.State


@pytest.fixture
def body() -> CommissioningBody:
    return CommissioningBodyFactory()


@pytest.fixture
def steward(body: CommissioningBody) -> Actor:
    return actor_in(Role.POLICY_STEWARD, body)


@pytest.fixture
def second(body: CommissioningBody) -> Actor:
    return actor_in(Role.POLICY_STEWARD, body)


def draft(by: Actor, **changes: Any) -> LocalValue:
    given: dict[str, Any] = {
        "path": LEVELS, "keys": [GENERAL], "value": BANDS, "period": DateRange(dt.date(2024, 7, 1)),
        "source_title": "Specification V2.4", "source_clause": "Appendix 1", "source_read_on": dt.date(2025, 2, 3),
    }  # fmt: skip
    return services.draft_value(**{**given, **changes}, by=by)


def in_force(steward: Actor, second: Actor, **changes: Any) -> LocalValue:
    value = services.propose_value(value=draft(steward, **changes), by=steward)
    return services.confirm_value(value=value, by=second)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).lift
    return [reason.code for reason in refused.value.reasons]


def level_of(body: CommissioningBody, key: str = GENERAL, **known: Any) -> str:
    found = pack_of(body, **known).parameters[LEVELS].on(DAY, key)
    assert found is not None
    return found.standing


def test_a_value_stands_only_when_a_second_person_confirmed_it(
    body: CommissioningBody, steward: Actor, second: Actor
) -> None:
    value = draft(steward)
    assert (value.state, level_of(body)) == (State.DRAFT, "placeholder")
    services.propose_value(value=value, by=steward)
    assert (value.state, level_of(body)) == (State.PROPOSED, "placeholder")
    services.confirm_value(value=value, by=second)
    assert (value.state, level_of(body), level_of(body, RESIDENTIAL)) == (
        State.CONFIRMED,
        "local",
        "placeholder",
    )
    pack = pack_of(body)
    assert pack.version == f"{load_pack('au_sa').version}+local.1"
    assert pack.digest != load_pack("au_sa").digest
    used = pack.policy().look(LEVELS, on=DAY, key=GENERAL)
    assert used.origin is not None
    assert (used.origin.title, used.origin.entered_by, used.origin.confirmed_by) == (
        "Specification V2.4", steward.user.name, second.user.name,
    )  # fmt: skip


def test_a_part_of_a_whole_is_at_most_all_of_it(steward: Actor) -> None:
    tolerance = {"path": "finance.match_tolerance_percent", "keys": []}
    with pytest.raises(Refused) as caught:
        draft(steward, **tolerance, value="100.5")
    assert codes(caught) == ["local_policy.above_whole"]
    assert caught.value.reasons[0].inputs["field"] == "value"
    assert draft(steward, **tolerance, value="100").value == "100"
    edge = draft(steward, path="utilisation.over_threshold", keys=[], value="105")
    assert edge.value == "105", "more may be delivered than the target"


def test_another_body_keeps_its_placeholders(steward: Actor, second: Actor) -> None:
    in_force(steward, second)
    assert level_of(CommissioningBodyFactory()) == "placeholder"


def test_nobody_confirms_or_declines_what_they_entered_in_whatever_role(
    body: CommissioningBody, steward: Actor
) -> None:
    value = services.propose_value(value=draft(steward), by=steward)
    as_director = actor_in(Role.DIRECTOR, body, user=steward.user)
    for actor in (steward, as_director):
        with pytest.raises(Refused) as caught:
            services.confirm_value(value=value, by=actor)
        assert codes(caught) == ["local_policy.own_value"]
        with pytest.raises(Refused) as caught:
            services.decline_value(value=value, reason="", by=actor)
        assert codes(caught) == ["local_policy.own_value", "local_policy.reason_missing"]
    value.refresh_from_db()
    assert value.state == State.PROPOSED


def test_the_director_may_be_the_second_person_and_does_not_enter(
    body: CommissioningBody, steward: Actor
) -> None:
    director = actor_in(Role.DIRECTOR, body)
    value = services.propose_value(value=draft(steward), by=steward)
    assert services.confirm_value(value=value, by=director).state == State.CONFIRMED
    with pytest.raises(Refused) as caught:
        draft(director)
    assert codes(caught) == ["record.not_permitted"]


@pytest.mark.parametrize(
    "role", [Role.CONTRACT_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR, Role.PROVIDER_MANAGER]
)
def test_other_roles_neither_enter_nor_confirm(body: CommissioningBody, steward: Actor, role: Role) -> None:
    other = actor_in(role, body)
    value = services.propose_value(value=draft(steward), by=steward)
    for do in (
        lambda: draft(other),
        lambda: services.confirm_value(value=value, by=other),
        lambda: services.decline_value(value=value, reason="No", by=other),
        lambda: services.withdraw_value(value=value, reason="No", by=other),
    ):
        with pytest.raises(Refused) as caught:
            do()
        assert codes(caught) == ["record.not_permitted"]
    assert not LocalValue.objects.visible_to(other).exists()


def test_a_steward_of_another_body_finds_nothing(steward: Actor) -> None:
    value = services.propose_value(value=draft(steward), by=steward)
    stranger = actor_in(Role.POLICY_STEWARD, CommissioningBodyFactory())
    with pytest.raises(Refused) as caught:
        services.confirm_value(value=value, by=stranger)
    assert codes(caught) == ["record.not_permitted"]


def test_every_fault_of_a_value_is_told_at_once_by_field(steward: Actor) -> None:
    with pytest.raises(Refused) as caught:
        draft(
            steward,
            value=[{"level": "1", "at_least": "x"}],
            keys=["castle"],
            source_title=" ",
            source_clause="",
        )
    assert [r.inputs["field"] for r in caught.value.reasons] == [
        "source_title",
        "source_clause",
        "value",
        "keys",
    ]
    assert codes(caught) == ["local_policy.fault"] * 4


def test_when_a_document_was_read_is_known_and_past(steward: Actor) -> None:
    for day, code in ((None, "read_on_missing"), (steward.today + dt.timedelta(days=1), "read_in_future")):
        with pytest.raises(Refused) as caught:
            draft(steward, source_read_on=day)
        assert codes(caught) == [f"local_policy.{code}"]
    with pytest.raises(Refused) as caught:
        draft(steward, source_title="x" * 201)
    assert codes(caught) == ["local_policy.too_long"]


def test_a_value_holds_on_some_day(steward: Actor) -> None:
    with pytest.raises(Refused) as caught:
        draft(steward, period=DateRange(DAY, DAY))
    assert codes(caught) == ["local_policy.no_day"]


def test_bands_keep_the_level_below_which_an_abatement_is_decided(steward: Actor) -> None:
    with pytest.raises(Refused) as caught:
        draft(steward, value=[{"level": "A", "at_least": "90"}, {"level": "B", "at_least": "0"}])
    assert codes(caught) == ["local_policy.abatement_level"]


def test_a_draft_is_changed_by_its_author_until_proposed(steward: Actor, second: Actor) -> None:
    value = draft(steward)
    changed = draft(steward, draft=value, path=ALERT, keys=[], value=5)
    assert (changed.pk, changed.path, LocalValue.objects.count()) == (value.pk, ALERT, 1)
    for do in (
        lambda: draft(second, draft=value),
        lambda: services.propose_value(value=value, by=second),
        lambda: draft(steward, draft=services.propose_value(value=value, by=steward)),
    ):
        with pytest.raises(Refused) as caught:
            do()
        assert codes(caught) == ["local_policy.not_own_draft"]


def test_a_declined_value_stays_on_record_with_its_reason(
    steward: Actor, second: Actor, body: CommissioningBody
) -> None:
    value = services.propose_value(value=draft(steward), by=steward)
    services.decline_value(value=value, reason="The table is for respite care.", by=second)
    value.refresh_from_db()
    assert (value.state, value.decision_reason) == (State.DECLINED, "The table is for respite care.")
    assert level_of(body) == "placeholder"
    with pytest.raises(Refused) as caught:
        services.confirm_value(value=value, by=second)
    assert codes(caught) == ["machine.state"]


def test_a_proposal_is_taken_back(steward: Actor, body: CommissioningBody) -> None:
    value = services.propose_value(value=draft(steward), by=steward)
    services.withdraw_value(value=value, reason="", by=steward)
    value.refresh_from_db()
    assert value.state == State.WITHDRAWN


def test_a_newer_value_stands_from_its_day_on(steward: Actor, second: Actor, body: CommissioningBody) -> None:
    in_force(steward, second, path=ALERT, keys=[], value=3)
    in_force(steward, second, path=ALERT, keys=[], value=5, period=DateRange(dt.date(2025, 1, 1)))
    policy = pack_of(body).policy()
    assert [policy.value(ALERT, on=dt.date(2024, 12, 31)), policy.value(ALERT, on=DAY)] == [3, 5]


def test_withdrawing_takes_a_second_person_and_leaves_the_row(
    steward: Actor, second: Actor, body: CommissioningBody
) -> None:
    value = in_force(steward, second)
    with pytest.raises(Refused) as caught:
        services.withdraw_value(value=value, reason=" ", by=steward)
    assert codes(caught) == ["local_policy.reason_missing"]
    row = services.withdraw_value(value=value, reason="Read from a draft.", by=steward)
    assert (row.state, row.withdraws, level_of(body)) == (State.PROPOSED, value, "local")
    with pytest.raises(Refused) as caught:
        services.withdraw_value(value=value, reason="Again.", by=second)
    assert codes(caught) == ["local_policy.withdrawal_waits"]
    with pytest.raises(Refused) as caught:
        services.confirm_value(value=row, by=steward)
    assert codes(caught) == ["local_policy.own_value"]
    services.confirm_value(value=row, by=second)
    value.refresh_from_db()
    assert (value.state, level_of(body)) == (State.CONFIRMED, "placeholder")
    assert pack_of(body).version.endswith("+local.2")
    assert pack_of(body).digest == load_pack("au_sa").digest
    with pytest.raises(Refused) as caught:
        services.withdraw_value(value=value, reason="Once more.", by=steward)
    assert codes(caught) == ["local_policy.not_standing"]


def test_a_withdrawal_that_would_open_a_gap_is_refused(steward: Actor, second: Actor) -> None:
    key = {"path": "nights.hold", "keys": ["supported_independent_living"], "value": "counted"}
    in_force(steward, second, **key, period=DateRange(dt.date(2024, 1, 1), dt.date(2024, 2, 1)))
    middle = in_force(steward, second, **key, period=DateRange(dt.date(2024, 2, 1), dt.date(2024, 3, 1)))
    in_force(steward, second, **key, period=DateRange(dt.date(2024, 3, 1)))
    with pytest.raises(Refused) as caught:
        services.withdraw_value(value=middle, reason="Wrong page.", by=steward)
    assert codes(caught) == ["local_policy.fault"]


def test_the_policy_as_it_was_known_at_a_moment(
    steward: Actor, second: Actor, body: CommissioningBody
) -> None:
    before = timezone.now()
    value = in_force(steward, second)
    between = timezone.now()
    services.confirm_value(
        value=services.withdraw_value(value=value, reason="Read from a draft.", by=steward), by=second
    )
    assert [level_of(body, known_at=at) for at in (before, between, timezone.now())] == [
        "placeholder",
        "local",
        "placeholder",
    ]
    assert pack_of(body, known_at=before).digest == load_pack("au_sa").digest
    assert pack_of(body, known_at=between).version.endswith("+local.1")


def test_a_confirmed_row_can_be_changed_by_nobody() -> None:
    value = confirmed_value()
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        LocalValue.objects.filter(pk=value.pk).update(note="Changed")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        value.delete()


def test_what_changed_is_published_after_the_writing(
    steward: Actor, second: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[Any, ...]] = []

    def listen(event: PolicyChanged) -> None:
        heard.append((event.path, event.keys, event.since, level_of(event.body)))

    monkeypatch.setitem(_HANDLERS, PolicyChanged, [listen])
    value = in_force(steward, second)
    services.confirm_value(
        value=services.withdraw_value(value=value, reason="Read from a draft.", by=steward), by=second
    )
    told = (LEVELS, (GENERAL,), dt.date(2024, 7, 1))
    assert heard == [(*told, "local"), (*told, "placeholder")]


def test_the_second_person_is_told_and_has_a_duty(
    steward: Actor, second: Actor, body: CommissioningBody
) -> None:
    director = actor_in(Role.DIRECTOR, body)
    value = services.propose_value(value=draft(steward), by=steward)
    told = set(
        Notice.objects.filter(title__contains="waits for a second person").values_list("user_id", flat=True)
    )
    assert told == {second.user.pk, director.user.pk}
    for actor in (second, director):
        assert [d.since for d in duties_of(actor) if d.title.startswith("Confirm a value")] == [actor.today]
    assert not [d for d in duties_of(steward) if d.title.startswith("Confirm")]
    services.confirm_value(value=value, by=second)
    assert Notice.objects.filter(
        user_id=steward.user.pk, title__startswith="Confirmed: Performance levels"
    ).exists()
    assert not [d for d in duties_of(director) if d.title.startswith("Confirm")]
    actions = AuditEvent.objects.filter(thing=value.public_id).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["draft_value", "propose_value", "confirm_value"]


def test_placeholders_that_touch_figures_are_one_duty_of_the_steward(
    steward: Actor, second: Actor, body: CommissioningBody
) -> None:
    def count() -> int:
        (duty,) = (d for d in duties_of(steward) if d.title.startswith("Replace"))
        return int(duty.title.split()[1])

    before = count()
    in_force(steward, second, path=ALERT, keys=[], value=5, period=DateRange(dt.date(2022, 8, 3)))
    assert count() == before - 1
    assert not [d for d in duties_of(actor_in(Role.DIRECTOR, body)) if d.title.startswith("Replace")]
    assert ALERT not in {item.path for item in placeholders(pack_of(body), steward.today)}


def test_a_draft_not_proposed_is_a_duty_of_its_author(steward: Actor, second: Actor) -> None:
    draft(steward)
    assert [d.verb for d in duties_of(steward) if d.title.startswith("Propose")] == ["Go on"]
    assert not [d for d in duties_of(second) if d.title.startswith("Propose")]


def test_who_sees_what_is_not_in_force_yet(steward: Actor, second: Actor, body: CommissioningBody) -> None:
    draft(steward)
    services.propose_value(value=draft(steward), by=steward)
    in_force(steward, second)
    seen = {
        role: LocalValue.objects.visible_to(actor_in(role, body)).count()
        for role in (Role.POLICY_STEWARD, Role.DIRECTOR, Role.CONTRACT_MANAGER, Role.PROVIDER_WORKER)
    }
    assert seen == {
        Role.POLICY_STEWARD: 3,
        Role.DIRECTOR: 2,
        Role.CONTRACT_MANAGER: 1,
        Role.PROVIDER_WORKER: 1,
    }


def test_what_reads_differently_in_a_period(body: CommissioningBody) -> None:
    then = pack_of(body)
    confirmed_value(body=body, period=period("2025-01-01", "2025-02-01"))
    now = pack_of(body)
    january = DateRange(dt.date(2025, 1, 1), dt.date(2025, 4, 1))
    assert differences(then, now, january, {"service_types": GENERAL}) == [LEVELS]
    assert differences(then, now, january, {"service_types": RESIDENTIAL}) == []
    assert differences(then, now, DateRange(dt.date(2025, 2, 1), dt.date(2025, 3, 1)), {}) == []
    assert is_placeholder(now, LEVELS, DAY, [GENERAL]) is False
    assert is_placeholder(now, LEVELS, DAY) is True


def test_asking_for_the_policy_costs_one_query(
    body: CommissioningBody, django_assert_num_queries: Any
) -> None:
    LocalValueFactory(body=body)
    confirmed_value(body=body)
    first = pack_of(body)  # laid once, then kept
    with django_assert_num_queries(1):
        assert pack_of(body) is first
