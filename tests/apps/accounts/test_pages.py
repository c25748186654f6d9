"""The administrator's pages answer, and only to those who hold the permission."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.accounts.roles import Role
from tests.apps.accounts.conftest import signed_in
from tests.factories.accounts import InvitationFactory, actor_in
from tests.factories.core import AuditEventFactory, JobRunFactory, NoticeFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db


def addresses(admin: Actor) -> dict[str, str]:
    """Every page of this slice that shows one thing or many, with a thing of the body behind it."""
    other = actor_in(Role.DIRECTOR, admin.body, delegation_limit="5000.00")
    invitation = InvitationFactory(body=admin.body, created_by=admin.user)
    letter = OutgoingMailFactory(
        body_id=admin.body.pk, state="failed", error="SMTPServerDisconnected: gone", attempts=6
    )
    run = JobRunFactory(body_id=admin.body.pk, user_id=other.user.pk, state="running", done=3, total=10)
    NoticeFactory(body_id=admin.body.pk, user_id=admin.user.pk)
    AuditEventFactory(body_id=admin.body.pk, actor_id=other.user.pk)
    m = other.membership.public_id
    return {
        "people": reverse("people"),
        "person": reverse("person", args=[other.user.public_id]),
        "invite": reverse("invite"),
        "invitations": reverse("invitations"),
        "invitation": reverse("invitation_page", args=[invitation.public_id]),
        "withdraw": reverse("withdraw_invitation", args=[invitation.public_id]),
        "change": reverse("change_membership", args=[m]),
        "deputise": reverse("deputise", args=[m]),
        "end": reverse("end_membership", args=[m]),
        "mail": reverse("mail"),
        "letter": reverse("letter", args=[letter.public_id]),
        "reset": reverse("reset_second_factor", args=[other.user.public_id]),
        "audit": reverse("audit"),
        "jobs": reverse("jobs"),
        "job": reverse("job", args=[run.public_id]),
        "inbox": reverse("inbox"),
        "memberships": reverse("memberships"),
    }


EVERYBODYS = {"inbox", "memberships", "jobs"}
AUDITORS_TOO = EVERYBODYS | {"audit", "job"}


def test_each_page_answers_an_administrator(admin: Actor) -> None:
    client = signed_in(admin)
    for name, address in addresses(admin).items():
        response = client.get(address)
        assert response.status_code == 200, name
        assert "<h1" in response.content.decode(), name


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_the_others_find_only_what_is_theirs(admin: Actor, role: Role) -> None:
    client = signed_in(actor_in(role, admin.body))
    expected = {
        Role.AUDITOR: AUDITORS_TOO,
        Role.DIRECTOR: EVERYBODYS | {"audit"},
        Role.HEAD_OF_SERVICE: EVERYBODYS | {"audit"},
        Role.DEPUTY_CHIEF_EXECUTIVE: EVERYBODYS | {"audit"},
        Role.PRIVACY_OFFICER: EVERYBODYS | {"audit"},
    }.get(role, EVERYBODYS)
    found = {name for name, address in addresses(admin).items() if client.get(address).status_code == 200}
    assert found == expected


def test_an_administrator_of_another_body_finds_nothing(admin: Actor) -> None:
    client = signed_in(actor_in(Role.ADMINISTRATOR))
    things = addresses(admin)
    for name in ("person", "invitation", "withdraw", "change", "deputise", "end", "letter", "reset", "job"):
        assert client.get(things[name]).status_code == 404, name


def without_tokens(page: bytes) -> bytes:
    """A page without the masked form tokens, which differ each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def test_what_is_hidden_looks_like_what_does_not_exist(admin: Actor) -> None:
    client = signed_in(actor_in(Role.ADMINISTRATOR))
    hidden = client.get(addresses(admin)["person"])
    missing = client.get(reverse("person", args=["AAAAAAAAAAAA"]))
    assert hidden.status_code == missing.status_code == 404
    assert without_tokens(hidden.content) == without_tokens(missing.content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["people", "invitations", "mail", "audit", "jobs"])
def test_each_list_can_be_taken_away_as_a_file(admin: Actor, name: str, kind: str) -> None:
    response = signed_in(admin).get(addresses(admin)[name], {"format": kind})
    assert response.status_code == 200
    assert f".{kind}" in response["Content-Disposition"]


