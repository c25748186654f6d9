"""Programs that act for invented people. Nobody knows their secrets: they are made and thrown away."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.services import create_token
from homeward.demo.agenda import Agenda

PROVIDER, OFFICER, ADMINISTRATOR = (
    "ravi.nair@redgum.example",
    "lena.fischer@dcp.example",
    "ines.ferreira@dcp.example",
)
DAY = dt.timedelta(days=1)


def plan_tokens(agenda: Agenda, actors: dict[str, Actor]) -> None:
    """A provider's own system in force, and one an administrator asked for, waiting to be collected."""
    provider = actors[PROVIDER]
    agenda.on(agenda.today - 40 * DAY, lambda: _own(provider, agenda.today + 200 * DAY))
    agenda.on(agenda.today - 2 * DAY, lambda: _asked_for(actors, agenda.today + 90 * DAY))


def _own(actor: Actor, end: dt.date) -> None:
    scopes = [P.STATEMENT_READ, P.STATEMENT_VALIDATE]
    create_token(membership=actor.membership, name="Carer payments system", scopes=scopes, end=end, by=actor)


def _asked_for(actors: dict[str, Actor], end: dt.date) -> None:
    officer = actors[OFFICER]
    create_token(
        membership=officer.membership, name="Case system", scopes=[P.PLACEMENT_WRITE, P.HOME_READ, P.AGREEMENT_READ], end=end,
        by=actors[ADMINISTRATOR],
    )  # fmt: skip
