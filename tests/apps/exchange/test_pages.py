"""The pages as each side opens them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.models import AuditEvent
from homeward.apps.exchange.models import DataReturn, ExchangeProfile
from tests.apps.exchange.month import Month, in_package
from tests.browsing import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture(scope="module")
def copies(made_once: Callable[[Callable[[], Any]], Any]) -> Callable[[], Month]:
    made: Callable[[], Month] = made_once(Month)
    return made


@pytest.fixture
def month(copies: Callable[[], Month]) -> Month:
    return copies()


def opened(actor: Actor, name: str, *parts: str) -> str:
    answer = client_of(actor).get(reverse(name, args=parts))
    assert answer.status_code == 200, (actor.label, name)
    return answer.content.decode()


def test_from_the_prefilled_return_to_the_answer(month: Month) -> None:
    partner, lead = client_of(month.partner), client_of(month.lead)
    code = f"{month.start:%Y-%m}"
    assert (
        f'value="{code}" selected'
        in partner.get(reverse("data_return_new"), {"month": code}).content.decode()
    )
    filled = partner.get(reverse("data_return_prefilled", args=["csv"]), {"month": code})
    assert len(in_package(filled.content)["nights"]) == 2 * month.nights
    assert AuditEvent.objects.filter(action="read", kind="child").count() == 2
    file = SimpleUploadedFile("return.zip", filled.content)
    answer = partner.post(reverse("data_return_new"), {"month": code, "file": file}, follow=True)
    page = answer.content.decode()
    assert "Nothing has been handed in yet" in page and "Submit it" in page
    row = DataReturn.objects.get()
    page = partner.post(reverse("data_return_submit", args=[row.public_id]), follow=True).content.decode()
    assert "Submitted as version 1" in page
    seen = lead.get(reverse("data_returns")).content.decode()
    assert "Ngā Hau Māhaki Trust" in seen and "Not in" not in seen
    page = lead.get(reverse("data_return", args=[row.public_id])).content.decode()
    row.refresh_from_db()
    assert row.digest in page and "K-" in page and "Hēmi" not in page
    sent = lead.post(
        reverse("data_return_answer", args=[row.public_id]), {"answer": "send_back", "reason": ""}
    )
    assert "Error:" in sent.content.decode()
    lead.post(
        reverse("data_return_answer", args=[row.public_id]),
        {"answer": "send_back", "reason": "Nights are missing"},
    )
    page = opened(month.partner, "data_return", row.public_id)
    assert "Nights are missing" in page and "Sent back" in page
    got = lead.get(reverse("data_return_download", args=[row.public_id, "json"]))
    assert got.content.decode() == row.document


def test_a_stranger_finds_nothing(month: Month) -> None:
    row = DataReturn.objects.create(
        body=month.body, organisation=month.organisation, month=month.start, shape=[], tried_by=month.partner.user,
        counts={"errors": 0, "warnings": 0}, document="{}",
    )  # fmt: skip
    for actor in (month.stranger, month.lead):
        for name, parts in (("data_return", []), ("data_return_download", ["json"])):
            assert client_of(actor).get(reverse(name, args=[row.public_id, *parts])).status_code == 404


def test_the_profile_is_edited_in_the_browser(month: Month) -> None:
    lead = client_of(month.lead)
    assert "Placeholder profile." in opened(month.partner, "exchange_profiles")
    lead.post(reverse("exchange_profile_draft"))
    profile = ExchangeProfile.objects.get()
    at = profile.public_id
    assert "Add a field" in opened(month.lead, "exchange_profile", at)
    lead.post(
        reverse("exchange_profile_describe", args=[at]),
        {"applies_from": f"{month.end:%Y-%m}", "why": "First"},
    )
    made = {
        "column": "te_reo",
        "label": "Lessons in te reo Māori",
        "kind": "whole",
        "is_on": "on",
        "vocabulary": "",
        "source": "",
        "note": "",
    }
    answer = lead.post(reverse("exchange_field_add", args=[at, "workforce"]), made | {"column": "Te Reo"})
    assert "small letters" in answer.content.decode()
    lead.post(reverse("exchange_field_add", args=[at, "workforce"]), made)
    lead.post(
        reverse("exchange_field", args=[at, "workforce", "fte"]),
        made | {"column": "fte", "label": "FTE", "is_on": ""},
    )
    lead.post(reverse("exchange_field_remove", args=[at, "workforce", "training"]))
    lead.post(reverse("exchange_profile_propose", args=[at]))
    page = opened(month.manager, "exchange_profile", at)
    assert (
        'Lessons in <bdi lang="mi">te reo Māori</bdi>' in page
        and "Switched off" in page
        and "Your decision" in page
    )
    client_of(month.manager).post(
        reverse("exchange_profile_decide", args=[at]), {"decision": "publish", "reason": ""}
    )
    profile.refresh_from_db()
    assert profile.state == "published"
    group = next(g for g in profile.content if g["code"] == "workforce")
    assert [f["column"] for f in group["fields"]] == ["fte", "vacancies", "supervision", "te_reo"]
