"""Providers and homes are written as they are, and refused with every reason at once."""

from __future__ import annotations

import datetime as dt

import pytest

from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused, present
from homeward.apps.providers import services
from homeward.apps.providers.models import Home, Provider
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import actor_in
from tests.factories.agreements import AgreementFactory
from tests.factories.providers import HomeFactory, ProviderFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 7, 1)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact  # every reason reads as a sentence
    return {reason.code for reason in refused.value.reasons}


def test_registering_a_provider_makes_its_organisation_and_an_event() -> None:
    by = actor_in()
    provider = services.register_provider(
        name="Māwson  Family Care", reference="P-7", start=DAY, business_number="12 345", by=by
    )
    assert (provider.organisation.name, provider.body) == ("Māwson Family Care", by.body)
    event = AuditEvent.objects.get(thing=provider.public_id)
    assert (event.action, event.actor_label, event.organisation_id) == (
        "register_provider",
        by.label,
        provider.organisation_id,
    )


def test_a_second_body_shares_the_organisation_however_its_name_is_typed() -> None:
    first = services.register_provider(name="Māwson Family Care", reference="P-7", start=DAY, by=actor_in())
    second = services.register_provider(name="MAWSON family care", reference="X", start=DAY, by=actor_in())
    assert first.organisation == second.organisation
    assert Organisation.objects.filter(name__icontains="wson").count() == 1


def test_every_reason_against_a_provider_is_told_at_once() -> None:
    by = actor_in()
    known = ProviderFactory(body=by.body, reference="P-7")
    with pytest.raises(Refused) as refused:
        services.register_provider(
            name=known.organisation.name.upper(),
            reference="P-7",
            start=DAY,
            contact_email="no address",
            by=by,
        )
    fields = {r.inputs["field"] for r in refused.value.reasons}
    assert codes(refused) == {"record.taken", "record.wrong"}
    assert fields == {"name", "reference", "contact_email"}
    assert Provider.objects.filter(body=by.body).count() == 1


@pytest.mark.parametrize(
    "role", [Role.DIRECTOR, Role.AUDITOR, Role.FINANCE_OFFICER, Role.PROVIDER_MANAGER, Role.ADMINISTRATOR]
)
def test_who_may_not_add_a_provider_is_refused(role: Role) -> None:
    with pytest.raises(Refused) as refused:
        services.register_provider(name="Elm House", reference="P-1", start=DAY, by=actor_in(role))
    assert codes(refused) == {"record.not_permitted"}
    assert not Provider.objects.exists()


def test_a_name_that_several_bodies_share_is_not_changed_by_one() -> None:
    by = actor_in()
    provider = ProviderFactory(body=by.body)
    services.change_provider(provider=provider, name="Tea Tree Care", contact_name="Jo Marsh", by=by)
    provider.refresh_from_db()
    assert (provider.organisation.name, provider.contact_name) == ("Tea Tree Care", "Jo Marsh")
    ProviderFactory(organisation=provider.organisation)
    with pytest.raises(Refused) as refused:
        services.change_provider(provider=provider, name="Another name", by=by)
    assert codes(refused) == {"provider.shared_name"}


def test_a_provider_of_another_body_cannot_be_changed() -> None:
    with pytest.raises(Refused) as refused:
        services.change_provider(provider=ProviderFactory(), contact_name="Jo Marsh", by=actor_in())
    assert codes(refused) == {"record.not_permitted"}


def test_a_provider_with_open_homes_and_agreements_cannot_end() -> None:
    by = actor_in()
    provider = ProviderFactory(body=by.body)
    home = HomeFactory(provider=provider)
    agreement = AgreementFactory(provider=provider)
    with pytest.raises(Refused) as refused:
        services.end_provider(provider=provider, on=DAY, by=by)
    assert codes(refused) == {"provider.agreements_run_on", "provider.homes_open"}
    assert agreement.reference in present(refused.value.reasons[0]).fact
    services.close_home(home=home, on=DAY, by=by)
    services.end_provider(provider=provider, on=from_db(agreement.period).end, by=by)
    provider.refresh_from_db()
    assert provider.end == dt.date(2027, 7, 1)


def test_a_home_gets_its_first_remoteness_class_from_the_day_it_opened() -> None:
    by = actor_in()
    provider = ProviderFactory(body=by.body)
    home = services.add_home(
        provider=provider, reference="H-1", name="Saltbush household", kind="carer_household", places=3,
        opened_on=DAY, remoteness="ra4", edition="ASGS Edition 3", source="Register", by=by,
    )  # fmt: skip
    assert home.organisation == provider.organisation
    assert from_db(home.remoteness.get().period) == DateRange(DAY)