def test_people_are_found_by_name_role_standing_and_provider(
    admin: Actor, provider_of: Callable[[CommissioningBody, str], Organisation]
) -> None:
    wattle = provider_of(admin.body, "Wattle Care")
    actor_in(Role.PROVIDER_MANAGER, admin.body, wattle, user__name="Māia Ihaka")
    actor_in(Role.DIRECTOR, admin.body, user__name="Priya Raman")
    client = signed_in(admin)

    def names(**query: str) -> list[str]:
        text = client.get(reverse("people"), {"format": "csv", **query}).content.decode("utf-8-sig")
        return [line.split(",")[0] for line in text.splitlines()[1:]]

    assert names() == ["Ada Lindgren", "Māia Ihaka", "Priya Raman"]
    assert names(q="maia") == ["Māia Ihaka"]
    assert names(role="director") == ["Priya Raman"]
    assert names(organisation=wattle.public_id) == ["Māia Ihaka"]
    assert names(standing="ended") == []
    assert names(sort="-name")[0] == "Priya Raman"


def test_the_list_of_people_asks_the_same_number_of_questions_however_many(
    admin: Actor, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        actor_in(Role.CONTRACT_OFFICER, admin.body)
    client = signed_in(admin)
    client.get(reverse("people"))
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(reverse("people"))


def test_a_last_day_is_shown_not_the_day_after(admin: Actor) -> None:
    leaving = actor_in(
        Role.AUDITOR, admin.body, user__name="Orla", start=dt.date(2026, 1, 5), end=dt.date(2099, 3, 1)
    )
    client = signed_in(admin)
    people = client.get(reverse("people"), {"q": "orla"}).content.decode()
    assert "28 Feb 2099" in people and "1 Mar 2099" not in people
    page = client.get(reverse("person", args=[leaving.user.public_id])).content.decode()
    assert "28 Feb 2099" in page and "1 Mar 2099" not in page
    form = client.get(reverse("change_membership", args=[leaving.membership.public_id])).content.decode()
    assert 'value="28"' in form and 'value="2099"' in form


def test_an_administrator_invites_changes_deputises_ends_and_resets_in_the_browser(admin: Actor) -> None:
    client = signed_in(admin)
    sent = client.post(
        reverse("invite"), {"name": "Kim", "email": "kim@example.org", "role": "auditor"}, follow=True
    )
    assert "Kim is invited" in sent.content.decode()
    director = actor_in(Role.DIRECTOR, admin.body, user__name="Priya Raman")
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body, user__name="Eilidh Strand")
    m = director.membership.public_id
    in_a_week = (admin.today + dt.timedelta(days=7)).isoformat()
    data = {
        "deputy": officer.user.public_id,
        "start": admin.today.isoformat(),
        "last_day": in_a_week,
        "reason": "Leave",
    }
    named = client.post(reverse("deputise", args=[m]), data, follow=True).content.decode()
    assert "Eilidh Strand stands in for Priya Raman" in named and "Who stands in" in named
    acting = officer.user.memberships.get(deputy_for=director.membership)
    assert acting.end == admin.today + dt.timedelta(days=8)  # the last day is included
    warned = client.get(reverse("change_membership", args=[m])).content.decode()
    assert "Eilidh Strand no longer stands in" in warned
    data = {"role": "director", "delegation_limit": "$1,250.50", "reason": "New delegation"}
    client.post(reverse("change_membership", args=[m]), data)
    new = director.user.memberships.get(ended_at=None)
    assert str(new.delegation_limit) == "1250.50"
    reset = client.post(reverse("reset_second_factor", args=[officer.user.public_id]), {"reason": "Lost"})
    assert reset.status_code == 409 and "There is nothing to reset" in reset.content.decode()
    ended = client.post(
        reverse("end_membership", args=[new.public_id]), {"reason": "Left"}, follow=True
    ).content.decode()
    assert (
        "The role of Priya Raman has ended" in ended
        and "Ended the role" in ended
        and "New delegation" in ended
    )


def test_reasons_stand_beside_their_fields(admin: Actor) -> None:
    data = {"name": "Kim", "email": "kim@example.org", "role": "provider_worker", "delegation_limit": "5"}
    page = signed_in(admin).post(reverse("invite"), data).content.decode()
    assert "<title>Error:" in page
    assert "Provider worker is held for one provider organisation" in page
    assert 'href="#id_organisation"' in page and 'href="#id_delegation_limit"' in page


def test_ones_own_role_gets_the_refusal_page_with_every_reason(admin: Actor) -> None:
    response = signed_in(admin).post(
        reverse("end_membership", args=[admin.membership.public_id]), {"reason": "x"}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert (
        "for 2 reasons" in page
        and "Nobody changes their own role" in page
        and "It is the last administrator" in page
    )
    assert "Nothing has been changed and nobody has been told." in page
    admin.membership.refresh_from_db()
    assert admin.membership.ended_at is None
