"""Iwi, hapū and marae as invented people and organisations of the demonstration say them, and a spelling of one's own."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.services import choose_spelling
from homeward.apps.approvals.models import Application
from homeward.apps.children.models import Child
from homeward.apps.children.services import record_affiliation
from homeward.apps.providers.describing import record_own_affiliation
from homeward.demo.agenda import Agenda
from homeward.demo.nz import PARTNERS, Aotearoa

DAY = dt.timedelta(days=1)
# Names of no iwi, hapū or marae there is: nobody's belonging is invented here.
OF_CHILDREN = (
    ("TW-3107", "iwi", "named", "Te Iwi Tauira o te Raki (invented)", "Kaia, at the first visit", True),
    ("TW-3107", "marae", "named", "Te Marae Tauira (invented)", "Her nan", False),
    ("TW-3108", "iwi", "not_yet_known", "", "His social worker; his nan is asked", False),
    ("TW-3140", "hapu", "prefer_not", "", "Wiremu", False),
)
SPELLS_DOUBLE = PARTNERS[1][0]


def plan_te_reo(agenda: Agenda, nz: Aotearoa) -> None:
    """Recorded some weeks ago, after the children came."""

    def children() -> None:
        contracts = nz.one(Role.CONTRACT_MANAGER)
        for number, kind, answer, name, who, agreed in OF_CHILDREN:
            child = Child.objects.get(body=nz.body, client_number=number)
            record_affiliation(
                child=child, kind=kind, answer=answer, name=name, said_by=who, said_on=contracts.today, may_exchange=agreed,
                by=contracts,
            )  # fmt: skip

    def organisations() -> None:
        manager = nz.managers[SPELLS_DOUBLE]
        choose_spelling(spelling="double", by=manager)
        organisation = Organisation.objects.get(name=SPELLS_DOUBLE)
        if Application.objects.filter(body=nz.body, organisation=organisation).exists():
            record_own_affiliation(
                organisation=organisation, kind="iwi", answer="named", name="Te Iwi Tauira o te Tonga (invented)",
                said_by="Its board", said_on=manager.today, by=manager,
            )  # fmt: skip

    agenda.on(agenda.today - 20 * DAY, children, rank=9)
    agenda.on(agenda.today - 19 * DAY, organisations, rank=9)
