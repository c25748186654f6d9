"""Two invented placement panels of one authority: last week's, closed, with something left undone; and the next one.

Loaded after homes have said what is free. Last week's panel lives its own day: it knows nothing of what came since.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import time_machine

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.panels import services
from homeward.apps.panels.models import Panel, PanelItem
from homeward.apps.panels.queries import places_of, unit_of
from homeward.apps.providers.models import Home
from homeward.demo.wales import AUTHORITIES, Wales

DAY = dt.timedelta(days=1)
WEDNESDAY = 2


def load_panels(wales: Wales) -> None:
    """Of the first authority, whose referrals have come furthest."""
    head, senior, officer = (
        wales.in_role(AUTHORITIES[0], role)
        for role in (Role.HEAD_OF_SERVICE, Role.SENIOR_PRACTITIONER, Role.PLACEMENT_OFFICER)
    )
    coming = head.today + ((WEDNESDAY - head.today.weekday() - 1) % 7 + 1) * DAY
    last = coming - 7 * DAY if coming - 7 * DAY < head.today else coming - 14 * DAY
    at = dt.datetime.combine(last, dt.time(10, 5), ZoneInfo(head.body.time_zone))
    with time_machine.travel(at, tick=False):
        _closed(last, head, senior, officer)
    services.plan_panel(held_on=coming, chair=head.user, place="Committee room 2, and by call", by=senior)


def _closed(day: dt.date, head: Actor, senior: Actor, officer: Actor) -> None:
    panel = services.plan_panel(
        held_on=day, chair=head.user, place="Committee room 2, and by call", by=senior
    )
    panel = services.open_panel(panel=panel, by=senior)
    services.propose_allocation(panel=panel, by=senior)
    services.record_panel_attendance(
        panel=panel,
        there=[head.user, senior.user, officer.user],
        others=["Llio Hedd, designated nurse", "Bryn Alaw, virtual school"],
        by=senior,
    )
    _decide(panel, head, senior, officer)
    for text, owner, days in (
        ("Ask the school transport office for a bus from the new homes.", officer, 5),
        ("Read the approval of Household 2 again: would a third child fit?", senior, 9),
        ("Write to the health board about the share of the therapy fee.", head, 12),
    ):
        services.add_panel_action(
            panel=panel, text=text, owner=owner.user, due_on=day + days * DAY, by=senior
        )
    services.close_panel(
        panel=panel,
        summary="Two carers said that a week without calls in the evening would help them most.",
        by=head,
    )


def _decide(panel: Panel, head: Actor, senior: Actor, officer: Actor) -> None:
    """One interest, one refusal, one dissent; everything else as proposed."""
    items = list(panel.items.select_related("referral").order_by("position"))
    homes = [h for i in items for h in _proposed(panel, i)]
    if homes:
        services.declare_interest(
            panel=panel, user=senior.user, home=Home.objects.get(public_id=homes[0]),
            words="Trained with the carer; they are friends.", by=senior,
        )  # fmt: skip
    placed = [i for i in items if _proposed(panel, i)]
    if len(placed) > 1:
        services.decide_item(
            item=placed[-1], outcome=PanelItem.Outcome.REFUSED,
            reason="The carer is in hospital until the end of the month; we look again next week.", by=head,
        )  # fmt: skip
    services.decide_rest(panel=panel, by=head)
    if placed:
        services.record_dissent(
            item=placed[0] if placed[0] is not placed[-1] else items[0], user=officer.user,
            words="A school change in the spring term is too much at once.", by=head,
        )  # fmt: skip


def _proposed(panel: Panel, item: PanelItem) -> list[str]:
    proposal = panel.proposals.get(number=1)
    return [p["home"] for p in places_of(unit_of(proposal, item.referral.public_id))]
