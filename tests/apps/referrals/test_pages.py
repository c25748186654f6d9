"""The pages of referrals, as those who write, check and read."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.referrals import services
from homeward.apps.referrals.models import Referral
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.referrals import WRITTEN, Authority


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.DEMO = True


def page_of(actor: Actor, name: str, *args: Any) -> str:
    response = client_of(actor).get(reverse(name, args=args))
    assert response.status_code == 200, (name, response.status_code)
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_referral_is_written_sent_checked_and_read(authority: Authority) -> None:
    """The whole road through the pages, each section saved by itself."""
    officer, senior = client_of(authority.officer), client_of(authority.senior)
    day = authority.officer.today + dt.timedelta(days=20)
    begun = officer.post(
        reverse("begin_referral"),
        {"children": "Seren\nMacsen", "urgency": "urgent", "needed_by": day.isoformat()},
    )
    referral = Referral.objects.get()
    assert begun.url == reverse("referral", args=[referral.public_id])
    first = officer.get(begun.url).content.decode()
    assert "Not started" in first and "Send to the quality check</button>" not in first
    for code, answers in WRITTEN.items():
        saved = officer.post(
            reverse("referral_section", args=[referral.public_id, code]), {**answers, "then": "next"}
        )
        assert saved.status_code == 302, saved.content.decode()
    officer.post(
        reverse("referral_needs", args=[referral.public_id]),
        {"weight": "must", "text": "Two places", "source": "Care plan"},
    )
    assert "Send to the quality check" in officer.get(begun.url).content.decode()
    officer.post(reverse("send_referral", args=[referral.public_id]))
    assert "Check referral" in senior.get("/").content.decode()
    waiting = senior.get(begun.url).content.decode()
    assert "Pass the quality check" in waiting and "Seren Prosser" in waiting
    senior.post(reverse("pass_referral", args=[referral.public_id]))
    referral.refresh_from_db()
    assert referral.state == "ready"


def test_what_is_wrong_stands_at_its_field(authority: Authority) -> None:
    referral = authority.begin()
    officer = client_of(authority.officer)
    found = officer.post(
        reverse("referral_section", args=[referral.public_id, "place"]), {"district": "CF10 1AA"}
    )
    assert "Write the first half only" in found.content.decode()
    found = officer.post(
        reverse("referral_section", args=[referral.public_id, "health"]), {"health": "Seren has asthma"}
    )
    assert "Write Child A, Child B instead" in found.content.decode()
    found = officer.post(
        reverse("referral_section", args=[referral.public_id, "risks"]), {"kinds": ["none", "fire"]}
    )
    assert "cannot stand beside a risk" in found.content.decode()
    assert not referral.sections.exists()


def test_a_half_written_section_is_kept_and_says_what_is_missing(authority: Authority) -> None:
    referral = authority.begin()
    client_of(authority.officer).post(
        reverse("referral_section", args=[referral.public_id, "health"]), {"health": "Asthma", "then": "list"}
    )
    shown = page_of(authority.officer, "referral", referral.public_id)
    assert "In progress" in shown and "Missing: Education" in shown
    again = page_of(authority.officer, "referral_section", referral.public_id, "health")
    assert ">Asthma</textarea>" in again.replace("\n", "")


def test_the_preview_names_nobody(authority: Authority) -> None:
    referral = authority.write(authority.begin())
    shown = page_of(authority.officer, "referral_preview", referral.public_id)
    assert "Child A, 5 to 9" in shown
    for child in authority.children:
        assert child.given_name not in shown and child.reference not in shown


def test_versions_say_what_changed(authority: Authority) -> None:
    referral = authority.sent()
    services.send_back_referral(referral=referral, reason="Risks are not clear.", by=authority.senior)
    services.save_section(
        referral=referral, code="risks", answers={"kinds": ["missing"], "risks": "Twice in June."}, by=authority.officer
    )  # fmt: skip
    services.send_referral(referral=referral, by=authority.officer)
    first, second = referral.versions.order_by("number")
    here = referral.public_id
    assert "Changed since the version before: Risks." in page_of(
        authority.senior, "referral_version", here, second.public_id
    )
    assert "Changed since" not in page_of(authority.senior, "referral_version", here, first.public_id)
    other = reverse("referral_version", args=[here, "23456789ABCD"])
    assert client_of(authority.senior).get(other).status_code == 404


def test_who_may_not_see_the_child_reads_letters(authority: Authority) -> None:
    """A monitoring officer reads the referral and sees no child's file."""
    referral = authority.sent()
    shown = page_of(actor_in(Role.MONITORING_OFFICER, authority.body), "referral", referral.public_id)
    assert "A home for Child A and Child B" in shown
    assert "Seren" not in shown and "Prosser" not in shown


@pytest.mark.parametrize("role", [Role.CONSORTIUM_MANAGER, Role.FINANCE_OFFICER, Role.ADMINISTRATOR])
def test_others_find_nothing(authority: Authority, role: Role) -> None:
    referral = authority.sent()
    client = client_of(actor_in(role, authority.body))
    for name, args in (
        ("referrals", []),
        ("referral", [referral.public_id]),
        ("referral_preview", [referral.public_id]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_another_authority_finds_nothing(authority: Authority) -> None:
    referral = authority.sent()
    stranger = client_of(actor_in(Role.SENIOR_PRACTITIONER))
    assert stranger.get(reverse("referral", args=[referral.public_id])).status_code == 404
    assert stranger.post(reverse("pass_referral", args=[referral.public_id])).status_code == 404


def test_reading_is_written_down(authority: Authority) -> None:
    referral = authority.sent()
    page_of(authority.senior, "referral", referral.public_id)
    event = AuditEvent.objects.filter(action="read", thing=referral.public_id).latest("at")
    assert event.detail["children"] == [c.reference for c in authority.children]


def test_the_list_is_searched_by_child_and_narrowed(authority: Authority) -> None:
    referral = authority.sent()
    client: Client = client_of(authority.officer)
    address = reverse("referrals")
    assert referral.reference in client.get(address, {"q": "macsen"}).content.decode()
    assert referral.reference not in client.get(address, {"q": "nobody"}).content.decode()
    assert referral.reference not in client.get(address, {"state": "ready"}).content.decode()
    assert referral.reference in client.get(address, {"kind": "foster_mainstream"}).content.decode()
