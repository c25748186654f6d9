"""A child's record: who, which facts with their source, which legal statuses."""

from __future__ import annotations

import datetime as dt

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.children import services
from homeward.apps.children.models import Child, LegalStatusSpell, StatusFact
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.refusals import Refused, present
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.children import ChildFactory, LegalStatusSpellFactory, StatusFactFactory

pytestmark = pytest.mark.django_db
BORN = dt.date(2015, 5, 4)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact
    return sorted(reason.code for reason in refused.value.reasons)


def test_a_child_gets_a_reference_that_says_nothing() -> None:
    by = actor_in(Role.PLACEMENT_OFFICER)
    child = services.add_child(
        client_number="880", born_on=BORN, given_name="Hēmi", family_name="Tāwhai", by=by
    )
    assert child.reference.startswith("C-")
    event = AuditEvent.objects.get(thing=child.public_id)
    assert (event.action, event.label) == ("add_child", child.reference)
    assert "mi" not in event.label  # the trail never holds a name


def test_every_reason_against_a_child_is_told_at_once() -> None:
    by = actor_in(Role.PLACEMENT_OFFICER)
    ChildFactory(body=by.body, client_number="880")
    with pytest.raises(Refused) as refused:
        services.add_child(
            client_number="880", born_on=by.today + dt.timedelta(days=2), given_name="a" * 81, by=by
        )
    assert codes(refused) == ["child.born_later", "record.taken", "record.wrong"]
    assert Child.objects.count() == 1


def test_the_same_client_number_may_stand_in_another_body() -> None:
    ChildFactory(client_number="880")
    by = actor_in(Role.PLACEMENT_OFFICER)
    assert services.add_child(client_number="880", born_on=None, by=by).client_number == "880"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.AUDITOR, Role.PROVIDER_MANAGER, Role.ADMINISTRATOR])
def test_who_may_not_keep_children_is_refused(role: Role) -> None:
    by = actor_in(role)
    child = ChildFactory(body=by.body)
    for write in (
        lambda: services.add_child(client_number="1", born_on=BORN, by=by),
        lambda: services.change_child(child=child, given_name="Ari", by=by),
        lambda: services.record_fact(child=child, kind="aboriginal", value="yes", source="File", by=by),
        lambda: services.record_legal_status(
            child=child, code="GCE", period=DateRange(BORN), source="", by=by
        ),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert codes(refused) == ["record.not_permitted"]


def test_a_child_of_another_body_is_not_changed() -> None:
    with pytest.raises(Refused) as refused:
        services.change_child(child=ChildFactory(), given_name="Ari", by=actor_in(Role.PLACEMENT_OFFICER))
    assert codes(refused) == ["record.not_permitted"]


def test_a_new_fact_supersedes_the_old_which_stays_with_its_dates() -> None:
    by = actor_in(Role.PLACEMENT_OFFICER)
    child = ChildFactory(body=by.body)
    old = services.record_fact(
        child=child, kind="aboriginal", value="not_stated", source="Intake form", by=by
    )
    new = services.record_fact(child=child, kind="aboriginal", value="yes", source="Family, 3 May", by=by)
    old.refresh_from_db()
    assert old.superseded_at == new.recorded_at
    assert new.superseded_at is None
    assert services.record_fact(
        child=child, kind="aboriginal", value="yes", source="Family, 3 May", by=by
    ) == (new)
    assert StatusFact.objects.count() == 2


def test_a_fact_needs_its_source() -> None:
    by = actor_in(Role.PLACEMENT_OFFICER)
    with pytest.raises(Refused) as refused:
        services.record_fact(
            child=ChildFactory(body=by.body), kind="aboriginal", value="yes", source=" ", by=by
        )
    assert codes(refused) == ["record.missing"]


def test_a_legal_status_before_birth_without_a_night_or_twice_is_refused() -> None:
    by = actor_in(Role.PLACEMENT_OFFICER)
    child = ChildFactory(body=by.body, born_on=BORN)
    day = dt.date(2020, 1, 1)
    with pytest.raises(Refused) as refused:
        services.record_legal_status(
            child=child, code="", period=DateRange(dt.date(2015, 5, 3)), source="", by=by
        )
    assert codes(refused) == ["child.status_before_birth", "record.missing"]
    with pytest.raises(Refused) as refused:
        services.record_legal_status(child=child, code="GCE", period=DateRange(day, day), source="", by=by)
    assert codes(refused) == ["record.no_night"]
    services.record_legal_status(child=child, code="GCE", period=DateRange(day), source="Order", by=by)
    with pytest.raises(Refused) as refused:
        services.record_legal_status(child=child, code="GCE", period=DateRange(day), source="Order", by=by)
    assert codes(refused) == ["child.status_twice"]


def test_facts_and_statuses_are_seen_by_those_who_see_the_child() -> None:
    body = CommissioningBodyFactory()
    child = ChildFactory(body=body)
    fact, spell = StatusFactFactory(child=child), LegalStatusSpellFactory(child=child)
    officer = actor_in(Role.PLACEMENT_OFFICER, body)
    assert list(StatusFact.objects.visible_to(officer)) == [fact]
    assert list(LegalStatusSpell.objects.visible_to(officer)) == [spell]
    for role in (Role.PROVIDER_MANAGER, Role.FINANCE_OFFICER):
        stranger = actor_in(role, body)
        assert not StatusFact.objects.visible_to(stranger)
        assert not LegalStatusSpell.objects.visible_to(stranger)


def test_what_another_person_changed_meanwhile_stays() -> None:
    by = actor_in(Role.PLACEMENT_OFFICER)
    mine = ChildFactory(body=by.body, given_name="Hemi")
    services.change_child(child=Child.objects.get(pk=mine.pk), given_name="Hēmi", by=by)
    services.change_child(child=mine, born_on=BORN, by=by)
    stored = Child.objects.get(pk=mine.pk)
    assert (stored.given_name, stored.born_on) == ("Hēmi", BORN)
