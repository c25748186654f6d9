"""A value entered locally reaches what was counted: open statements are counted again, agreed ones reviewed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import JobRun
from homeward.apps.core.refusals import Refused, present
from homeward.apps.local_policy import services as policy
from homeward.apps.local_policy.touching import touched_by
from homeward.apps.statements import figures, presenters, services
from homeward.apps.statements.machine import newest, stale
from homeward.apps.statements.models import Statement
from homeward.apps.statements.policy import changed_since, invented_for
from homeward.desk.start import _invented_bands
from homeward.kernel.ranges import DateRange
from homeward.policy import load_pack
from tests.factories.accounts import actor_in
from tests.factories.statements import World, nights

pytestmark = pytest.mark.django_db
LEVELS, GENERAL = "utilisation.levels", "general_family_based_care"
LOW = [{"level": "1", "at_least": "75"}, {"level": "2", "at_least": "60"}, {"level": "3", "at_least": "0"}]


def confirm(world: World, **changes: Any) -> Any:
    body = world.manager.body
    steward, second = actor_in(Role.POLICY_STEWARD, body), actor_in(Role.POLICY_STEWARD, body)
    given: dict[str, Any] = {
        "path": LEVELS, "keys": [GENERAL], "value": LOW, "period": nights("2025-07-01"),
        "source_title": "Specification V2.4", "source_clause": "Appendix 1", "source_read_on": steward.today,
    }  # fmt: skip
    draft = policy.draft_value(**{**given, **changes}, by=steward)
    return policy.confirm_value(value=policy.propose_value(value=draft, by=steward), by=second)


def world_and_statement(state: str = "draft") -> tuple[World, Statement]:
    world = World.make()
    world.mixed_register()  # 204 of 270 nights: 75.6 %
    return world, world.upto(state)


def test_an_open_statement_is_stale_until_counted_again_with_the_new_value() -> None:
    world, statement = world_and_statement()
    assert newest(statement).level == "3"
    assert LEVELS in newest(statement).decision["placeholders"]
    assert invented_for([statement], LEVELS) == {GENERAL}
    assert _invented_bands(world.manager, [statement]).startswith("The level bands were not found")
    confirm(world)
    assert changed_since(newest(statement)) == [LEVELS]
    (reason,) = stale(statement, world.officer)
    assert "Performance levels of placement utilisation" in present(reason).fact
    with pytest.raises(Refused) as caught:
        services.issue(statement=statement, by=world.officer)
    assert [r.code for r in caught.value.reasons] == ["statement.policy_changed"]
    version = services.recount(statement=statement, reason="The real bands are known.", by=world.officer)
    assert (version.number, version.level, changed_since(version)) == (2, "1", [])
    assert version.pack_version == f"{load_pack('au_sa').version}+local.1"
    assert LEVELS not in version.decision["placeholders"]
    assert (invented_for([statement], LEVELS), _invented_bands(world.manager, [statement])) == (set(), "")
    services.issue(statement=statement, by=world.officer)


def test_the_explanation_says_where_the_value_comes_from_and_who_signed_it() -> None:
    world, statement = world_and_statement()
    value = confirm(world)
    version = services.recount(statement=statement, reason="The real bands are known.", by=world.officer)
    pack = load_pack("au_sa")
    told = presenters.explanations(statement, version.decision, pack)["level"]
    (line,) = (row for row in told["authority"] if row["label"] == "Levels")
    assert line["mark"] is None
    for part in ("Specification V2.4, Appendix 1", value.entered_by.name, value.decided_by.name):
        assert part in line["text"]


@pytest.mark.parametrize(
    "changes",
    [
        {"keys": ["residential_care"]},
        {"period": nights("2026-04-01")},
        {"period": nights("2025-07-01", "2026-01-01")},
    ],
)
def test_a_value_for_another_service_or_time_leaves_a_statement_as_it_is(changes: dict[str, Any]) -> None:
    world, statement = world_and_statement()
    confirm(world, **changes)
    assert stale(statement, world.officer) == []
    services.issue(statement=statement, by=world.officer)
    assert services.recount(statement=statement, reason="To see.", by=world.officer).number == 1


def test_a_shipped_pack_that_was_replaced_is_held_against_what_was_read() -> None:
    world, statement = world_and_statement()
    version = newest(statement)
    type(version).objects.filter(pk=version.pk).update(pack_digest="sha256:an-older-pack")
    assert changed_since(newest(statement)) == []
    confirm(world)
    assert changed_since(newest(statement)) == [LEVELS]


def test_the_limit_both_sides_agreed_holds_after_the_policy_changed() -> None:
    world, statement = world_and_statement("agreed")
    limit = figures.abatement_limit(newest(statement).decision)
    assert limit is not None and limit > 0
    confirm(world)
    assert figures.check_abatement(newest(statement), limit) == []
    (reason,) = figures.check_abatement(newest(statement), limit + Decimal("0.01"))
    assert reason.code == "abatement_above_limit"


def test_agreed_quarters_are_reviewed_by_a_job_where_the_value_reaches_them() -> None:
    world, statement = world_and_statement("agreed")
    confirm(world, period=nights("2026-04-01"))
    assert not JobRun.objects.filter(kind="review_locked").exists()
    confirm(world)
    assert JobRun.objects.filter(kind="review_locked", body_id=world.manager.body.pk).count() == 1
    statement.refresh_from_db()
    assert newest(statement).level == "3"


def test_what_a_value_would_touch_is_told_before_it_is_proposed() -> None:
    world, statement = world_and_statement("agreed")
    steward = actor_in(Role.POLICY_STEWARD, world.manager.body)
    since = DateRange(nights("2025-07-01").start)
    (found,) = touched_by(steward, LEVELS, (GENERAL,), since)
    assert (found.locked, found.href) == (True, "")
    assert statement.label in found.text
    (seen,) = touched_by(world.manager, LEVELS, (GENERAL,), since)
    assert seen.href.endswith(f"/statements/{statement.public_id}/")
    assert touched_by(steward, LEVELS, ("residential_care",), since) == []
    assert touched_by(steward, LEVELS, (GENERAL,), nights("2027-01-01")) == []
