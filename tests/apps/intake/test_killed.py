"""A load killed at any statement leaves nothing, and loading again gives what an undisturbed load gives."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from django.db import connection

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.children.models import Child, LegalStatusSpell, StatusFact
from homeward.apps.core.models import AuditEvent
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.readers import GivenFile
from homeward.apps.intake.services import check_import, confirm_import, load_import, stage_import
from homeward.apps.intake.services.loading import warnings_of
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home
from tests.apps.intake.test_return import BORN, EPISODES, HEADER, line
from tests.factories.accounts import actor_in
from tests.factories.intake import EnglishAuthorityFactory
from tests.intake_files.build import csv_file

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MADE = (Child, Home, Placement, LegalStatusSpell, StatusFact)


def made() -> list[int]:
    return [model.objects.count() for model in MADE]


def load_and_die(batch: int, membership: int, statement: int) -> int:
    """Load in a process of its own that is killed before its n-th statement. Returns the process's end."""
    connection.close()  # two processes must not share one connection
    child = os.fork()
    if child == 0:
        try:
            _load_until(batch, membership, statement)
            os._exit(0)
        finally:
            os._exit(9)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


def _load_until(batch: int, membership: int, statement: int) -> None:
    seen = 0

    def counting(execute: Any, *args: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    by = Actor.of(Membership.objects.get(pk=membership))
    with connection.execute_wrapper(counting):
        load_import(batch=ImportBatch.objects.get(pk=batch), by=by)


def test_a_killed_load_leaves_nothing_and_can_be_done_again() -> None:
    by = actor_in("placement_officer", EnglishAuthorityFactory())
    episodes = [line("01/05/2016", "01/06/2016"), line("01/06/2016", "", "P", urn="7654321")]
    files = [
        GivenFile("episodes.csv", csv_file(EPISODES, episodes)),
        GivenFile("header.csv", csv_file(HEADER, [BORN])),
    ]
    batch = check_import(batch=stage_import(kind="ssda903", files=files, by=by), by=by)
    batch = confirm_import(batch=batch, ticked=warnings_of(batch), by=by, in_background=False)
    events = AuditEvent.objects.count()
    killed = 0
    for statement in range(1, 400):
        ended = load_and_die(batch.pk, by.membership.pk, statement)
        if ended == 0:
            break
        assert ended == signal.SIGKILL
        killed += 1
        assert made() == [0] * len(MADE), f"killed before statement {statement}"
        assert AuditEvent.objects.count() == events
        batch.refresh_from_db()
        assert batch.state == ImportBatch.State.LOADING
    assert killed > 20
    assert made() == [1, 2, 2, 1, 2]
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.LOADED
