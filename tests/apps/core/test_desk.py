"""Inbox, jobs, letters and the trail, as people see them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import Notice
from tests.apps.accounts.conftest import signed_in
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.core import AuditEventFactory, JobRunFactory, NoticeFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Actor:
    return actor_in(Role.CONTRACT_MANAGER)


def notice_for(actor: Actor, **given: object) -> Notice:
    return NoticeFactory(user_id=actor.user.pk, body_id=actor.body.pk, **given)


# Inbox ------------------------------------------------------------------------------------------------


def test_opening_a_notice_marks_it_and_leads_there(manager: Actor) -> None:
    notice = notice_for(manager, url="/roles/")
    client = signed_in(manager)
    assert "1 unread notice" in client.get("/inbox/").content.decode()
    response = client.post(reverse("read_notice", args=[notice.public_id]), {"go": "1"})
    assert response["Location"] == "/roles/"
    assert "Nothing unread" in client.get("/inbox/").content.decode()


def test_a_notice_leads_nowhere_outside(manager: Actor) -> None:
    notice = notice_for(manager, url="https://elsewhere.example/")
    response = signed_in(manager).post(reverse("read_notice", args=[notice.public_id]), {"go": "1"})
    assert response["Location"] == "/inbox/"


def test_everything_is_marked_as_read_at_once_but_only_ones_own(manager: Actor) -> None:
    notice_for(manager), notice_for(manager)
    other = notice_for(actor_in(Role.DIRECTOR, manager.body))
    signed_in(manager).post("/inbox/read/")
    assert list(Notice.objects.filter(read_at=None)) == [other]


def test_a_notice_of_somebody_else_or_of_another_body_is_not_found(manager: Actor) -> None:
    elsewhere = actor_in(Role.AUDITOR, user=manager.user)
    client = signed_in(manager)
    for notice in (notice_for(actor_in(Role.DIRECTOR, manager.body)), notice_for(elsewhere)):
        assert client.post(reverse("read_notice", args=[notice.public_id])).status_code == 404
        assert notice.title not in client.get("/inbox/").content.decode()


def test_a_notice_is_not_read_by_merely_looking(manager: Actor) -> None:
    notice = notice_for(manager)
    assert signed_in(manager).get(reverse("read_notice", args=[notice.public_id])).status_code == 405


# Jobs -------------------------------------------------------------------------------------------------


def test_a_person_sees_their_own_job_and_who_watches_sees_all(manager: Actor) -> None:
    own = JobRunFactory(body_id=manager.body.pk, user_id=manager.user.pk, label="Close Q1")
    other = JobRunFactory(body_id=manager.body.pk, user_id=0, label="Import homes")
    elsewhere = JobRunFactory(body_id=0, user_id=manager.user.pk, label="Elsewhere")
    client = signed_in(manager)
    page = client.get("/jobs/").content.decode()
    assert "Close Q1" in page and "Import homes" not in page and "Elsewhere" not in page
    expected = {own: 200, other: 404, elsewhere: 404}
    assert {j: client.get(reverse("job", args=[j.public_id])).status_code for j in expected} == expected
    admin = signed_in(actor_in(Role.ADMINISTRATOR, manager.body)).get("/jobs/").content.decode()
    assert "Close Q1" in admin and "Import homes" in admin and "Elsewhere" not in admin


def test_a_running_job_is_fetched_again_and_a_finished_one_is_not(manager: Actor) -> None:
    run = JobRunFactory(body_id=manager.body.pk, user_id=manager.user.pk, state="running", done=40, total=100)
    client = signed_in(manager)
    address = reverse("job", args=[run.public_id])
    page = client.get(address).content.decode()
    assert "40 of 100" in page and f'hx-get="{address}"' in page
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "40 of 100" in part
    run.state, run.result_url = "done", "/imports/x/"
    run.save()
    page = client.get(address).content.decode()
    assert "hx-get" not in page and 'href="/imports/x/"' in page


def test_the_error_of_a_failed_job_is_shown_to_who_watches_only(manager: Actor) -> None:
    run = JobRunFactory(
        body_id=manager.body.pk, user_id=manager.user.pk, state="failed", error="KeyError: 'home'"
    )
    address = reverse("job", args=[run.public_id])
    assert "KeyError" not in signed_in(manager).get(address).content.decode()
    assert "KeyError" in signed_in(actor_in(Role.ADMINISTRATOR, manager.body)).get(address).content.decode()


# Letters ----------------------------------------------------------------------------------------------


def test_a_failed_letter_shows_its_error_but_never_its_words() -> None:
    admin = actor_in(Role.ADMINISTRATOR)
    letter = OutgoingMailFactory(
        body_id=admin.body.pk, state="failed", error="Mailbox full", text="secret-link"
    )
    OutgoingMailFactory(body_id=0, to="elsewhere@example.org", state="failed")
    client = signed_in(admin)
    pages = [
        client.get(a).content.decode() for a in (reverse("mail"), reverse("letter", args=[letter.public_id]))
    ]
    assert all("Mailbox full" in page and "secret-link" not in page for page in pages)
    assert "1 letter failed" in pages[0] and "elsewhere@example.org" not in pages[0]
    client.post(reverse("send_mail_again", args=[letter.public_id]))
    letter.refresh_from_db()
    assert letter.state == "waiting"


# The trail --------------------------------------------------------------------------------------------


def rows_of(actor: Actor, **query: str) -> list[str]:
    """Labels of the trail as the file gives them."""
    response = signed_in(actor).get("/audit/", {"format": "csv", "sort": "label", **query})
    lines = response.content.decode("utf-8-sig").splitlines()[1:]
    return [label for line in lines for label in ("Alpha", "Beta", "Gamma") if label in line]


@pytest.fixture
def auditor() -> Actor:
    actor = actor_in(Role.AUDITOR)
    zone = dt.timezone(dt.timedelta(hours=9, minutes=30))
    given = {"body_id": actor.body.pk}
    AuditEventFactory(label="Alpha", thing="AAA", at=dt.datetime(2026, 8, 1, 0, 30, tzinfo=zone), **given)
    AuditEventFactory(
        label="Beta",
        action="record_placement",
        kind="placement",
        actor_label="Priya Raman, director",
        at=dt.datetime(2026, 8, 2, 23, 30, tzinfo=zone),
        reason="Late file",
        **given,
    )
    AuditEventFactory(label="Gamma", body_id=0)
    return actor


def test_the_trail_holds_what_happened_in_ones_own_body(auditor: Actor) -> None:
    assert rows_of(auditor) == ["Alpha", "Beta"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"did": "read"}, ["Alpha"]),
        ({"did": "changed"}, ["Beta"]),
        ({"kind": "placement"}, ["Beta"]),
        ({"person": "priya"}, ["Beta"]),
        ({"thing": "AAA"}, ["Alpha"]),
        ({"q": "late file"}, ["Beta"]),
        ({"since": "2026-08-02"}, ["Beta"]),
        ({"until": "2026-08-01"}, ["Alpha"]),
        ({"since": "2026-08-01", "until": "2026-08-02"}, ["Alpha", "Beta"]),
        ({"since": "2026-08-03"}, []),
    ],
)
def test_the_trail_is_filtered_in_the_bodys_own_days(
    auditor: Actor, query: dict[str, str], found: list[str]
) -> None:
    assert rows_of(auditor, **query) == found


def test_a_scoped_reader_sees_the_trail_of_their_providers_only() -> None:
    wattle, other = OrganisationFactory(), OrganisationFactory()
    director = actor_in(Role.DIRECTOR, scope=[wattle])
    AuditEventFactory(label="Alpha", body_id=director.body.pk, organisation_id=wattle.pk, kind="statement")
    AuditEventFactory(label="Beta", body_id=director.body.pk, organisation_id=other.pk, kind="statement")
    AuditEventFactory(label="Gamma", body_id=director.body.pk, organisation_id=None, kind="child")
    assert rows_of(director) == ["Alpha"]
