"""Invented restrictions: one open on a home, one that waits for its second person, one lifted, two of one authority.

Reasons, visits and people are invented.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count

from homeward.apps.accounts.roles import Role
from homeward.apps.providers.models import Home
from homeward.apps.restrictions import services
from homeward.apps.restrictions.models import Restriction
from homeward.demo.agenda import Agenda
from homeward.demo.wales import AUTHORITIES, Wales

DAY = dt.timedelta(days=1)
OPEN_HOME, PROPOSED, LIFTED = 0, 2, 1  # by their place in the lists of residential and foster providers


def plan_restrictions(agenda: Agenda, wales: Wales) -> None:
    """Put each on the agenda, at its moments."""
    today = agenda.today
    agenda.on(today - 160 * DAY, lambda: _lifted(agenda, wales, today - 160 * DAY), rank=10)
    agenda.on(today - 13 * DAY, lambda: _open_on_a_home(wales, today - 13 * DAY), rank=10)
    agenda.on(today - 3 * DAY, lambda: _asked_for_one_child(wales), rank=10)
    agenda.on(today - 2 * DAY, lambda: _proposed(wales, today - 2 * DAY), rank=10)
    agenda.on(today - DAY, lambda: _of_one_authority(wales, today - DAY), rank=10)


def _of_framework(wales: Wales, **given: Any) -> Restriction:
    return services.propose_restriction(
        **{"home": None, "reach": Restriction.Reach.FRAMEWORK, "by": wales.manager, **given}
    )


def _open_on_a_home(wales: Wales, day: dt.date) -> None:
    provider = wales.residential[OPEN_HOME]
    home = next(h for h in wales.homes if h.provider == provider)
    row = _of_framework(
        wales, organisation=provider.organisation, home=home, cause="quality", starts_on=day,
        reason="Two visits found the night rota short by one, and the second found no plan to fill it.",
        what_lifts="Step 3 of the action plan: four weeks of full night rotas, seen at a visit.",
    )  # fmt: skip
    services.impose_restriction(
        restriction=row, note="Agreed with the provider by telephone.", by=wales.second
    )


def _proposed(wales: Wales, day: dt.date) -> None:
    _of_framework(
        wales, organisation=wales.foster[PROPOSED].organisation, cause="safeguarding", starts_on=day + 3 * DAY,
        reason="Three carers’ reviews are overdue, one by seven months, and no date has been given.",
        what_lifts="The three reviews are held and their records sent.",
    )  # fmt: skip


def _lifted(agenda: Agenda, wales: Wales, day: dt.date) -> None:
    row = _of_framework(
        wales, organisation=wales.foster[LIFTED].organisation, cause="contract", starts_on=day,
        reason="Insurance lapsed and was not renewed for three weeks.", what_lifts="The renewed policy is sent in.",
    )  # fmt: skip
    services.impose_restriction(restriction=row, by=wales.second)

    def lift() -> None:
        services.propose_lift(
            restriction=row,
            lifts_on=wales.second.today,
            reason="The renewed policy came in.",
            by=wales.second,
        )
        services.lift_restriction(restriction=row, by=wales.manager)

    agenda.on(day + 24 * DAY, lift, rank=10)


def _asked_for_one_child(wales: Wales) -> None:
    """A sister would join: the authority's head of service has agreed, the consortium has not yet."""
    authority = AUTHORITIES[0]
    restriction = Restriction.objects.get(body=wales.consortium, state=Restriction.State.IMPOSED)
    override = services.ask_override(
        restriction=restriction, reference="R-4K9T", by=wales.officer(authority),
        reason="Her two brothers live there and are settled; they have not lived apart before.",
    )  # fmt: skip
    services.agree_override(override=override, by=wales.in_role(authority, Role.HEAD_OF_SERVICE))


def _of_one_authority(wales: Wales, day: dt.date) -> None:
    """The authority's own household: proposed by its monitoring officer, waiting for its head of service."""
    by = wales.in_role(AUTHORITIES[0], Role.MONITORING_OFFICER)
    home = next(h for h in wales.in_house if h.body == by.body)
    services.propose_restriction(
        organisation=home.organisation, home=home, reach=Restriction.Reach.LOCAL, cause="other", starts_on=day + DAY,
        reason="The household moves house this month; the new bedrooms have not been seen.",
        what_lifts="A visit to the new address.", by=by,
    )  # fmt: skip


def restrict_where_children_live(wales: Wales) -> None:
    """An authority's own decision about a home with children in it: they stay, and each is to be visited.

    Called once the children are there. The decision of one authority binds no other.
    """
    by = wales.in_role(AUTHORITIES[0], Role.SENIOR_PRACTITIONER)
    busy = Home.objects.filter(body=by.body, placements__period__contains=by.today).exclude(
        restrictions__body=by.body
    )
    home = busy.annotate(children=Count("placements")).order_by("-children", "reference").first()
    if home is None:
        return
    row = services.propose_restriction(
        organisation=home.organisation, home=home, reach=Restriction.Reach.LOCAL, cause="safeguarding", starts_on=by.today,
        reason="A complaint about the home is being looked into.",
        what_lifts="The inquiry has ended, and its advice is carried out.", by=by,
    )  # fmt: skip
    services.impose_restriction(restriction=row, by=wales.in_role(AUTHORITIES[0], Role.HEAD_OF_SERVICE))
