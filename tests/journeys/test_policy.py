"""The real level bands are entered by one person and confirmed by another; the quarter loses its placeholder mark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.accounts.roles import Role
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.machine import newest
from homeward.policy import load_pack, read_local
from tests.factories.accounts import actor_in
from tests.factories.statements import World
from tests.journeys.driver import DESK, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LEVELS = "Performance levels of placement utilisation"
BANDS = [("1", "75"), ("2", "60"), ("3", "0")]


def enter_bands(person: Person) -> None:
    """From the start page's duty to the form, and through it."""
    person.open("/")
    person.follow(person.page.locator('a:has-text("Show them")').first, "the duty")
    person.follow(person.page.locator(f'main a:has-text("{LEVELS}")').first, "the list")
    person.press("Enter a value")
    person.page.check('input[name="keys"][value="general_family_based_care"]')
    for number, (level, edge) in enumerate(BANDS, start=1):
        person.page.fill(f"input[name=level_{number}]", level)
        person.page.fill(f"input[name=edge_{number}]", edge)
    for name, (day, month, year) in {
        "start": ("1", "7", "2025"),
        "source_read_on": ("2", "10", "2025"),
    }.items():
        for part, text in (("day", day), ("month", month), ("year", year)):
            person.page.fill(f"input[name={name}_{part}]", text)
    person.page.fill("input[name=source_title]", "Performance Measurement Specification V2.4")
    person.page.fill("input[name=source_clause]", "Appendix 1, placement utilisation")


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (False, DESK)], ids=["desk", "no-scripts"])
def test_the_real_bands_replace_the_placeholder(
    browser: Browser, live_server: Any, work: Callable[[], None], tmp_path: Path, scripts: bool, width: int
) -> None:
    world = World.make()
    world.mixed_register()  # 204 of 270 nights: 75.6 %
    statement = world.close()
    body = world.manager.body
    steward_actor, second_actor = actor_in(Role.POLICY_STEWARD, body), actor_in(Role.POLICY_STEWARD, body)
    User.objects.update(is_demo=True)

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=width, thorough=width == DESK)

    officer = person(world.officer)
    officer.open(f"/statements/{statement.public_id}/")
    assert LEVELS in (officer.page.text_content("#placeholder") or "")

    steward = person(steward_actor)
    enter_bands(steward)
    steward.page.fill("input[name=edge_2]", "80")
    steward.press("Check your answers")
    steward.says("the edge must be below 75 %, best level first")
    steward.page.fill("input[name=edge_2]", "60")
    steward.press("Check your answers")
    for words in ("Check the answers", "Level 1: 95 % and above", "Level 1: 75 % and above", statement.label):
        steward.says(words)
    steward.press("Propose it")
    steward.says("A second person confirms")
    address = f"/rules/values/{LocalValue.objects.get().public_id}/"
    answer = steward.page.request.post(f"{live_server.url}{address}decide/", form=_answer(steward))
    assert answer.status == 409
    assert "Whoever enters a value does not confirm" in answer.text()
    assert pack_of(body).digest == load_pack("au_sa").digest

    second = person(second_actor)
    second.press("Look at it")
    second.page.check('input[name="decision"][value="confirm"]')
    second.press("Decide")
    second.says("From now on the policy says so")

    officer.open(f"/statements/{statement.public_id}/")
    officer.press("Issue")
    officer.says("The policy has changed since these figures were made")
    officer.open(f"/statements/{statement.public_id}/recount/")
    officer.page.fill("[name=reason]", "The real level bands are known.")
    officer.follow(officer.page.locator("main form button").first, "counting again")
    officer.says("Level 1")
    assert LEVELS not in (officer.page.text_content("#placeholder") or "")
    version = newest(statement)
    assert (version.level, "utilisation.levels" in version.decision["placeholders"]) == ("1", False)
    officer.page.goto(f"{live_server.url}/statements/{statement.public_id}/?open=level")
    assert "Performance Measurement Specification V2.4" in officer.page.content()
    assert second_actor.user.name in officer.page.content()
    officer.open("/")
    assert "placeholder bands" not in officer.page.inner_text("main")

    file = tmp_path / "values.yaml"
    file.write_bytes(steward.page.request.get(f"{live_server.url}/rules/local.yaml").body())
    assert read_local(file.read_bytes(), load_pack("au_sa")).digest == pack_of(body).digest
    steward.open("/rules/take-in/")
    steward.page.set_input_files('input[type="file"]', str(file))
    steward.press("Show what is in it")
    steward.says("The file says exactly what is in force here")
    for one in (steward, second, officer):
        one.leave()


def _answer(person: Person) -> dict[str, str]:
    """What the decision form would send, had this person one: the page hides it, the service refuses."""
    token = person.page.locator('input[name="csrfmiddlewaretoken"]').first.get_attribute("value")
    return {"csrfmiddlewaretoken": token or "", "decision": "confirm", "reason": ""}
