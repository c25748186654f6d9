"""What the worker does by itself for people and tokens."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs_app

from homeward.apps.accounts.services.answers import forget_answers


@jobs_app.periodic(cron="41 * * * *")
@jobs_app.task(name="homeward.forget_answers", pass_context=False)
def forget_answers_task(timestamp: int) -> None:
    forget_answers()
