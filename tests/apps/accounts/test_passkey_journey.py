"""From the letter to a passkey and back in with it, in a real browser under the strict content policy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from homeward.apps.accounts.models import Membership
from tests.factories.accounts import InvitationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey, pytest.mark.slow]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def browser_page(chromium_path: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Page, list[str]]]:
    """A page with a passkey of its own, and what the browser complained about."""
    monkeypatch.setitem(
        os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
    )  # the browser's driver keeps a loop in this thread
    complaints: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path, args=FLAGS)
        page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        yield page, complaints
        browser.close()


def test_a_passkey_is_set_up_and_signs_in(browser_page: tuple[Page, list[str]], live_server: Any) -> None:
    page, complaints = browser_page
    site = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
    InvitationFactory(token="lantern", role="auditor", name="Bea Thornqvist")
    page.goto(f"{site}/invitation/lantern/")
    page.fill("[name=password]", "gravel ponies 19")
    page.fill("[name=again]", "gravel ponies 19")
    page.get_by_role("button", name="Accept the invitation").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Set up a second factor to go on"
    page.goto(f"{site}/inbox/")
    assert page.url == f"{site}/accounts/2fa/"  # nothing else opens before

    page.get_by_role("link", name="Set up Passkey").click()
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator("main ol li").count() == 10
    page.reload()
    assert page.locator("main ol li").count() == 0  # shown this one time
    page.goto(f"{site}/inbox/")
    assert page.url == f"{site}/inbox/"

    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{site}/inbox/")
    assert "/accounts/login/" in page.url
    page.click("#passkey_login")
    page.wait_for_url(f"{site}/inbox/")
    assert Membership.objects.get().user.name == "Bea Thornqvist"
    assert complaints == []
