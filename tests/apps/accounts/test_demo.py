"""One-click sign-in: for invented people, in the demonstration, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from homeward.apps.accounts.demo import sign_in_as
from homeward.apps.accounts.roles import Role
from tests.factories.accounts import actor_in

pytestmark = pytest.mark.django_db


def test_one_button_signs_an_invented_person_in_without_a_second_factor(
    client: Client, settings: Any
) -> None:
    settings.DEMO = True
    actor = actor_in(Role.DIRECTOR, user__is_demo=True, user__name="Priya Raman")
    page = client.get("/demo/").content.decode()
    assert "Priya Raman" in page and "Approves assessments" in page and actor.body.name in page
    assert client.post("/demo/", {"membership": actor.membership.public_id})["Location"] == "/"
    assert client.get("/inbox/").status_code == 200


def test_a_real_person_has_no_button_and_cannot_be_signed_in(client: Client, settings: Any) -> None:
    settings.DEMO = True
    actor = actor_in(Role.DIRECTOR, user__name="Real Person")
    assert "Real Person" not in client.get("/demo/").content.decode()
    assert client.post("/demo/", {"membership": actor.membership.public_id}).status_code == 404
    assert client.get("/inbox/").status_code == 302


def test_a_role_that_is_over_has_no_button(client: Client, settings: Any) -> None:
    settings.DEMO = True
    actor = actor_in(Role.DIRECTOR, user__is_demo=True)
    actor.membership.end = actor.today
    actor.membership.save()
    assert actor.user.name not in client.get("/demo/").content.decode()
    assert client.post("/demo/", {"membership": actor.membership.public_id}).status_code == 404


def test_nobody_is_signed_in_by_a_link(client: Client, settings: Any) -> None:
    settings.DEMO = True
    actor = actor_in(Role.DIRECTOR, user__is_demo=True)
    client.get("/demo/", {"membership": actor.membership.public_id})
    assert client.get("/inbox/").status_code == 302


def test_without_the_demonstration_there_is_no_page_and_no_way_round(client: Client, settings: Any) -> None:
    settings.DEMO = False
    actor = actor_in(Role.DIRECTOR, user__is_demo=True)
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"membership": actor.membership.public_id}).status_code == 404
    with pytest.raises(Http404):
        sign_in_as(RequestFactory().get("/"), actor.user, actor.membership)


def test_a_session_of_the_demonstration_is_worth_nothing_without_it(client: Client, settings: Any) -> None:
    settings.DEMO = True
    actor = actor_in(Role.DIRECTOR, user__is_demo=True)
    client.post("/demo/", {"membership": actor.membership.public_id})
    settings.DEMO = False
    assert client.get("/inbox/")["Location"] == "/accounts/2fa/"


ASK = """
import django
django.setup()
from django.conf import settings
from django.http import Http404
from django.test import RequestFactory
from homeward.apps.accounts.views.entry import demo_page
print(settings.DEBUG, settings.DEMO)
for send in (RequestFactory().get, RequestFactory().post):
    try:
        print(demo_page(send("/demo/")).status_code)
    except Http404:
        print("not found")
"""


@pytest.mark.slow
@pytest.mark.parametrize(("debug", "answer"), [("0", "False False not found not found"), ("1", "True True")])
def test_with_debug_off_the_environment_cannot_switch_it_on(tmp_path: Path, debug: str, answer: str) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE", "EMAIL"))} | {
        "DEBUG": debug,
        "HOMEWARD_DEMO": "1",
        "SECRET_KEY": "a key for this test alone, long enough for anybody",
        "ALLOWED_HOSTS": "testserver",
        "HOMEWARD_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "homeward.config.settings",
    }
    ask = ASK if debug == "0" else ASK.split("for send")[0]  # with it on, the page would ask the database
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ask], env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == answer.split(), done.stderr
