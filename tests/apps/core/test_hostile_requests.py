"""What a hostile request meets: no NUL reaches the database, no stranger's link becomes a button of ours."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.db import DataError, connection, transaction
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.core import jobs
from homeward.apps.core.models import JobRun
from tests.apps.accounts.conftest import signed_in
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.core import JobRunFactory, NoticeFactory
from tests.factories.statements import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/placements/?q=%00", "/children/?q=a%00b", "/homes/?q=%00", "/providers/?q=%00", "/agreements/?q=%00",
        "/statements/?q=%00", "/statements/?quarter=%00", "/statements/by-provider/?quarter=%00", "/search?q=a%00b",
        "/placements/record/?child=%00", "/placements/exceeds/new/?line=%00", "/statements/%00/", "/imports/%00",
        "/jobs/?q=%00", "/jobs/?%00=x",
    ],
)  # fmt: skip
def test_a_nul_in_the_address_is_refused_before_it_is_looked_up(address: str) -> None:
    client = signed_in(actor_in(Role.CONTRACT_MANAGER))
    client.raise_request_exception = False
    assert client.get(address).status_code == 400


def test_a_nul_in_a_form_is_refused() -> None:
    client = signed_in(actor_in(Role.FINANCE_OFFICER))
    client.raise_request_exception = False
    assert client.post(reverse("payments"), {"statement": "\0"}).status_code == 400
    assert client.post(reverse("payments"), {"\0": "x"}).status_code == 400


def test_other_characters_go_through() -> None:
    client = signed_in(actor_in(Role.CONTRACT_MANAGER))
    assert client.get("/homes/", {"q": "Whānau \U0001f3e0 \u200b' \"; --"}).status_code == 200


def test_what_a_page_tells_stands_in_no_cookie() -> None:
    world = World.make()
    statement = world.upto("draft")
    client = signed_in(world.officer)
    sent = client.post(reverse("statement_issue", args=[statement.public_id]))
    assert set(sent.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert "Issued." in client.get(sent["Location"]).content.decode()


@pytest.mark.parametrize(
    ("referer", "shown"),
    [
        ("https://elsewhere.example/sign-in", False),
        ("//elsewhere.example/", False),
        ("javascript:alert(1)", False),
        ("http://testserver/statements/", True),
    ],
)
def test_a_refusal_leads_back_only_to_a_page_of_ours(referer: str, shown: bool) -> None:
    world = World.make()
    statement = world.upto("issued")
    response = signed_in(world.manager).get(
        reverse("statement_assess", args=[statement.public_id]), headers={"referer": referer}
    )
    assert response.status_code == 409
    assert (f'href="{referer}"' in response.content.decode()) is shown


def test_the_last_day_there_is_does_not_break_the_trail() -> None:
    client = signed_in(actor_in(Role.AUDITOR))
    for day in (dt.date.min, dt.date.max):
        assert client.get(reverse("audit"), {"since": day.isoformat()}).status_code == 200
        assert client.get(reverse("audit"), {"until": day.isoformat()}).status_code == 200


def test_a_role_with_one_provider_is_not_told_what_concerned_another() -> None:
    other = actor_in(Role.PROVIDER_MANAGER, organisation=OrganisationFactory())
    here = actor_in(Role.PROVIDER_MANAGER, other.body, OrganisationFactory(), user=other.user)
    told = {"user_id": here.user.pk, "body_id": here.body.pk}
    NoticeFactory(**told, title="Of the other provider", organisation_id=other.organisation.pk)
    NoticeFactory(**told, title="Of this provider", organisation_id=here.organisation.pk)
    NoticeFactory(**told, title="Of nobody in particular")
    page = signed_in(here).get("/inbox/").content.decode()
    assert "Of this provider" in page
    assert "Of nobody in particular" in page
    assert "Of the other provider" not in page
    assert "2 unread notices" in page


def test_a_failed_job_keeps_no_row_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(progress: object, arguments: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 'Matilda Hargreaves'::integer")

    monkeypatch.setitem(jobs._WORK, "breaks", ("Breaks", breaks))
    run = JobRunFactory(kind="breaks", state=JobRun.State.WAITING)
    with pytest.raises(DataError, match="Matilda"):
        jobs.perform(run.public_id, "", {})
    run.refresh_from_db()
    assert run.state == JobRun.State.FAILED
    assert run.error == "DataError: database code 22P02"
