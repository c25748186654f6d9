"""`homeward close-period`: in a person's name, with the same refusals as the page."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.statements.commands import close_period
from homeward.apps.statements.models import PeriodClose, Statement
from tests.factories.accounts import actor_in
from tests.factories.agreements import LineFactory
from tests.factories.statements import QUARTER, World

pytestmark = pytest.mark.django_db


def asked(world: World, quarter: str = QUARTER.label, **other: str) -> list[str]:
    named = {"body": world.officer.body.name, "by": world.officer.user.email} | other
    return [quarter, "--body", named["body"], "--by", named["by"]]


def test_it_drafts_a_statement_for_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    world = World.make()
    assert close_period(asked(world)) == 0
    assert f"{QUARTER.label}: 1 drafted, 0 there already, 0 left out." in capsys.readouterr().out
    assert Statement.objects.get(line=world.line).state == "draft"
    assert PeriodClose.objects.get().closed_by == world.officer.user
    assert close_period(asked(world)) == 0
    assert "0 drafted, 1 there already" in capsys.readouterr().out


def test_what_is_left_out_is_named_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    world = World.make()
    LineFactory(
        agreement=world.line.agreement, number=2, service_type="respite_family_based_care", method="block"
    )
    assert close_period(asked(world)) == 1
    said = capsys.readouterr().out
    assert "1 drafted, 0 there already, 1 left out." in said
    assert world.line.organisation.name in said


def test_a_quarter_that_still_runs_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    world = World.make()
    assert close_period(asked(world, "Q4 2099-00")) == 1
    assert "cannot be closed" in capsys.readouterr().err
    assert not PeriodClose.objects.exists()


@pytest.mark.parametrize(
    ("other", "said"),
    [({"body": "Nowhere"}, "There is no body called"), ({"by": "nobody@example.org"}, "holds no role")],
)
def test_who_is_not_known_cannot_close(
    other: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert close_period(asked(World.make(), **other)) == 2
    assert said in capsys.readouterr().err


def test_a_role_that_closes_nothing_cannot_close(capsys: pytest.CaptureFixture[str]) -> None:
    world = World.make()
    finance = actor_in(Role.FINANCE_OFFICER, world.officer.body)
    assert close_period(asked(world, by=finance.user.email)) == 2
    assert "holds no role" in capsys.readouterr().err
