"""What every test stands on: a database of its own, no network, a browser where there is one."""

from __future__ import annotations

import copy
import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest

# A test says what is right, not how fast: figures belong to the benchmarks.
hypothesis.settings.register_profile("homeward", deadline=None)
hypothesis.settings.load_profile("homeward")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Replaces pytest-django's: the tables are made as the owner, the tests run as the application."""
    from tests import database

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = database.make(worker)
    yield
    with django_db_blocker.unblock():
        database.drop(name)


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Makes what every test of a module begins from, once: `made_once(make)` returns a function that copies it.

    A transaction lies around the module's tests, each test's own within it, so that nothing of one reaches another.
    For modules whose tests all begin there: what one test asks to be made, the next would find too.
    """
    from django.db import transaction

    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # a durable block may begin within, as in any test
    with django_db_blocker.unblock():
        around.__enter__()

    def make(what: Callable[[], Any]) -> Callable[[], Any]:
        with django_db_blocker.unblock():
            made = what()
        return lambda: copy.deepcopy(made)

    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="session", autouse=True)
def _emptied_as_owner() -> Iterator[None]:
    """Transactional tests empty the tables behind themselves; only the owner may."""
    from django.test import TransactionTestCase

    def teardown(self: Any) -> None:
        from tests import database

        database.empty()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def _no_day_of_another_test() -> None:
    """A request sets the zone and language of its reader's body for its thread: the next test begins without them."""
    from django.utils import timezone, translation

    timezone.deactivate()
    translation.deactivate()


def _stays_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket file
    host = str(address[0])
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A test that leaves the machine fails."""

    def guarded(real: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if not _stays_here(address):
                raise AssertionError(f"a test tried to reach {address!r}; tests stay on this machine")
            return real(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        yield


def find_chromium() -> str | None:
    """The path of a Chromium on this machine: CHROMIUM, or the first on the PATH."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in CHROMIUM if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Chromium's path; without one the test is skipped and the run says so at its end."""
    path = find_chromium()
    if path is None:
        pytest.skip("NO BROWSER: Chromium was not found, so this journey was not driven")
    return path


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that at the end no worker waits for one that began late: every page, journeys, slow, rest."""

    def length(item: pytest.Item) -> int:
        if item.path.name == "test_every_page.py":
            return 0
        return 1 if item.get_closest_marker("journey") else 2 if item.get_closest_marker("slow") else 3

    items.sort(key=length)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Skipped journeys must not pass unnoticed."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "NO BROWSER" in str(r.longrepr)]
    if skipped:
        terminalreporter.section("JOURNEYS NOT DRIVEN", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{len(skipped)} browser journeys were skipped: no Chromium here. "
            "Install one (apt-get install chromium) or name it in CHROMIUM."
        )
