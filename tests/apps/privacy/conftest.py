"""A body of Aotearoa with a privacy officer, a second person, and a child of whom something is held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.privacy import services
from homeward.apps.privacy.models import AccessRequest
from homeward.apps.privacy.subjects import of_child
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.children import ChildFactory, StatusFactFactory


@dataclass
class House:
    body: CommissioningBody
    officer: Actor
    second: Actor
    child: Child

    def asked(self, **given: Any) -> AccessRequest:
        """A request of the child, received today."""
        told = {
            "subject": of_child(self.child), "requester": "Ngaire Rewi", "capacity": "self", "channel": "letter",
            "wording": "Everything about me.", "received_on": self.body.today, "by": self.officer,
        }  # fmt: skip
        return services.record_request(**{**told, **given})

    def gathered(self, **given: Any) -> AccessRequest:
        made = self.asked(**given)
        services.check_identity(request=made, how="Known to her worker", by=self.officer)
        return services.gather_held(request=made, by=self.officer)

    def decided(self, **given: Any) -> AccessRequest:
        made = self.gathered(**given)
        for item in made.items.all():
            services.decide_item(item=item, decision="release", by=self.officer)
        return made

    def checked(self) -> AccessRequest:
        made = self.decided()
        services.send_request(request=made, by=self.officer)
        return services.approve_request(request=made, by=self.second)


def make_house() -> House:
    body = CommissioningBodyFactory(pack="nz", time_zone="Pacific/Auckland")
    child = ChildFactory(body=body, given_name="Ngaire", family_name="Rewi")
    StatusFactFactory(child=child, kind="school", value="A kura", source="Told by Uncle Rangi")
    return House(
        body, actor_in(Role.PRIVACY_OFFICER, body), actor_in(Role.DEPUTY_CHIEF_EXECUTIVE, body), child
    )


@pytest.fixture(scope="module")
def made(made_once: Any) -> Callable[[], House]:
    copied: Callable[[], House] = made_once(make_house)
    return copied


@pytest.fixture
def house(made: Callable[[], House], db: None) -> House:
    return made()
