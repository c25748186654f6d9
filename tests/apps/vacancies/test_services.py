"""Vacancies are said together, all or none; approvals follow each other by their dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused, present
from homeward.apps.providers.models import Home
from homeward.apps.vacancies.models import ApprovalTerms, Vacancy
from homeward.apps.vacancies.queries import homes_kept, row_of
from homeward.apps.vacancies.services import (
    Said,
    confirm_unchanged,
    confirm_vacancies,
    end_approval,
    set_approval,
)
from homeward.kernel.ranges import DateRange
from tests.apps.vacancies.conftest import TODAY, House
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, actor_in
from tests.factories.children import ChildFactory
from tests.factories.providers import HomeFactory
from tests.factories.vacancies import ApprovalTermsFactory, VacancyFactory

DAY = dt.timedelta(days=1)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact and present(reason).lift
    return [reason.code for reason in refused.value.reasons]


def vacancy_duty(actor: Any) -> Any:
    return next((d for d in duties_of(actor) if d.kind == "vacancy.confirm"), None)


def test_all_homes_are_said_at_once_and_each_has_its_event(house: House) -> None:
    said = [
        Said(house.home, 1, age_from=5, age_to=12),
        Said(house.second, 0, blocked_places=1, blocked_because="staffing"),
    ]
    made = confirm_vacancies(said=said, by=house.manager)
    assert [(v.home, v.places, v.blocked_places, v.confirmed_by) for v in made] == [
        (house.home, 1, 0, house.manager.user),
        (house.second, 0, 1, house.manager.user),
    ]
    assert AuditEvent.objects.filter(action="confirm_vacancy").count() == 2


def test_what_the_household_is_is_kept_and_what_is_not_said_stays_unknown(house: House) -> None:
    said = [Said(house.home, 1, languages=("cy",), traits=("dog",)), Said(house.second, 0, traits=())]
    first, second = confirm_vacancies(said=said, by=house.manager)
    assert (first.languages, first.traits) == (["cy"], ["dog"])
    assert (second.languages, second.traits) == (None, [])


def test_one_row_that_is_wrong_holds_all_back_and_every_reason_names_its_field(house: House) -> None:
    said = [
        Said(house.home, 4, age_from=12, age_to=5),
        Said(house.second, 1, blocked_places=1, blocked_because="other"),
    ]
    with pytest.raises(Refused) as refused:
        confirm_vacancies(said=said, by=house.manager)
    assert codes(refused) == ["vacancy.more_than_it_holds", "vacancy.ages_reversed", "vacancy.words_missing"]
    fields = [r.inputs["field"] for r in refused.value.reasons]
    home, second = house.home.public_id, house.second.public_id
    assert fields == [f"places_{home}", f"age_to_{home}", f"blocked_note_{second}"]
    assert not Vacancy.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"blocked_places": 1}, "vacancy.block_without_reason"),
        ({"blocked_because": "staffing"}, "vacancy.reason_without_block"),
        ({"blocked_places": 1, "blocked_because": "weather"}, "record.unknown_code"),
    ],
)
def test_a_blocked_place_has_a_reason_of_the_list(house: House, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        confirm_vacancies(said=[Said(house.home, 0, **more)], by=house.manager)
    assert codes(refused) == [code]


def test_the_approval_bounds_places_and_ages(house: House) -> None:
    ApprovalTermsFactory(home=house.home, children=1, age_from=5, age_to=10)
    with pytest.raises(Refused) as refused:
        confirm_vacancies(said=[Said(house.home, 2, age_from=0, age_to=9)], by=house.manager)
    assert codes(refused) == ["vacancy.more_than_it_holds", "vacancy.ages_outside_approval"]
    confirm_vacancies(said=[Said(house.home, 1, age_from=5, age_to=10)], by=house.manager)


def test_who_was_slower_is_told_and_overwrites_nothing(house: House) -> None:
    first = confirm_vacancies(said=[Said(house.home, 1)], by=house.manager)[0]
    with pytest.raises(Refused) as refused:
        confirm_vacancies(said=[Said(house.home, 2)], by=house.manager)
    assert codes(refused) == ["vacancy.changed_meanwhile"]
    confirm_vacancies(said=[Said(house.home, 2, seen=first.confirmed_at)], by=house.manager)
    assert Vacancy.objects.get().places == 2


def test_one_press_says_again_what_was_said(house: House, time_machine: Any) -> None:
    old = VacancyFactory(home=house.home, places=2, conditions="No dogs")
    time_machine.shift(dt.timedelta(days=3))
    made = confirm_unchanged(seen={house.home: old.confirmed_at}, by=house.manager)
    stored = Vacancy.objects.get()
    assert (stored.places, stored.conditions, stored.confirmed_by) == (2, "No dogs", house.manager.user)
    assert stored.confirmed_at == made[0].confirmed_at > old.confirmed_at
    assert AuditEvent.objects.filter(action="confirm_unchanged", thing=stored.public_id).count() == 1


def test_one_press_is_refused_where_something_changed_or_was_never_said(house: House) -> None:
    VacancyFactory(home=house.home)
    with pytest.raises(Refused) as refused:
        confirm_unchanged(seen={house.home: None, house.second: None}, by=house.manager)
    assert codes(refused) == ["vacancy.never_said", "vacancy.changed_meanwhile"]


def test_the_body_speaks_for_its_own_homes_and_for_no_providers(house: House) -> None:
    assert homes_kept(house.officer) == [house.own]
    confirm_vacancies(said=[Said(house.own, 1)], by=house.officer)
    with pytest.raises(Refused) as refused:
        confirm_vacancies(said=[Said(house.home, 1)], by=house.officer)
    assert codes(refused) == ["vacancy.not_its_keeper"]


def test_nobody_speaks_for_the_homes_of_others(house: House) -> None:
    elsewhere = HomeFactory()
    rival = actor_in(Role.PROVIDER_MANAGER, house.body, OrganisationFactory())
    worker = actor_in(Role.PROVIDER_WORKER, house.body, house.manager.organisation)
    for by, home in (
        (house.manager, elsewhere),
        (rival, house.home),
        (worker, house.home),
        (house.manager, house.own),
    ):
        with pytest.raises(Refused) as refused:
            confirm_vacancies(said=[Said(home, 1)], by=by)
        assert codes(refused) == ["record.not_permitted"]


def test_a_closed_home_has_nothing_to_give(house: House) -> None:
    Home.objects.filter(pk=house.home.pk).update(closed_on=TODAY)
    assert house.home not in homes_kept(house.manager)
    with pytest.raises(Refused) as refused:
        confirm_vacancies(said=[Said(house.home, 1)], by=house.manager)
    assert codes(refused) == ["vacancy.home_closed"]


def test_the_records_count_children_there_tonight(house: House) -> None:
    house.lives(house.home)
    house.lives(house.home, left=TODAY)  # left this morning
    house.lives(house.home, came=TODAY + DAY)  # comes tomorrow
    ApprovalTermsFactory(home=house.home, children=2)
    VacancyFactory(home=house.home, places=2)
    row = row_of(house.officer, house.home)
    assert (row.counted.stays, row.counted.free, row.said, row.differs) == (1, 1, 2, True)


@pytest.mark.parametrize(("days", "stale"), [(0, False), (7, False), (8, True)])
def test_a_word_is_stale_after_the_packs_days(
    house: House, days: int, stale: bool, time_machine: Any
) -> None:
    VacancyFactory(home=house.home)
    time_machine.shift(dt.timedelta(days=days))
    row = row_of(house.officer, house.home)
    assert (row.age, row.is_stale, row.stale_after) == (days, stale, 7)


def test_what_was_never_said_is_stale_and_what_a_policy_does_not_date_is_not(
    house: House, time_machine: Any
) -> None:
    assert row_of(house.officer, house.home).is_stale
    south = CommissioningBodyFactory(pack="au_sa")
    home = HomeFactory(provider__body=south)
    VacancyFactory(home=home)
    time_machine.shift(dt.timedelta(days=400))
    assert not row_of(actor_in(Role.PLACEMENT_OFFICER, south), home).is_stale


def test_one_duty_for_all_homes_of_a_keeper(house: House, time_machine: Any) -> None:
    duty = vacancy_duty(house.manager)
    assert (duty.title, duty.due) == ("Confirm what is free in 2 homes", None)
    confirm_vacancies(said=[Said(house.home, 1), Said(house.second, 1)], by=house.manager)
    assert vacancy_duty(house.manager) is None
    time_machine.shift(dt.timedelta(days=5))
    duty = vacancy_duty(house.manager)
    assert (duty.due, duty.is_late(house.manager.today)) == (TODAY + dt.timedelta(days=7), False)
    time_machine.shift(dt.timedelta(days=3))
    assert vacancy_duty(house.manager).is_late(house.manager.today)
    assert vacancy_duty(house.officer).title == "Confirm what is free in 1 home"
    assert vacancy_duty(actor_in(Role.PROVIDER_WORKER, house.body, house.manager.organisation)) is None


def test_new_terms_end_the_old_on_their_first_day(house: House) -> None:
    first = set_approval(
        home=house.home, start=dt.date(2026, 1, 1), children=2, source="Panel 1", by=house.manager
    )
    second = set_approval(
        home=house.home, start=dt.date(2026, 6, 1), children=3, source="Panel 2", by=house.manager
    )
    first.refresh_from_db()
    assert from_db(first.period) == DateRange(dt.date(2026, 1, 1), dt.date(2026, 6, 1))
    earlier = set_approval(
        home=house.home, start=dt.date(2025, 1, 1), children=1, source="Panel 0", by=house.officer
    )
    assert from_db(earlier.period).end == dt.date(2026, 1, 1)
    end_approval(terms=second, on=dt.date(2026, 12, 1), by=house.manager)
    assert from_db(ApprovalTerms.objects.get(pk=second.pk).period).end == dt.date(2026, 12, 1)


def test_terms_are_refused_with_every_reason(house: House) -> None:
    with pytest.raises(Refused) as refused:
        set_approval(
            home=house.second, start=TODAY, children=2, age_from=9, age_to=3, source=" ", by=house.manager
        )
    assert set(codes(refused)) == {"record.missing", "approval.not_a_household", "approval.ages_reversed"}
    terms = ApprovalTermsFactory(home=house.home)
    with pytest.raises(Refused) as refused:
        end_approval(terms=terms, on=dt.date(2022, 7, 1), by=house.manager)
    assert codes(refused) == ["approval.not_in_force"]


def test_a_named_child_is_one_whom_the_person_may_see(house: House) -> None:
    elsewhere = ChildFactory(body=house.body)
    with pytest.raises(Refused) as refused:
        set_approval(
            home=house.home, start=TODAY, children=1, only_for=elsewhere, source="Panel", by=house.manager
        )
    assert codes(refused) == ["record.not_permitted"]
    here = house.lives(house.home).child
    terms = set_approval(
        home=house.home, start=TODAY, children=1, only_for=here, source="Panel", by=house.manager
    )
    assert terms.only_for == here


def test_a_member_reads_its_consortiums_vacancies_and_changes_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from homeward.apps.restrictions import reach

    consortium = CommissioningBodyFactory(pack="gb_wls", time_zone="Europe/London")
    home = HomeFactory(provider__body=consortium, kind=Home.Kind.CARER_HOUSEHOLD)
    vacancy = VacancyFactory(home=home)
    assert not Vacancy.objects.visible_to(house.officer).filter(pk=vacancy.pk).exists()
    monkeypatch.setattr(reach, "_SOURCES", [lambda day: [(consortium.pk, house.body.pk)]])
    assert Vacancy.objects.visible_to(house.officer).filter(pk=vacancy.pk).exists()
    with pytest.raises(Refused):
        confirm_vacancies(said=[Said(home, 1, seen=vacancy.confirmed_at)], by=house.officer)
    with pytest.raises(Refused):
        set_approval(home=home, start=TODAY, children=1, source="Panel", by=house.officer)
    terms = ApprovalTermsFactory(home=home)
    with pytest.raises(Refused):
        end_approval(terms=terms, on=TODAY, by=house.officer)
