"""What the worker finds by name."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs_app

from homeward.apps.finance.jobs import daily


@jobs_app.periodic(cron="10 20 * * *")  # early morning in Adelaide
@jobs_app.task(name="homeward.finance_daily", queueing_lock="homeward.finance_daily", pass_context=False)
def finance_daily(timestamp: int) -> None:
    daily()
