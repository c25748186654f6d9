"""The shell in a real browser: reachable, readable on a phone, nothing blocked by the content policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from homeward.apps.accounts.middleware import SESSION_KEY
from homeward.apps.accounts.roles import Role
from tests.factories.accounts import CommissioningBodyFactory, UserFactory, actor_in

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.gallery_urls"),
]
AXE = Path("tests/vendor/axe.min.js").read_text()
NARROWEST = 320  # 1280 px at 400 %: looked at for sideways scrolling only
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
OPEN_PAGES = [
    ("/gallery/", "General family based care"),
    ("/gallery/?errors&show=table", "There is a problem"),
    ("/gallery/refusal/", "for 2 reasons"),
    ("/help/", "Every figure opens"),
    ("/accessibility/", "Known gaps"),
    ("/nothing-here/", "Page not found"),
    ("/accounts/login/", "Sign in"),
    ("/accounts/password/reset/", "Reset your password"),
]
OWN_PAGES = [
    ("/accounts/2fa/", "second factor"),
    ("/accounts/2fa/totp/activate/", "Set up an authenticator app"),
    ("/accounts/2fa/webauthn/add/", "Add a security key"),
    ("/accounts/2fa/webauthn/", "Security keys and passkeys"),
    ("/accounts/password/change/", "Change your password"),
    ("/accounts/sessions/", "signed in"),
    ("/help/", "What things are called here"),
]
REAUTHENTICATE = "/accounts/reauthenticate/"


@pytest.fixture(scope="module")
def browser(chromium_path: str, django_db_setup: None) -> Iterator[Browser]:
    """Playwright keeps a loop running in this thread, beside which Django would not touch the database."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        found = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield found
        found.close()


def _complaints(page: Page) -> list[str]:
    found = page.evaluate("() => axe.run()")["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def _look(context: BrowserContext, url: str, words: str) -> None:
    """Open a page and complain about anything axe, the console or the width has against it."""
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    page.wait_for_load_state("load")
    assert words in page.inner_text("main"), url
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).fontWeight") == "700", (
        "no styles"
    )
    assert [e for e in errors if "404 (Not Found)" not in e] == [], url
    width = page.evaluate("() => window.innerWidth")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width, (
        f"{url} scrolls sideways at {width}"
    )
    if width != NARROWEST:
        page.evaluate(AXE)
        assert _complaints(page) == [], f"{url} at {width}"
    page.close()


@pytest.mark.parametrize("width", [1280, 360, NARROWEST])
def test_open_pages_are_readable_and_reachable(browser: Browser, live_server, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    for path, words in OPEN_PAGES:
        _look(context, live_server.url + path, words)
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_ones_own_sign_in_are_readable_and_reachable(
    browser: Browser, live_server, width: int
) -> None:
    body = CommissioningBodyFactory(
        name="Cyngor Bro Eleri", second_name="Bro Eleri Council", languages=["en", "cy"]
    )
    actor = actor_in(Role.CONTRACT_MANAGER, body)
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_cookies([_session(actor, live_server.url)])
    _look(context, live_server.url + REAUTHENTICATE, "Confirm that it is you")
    _confirm_it_is_me(context, live_server.url)
    for path, words in OWN_PAGES:
        _look(context, live_server.url + path, words)
    context.close()
    assert not Authenticator.objects.exists()  # looking set nothing up


def _confirm_it_is_me(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.goto(url + REAUTHENTICATE)
    page.fill("#id_password", UserFactory.PASSWORD)
    page.click("main button[type=submit]")
    page.close()


def _session(actor, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = actor.membership.public_id
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


def test_the_language_is_changed_without_a_script_and_the_page_says_so(browser: Browser, live_server) -> None:
    body = CommissioningBodyFactory(languages=["en", "cy"])
    actor = actor_in(Role.CONTRACT_MANAGER, body)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([_session(actor, live_server.url)])
    page = context.new_page()
    page.goto(live_server.url + "/help/")
    page.click("button[value=cy]")
    assert page.url.endswith("/help/") and page.get_attribute("html", "lang") == "cy"
    assert "Cyfieithiad drafft" in page.inner_text("footer")
    assert page.inner_text(".hw-lang [aria-current]") == "Cymraeg"
    context.close()


def test_explanations_are_printed_open(browser: Browser, live_server) -> None:
    page = browser.new_page()
    page.goto(live_server.url + "/gallery/")
    page.wait_for_load_state("networkidle")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 0
    page.close()
