"""Invented stays: filled places with gaps between, children with names, and what happens during a stay."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.children import services as children
from homeward.apps.children.models import Child
from homeward.apps.placements import services as placements
from homeward.apps.placements.models import Placement
from homeward.apps.providers import services as providers
from homeward.apps.providers.models import Home, Provider
from homeward.demo.agenda import Agenda
from homeward.demo.loadings import UNCLASSED
from homeward.demo.people import FAMILY, GIVEN
from homeward.demo.state import LinePlan
from homeward.kernel.ranges import DateRange

DAY = dt.timedelta(days=1)
LENGTHS = (34, 61, 92, 120, 150, 184, 240, 330, 420)
REMOTENESS = ("ra1", "ra1", "ra1", "ra2", "ra2", "ra3", "ra4")
EDITION = "ASGS Edition 3"


@dataclass
class Filled:
    """A stay as it will have been: known to the maker, recorded piece by piece as time goes by."""

    line: Line
    home: Home
    start: dt.date
    end: dt.date
    child: Child | None = None
    placement: Placement | None = None


class StayMaker:
    """Puts stays on the agenda: recorded on the day after arrival, ended on the day after departure."""

    def __init__(self, dice: random.Random, agenda: Agenda, by: Actor, *, first_night: dt.date) -> None:
        self.dice, self.agenda, self.by, self.first_night = dice, agenda, by, first_night
        self.filled: list[Filled] = []
        self._numbers = iter(range(40_001, 60_000))

    def homes_for(self, provider: Provider, plan: LinePlan, number: int) -> list[Home]:
        """One residential home, or a carer household for every two places."""
        if plan.home:
            return [
                self._home(
                    provider, f"{provider.reference}-H{number}", plan.home, "residential_home", plan.target
                )
            ]
        count = (plan.slots + 1) // 2
        return [
            self._home(
                provider,
                f"{provider.reference}-{number}{n:02d}",
                f"Household {number}{n:02d}",
                "carer_household",
                2,
            )
            for n in range(1, count + 1)
        ]

    def _home(self, provider: Provider, reference: str, name: str, kind: str, places: int) -> Home:
        drawn = self.dice.choice(REMOTENESS)
        return providers.add_home(
            provider=provider, reference=reference, name=name, kind=kind, places=places, opened_on=provider.start,
            remoteness=None if reference == UNCLASSED else drawn, edition=EDITION,
            source="Invented for the demonstration", by=self.by,
        )  # fmt: skip

    def fill(self, line: Line, plan: LinePlan, homes: list[Home]) -> None:
        """Fill each place from before the first quarter until today, with gaps between stays."""
        for slot in range(plan.slots):
            home = homes[0] if plan.home else homes[slot // 2]
            day = self.first_night - dt.timedelta(days=self.dice.randrange(10, 240))
            while day < self.agenda.today - 3 * DAY:
                end = day + dt.timedelta(days=self.dice.choice(LENGTHS) + self.dice.randrange(-9, 10))
                self.plan(Filled(line, home, day, end))
                day = end + dt.timedelta(days=self.dice.randrange(0, 2 * plan.gap + 1))

    def plan(self, stay: Filled) -> None:
        """Put a stay on the agenda."""
        self.filled.append(stay)
        self.agenda.on(stay.start + DAY, lambda: self._arrive(stay))
        self.agenda.on(stay.end, lambda: self._leave(stay))
        self._spells(stay)

    def _arrive(self, stay: Filled) -> None:
        if stay.child is None:
            stay.child = self._child(stay.start)
        stay.placement = placements.record_placement(
            child=stay.child, home=stay.home, line=stay.line, period=DateRange(stay.start), by=self.by,
            source=f"Placement notice of {stay.start:%-d %B %Y}",
        )  # fmt: skip

    def _leave(self, stay: Filled) -> None:
        if stay.placement is not None:
            stay.placement = placements.end_placement(placement=stay.placement, on=stay.end, by=self.by)

    def _child(self, start: dt.date, age: int | None = None) -> Child:
        years = age if age is not None else self.dice.randrange(1, 15)
        born = start - dt.timedelta(days=years * 365 + self.dice.randrange(20, 340))
        child = children.add_child(
            client_number=f"{next(self._numbers)}", given_name=self.dice.choice(GIVEN), family_name=self.dice.choice(FAMILY),
            born_on=born, source="Invented for the demonstration", by=self.by,
        )  # fmt: skip
        draw = self.dice.random()
        if draw < 0.985:  # of a few nothing is on record
            said = "yes" if draw < 0.34 else "no"
            children.record_fact(
                child=child, kind="aboriginal", value=said, source="Client record, invented", by=self.by
            )
        return child

    def _spells(self, stay: Filled) -> None:
        """A hold here, a few missing nights there: recorded the day after they end."""
        length = (stay.end - stay.start).days
        if length < 40:
            return
        draw, offset = self.dice.random(), self.dice.randrange(8, length - 28)
        start = stay.start + dt.timedelta(days=offset)
        if draw < 0.10:
            self.spell(
                stay,
                "hold",
                start,
                self.dice.randrange(5, 16),
                decided_by="dcp",
                reference="Hold letter, invented",
            )
        elif draw < 0.12:
            self.spell(
                stay,
                "hold",
                start,
                self.dice.randrange(3, 8),
                decided_by="provider",
                reference="Asked for by the carer",
            )
        elif draw < 0.19:
            self.spell(
                stay,
                "missing",
                start,
                self.dice.randrange(1, 10),
                reference="Missing person report, invented",
            )
        elif draw < 0.26:
            self.spell(stay, "shared_care", start, self.dice.randrange(6, 20))
        elif draw < 0.29:
            self.spell(stay, "absent", start, self.dice.randrange(2, 5))

    def spell(self, stay: Filled, kind: str, start: dt.date, nights: int | None, **more: str) -> None:
        """Put a spell on the agenda; without `nights` it runs on."""
        end = start + dt.timedelta(days=nights) if nights else None

        def record() -> None:
            if stay.placement is not None:
                stay.placement.refresh_from_db()
                placements.record_spell(
                    placement=stay.placement, kind=kind, period=DateRange(start, end), by=self.by, **more
                )

        self.agenda.on((end or start) + DAY, record)
