"""The emergency on one page: a referral frozen as it stands, and what is left owed by a day."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import Notice
from homeward.apps.core.refusals import Refused
from homeward.apps.referrals import services
from homeward.apps.referrals.models import Referral
from homeward.apps.referrals.queries import version_to_read
from homeward.apps.searches import services as searches
from tests.browsing import client_of
from tests.factories.markets import make_market, without_checks
from tests.factories.referrals import WRITTEN, Authority

FRIDAY_FOUR = dt.datetime(2026, 11, 20, 16, 0, tzinfo=ZoneInfo("Europe/London"))
WHAT: dict[str, Any] = {
    "why": "The grandparent was taken to hospital at noon.", "types": ["foster_mainstream"], "district": "cf10",
    "risks": ["none"], "musts": ["Two places in one home", " ", "Carers used to night terrors"],
}  # fmt: skip


def begin(authority: Authority, **given: Any) -> Referral:
    basics = {"children": authority.children, "needed_by": authority.officer.today}
    return services.begin_emergency(**{**basics, **WHAT, **given}, by=authority.officer).referral


def refused(authority: Authority, **given: Any) -> set[str]:
    with pytest.raises(Refused) as found:
        begin(authority, **given)
    return {r.code for r in found.value.reasons}


def test_one_page_freezes_a_version_and_owes_the_rest(authority: Authority) -> None:
    with time_machine.travel(FRIDAY_FOUR, tick=False):
        referral = begin(authority)
        version = version_to_read(referral)
        assert version is not None and version.passed_at is None
        assert (referral.state, referral.urgency) == ("draft", "emergency")
        assert referral.owed_by == dt.date(2026, 11, 27)  # five working days after the Friday
        content = version.content
        assert [n["text"] for n in content["needs"]] == [
            "Two places in one home",
            "Carers used to night terrors",
        ]
        assert content["sections"]["place"] == {"district": "CF10"}
        assert referral.placement_types == ["foster_mainstream"]
        assert Notice.objects.filter(user_id=authority.senior.user.pk).count() == 1
        due = [d for d in duties_of(authority.officer) if d.kind == "referral.finish"]
        assert [d.due for d in due] == [dt.date(2026, 11, 27)]


def test_what_is_left_is_written_and_checked_while_the_search_goes_on(authority: Authority) -> None:
    referral = begin(authority)
    assert referral.is_owed
    for code, answers in WRITTEN.items():
        services.save_section(referral=referral, code=code, answers=answers, by=authority.officer)
    services.send_referral(referral=referral, by=authority.officer)
    due = [d for d in duties_of(authority.senior) if d.kind == "referral.check"]
    assert [d.due for d in due] == [referral.owed_by]
    passed = services.pass_check(referral=referral, by=authority.senior)
    assert not passed.is_owed
    version = version_to_read(passed)
    assert version is not None and version.number == 2 and version.passed_at is not None


def test_nobody_joins_or_leaves_while_providers_read_it(authority: Authority) -> None:
    referral = begin(authority)
    for do in (services.add_child, services.remove_child):
        with pytest.raises(Refused) as found:
            do(referral=referral, child=authority.children[0], by=authority.officer)
        assert "referral.sent_in_emergency" in {r.code for r in found.value.reasons}


def test_what_is_left_stays_owed_when_the_children_have_come(authority: Authority) -> None:
    """Placed on the same evening: the referral is written and checked to its end, and closes with the check."""
    referral = begin(authority)
    services.place_referral(referral=referral, by=authority.officer)
    assert (referral.state, referral.is_owed) == ("draft", True)
    assert "referral.finish" in {d.kind for d in duties_of(authority.officer)}
    second = begin(authority)  # the home did not last: the children are looked for again meanwhile
    assert second.pk != referral.pk
    authority.write(referral)
    services.send_referral(referral=referral, by=authority.officer)
    passed = services.pass_check(referral=referral, by=authority.senior)
    assert (passed.state, passed.is_owed) == ("placed", False)


def test_everything_that_is_missing_is_said_at_once(authority: Authority) -> None:
    found = refused(
        authority, why=" ", types=[], district="Cardiff", risks=[], musts=[""], together="apart_reason",
        needed_by=authority.officer.today - dt.timedelta(days=1),
    )  # fmt: skip
    assert found == {
        "referral.why_missing", "referral.types_missing", "referral.district_wrong", "referral.risks_missing",
        "referral.musts_missing", "referral.apart_reason_missing", "referral.needed_in_the_past",
    }  # fmt: skip
    assert refused(authority, risks=["none", "fire"]) == {"referral.risks_and_none"}
    assert not Referral.objects.exists()


@pytest.mark.parametrize("field", ["why", "musts", "places", "apart_reason"])
def test_no_childs_name_goes_out(authority: Authority, field: str) -> None:
    text = "Seren stays with Macsen"
    assert refused(authority, **{field: [text] if field == "musts" else text}) == {"referral.names_a_child"}


def test_one_child_is_neither_together_nor_apart(authority: Authority) -> None:
    referral = begin(authority, children=authority.children[:1], together="apart_reason")
    assert referral.sections.get(code="together").answers["together"] == "one_child"


def test_a_child_is_looked_for_once(authority: Authority) -> None:
    begin(authority)
    assert refused(authority) == {"referral.open_already"}


def test_who_writes_no_referrals_begins_no_emergency(authority: Authority) -> None:
    from homeward.apps.accounts.roles import Role
    from tests.factories.accounts import actor_in

    auditor = actor_in(Role.AUDITOR, authority.body)
    with pytest.raises(Refused) as found:
        services.begin_emergency(children=authority.children, needed_by=auditor.today, **WHAT, by=auditor)
    assert {r.code for r in found.value.reasons} == {"record.not_permitted"}


def test_an_emergency_that_finds_nobody_is_looked_for_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its referral is written or checked still: it waits for somebody as any other does."""
    without_checks(monkeypatch)
    market = make_market()
    search = market.emergency()
    address = f"/searches/{search.public_id}/"
    searches.end_search(search=search, outcome="none_found", reason="Nobody answers.", by=market.officer)
    for state in ("draft", "checking"):
        Referral.objects.update(state=state)
        waits = {d.kind: d for d in duties_of(market.officer)}
        assert waits["search.none_found"].url == address
        assert "Look again" in client_of(market.officer).get(address).content.decode()
    Referral.objects.update(placed_at=timezone.now())
    assert "search.none_found" not in {d.kind for d in duties_of(market.officer)}
    assert "Look again" not in client_of(market.officer).get(address).content.decode()
    Referral.objects.update(placed_at=None, state="draft")
    referral = Referral.objects.get()
    made = services.renew_referral(referral=referral, reason="Wider than before.", by=market.officer)
    assert made.state == "draft" and made.urgency == "emergency"
    assert "search.none_found" not in {d.kind for d in duties_of(market.officer)}
