"""What the invented agency's privacy officer has on the desk: requests, corrections, disclosures, holds and breaches."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.children import services as children
from homeward.apps.children.models import Child
from homeward.apps.privacy import services
from homeward.apps.privacy.models import AccessRequest
from homeward.apps.privacy.subjects import Subject, of_child
from homeward.demo.agenda import Agenda
from homeward.demo.nz import Aotearoa

DAY = dt.timedelta(days=1)
# Invented: reference of the body's own, given and family name, born on.
CHILDREN = (
    ("TWT-40118", "Anahera", "Pōtiki", dt.date(2009, 8, 14)),
    ("TWT-40127", "Tāne", "Wairau", dt.date(2012, 2, 3)),
    ("TWT-40139", "Lucy", "Marsden", dt.date(2011, 11, 20)),
)


class Desk:
    """The deeds of some weeks, each at its moment."""

    def __init__(self, agenda: Agenda, nz: Aotearoa) -> None:
        self.agenda, self.nz, self.today = agenda, nz, nz.body.today
        self.officer, self.second = nz.one(Role.PRIVACY_OFFICER), nz.one(Role.DEPUTY_CHIEF_EXECUTIVE)
        self.keeper = nz.one(Role.CONTRACT_MANAGER)
        self.kids: list[Child] = []

    def ago(self, days: int, deed: Any, **told: Any) -> None:
        self.agenda.on(self.today - days * DAY, lambda: deed(**told))

    def plan(self) -> None:
        self.ago(400, self.add_children)
        self.ago(36, self.released)
        self.ago(25, self.preparing)
        self.ago(16, self.waiting)
        self.ago(3, self.received)
        self.ago(20, self.corrections)
        self.ago(45, self.disclosures)
        self.ago(12, self.collected)
        self.ago(60, self.holds)
        self.ago(30, self.old_breach)
        self.ago(5, self.serious_breach)
        self.ago(0, self.new_breach)

    def add_children(self) -> None:
        for number, given, family, born in CHILDREN:
            child = children.add_child(
                client_number=number, born_on=born, given_name=given, family_name=family, sex="", by=self.keeper,
                source="Agency file (invented)",
            )  # fmt: skip
            self.kids.append(child)

    def request(
        self, child: Child, requester: str, capacity: str, wording: str, channel: str
    ) -> AccessRequest:
        made = services.record_request(
            subject=of_child(child), requester=requester, capacity=capacity, wording=wording, channel=channel,
            received_on=self.nz.body.today, by=self.officer,
        )  # fmt: skip
        services.check_identity(
            request=made, how="Passport looked at on a video call", by=self.officer,
            authority="" if capacity == "self" else "Letter of authority, signed by the young person",
        )  # fmt: skip
        return services.gather_held(request=made, by=self.officer)

    def decide_all(self, request: AccessRequest) -> None:
        """What names nobody else is released; the trail without the names of who looked."""
        for item in request.items.all():
            if item.names_others:
                services.decide_item(
                    item=item, decision="withhold", ground="other_person", by=self.officer,
                    reason="It tells of the work of named members of staff; the count is given in the letter.",
                )  # fmt: skip
            else:
                services.decide_item(item=item, decision="release", by=self.officer)

    def released(self) -> None:
        made = self.request(
            self.kids[0],
            "Anahera P.",
            "self",
            "I am 17 and leave care soon. I want everything you hold about me.",
            "mail",
        )
        first = made.items.filter(names_others=False).first()
        self.decide_all(made)
        if first is not None:
            services.decide_item(
                item=first, decision="redact", ground="other_person", passages=["Agency file"], by=self.officer,
                reason="Where it came from would tell of another person.",
            )  # fmt: skip
        services.send_request(request=made, by=self.officer)
        services.approve_request(request=made, by=self.second)
        services.answer_request(request=made, by=self.officer)

    def preparing(self) -> None:
        made = self.request(
            self.kids[1],
            "Marama Law (invented firm)",
            "agent",
            "Where has he lived, and who decided it?",
            "letter",
        )
        services.extend_request(
            request=made, until=self.today + 6 * DAY, by=self.officer, reason="Older papers are fetched from the archive.",
        )  # fmt: skip

    def waiting(self) -> None:
        made = self.request(
            self.kids[2], "Joan Marsden", "guardian", "All notes about my daughter’s school.", "phone"
        )
        self.decide_all(made)
        services.send_request(request=made, by=self.officer)

    def received(self) -> None:
        mereana = next(iter(self.nz.managers.values())).user
        services.record_request(
            subject=Subject("person", person=mereana), requester=mereana.name, capacity="self",
            wording="What does the system hold about me as a user?", channel="mail", received_on=self.nz.body.today,
            by=self.officer,
        )  # fmt: skip

    def corrections(self) -> None:
        made = self.correction(
            self.kids[1],
            "The spelling of the family name",
            "Wairau with one a; it was written Wairaau before.",
            "",
        )
        services.decide_correction(
            correction=made, agree=True, reason="The birth certificate says so.", by=self.second
        )
        refused = self.correction(
            self.kids[0], "That I left the first home “at own request”", "I was told to go.",
            "I did not ask to leave. I was fourteen, and I was told on a Friday that I had to go.",
        )  # fmt: skip
        services.decide_correction(
            correction=refused, agree=False, by=self.second,
            reason="The note records what the worker wrote that day. Her own words now stand with it.",
        )  # fmt: skip
        self.correction(self.kids[2], "The date of birth", "It is 21 November, not 20.", "")

    def correction(self, child: Child, what: str, wanted: str, statement: str) -> Any:
        return services.record_correction(
            subject=of_child(child), requester="The young person", capacity="self", channel="person",
            received_on=self.nz.body.today, what=what, wanted=wanted, statement=statement, by=self.officer,
        )  # fmt: skip

    def disclosures(self) -> None:
        services.record_disclosure(
            subject=of_child(self.kids[1]), what="Dates of the stay, name of the school", given_on=self.nz.body.today,
            recipient="Kura o te Awa (invented school)", purpose="Enrolment after the move", ground="directly_related",
            consulted="yes", by=self.keeper,
        )  # fmt: skip
        services.record_disclosure(
            subject=of_child(self.kids[2]), what="Where the young person was last seen", given_on=self.nz.body.today,
            recipient="New Zealand Police (invented request)", purpose="Missing that night", ground="serious_threat",
            law="Asked for by telephone, written request followed", consulted="no", by=self.keeper,
            consulted_note="She could not be reached; that was the reason of the call.",
        )  # fmt: skip

    def collected(self) -> None:
        received = self.nz.body.today
        open_one = services.record_collection(
            subject=of_child(self.kids[1]), agency="Te Hōhipera (invented hospital)", what="Discharge summary",
            received_on=received, by=self.officer,
        )  # fmt: skip
        told = services.record_collection(
            subject=of_child(self.kids[0]), agency="Ministry of Schools (invented)", what="Attendance of two terms",
            received_on=received - 4 * DAY, by=self.officer,
        )  # fmt: skip
        services.tell_person(
            collection=told, points=("fact", "purpose", "recipients", "holder", "law", "rights"), told_on=received,
            how="Letter in plain words, read together with her", by=self.officer,
        )  # fmt: skip
        spared = services.record_collection(
            subject=of_child(self.kids[2]), agency="New Zealand Police (invented)", what="A report about another adult",
            received_on=received - 8 * DAY, by=self.officer,
        )  # fmt: skip
        services.except_collection(
            collection=spared, exception="prejudice_purposes", by=self.officer,
            reason="Telling now would warn the adult the report is about. Looked at again when the inquiry ends.",
        )  # fmt: skip
        assert open_one.state == "open"

    def holds(self) -> None:
        services.place_hold(
            title="Inquiry into abuse in care (invented)", by=self.officer,
            reason="The inquiry asked that nothing about children in care be disposed of.", record_class="child_record",
        )  # fmt: skip
        lifting = services.place_hold(
            title="Court case about an invoice (invented)", by=self.officer, reason="The court may ask for papers.",
            record_class="money_record",
        )  # fmt: skip
        services.propose_lift(hold=lifting, reason="The case was settled.", by=self.officer)

    def at(self, days: int, hour: int) -> dt.datetime:
        """A moment where the agency is, so many days before the demo's today."""
        return dt.datetime.combine(
            self.today - days * DAY, dt.time(hour, 0), ZoneInfo(self.nz.body.time_zone)
        )

    def breach(self, by: Actor, days: int, **told: Any) -> Any:
        return services.report_breach(discovered_at=self.at(days, 8), by=by, **told)

    def old_breach(self) -> None:
        made = self.breach(
            self.nz.one(Role.LOCAL_ADVISER), 30, what="A letter lay in the wrong pigeonhole for an hour.",
            affected="One caregiver",
            affected_count=1, contained="The envelope was still sealed.",
        )  # fmt: skip
        services.judge_breach(
            breach=made, likely=False, reason="Nobody outside saw it, and it was sealed.", by=self.officer
        )
        services.close_breach(breach=made, learned="Pigeonholes carry names on both sides.", by=self.officer)

    def serious_breach(self) -> None:
        made = self.breach(
            self.nz.one(Role.HUB_ADMINISTRATOR), 5, what="A list of caregivers’ addresses was sent to a wrong mail address.",
            affected="Caregivers of one partner", affected_count=14,
        )  # fmt: skip
        services.contain_breach(
            breach=made,
            contained="The receiver confirmed in writing that it was deleted unread.",
            affected_count=14,
            by=self.officer,
        )
        services.judge_breach(
            breach=made, likely=True, by=self.officer,
            reason="Addresses of people who care for tamariki; one of them lives under a protection order.",
        )  # fmt: skip

    def new_breach(self) -> None:
        manager = next(iter(self.nz.managers.values()))
        services.report_breach(
            discovered_at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=2), by=manager, affected="Two families",
            what="A caregiver saw another home’s roster on a shared tablet.",
        )  # fmt: skip


def plan_privacy(agenda: Agenda, nz: Aotearoa) -> None:
    """Put the privacy officer's weeks on the agenda."""
    Desk(agenda, nz).plan()
