"""What an approved care partner of the invented agency hands in: a published profile, and returns in every state."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta

from homeward.apps.accounts.roles import Role
from homeward.apps.children.services import add_child
from homeward.apps.exchange import profiles, services
from homeward.apps.exchange.held import Row, held
from homeward.apps.exchange.models import DataReturn
from homeward.apps.exchange.profiles import Field
from homeward.apps.exchange.writing import document_of, package_of
from homeward.apps.intake.readers import GivenFile
from homeward.apps.placements.services import record_placement, record_spell
from homeward.apps.providers.models import Home, Provider
from homeward.apps.providers.services import add_home
from homeward.demo.agenda import Agenda
from homeward.demo.nz import PARTNERS, Aotearoa
from homeward.kernel.ranges import DateRange

DAY = dt.timedelta(days=1)
PARTNER = PARTNERS[10][0]  # the one in its quality cycle
# Client number, given name, family name, born so many years ago, sex, and how many days before its first month the child came.
CHILDREN = (
    ("TW-3107", "Kaia", "Rongonui", 11, "female", 6),
    ("TW-3108", "Tāne", "Rongonui", 9, "male", 6),
    ("TW-3131", "Ana", "Fifita", 14, "female", 0),
    ("TW-3140", "Wiremu", "Hapeta", 7, "male", -12),
)


class Exchange:
    """The months of one partner, in the order of the days on which things happen."""

    def __init__(self, agenda: Agenda, nz: Aotearoa) -> None:
        self.agenda, self.nz = agenda, nz
        self.partner, self.lead = nz.managers[PARTNER], nz.one(Role.HUB_LEAD)
        self.manager, self.contracts = nz.one(Role.QUALITY_MANAGER), nz.one(Role.CONTRACT_MANAGER)
        self.this = nz.body.today.replace(day=1)

    def month(self, back: int) -> dt.date:
        """The first day of a month so many months before this one."""
        return self.this - relativedelta(months=back)

    def move_in(self) -> None:
        """Two homes and four children, with two nights one of them was missing."""
        provider = Provider.objects.get(body=self.nz.body, organisation__name=PARTNER)
        first = self.month(3)
        homes = [
            add_home(
                provider=provider, reference=f"RW-{number}", name=name, kind=Home.Kind.CARER_HOUSEHOLD, places=3,
                opened_on=first - 8 * DAY, by=self.contracts,
            )
            for number, name in ((1, "Te Whare Pūriri"), (2, "Kōwhai Street"))
        ]  # fmt: skip
        for at, (number, given, family, age, sex, before) in enumerate(CHILDREN):
            born = first - relativedelta(years=age, months=4, days=at * 9)
            child = add_child(
                client_number=number, born_on=born, given_name=given, family_name=family, sex=sex,
                source="Invented for the demonstration", by=self.contracts,
            )  # fmt: skip
            stay = record_placement(
                child=child, home=homes[at // 2], line=None, period=DateRange(first - before * DAY, None),
                source="Recorded by the contract team", by=self.contracts,
            )  # fmt: skip
            if at == 2:
                gone = DateRange(first + 17 * DAY, first + 19 * DAY)
                record_spell(
                    placement=stay, kind="missing", period=gone, reference="Report RW/17", by=self.contracts
                )

    def draft(self) -> None:
        """The first version: one field more than the pack’s, and one that is no longer asked for."""
        profile = services.draft_profile(by=self.lead)
        services.describe_profile(
            profile=profile,
            applies_from=self.month(3),
            why="Agreed with the first partners; the rest stays a proposal.",
            by=self.lead,
        )
        services.put_field(
            profile=profile, group="whanau",
            field=Field("te_reo", "Times te reo Māori was learnt or used together", "whole", is_placeholder=True),
            by=self.lead,
        )  # fmt: skip
        band = next(g for g in profiles.groups_of(profile) if g.code == "placement").named("distance_band")
        assert band is not None
        services.put_field(
            profile=profile, group="placement", column="distance_band", by=self.lead,
            field=Field(band.column, band.label, band.kind, is_on=False, is_placeholder=True,
                        note="Not until the bands are agreed."),
        )  # fmt: skip
        services.propose_profile(profile=profile, by=self.lead)
        services.publish_profile(profile=profile, by=self.manager)

    def rows(self, back: int) -> dict[str, list[Row]]:
        """What the records hold, and what the partner tells beside it."""
        month, body = self.month(back), self.nz.body
        groups = profiles.asked(profiles.groups_for(body, month))
        assert self.partner.organisation is not None
        found = held(groups, month, None, self.partner, self.partner.organisation).rows
        keys = [row["child_key"] for row in found["child"]]
        for at, row in enumerate(found["visits"]):
            row.update(partner_visits=4 + at, social_worker_visits=1, seen_alone=1)
        for at, row in enumerate(found["whanau"]):
            row.update(whanau_contacts=3 + at, marae_visits=at % 2, cultural_plan=True, te_reo=max(0, 6 - at))
        for row in found["voice"]:
            row.update(rights_explained=True, complaint_made=False)
        if back == 3:
            found["safety"] = [
                {
                    "child_key": keys[2],
                    "what": "missing_episode",
                    "received_on": (month + 17 * DAY).isoformat(),
                    "responded_on": (month + 17 * DAY).isoformat(),
                }
            ]
        found["workforce"] = [{"fte": "6.5", "vacancies": "1", "supervision": 9, "training": 2}]
        return found

    def send(self, back: int, reason: str = "", *, without: str = "", as_json: bool = False) -> DataReturn:
        """Try a month out and submit it."""
        rows = self.rows(back)
        rows.pop(without, None)
        return services.submit_return(
            data_return=self.try_out(back, rows, as_json), reason=reason, by=self.partner
        )

    def try_out(self, back: int, rows: dict[str, list[Row]], as_json: bool = False) -> DataReturn:
        month, body = self.month(back), self.nz.body
        assert self.partner.organisation is not None
        blank = DataReturn(
            body=body,
            organisation=self.partner.organisation,
            month=month,
            profile=profiles.in_force(body, month),
        )
        groups = profiles.asked(profiles.groups_for(body, month))
        file = (
            GivenFile(f"{PARTNER} {month:%Y-%m}.json", document_of(blank, rows).encode())
            if as_json
            else GivenFile(f"{PARTNER} {month:%Y-%m}.zip", package_of(groups, rows, PARTNER))
        )
        return services.try_return(month=month, files=[file], by=self.partner)

    def send_without_safety(self) -> None:
        self.send(3, without="safety")

    def send_again(self) -> None:
        self.send(3, "The group Safety is told.")

    def send_as_json(self) -> None:
        self.send(2, as_json=True)

    def try_with_errors(self) -> None:
        """The newest month as it is today: two cells to put right."""
        rows = self.rows(1)
        rows["nights"][3]["status"] = "asleep"
        rows["visits"][0]["partner_visits"] = "several"
        self.try_out(1, rows)

    def send_back(self) -> None:
        services.send_back_return(
            data_return=self._newest(3),
            reason="Nothing is told of safety, and the records hold a missing episode.",
            by=self.lead,
        )

    def accept(self) -> None:
        services.accept_return(data_return=self._newest(3), by=self.manager)

    def _newest(self, back: int) -> DataReturn:
        found = DataReturn.objects.filter(body=self.nz.body, month=self.month(back), version__gt=0)
        return found.order_by("-version")[0]


def plan_exchange(agenda: Agenda, nz: Aotearoa) -> None:
    """Three months: sent back and put right, waiting to be read, and not in yet."""
    one = Exchange(agenda, nz)
    sent = one.month(2)
    agenda.on(one.month(3) + 5 * DAY, one.move_in, rank=8)
    agenda.on(one.month(3) + 9 * DAY, one.draft)
    agenda.on(sent + 6 * DAY, one.send_without_safety)
    agenda.on(sent + 9 * DAY, one.send_back)
    agenda.on(sent + 13 * DAY, one.send_again)
    agenda.on(sent + 15 * DAY, one.accept)
    agenda.on(one.month(1) + 8 * DAY, one.send_as_json)
    agenda.on(agenda.today, one.try_with_errors)
