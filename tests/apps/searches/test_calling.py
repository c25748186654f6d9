"""The call list: in the lawful order, the best fit first, and what is written down from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import services
from homeward.apps.searches.calling import call_list
from homeward.apps.searches.models import Call, Invitation, Search
from homeward.apps.vacancies.models import Vacancy
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.markets import Open, make_market, without_checks
from tests.factories.restrictions import RestrictionFactory
from tests.refusing import refused_by


@pytest.fixture
def market(db: None, monkeypatch: pytest.MonkeyPatch) -> Open:
    without_checks(monkeypatch)
    return make_market()


def steps(market: Open) -> list[tuple[str, str, str]]:
    return [(row.home.name, row.route, row.step) for row in call_list(market.found)]


def test_in_house_stands_first_and_the_others_wait_for_their_turn(market: Open) -> None:
    market.emergency()
    rows = call_list(market.found)
    assert [r.route for r in rows] == ["in_house", "framework", "framework", "non_framework"]
    assert [r.step for r in rows] == ["call", "later", "later", "later"]
    assert rows[1].phone.startswith("01632") and rows[0].phone == ""
    market.ask()
    assert [s for _, _, s in steps(market)] == ["call", "call", "call", "not_asked"]


def test_what_is_excluded_stands_last_with_every_reason(market: Open) -> None:
    Vacancy.objects.filter(home=market.framework[0].home).update(places=1, types=["foster_therapeutic"])
    RestrictionFactory(home=market.framework[0].home, imposed=True, starts_on=market.officer.today)
    market.emergency()
    last = call_list(market.found)[-1]
    assert last.home == market.framework[0].home and last.step == "closed"
    titles = {s.title for s in last.excluded}
    assert {
        "A restriction binds the home",
        "Another kind of placement than sought",
        "The siblings do not fit together",
    } <= titles
    assert all(s.lift and s.who for s in last.excluded)


def test_nobody_outside_is_asked_before_a_fitting_in_house_home_was_called(market: Open) -> None:
    market.emergency()
    assert refused_by(services.ask_everybody, search=market.found, by=market.officer) == {
        "search.in_house_not_called"
    }
    services.record_no_answer(search=market.found, home=market.own.home, by=market.officer)
    made = services.ask_everybody(search=market.found, by=market.officer)
    assert len(made) == 2 and market.found.state == "open"
    assert market.found.considered.get().reason.startswith("No answer at")


def test_in_house_homes_that_cannot_take_them_stand_with_their_reasons(market: Open) -> None:
    Vacancy.objects.filter(home=market.own.home).update(places=1)
    market.emergency()
    services.ask_everybody(search=market.found, by=market.officer)
    assert "The siblings do not fit together" in market.found.considered.get().reason


def test_an_in_house_no_is_a_considered_home(market: Open) -> None:
    market.emergency()
    services.record_no(
        search=market.found,
        home=market.own.home,
        reason="staffing",
        words="The carer is away.",
        by=market.officer,
    )
    row = market.found.considered.get()
    assert row.home == market.own.home and "The carer is away." in row.reason


def test_a_no_names_its_reason_and_no_child(market: Open) -> None:
    market.emergency()
    market.ask()
    told = {"search": market.found, "home": market.framework[0].home, "by": market.officer}
    assert refused_by(services.record_no, **told, reason="no idea", words="Seren is too young") == {
        "search.decline_reason_unknown", "referral.names_a_child",
    }  # fmt: skip
    services.record_no(**told, reason="no_vacancy")
    assert Invitation.objects.get(organisation=market.framework[0].home.organisation).state == "invited"
    services.record_no(**told, reason="no_vacancy", words="Full until spring.", whole_provider=True)
    declined = Invitation.objects.get(organisation=market.framework[0].home.organisation)
    assert (declined.state, declined.decline_words) == ("declined", "By telephone. Full until spring.")


def test_only_who_was_asked_is_called(market: Open) -> None:
    market.emergency()
    told = {"search": market.found, "home": market.framework[0].home, "by": market.officer}
    assert refused_by(services.record_no_answer, **told) == {"search.provider_not_asked"}
    market.ask()
    services.record_no_answer(**told)
    services.close_offers(search=market.found, reason="Enough.", by=market.officer)
    assert refused_by(services.record_no_answer, **told) == {"search.calls_over"}


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.AUDITOR])
def test_who_only_reads_a_search_makes_no_calls(market: Open, role: Role) -> None:
    search = market.emergency()
    reader = actor_in(role, market.authority.body)
    told = {"search": search, "home": market.own.home, "by": reader}
    assert refused_by(services.record_no_answer, **told) == {"record.not_permitted"}
    assert client_of(reader).get(reverse("call_list", args=[search.public_id])).status_code in (403, 404)


def test_a_provider_never_reads_who_was_called(market: Open) -> None:
    search = market.emergency()
    market.ask()
    services.record_no_answer(search=search, home=market.framework[0].home, by=market.officer)
    manager = market.framework[0].answerer
    assert not Call.objects.visible_to(manager).exists()
    assert client_of(manager).get(reverse("call_list", args=[search.public_id])).status_code in (403, 404)


def test_from_the_emergency_page_to_the_call_list(market: Open, settings: Any) -> None:
    settings.DEMO = True
    officer = client_of(market.officer)
    assert "A home is needed today" in officer.get(reverse("begin_emergency")).content.decode()
    sent = {
        "children": "\n".join(c.reference for c in market.authority.children), "together": "together", "risks": ["none"],
        "needed_by": market.officer.today.isoformat(), "why": "The grandparent is in hospital.", "district": "cf10",
        "types": ["foster_mainstream"], "musts": "Two places in one home\nWelsh at home",
    }  # fmt: skip
    wrong = officer.post(reverse("begin_emergency"), {**sent, "why": "Seren cannot stay"})
    assert wrong.status_code == 200 and "Write Child A, Child B instead" in wrong.content.decode()
    assert not Referral.objects.exists()
    done = officer.post(reverse("begin_emergency"), sent)
    search = Search.objects.get()
    assert done["Location"] == reverse("call_list", args=[search.public_id])
    page = officer.get(done["Location"]).content.decode()
    assert "Call first: Own household 1" in page and "In-house homes come first." in page
    officer.post(
        reverse("said_no", args=[search.public_id, market.own.home.public_id]), {"reason": "no_vacancy"}
    )
    asked = officer.post(reverse("ask_everybody", args=[search.public_id]))
    assert asked.status_code == 302
    page = officer.get(done["Location"]).content.decode()
    assert 'href="tel:01632960001"' in page and "Said no" in page
    home = market.framework[0].home.public_id
    assert officer.post(reverse("no_answer", args=[search.public_id, home])).status_code == 302
    assert "No answer" in officer.get(done["Location"]).content.decode()
