"""A person at the screen: signs in, follows the words on the page, and has every page looked over on the way."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from homeward.apps.accounts.actors import Actor

AXE = Path("tests/vendor/axe.min.js").read_text()
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESK = 360, 1280
TITLE = re.compile("Homeward$")


class Person:
    """One person in their own browser window, with or without scripts."""

    def __init__(
        self,
        browser: Browser,
        base: str,
        actor: Actor,
        *,
        scripts: bool,
        width: int = DESK,
        thorough: bool = True,
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, bypass_csp=scripts
        )
        self.page: Page = self.context.new_page()
        self.base, self.scripts, self.width, self.thorough, self.seen = (
            base,
            scripts,
            width,
            thorough,
            set[str](),
        )
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.open("/demo/")
        self.follow(self.page.locator(f'button[value="{actor.membership.public_id}"]'), "/")

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.look(path)

    def press(self, words: str) -> None:
        """Press the button or follow the link with these words, and look over what comes."""
        self.follow(
            self.page.locator(f'main button:has-text("{words}"), main a:has-text("{words}")').first, words
        )

    def follow(self, there: Locator, words: str) -> None:
        """The same with a button or link already found. A click returns before the next page has come: it is waited for."""
        with self.page.expect_navigation(wait_until="load"):
            there.click()
        self.look(words)

    def says(self, words: str) -> None:
        assert words in self.page.inner_text("main"), f"{self.page.url} does not say “{words}”"

    def look(self, after: str) -> None:
        """Nothing of the page goes sideways; nothing is wrong with it for a screen reader (each address once)."""
        expect(self.page, after).to_have_title(TITLE, timeout=20_000)
        if not self.scripts:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, f"{self.page.url} is {wide} px wide at {self.width}"
        address = self.page.url.split("?")[0]
        if address in self.seen or not self.thorough:
            return
        self.seen.add(address)
        self.page.evaluate(AXE)
        found = self.page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
        complaints = [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]
        assert complaints == [], f"{self.page.url} after {after}: {complaints}"
        assert self.errors == [], self.page.url

    def leave(self) -> None:
        self.context.close()
