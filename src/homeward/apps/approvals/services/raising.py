"""Work that a step raises, as the pack says: kept until somebody writes down what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.approvals.journey import own_part
from homeward.apps.approvals.models import Application, RaisedTask
from homeward.apps.approvals.services.common import needed, of
from homeward.apps.approvals.work import CARRY, CHILD_BY_CHILD, RAISED, parts_for
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db, say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.placements.models import Placement
from homeward.kernel.reasons import Reason

CANNOT_FINISH = "This cannot be marked as done"


@dataclass(frozen=True)
class _About:
    subject: str = ""
    words: str = ""
    due_on: dt.date | None = None


def raise_tasks(application: Application, tasks: Iterable[str], by: Actor) -> list[RaisedTask]:
    """Open what a step raises and what is not on record elsewhere; what is open already stays one. Asked inside a writing."""
    made = []
    for task in tasks:
        if task not in RAISED:
            continue
        there = set(
            RaisedTask.objects.filter(application=application, task=task, done_on=None).values_list(
                "subject", flat=True
            )
        )
        made += [
            RaisedTask.objects.create(
                **of(application), task=task, subject=about.subject, words=about.words, due_on=about.due_on,
                raised_by=by.user,
            )
            for about in _abouts(application, task) if about.subject not in there
        ]  # fmt: skip
    return made


def _abouts(application: Application, task: str) -> Iterator[_About]:
    if task == CHILD_BY_CHILD:
        yield from _placements(application)
    elif task == CARRY:
        yield from _improvements(application)
    else:
        yield _About()


def _placements(application: Application) -> Iterator[_About]:
    """Each child who lives with the partner now, told by home and arrival: the work names nobody."""
    rows = Placement.objects.filter(
        body=application.body, home__provider__organisation=application.organisation, period__contains=application.body.today
    )  # fmt: skip
    for row in rows.select_related("home").order_by("home__name", "period"):
        yield _About(row.public_id, f"{row.home.name}, {say_day(from_db(row.period).start)}")


def _improvements(application: Application) -> Iterator[_About]:
    for row in application.clarifications.exclude(carried_at=None).order_by("pk"):
        yield _About(row.public_id, f"{row.improvement} ({row.improvement_owner})", row.improvement_by)


@service("finish_task", CANNOT_FINISH)
def finish_task(*, task: RaisedTask, done_on: dt.date, text: str, by: Actor) -> RaisedTask:
    """Write down what was done, when, and where it stands: the notice published, the child looked at, the improvement made."""
    application = task.application
    permit(may(by, P.APPLICATION_WORK, application), CANNOT_FINISH)
    hold(task)
    future = Reason("application.in_future", {"field": "done_on", "day": done_on.isoformat()})
    refuse_if(
        CANNOT_FINISH,
        [
            own_part(application, by, *parts_for(application, task.task)),
            Reason("task.done", {"day": say_day(task.done_on)}) if task.done_on else None,
            future if done_on > by.today else None,
            *needed({"text": text}, {"text": "What was done"}),
        ],
    )
    task.done_on, task.done_text, task.done_by = done_on, text.strip(), by.user
    task.save(update_fields=["done_on", "done_text", "done_by"])
    audit.record(by, "finish_task", application, task=task.task)
    return task
