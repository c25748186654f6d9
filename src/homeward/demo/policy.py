"""Values the invented department entered itself: one confirmed long ago, one that waits for a second person."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.actors import Actor
from homeward.apps.local_policy import services
from homeward.demo.agenda import Agenda
from homeward.kernel.ranges import DateRange

STEWARD, SECOND = "noor.haddad@dcp.example", "bram.visser@dcp.example"
WAITED = dt.timedelta(days=3)
NOTE = "Invented for the demonstration. No published figure was found."


def plan_values(agenda: Agenda, since: dt.date, actors: dict[str, Actor]) -> None:
    """Put the entering of both on the agenda; `since` lies before the first quarter."""
    steward, second = actors[STEWARD], actors[SECOND]
    agenda.on(since, lambda: _alert(since, steward, second))
    agenda.on(agenda.today - WAITED, lambda: _levels(agenda.today - WAITED, steward))


def _alert(since: dt.date, steward: Actor, second: Actor) -> None:
    """After how many nights a missing child is flagged: entered by one, confirmed by the other."""
    value = services.draft_value(
        path="nights.missing_alert", value=7, period=DateRange(since), source_title="Missing from care procedure (invented)",
        source_clause="section 3, first review", source_read_on=since, note=NOTE, by=steward,
    )  # fmt: skip
    services.propose_value(value=value, by=steward)
    services.confirm_value(value=value, by=second)


def _levels(read_on: dt.date, steward: Actor) -> None:
    """Level bands for general family based care, which nobody has confirmed yet."""
    bands = [("1", "96"), ("2", "91.5"), ("3", "0")]
    value = services.draft_value(
        path="utilisation.levels", keys=["general_family_based_care"],
        value=[{"level": level, "at_least": edge} for level, edge in bands],
        period=DateRange(dt.date(read_on.year, 7, 1) if read_on.month >= 7 else dt.date(read_on.year - 1, 7, 1)),
        source_title="Performance Measurement Specification (invented edition)",
        source_clause="Appendix 1, placement utilisation", source_read_on=read_on, note=NOTE, by=steward,
    )  # fmt: skip
    services.propose_value(value=value, by=steward)