def test_every_reason_against_a_home_is_told_at_once() -> None:
    by = actor_in()
    provider = ProviderFactory(body=by.body, end=dt.date(2026, 1, 1))
    HomeFactory(provider=provider, reference="H-1")
    with pytest.raises(Refused) as refused:
        services.add_home(
            provider=provider, reference="H-1", name="", kind="castle", remoteness="ra9", edition="", by=by
        )
    assert codes(refused) == {
        "record.taken",
        "record.missing",
        "record.wrong",
        "record.unknown_code",
        "provider.ended",
    }


def test_a_provider_manager_adds_homes_of_the_own_organisation_only() -> None:
    mine = ProviderFactory()
    by = actor_in(Role.PROVIDER_MANAGER, mine.body, mine.organisation)
    services.add_home(provider=mine, reference="H-1", name="Ours", kind="carer_household", by=by)
    other = ProviderFactory(body=mine.body)
    for provider in (other, None):
        with pytest.raises(Refused) as refused:
            services.add_home(
                provider=provider, reference="H-2", name="Theirs", kind="carer_household", by=by
            )
        assert codes(refused) == {"record.not_permitted"}
    assert Home.objects.count() == 1


def test_a_new_class_ends_the_one_before_and_keeps_the_one_after() -> None:
    by = actor_in()
    home = HomeFactory(provider=ProviderFactory(body=by.body))
    give = lambda code, day: services.set_remoteness(  # noqa: E731
        home=home, code=code, edition="ASGS Edition 3", start=day, source="Register", by=by
    )
    give("ra1", dt.date(2023, 1, 1))
    give("ra3", dt.date(2025, 1, 1))
    give("ra2", dt.date(2024, 1, 1))
    give("ra4", dt.date(2025, 1, 1))  # the same day again corrects
    rows = [(r.code, from_db(r.period)) for r in home.remoteness.order_by("period")]
    assert rows == [
        ("ra1", DateRange(dt.date(2023, 1, 1), dt.date(2024, 1, 1))),
        ("ra2", DateRange(dt.date(2024, 1, 1), dt.date(2025, 1, 1))),
        ("ra4", DateRange(dt.date(2025, 1, 1))),
    ]


def test_a_home_closes_once_and_not_before_it_opened() -> None:
    by = actor_in()
    home = HomeFactory(provider=ProviderFactory(body=by.body))
    with pytest.raises(Refused) as refused:
        services.close_home(home=home, on=dt.date(2020, 1, 1), by=by)
    assert codes(refused) == {"record.reversed"}
    services.close_home(home=home, on=DAY, by=by)
    with pytest.raises(Refused) as refused:
        services.close_home(home=home, on=DAY, by=by)
    assert codes(refused) == {"home.closed"}


def test_an_unverified_home_is_confirmed_and_given_its_provider_once() -> None:
    by = actor_in()
    home = services.add_home(
        provider=None, reference="URN-5", name="URN 5", kind="residential_home", is_verified=False, by=by
    )
    provider = ProviderFactory(body=by.body)
    services.change_home(home=home, provider=provider, is_verified=True, by=by)
    home.refresh_from_db()
    assert (home.organisation, home.is_verified) == (provider.organisation, True)
    with pytest.raises(Refused) as refused:
        services.change_home(home=home, provider=ProviderFactory(body=by.body), by=by)
    assert codes(refused) == {"home.other_provider"}


def test_what_only_the_database_sees_is_told_neutrally(monkeypatch: pytest.MonkeyPatch) -> None:
    by = actor_in()
    provider = ProviderFactory(body=by.body)
    HomeFactory(provider=provider, reference="H-1")
    monkeypatch.setattr("homeward.apps.providers.checks.check_home", lambda **facts: [])
    with pytest.raises(Refused) as refused:
        services.add_home(provider=provider, reference="H-1", name="Twin", kind="carer_household", by=by)
    assert codes(refused) == {"record.collides"}
    assert Home.objects.count() == 1  # the transaction of the test still stands


def test_what_another_person_changed_of_a_home_meanwhile_stays() -> None:
    by = actor_in()
    mine = HomeFactory(provider=ProviderFactory(body=by.body), places=3)
    services.change_home(home=Home.objects.get(pk=mine.pk), places=4, by=by)
    services.change_home(home=mine, name="Elder Street house", by=by)
    stored = Home.objects.get(pk=mine.pk)
    assert (stored.places, stored.name) == (4, "Elder Street house")
