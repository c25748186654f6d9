"""The timeline tells who, what, when and why, from the triggers' history and the audit trail together."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements import services as agreements
from homeward.apps.agreements.queries import agreement_timeline, line_timeline
from homeward.apps.children import services as children
from homeward.apps.children.queries import child_timeline
from homeward.apps.core import audit
from homeward.apps.core.timeline import Change, action_in_words
from homeward.apps.core.writing import acting
from homeward.apps.providers import services
from homeward.apps.providers.queries import home_timeline
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import actor_in
from tests.factories.agreements import LineFactory
from tests.factories.providers import HomeFactory, ProviderFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 7, 1)


@pytest.fixture
def by() -> Actor:
    return actor_in(user__name="Priya Raman")


def test_a_change_is_told_from_before_to_after_with_who(by: Actor) -> None:
    home = services.add_home(
        provider=ProviderFactory(body=by.body),
        reference="H-1",
        name="Saltbush",
        kind="carer_household",
        places=2,
        by=by,
    )
    services.change_home(home=home, name="Bluebush", places=3, by=by)
    services.set_remoteness(
        home=home, code="ra4", edition="ASGS Edition 3", start=DAY, source="Register", by=by
    )
    told = {entry.title: entry for entry in home_timeline(home)}
    assert set(told) == {"Added", "Changed", "Remoteness class recorded"}
    assert told["Changed"].changes == (Change("Name", "Saltbush", "Bluebush"), Change("Places", "2", "3"))
    assert told["Added"].changes == ()
    remoteness = told["Remoteness class recorded"].changes[0]
    assert (
        remoteness.after
        == "Class Remote; Edition ASGS Edition 3; Nights 1 Jul 2026, continuing; Source Register"
    )
    assert {entry.who for entry in told.values()} == {"Priya Raman, contract manager"}


def test_the_reason_of_each_service_stays_with_its_own_change(by: Actor) -> None:
    """Two services in one request: the later reason must not stand for the earlier change."""
    line = LineFactory(agreement__provider__body=by.body)
    target = agreements.set_target(
        line=line, placements=4, period=DateRange(DAY, dt.date(2027, 7, 1)), reference="Item 3", by=by
    )
    agreements.end_term(term=target, on=dt.date(2027, 1, 1), reason="First reason", by=by)
    target.refresh_from_db()
    agreements.end_term(term=target, on=dt.date(2026, 12, 1), reason="Second reason", by=by)
    told = {entry.why: entry.changes for entry in line_timeline(line) if entry.why}
    assert [change.after for change in told["First reason"]] == ["1 Jul 2026 to 31 Dec 2026"]
    assert [change.after for change in told["Second reason"]] == ["1 Jul 2026 to 30 Nov 2026"]


def test_what_is_gone_is_still_told(by: Actor) -> None:
    line = LineFactory(agreement__provider__body=by.body)
    target = agreements.set_target(
        line=line, placements=4, period=DateRange(DAY, dt.date(2027, 7, 1)), reference="Item 3", by=by
    )
    agreements.end_term(term=target, on=DAY, reason="Typed wrongly", by=by)
    gone = next(entry for entry in line_timeline(line) if entry.why == "Typed wrongly")
    assert gone.changes[0].after == "–"
    assert "Placements 4" in gone.changes[0].before


def test_a_change_made_by_hand_is_told_without_a_name(by: Actor) -> None:
    home = HomeFactory(provider=ProviderFactory(body=by.body))
    type(home).objects.filter(pk=home.pk).update(places=9)
    changes = [c for entry in home_timeline(home) for c in entry.changes]
    assert Change("Places", "2", "9") in changes
    assert {entry.who for entry in home_timeline(home)} == {""}


def test_no_key_and_no_derived_text_is_told(by: Actor) -> None:
    line = LineFactory(agreement__provider__body=by.body)
    home = HomeFactory(provider=line.agreement.provider, name="Bluebush")
    agreements.change_line(line=line, home=home, cost_code="NEW", by=by)
    told = [*line_timeline(line), *agreement_timeline(line.agreement)]
    texts = " ".join(f"{c.label} {c.before} {c.after}" for entry in told for c in entry.changes)
    assert "Home – Bluebush" in texts.replace("Home: ", "Home ")
    for key in (line.public_id, home.public_id, line.agreement.public_id):
        assert key not in texts
    assert not re.search(r"(?i)search key|organisation|body", texts)


def test_readings_are_no_part_of_a_timeline_and_other_events_are(by: Actor) -> None:
    child = children.add_child(client_number="7", born_on=None, by=by)
    audit.record_read(by, child)
    audit.record(by, "told_family", child, reason="Asked for")
    titles = [entry.title for entry in child_timeline(child)]
    assert sorted(titles) == ["Added", "Told family"]


def test_a_deputy_is_named_with_whom_they_stand_in_for(by: Actor) -> None:
    principal = actor_in(body=by.body, user__name="Rhiannon Bevan")
    deputy = actor_in(body=by.body, user__name="Sam Ode", deputy_for=principal.membership)
    child = children.add_child(client_number="7", born_on=None, by=deputy)
    assert child_timeline(child)[0].who == "Sam Ode, contract manager, for Rhiannon Bevan"


def test_a_long_history_costs_no_more_than_a_short_one(by: Actor) -> None:
    home = HomeFactory(provider=ProviderFactory(body=by.body))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            home_timeline(home)
        return len(queries)

    services.change_home(home=home, places=1, by=by)
    before = cost()
    for places in range(2, 8):
        services.change_home(home=home, places=places, by=by)
    assert cost() == before
    assert len(home_timeline(home)) == 8


def test_an_outer_context_keeps_what_the_request_said(by: Actor) -> None:
    import pghistory

    with pghistory.context(address="/homes/"):
        with acting(by, "change_home", "Why"):
            HomeFactory(provider=ProviderFactory(body=by.body))
        outside = HomeFactory(provider=ProviderFactory(body=by.body))
    event_model = type(outside).pgh_event_model
    inner, outer = event_model.objects.order_by("pgh_id").select_related("pgh_context")
    assert inner.pgh_context.metadata["address"] == outer.pgh_context.metadata["address"] == "/homes/"
    assert inner.pgh_context.metadata["reason"] == "Why" and "reason" not in outer.pgh_context.metadata


def test_an_action_without_words_reads_as_its_name() -> None:
    assert action_in_words("told_family") == "Told family"
