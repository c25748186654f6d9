"""What the worker does by itself for placements."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs_app

from homeward.apps.placements.services.nightly import flag_what_time_brought


@jobs_app.periodic(cron="17 */6 * * *")  # four times a day: bodies live in several time zones
@jobs_app.task(name="homeward.flag_what_time_brought", pass_context=False)
def flag_what_time_brought_task(timestamp: int) -> None:
    flag_what_time_brought()
