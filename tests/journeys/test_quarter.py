"""The first road: files in, a quarter counted, agreed by both sides, approved and paid, all in a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.accounts.roles import Role
from homeward.apps.statements.models import PaymentBatch, Statement
from homeward.kernel.quarters import Quarter
from tests.factories.accounts import actor_in
from tests.factories.statements import World
from tests.journeys.driver import DESK, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def files(folder: Path, quarter: Quarter, world: World) -> dict[str, Path]:
    """Three small files as a contract officer would send them: homes, children, placements."""
    start = quarter.range.start
    provider, reference = world.line.agreement.provider.reference, world.line.agreement.reference
    rows = {
        "homes": [
            "reference,name,kind,provider,places,opened_on",
            f"H-1,Household one,carer_household,{provider},2,2024-07-01",
        ],
        "children": [
            "client_number,given_name,family_name,born_on",
            "70001,Ada,Farrow,2015-03-02",
            "70002,Levi,Quill,2013-11-20",
        ],
        "placements": [
            "placement,child,home,agreement,line,start,end",
            f"S-1,70001,H-1,{reference},{world.line.number},{start},",
            f"S-2,70002,H-1,{reference},{world.line.number},{start + dt.timedelta(days=20)},{start + dt.timedelta(days=60)}",
        ],
    }
    paths = {}
    for kind, lines in rows.items():
        paths[kind] = folder / f"{kind}.csv"
        paths[kind].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths


def send(person: Person, kind: str, path: Path, work: Callable[[], None]) -> None:
    """Send a file, look at what was found, confirm it, and let the worker load it."""
    person.open("/imports/send")
    person.page.check(f'input[name="kind"][value="{kind}"]')
    person.page.set_input_files('input[type="file"]', str(path))
    person.press("Check the file")
    work()
    person.page.reload()
    for box in person.page.locator('input[name="ticked"]').all():
        box.check()
    person.press("Load the file")
    work()
    person.open("/imports/")
    person.says("Loaded")


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (False, DESK)], ids=["desk", "no-scripts"])
def test_from_a_file_to_a_payment(
    browser: Browser, live_server: Any, work: Callable[[], None], tmp_path: Path, scripts: bool, width: int
) -> None:
    world = World.make(target=2)
    User.objects.update(is_demo=True)
    quarter = Quarter.containing(world.manager.today, 7).previous()

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=width, thorough=width == DESK)

    officer, provider = person(world.officer), person(world.provider)
    for kind, path in files(tmp_path, quarter, world).items():
        send(officer, kind, path, work)

    officer.open("/statements/close/")
    officer.page.select_option("select[name=quarter]", quarter.label)
    officer.press("Close the quarter")
    work()
    statement = Statement.objects.get(line=world.line)
    address = f"/statements/{statement.public_id}/"
    officer.open("/statements/")
    officer.open(address)
    expected = quarter.nights + 40
    officer.says(f"{expected} nights were delivered of {2 * quarter.nights} contracted")
    officer.press("Issue to the provider")
    officer.says("Issued.")

    provider.open("/")
    provider.says("Agree or dispute a statement")
    provider.open(address)
    provider.press("Dispute placements")
    provider.page.locator('tr:has-text("40") input[name="placement"]').first.check()
    provider.press("Go on")
    provider.page.fill("textarea", "The child left ten days later; the carer’s log shows it.")
    left = quarter.range.start + dt.timedelta(days=70)
    for part, value in (("day", left.day), ("month", left.month), ("year", left.year)):
        provider.page.locator(f'input[name$="claimed_end_{part}"]').fill(str(value))
    provider.press("Send this dispute")
    provider.says("Sent.")

    manager = person(world.manager)
    manager.open(address)
    manager.press("Answer")
    manager.page.check('input[value="correct"]')
    manager.page.fill("textarea", "The log agrees with our file note.")
    manager.press("Send the answer")
    manager.says("The statement is with the provider again")

    provider.open(address)
    provider.says(f"{expected + 10} nights were delivered")
    provider.press("Agree this line")
    provider.says("Agreed for")
    manager.open(address)
    manager.press("Agree this line")
    manager.says("These figures are locked")

    manager.press("Assess")
    manager.page.locator('textarea[name="factor_recruitment"]').fill(
        "One carer was approved in the last week."
    )
    manager.page.fill("input[name=abatement]", "100.00")
    manager.page.fill("textarea[name=abatement_reason]", "A vacancy of 20 nights was not reported.")
    manager.press("Record the assessment")
    manager.says("Assessed.")

    director = person(world.director)
    director.open(address)
    director.press("Approve")
    director.says("Approved.")

    finance = person(world.finance)
    finance.open("/statements/payments/")
    finance.press("Pay the ticked statements")
    batch = PaymentBatch.objects.get()
    finance.says(batch.number)
    assert batch.control_total == 2 * 6000 - 100

    for one in (officer, provider, manager, director, finance):
        one.leave()


def test_an_abatement_above_its_limit_is_refused_where_it_was_typed(
    browser: Browser, live_server: Any
) -> None:
    world = World.make()
    world.mixed_register()
    User.objects.update(is_demo=True)
    statement = world.upto("agreed")
    manager = Person(browser, live_server.url, world.manager, scripts=True)
    manager.open(f"/statements/{statement.public_id}/assess/")
    manager.page.fill("input[name=abatement]", "2600.01")
    manager.page.fill("textarea[name=abatement_reason]", "Vacancies")
    manager.press("Record the assessment")
    assert manager.page.title().startswith("Error:")
    manager.says("The upper limit is 2,600.00")
    assert manager.page.input_value("textarea[name=abatement_reason]") == "Vacancies"
    statement.refresh_from_db()
    assert statement.state == "agreed"
    manager.leave()


@pytest.mark.parametrize("width", [DESK])
def test_every_statement_page_is_fit_to_be_read(browser: Browser, live_server: Any, width: int) -> None:
    world = World.make()
    world.mixed_register()
    User.objects.update(is_demo=True)
    statement = world.upto("paid")
    address = f"/statements/{statement.public_id}/"
    auditor = actor_in(Role.AUDITOR, world.manager.body)
    User.objects.update(is_demo=True)
    for actor, paths in (
        (world.manager, ["/", address, f"{address}?show=table", f"{address}?open=abatement_limit", "/statements/by-provider/",
                         "/rules/", "/who-can-see-what/", "/tour/"]),
        (world.provider, ["/", "/statements/", address, "/statements/payments/"]),
        (world.finance, ["/", "/statements/payments/", address]),
        (auditor, ["/", address, "/audit/"]),
    ):  # fmt: skip
        reader = Person(browser, live_server.url, actor, scripts=True, width=width)
        for path in paths:
            reader.open(path)
        reader.leave()
