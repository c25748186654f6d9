"""A care partner's month: two children in its homes, and the people on both sides."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any

from homeward.apps.accounts.roles import Role
from homeward.apps.core.periods import to_db
from homeward.apps.exchange import profiles
from homeward.apps.exchange.held import held
from homeward.apps.exchange.models import DataReturn
from homeward.apps.exchange.writing import document_of, package_of
from homeward.apps.intake.readers import GivenFile
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.approvals import AgencyFactory, ApplicationFactory, PartnerApprovalFactory
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory, SpellFactory
from tests.factories.providers import HomeFactory, ProviderFactory


class Month:
    """The last month that is over, of an approved partner with two children in one home."""

    def __init__(self) -> None:
        self.body = AgencyFactory(name="Te Kāhui Kāhu")
        self.organisation = OrganisationFactory(name="Ngā Hau Māhaki Trust", business_number="9429000000001")
        self.lead = actor_in(Role.HUB_LEAD, self.body)
        self.manager = actor_in(Role.QUALITY_MANAGER, self.body)
        self.steward = actor_in(Role.POLICY_STEWARD, self.body)
        self.partner = actor_in(Role.PROVIDER_MANAGER, self.body, self.organisation)
        self.stranger = actor_in(Role.PROVIDER_MANAGER, self.body, OrganisationFactory())
        today = self.body.today
        self.end = today.replace(day=1)
        self.start = (self.end - dt.timedelta(days=1)).replace(day=1)
        self.nights = (self.end - self.start).days
        application = ApplicationFactory(body=self.body, organisation=self.organisation)
        PartnerApprovalFactory(application=application, approved_on=self.start - dt.timedelta(days=90))
        provider = ProviderFactory(body=self.body, organisation=self.organisation)
        home = HomeFactory(provider=provider, name="Kāinga Aroha", reference="KA-1")
        self.children = [
            ChildFactory(
                body=self.body,
                client_number=f"OT-{n}",
                given_name="Hēmi",
                born_on=dt.date(2015, 3, n),
                sex="male",
            )
            for n in (1, 2)
        ]
        since = to_db(DateRange(self.start - dt.timedelta(days=60), None))
        self.stays = [
            PlacementFactory(home=home, line=None, child=c, period=since, placement_type="")
            for c in self.children
        ]

    def missing_on(self, night: dt.date) -> None:
        SpellFactory(
            placement=self.stays[0],
            kind="missing",
            decided_by="",
            period=to_db(DateRange(night, night + dt.timedelta(days=1))),
        )

    def groups(self) -> tuple[profiles.Group, ...]:
        return profiles.asked(profiles.groups_for(self.body, self.start))

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """What the house fills in."""
        return held(self.groups(), self.start, None, self.partner, self.organisation).rows

    def blank(self) -> DataReturn:
        profile = profiles.in_force(self.body, self.start)
        return DataReturn(body=self.body, organisation=self.organisation, month=self.start, profile=profile)

    def as_json(self, rows: dict[str, list[dict[str, Any]]] | None = None) -> list[GivenFile]:
        return [GivenFile("return.json", document_of(self.blank(), rows or self.rows()).encode())]

    def as_csv(self, rows: dict[str, list[dict[str, Any]]] | None = None) -> list[GivenFile]:
        return [GivenFile("return.zip", package_of(self.groups(), rows or self.rows(), "return"))]


def table(group: str, text: str) -> GivenFile:
    """One CSV file named after its group."""
    return GivenFile(f"{group}.csv", text.encode())


def in_package(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of each CSV file of a ZIP, as a spreadsheet would show them."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            assert package.read(name).startswith(b"\xef\xbb\xbf"), name
            text = package.read(name).decode("utf-8-sig")
            found[name.rsplit(" ", 1)[1].removesuffix(".csv")] = list(csv.DictReader(io.StringIO(text)))
    return found


def told(row: DataReturn) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row.document)
    return found


def codes(row: DataReturn) -> set[str]:
    return {p["code"] for p in row.problems}
