"""What follows from many writes is done once, before the outermost of them commits."""

from __future__ import annotations

import pytest
from django.db import transaction

from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.core.refusals import Refused
from homeward.apps.core.writing import at_the_end, together, writing
from homeward.kernel.reasons import Reason
from tests.factories.accounts import actor_in

pytestmark = pytest.mark.django_db


def test_it_is_done_once_per_key_after_the_last_of_many() -> None:
    by, done = actor_in(Role.CONTRACT_MANAGER), []
    with transaction.atomic(), together():
        for number in range(3):
            with writing(by, "try", "It cannot be tried"):
                at_the_end("same", lambda: done.append(("same", Organisation.objects.count())))
                at_the_end(("own", number), lambda number=number: done.append(("own", number)))
                Organisation.objects.create(name=f"Org {number}")
        assert done == []
    counts = [count for key, count in done if key == "same"]
    assert len(counts) == 1 and counts[0] >= 3  # everything was written when it ran
    assert sorted(number for key, number in done if key == "own") == [0, 1, 2]


def test_what_is_asked_for_at_the_end_is_done_too() -> None:
    by, done = actor_in(Role.CONTRACT_MANAGER), []

    def first() -> None:
        done.append("first")
        at_the_end("second", lambda: done.append("second"))

    with writing(by, "try", "It cannot be tried"):
        at_the_end("first", first)
    assert done == ["first", "second"]


def test_what_fails_at_the_end_undoes_the_writing() -> None:
    by = actor_in(Role.CONTRACT_MANAGER)

    def fail() -> None:
        raise Refused("It cannot be tried", [Reason("record.collides")])

    with pytest.raises(Refused), writing(by, "try", "It cannot be tried"):
        Organisation.objects.create(name="Never")
        at_the_end("fail", fail)
    assert not Organisation.objects.filter(name="Never").exists()


def test_a_writing_that_fails_does_nothing_at_its_end_and_leaves_nothing_behind() -> None:
    by, done = actor_in(Role.CONTRACT_MANAGER), []
    with pytest.raises(ValueError, match="no"), writing(by, "try", "It cannot be tried"):
        at_the_end("never", lambda: done.append("never"))
        raise ValueError("no")
    with writing(by, "try", "It cannot be tried"):
        pass
    assert done == []


def test_outside_a_writing_there_is_no_end_to_wait_for() -> None:
    with pytest.raises(RuntimeError, match="outside a writing"):
        at_the_end("key", lambda: None)
