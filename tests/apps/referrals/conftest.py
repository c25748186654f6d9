"""An authority with somebody to write referrals, somebody to check them, and two children."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.referrals import services
from homeward.apps.referrals.models import Referral
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.children import ChildFactory

# One complete answer for each section.
WRITTEN: dict[str, dict[str, Any]] = {
    "together": {
        "together": "together", "parent_and_child": "no", "situation": "Child A and Child B live with a grandparent.",
        "status": "Accommodated; the mother keeps parental responsibility.",
    },
    "home": {"types": ["foster_mainstream"], "length": "Until the hearing in March"},
    "place": {"district": "CF10", "most_miles": 20},
    "health": {"health": "Asthma.", "education": "Year 4, no additional needs."},
    "risks": {"kinds": ["none"]},
    "language": {"language": "welsh_home"},
    "contact": {"contact": "Mam each Saturday."},
    "wishes": {"asked": "Their social worker, 9 November", "wishes": "A garden."},
}  # fmt: skip


@dataclass
class Authority:
    body: CommissioningBody
    officer: Actor
    senior: Actor
    children: list[Child]

    def begin(self, **given: Any) -> Referral:
        basics = {"urgency": "planned", "needed_by": self.officer.today + dt.timedelta(days=30)}
        return services.begin_referral(**{"children": self.children, **basics, **given}, by=self.officer)

    def write(self, referral: Referral) -> Referral:
        """Everything the quality check needs."""
        for code, answers in WRITTEN.items():
            services.save_section(referral=referral, code=code, answers=answers, by=self.officer)
        services.add_need(
            referral=referral, weight="must", text="Two places in one home", source="Care plan, 3 November", by=self.officer
        )  # fmt: skip
        return referral

    def sent(self) -> Referral:
        referral = self.write(self.begin())
        services.send_referral(referral=referral, by=self.officer)
        referral.refresh_from_db()
        return referral


@pytest.fixture
def authority(db: None) -> Authority:
    body = CommissioningBodyFactory(
        pack="gb_wls", languages=["en", "cy"], currency="GBP", time_zone="Europe/London"
    )
    children = [
        ChildFactory(body=body, given_name="Seren", family_name="Prosser", born_on=dt.date(2017, 2, 28)),
        ChildFactory(body=body, given_name="Macsen", family_name="Prosser", born_on=dt.date(2019, 7, 1)),
    ]
    officer, senior = actor_in(Role.PLACEMENT_OFFICER, body), actor_in(Role.SENIOR_PRACTITIONER, body)
    return Authority(body, officer, senior, children)
