"""The deadline for answers: brought to mind once, moved with a reason; and the referral taken away as a paper."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.refusals import Refused
from homeward.apps.searches import services
from homeward.apps.searches.jobs import remind
from homeward.apps.searches.models import Invitation
from tests.browsing import client_of
from tests.factories.markets import Open, make_market, without_checks
from tests.pdfs import Paper

LONDON = ZoneInfo("Europe/London")
MONDAY = dt.datetime(2026, 11, 16, 10, 0, tzinfo=LONDON)


@pytest.fixture
def market(db: None, monkeypatch: pytest.MonkeyPatch) -> Open:
    without_checks(monkeypatch)
    return make_market()


def reminders(market: Open, place: int) -> int:
    user = market.framework[place].answerer.user
    return Notice.objects.filter(user_id=user.pk, title__startswith="Answer referral").count()


def test_who_has_not_answered_is_reminded_once(market: Open) -> None:
    """Planned: asked on Monday, due the Monday after; one working day before is the Friday."""
    with time_machine.travel(MONDAY, tick=False):
        market.planned()
        market.ask()
        services.decline_invitation(
            invitation=Invitation.objects.get(organisation=market.framework[1].home.organisation), reason="no_vacancy",
            by=market.framework[1].answerer,
        )  # fmt: skip
    for days, told in ((3, 0), (4, 1), (4, 1), (7, 1)):
        with time_machine.travel(MONDAY + dt.timedelta(days=days), tick=False):
            remind()
            assert (reminders(market, 0), reminders(market, 1)) == (told, 0)


def test_in_an_emergency_people_telephone_and_nobody_is_reminded(market: Open) -> None:
    market.emergency()
    market.ask()
    assert remind() == 0


def test_the_moment_is_written_in_the_language_of_whoever_reads_it(market: Open) -> None:
    reader = market.framework[0].answerer.user
    reader.language = "cy"
    reader.save()
    with time_machine.travel(MONDAY, tick=False):
        search = market.planned()
        market.ask()
        asked = Notice.objects.filter(user_id=reader.pk).latest("pk")
        assert asked.title and market.found.referral.reference in asked.text
        later = dt.datetime(2026, 12, 2, 12, 30, tzinfo=LONDON)
        services.extend_deadline(search=search, until=later, reason="Half-term.", by=market.officer)
    titles = {place: Notice.objects.filter(user_id=market.framework[place].answerer.user.pk).latest("pk").title
              for place in (0, 1)}  # fmt: skip
    assert "2 Rhagfyr 2026, 12.30" in titles[0] and "2 December 2026, 12.30" in titles[1]
    with time_machine.travel(dt.datetime(2026, 12, 1, 10, 0, tzinfo=LONDON), tick=False):
        remind()
    assert "2 Rhagfyr 2026" in Notice.objects.filter(user_id=reader.pk).latest("pk").title


def test_a_later_deadline_is_everybodys_and_reminds_again(market: Open) -> None:
    with time_machine.travel(MONDAY, tick=False):
        search = market.planned()
        market.ask()
    with time_machine.travel(MONDAY + dt.timedelta(days=4), tick=False):
        assert remind() == 2
        later = dt.datetime(2026, 11, 26, 12, 0, tzinfo=LONDON)
        services.extend_deadline(search=search, until=later, reason="Half-term.", by=market.officer)
        assert {i.answer_by for i in Invitation.objects.all()} == {later}
        assert market.found.extended == "Half-term." and market.found.answer_by == later
        assert remind() == 0
    with time_machine.travel(MONDAY + dt.timedelta(days=9), tick=False):
        assert remind() == 2


def test_a_deadline_is_moved_only_later_with_a_reason_while_offers_are_open(market: Open) -> None:
    search = market.planned()

    def refused(**given: Any) -> set[str]:
        with pytest.raises(Refused) as found:
            services.extend_deadline(search=search, by=market.officer, **given)
        return {r.code for r in found.value.reasons}

    soon = timezone.now() + dt.timedelta(hours=1)
    assert refused(until=soon, reason="") == {"search.offers_not_open", "search.reason_missing"}
    market.ask()
    assert refused(until=soon, reason="x") == {"search.not_later"}


def test_the_page_moves_the_deadline(market: Open, settings: Any) -> None:
    settings.DEMO = True
    search = market.planned()
    market.ask()
    day = market.officer.today + dt.timedelta(days=20)
    officer = client_of(market.officer)
    sent = {"on": day.isoformat(), "time": "12:30", "reason": "Two homes ask for a day more."}
    assert officer.post(reverse("extend_deadline", args=[search.public_id]), sent).status_code == 302
    page = officer.get(reverse("home_search", args=[search.public_id])).content.decode()
    assert "Two homes ask for a day more." in page and "12.30" in page


def test_a_download_is_the_providers_own_and_stays_on_record(market: Open) -> None:
    market.planned()
    own = next(i for i in market.ask() if i.organisation_id == market.framework[0].home.organisation_id)
    first, second = (client_of(place.answerer) for place in market.framework)
    address = reverse("invitation_paper", args=[own.public_id])
    answer = first.get(address)
    assert answer["Content-Type"] == "application/pdf"
    paper = Paper(answer.content).text
    assert "Child A" in paper and "Seren" not in paper and "Prosser" not in paper and "Afon Gwyn" in paper
    assert second.get(address).status_code == 404
    event = AuditEvent.objects.get(action="download_referral")
    assert event.actor_label.startswith(market.framework[0].answerer.user.name)
