"""Company-wide checks, admission, and its end."""

from __future__ import annotations

import datetime as dt

import pytest

from homeward.apps.core.refusals import Refused
from homeward.apps.frameworks import services
from homeward.apps.frameworks.models import Admission
from homeward.apps.frameworks.standing import framework_reasons
from tests.apps.frameworks.world import Frameworks
from tests.factories.frameworks import REQUIRED, YEAR
from tests.factories.providers import ProviderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Frameworks:
    return Frameworks.make()


def applied(world: Frameworks) -> tuple[Admission, dict[str, object]]:
    provider = ProviderFactory(body=world.consortium)
    admission = services.apply_provider(
        framework=world.lot.framework, provider=provider, period=YEAR, by=world.keeper
    )
    services.place_in_lot(admission=admission, lot=world.lot, by=world.keeper)
    return admission, {"provider": provider, "by": world.keeper}


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.code for r in refused.value.reasons]


def test_a_provider_is_admitted_only_when_every_required_check_holds(world: Frameworks) -> None:
    admission, of = applied(world)
    with pytest.raises(Refused) as refused:
        services.admit_provider(admission=admission, by=world.keeper)
    assert codes(refused) == ["framework.check_missing"] * len(REQUIRED), "every reason at once"
    for kind in REQUIRED:
        services.record_check(kind=kind, result="passed", checked_on=dt.date(2026, 1, 5), **of)  # type: ignore[arg-type]
    services.record_check(
        kind="insurance", result="failed", checked_on=dt.date(2026, 1, 6), note="Cover too low.", **of  # type: ignore[arg-type]
    )  # fmt: skip
    services.record_check(
        kind="registration", result="passed", checked_on=dt.date(2026, 1, 6), expires_on=dt.date(2026, 2, 1), **of  # type: ignore[arg-type]
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        services.admit_provider(admission=admission, by=world.keeper)
    assert sorted(codes(refused)) == ["framework.check_expired", "framework.check_failed"]
    for kind in ("insurance", "registration"):
        services.record_check(kind=kind, result="passed", checked_on=dt.date(2026, 2, 2), **of)  # type: ignore[arg-type]
    assert services.admit_provider(admission=admission, by=world.keeper).state == "admitted"


def test_a_failed_check_says_what_was_found(world: Frameworks) -> None:
    _, of = applied(world)
    with pytest.raises(Refused) as refused:
        services.record_check(kind="insurance", result="failed", checked_on=dt.date(2026, 1, 6), **of)  # type: ignore[arg-type]
    assert codes(refused) == ["framework.text_missing"]


def test_a_check_that_expires_takes_the_standing_away_with_its_reason(world: Frameworks) -> None:
    framework, organisation = world.lot.framework, world.providers["A"]
    assert framework_reasons(framework, organisation, dt.date(2026, 5, 1)) == []
    provider = ProviderFactory(body=world.consortium, organisation=organisation)
    services.record_check(
        provider=provider, kind="insurance", result="passed", checked_on=dt.date(2026, 4, 20),
        expires_on=dt.date(2026, 5, 2), by=world.keeper,
    )  # fmt: skip
    assert framework_reasons(framework, organisation, dt.date(2026, 5, 1)) == []
    found = framework_reasons(framework, organisation, dt.date(2026, 5, 2))
    assert [r.code for r in found] == ["framework.check_expired"], "the first day without it"


def test_an_ended_admission_leaves_published_rankings_as_they_are(world: Frameworks) -> None:
    ranking = world.published()
    admission = world.rows["A"].admission
    services.end_admission(admission=admission, on=dt.date(2026, 7, 1), reason="It closes.", by=world.keeper)
    ranking.refresh_from_db()
    assert world.order(ranking)[0][1] == "A"
    reasons = framework_reasons(world.lot.framework, world.providers["A"], dt.date(2026, 7, 1))
    assert [r.code for r in reasons] == ["framework.not_admitted"]
