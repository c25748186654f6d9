"""The tests' own footing: whom they speak as, and that they leave nothing behind."""

from __future__ import annotations

import socket

import pytest
from django.db import connection

from tests import database


@pytest.mark.django_db
def test_tests_speak_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, session_user")
        assert cursor.fetchone() == ("homeward_app", "homeward_app")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_finds_the_jobs_empty(turn: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs")
        assert cursor.fetchone()[0] == 0
        cursor.execute("insert into procrastinate_jobs (task_name, queue_name) values ('nothing', 'default')")


@pytest.mark.django_db
def test_the_owner_has_a_way_in_beside_the_application() -> None:
    with database.as_owner() as owner:
        assert owner.execute("select current_user").fetchone() == ("homeward_owner",)


def test_no_test_leaves_the_machine() -> None:
    with socket.socket() as outward, pytest.raises(AssertionError, match="stay on this machine"):
        outward.connect(("192.0.2.1", 80))
