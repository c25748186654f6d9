"""A state department with a provider and a line, and people who may and may not bring files in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.readers import GivenFile
from homeward.apps.intake.services import import_files
from homeward.apps.providers.models import Provider
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.agreements import AgreementFactory, LineFactory
from tests.factories.intake import EnglishAuthorityFactory
from tests.factories.providers import ProviderFactory
from tests.intake_files.build import csv_file

HOMES = ("reference", "name", "kind", "provider", "places")
CHILDREN = ("client_number", "born_on", "given_name", "family_name")
STAYS = ("placement", "child", "home", "agreement", "line", "start", "end", "placement_type")
SPELLS = ("placement", "kind", "start", "end", "decided_by", "code")


def given(name: str, header: tuple[str, ...], *rows: tuple[str, ...]) -> GivenFile:
    return GivenFile(name, csv_file(header, rows))


@dataclass
class House:
    """The department, and files of it."""

    by: Actor
    provider: Provider
    line: Line

    def load(self, kind: str, header: tuple[str, ...], *rows: tuple[str, ...], **more: Any) -> ImportBatch:
        return import_files(kind=kind, files=[given(f"{kind}.csv", header, *rows)], by=self.by, **more)

    def settle(self) -> None:
        """Two homes and two children, by file."""
        self.load(
            "homes",
            HOMES,
            ("H-1", "Wattle House", "residential_home", self.provider.reference, "4"),
            ("H-2", "Household Two", "carer_household", self.provider.reference, ""),
        )
        self.load(
            "children", CHILDREN, ("C-1", "2014-03-09", "Tāne", "Whitlock"), ("C-2", "2012-01-31", "", "")
        )

    def stay(self, key: str, child: str, home: str, start: str, end: str = "") -> tuple[str, ...]:
        return (
            key,
            child,
            home,
            self.line.agreement.reference,
            str(self.line.number),
            start,
            end,
            "foster_care",
        )


@pytest.fixture
def house(db: None, time_machine: Any) -> House:
    time_machine.move_to(dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC))
    body = CommissioningBodyFactory(name="Department for Child Protection")
    provider = ProviderFactory(body=body)
    line = LineFactory(agreement=AgreementFactory(provider=provider))
    return House(actor_in("placement_officer", body), provider, line)


@pytest.fixture
def council(db: None, time_machine: Any) -> Actor:
    """Somebody who keeps placements for an invented English authority."""
    time_machine.move_to(dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC))
    return actor_in("placement_officer", EnglishAuthorityFactory(name="Marlow Vale Council"))
