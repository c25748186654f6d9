"""A browser, and a worker that does what is queued when the journey asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.driver import FLAGS


@pytest.fixture(scope="module")
def browser(chromium_path: str, django_db_setup: None) -> Iterator[Browser]:
    """Playwright keeps a loop running in this thread, beside which Django would not touch the database."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        found = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def work() -> Callable[[], None]:
    """Do every waiting job now, as the worker would."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from homeward.apps.core.jobs import perform

    def run() -> None:
        done = set()
        for queued in ProcrastinateJob.objects.filter(task_name="homeward.run_job", status="todo").order_by(
            "id"
        ):
            if queued.args["run"] not in done:
                perform(queued.args["run"], queued.args["membership"], queued.args["arguments"])
                done.add(queued.args["run"])

    return run
