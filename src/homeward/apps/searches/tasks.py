"""What the worker finds by name."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs_app

from homeward.apps.searches.jobs import remind


@jobs_app.periodic(cron="0 7 * * *")  # morning in Wales and England, before the day's calls
@jobs_app.task(name="homeward.searches_remind", queueing_lock="homeward.searches_remind", pass_context=False)
def searches_remind(timestamp: int) -> None:
    remind()
