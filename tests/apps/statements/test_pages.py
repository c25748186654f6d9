"""Who may open which page of a statement, what it costs, and what a file of it holds."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.statements import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(settings: Any) -> Callable[[Actor], Client]:
    """A browser signed in as an actor."""
    settings.DEMO = True
    return client_of


def bare(page: bytes, public_id: str) -> bytes:
    """A page without what differs at every request: the address asked for and the form tokens."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page.replace(public_id.encode(), b""))


ACTIONS = ("issue", "agree", "agree_provider", "approve")
FORMS = ("dispute", "disallow", "recount", "assess", "send_back")


def test_a_stranger_sees_what_does_not_exist(as_: Callable[[Actor], Client]) -> None:
    world, other = World.make(), World.make()
    statement = world.upto("issued")
    missing = "2" * 12
    for stranger in (other.provider, other.manager, actor_in(Role.ADMINISTRATOR, world.manager.body)):
        client = as_(stranger)
        for name in (
            "statement",
            "statement_chart",
            "statement_children",
            *(f"statement_{f}" for f in FORMS),
        ):
            hidden = client.get(reverse(name, args=[statement.public_id]))
            absent = client.get(reverse(name, args=[missing]))
            assert hidden.status_code == absent.status_code == 404, (stranger.role, name)
            assert bare(hidden.content, statement.public_id) == bare(absent.content, missing)
        for name in ACTIONS:
            assert client.post(reverse(f"statement_{name}", args=[statement.public_id])).status_code == 404


def test_a_role_without_the_permission_cannot_act(as_: Callable[[Actor], Client]) -> None:
    world = World.make()
    statement = world.upto("issued")
    auditor = as_(actor_in(Role.AUDITOR, world.manager.body))
    assert auditor.get(reverse("statement", args=[statement.public_id])).status_code == 200
    for name in ACTIONS:
        assert auditor.post(reverse(f"statement_{name}", args=[statement.public_id])).status_code == 404
    assert auditor.get(reverse("period_close")).status_code == 404


def test_opening_a_statement_is_noted_with_its_children(as_: Callable[[Actor], Client]) -> None:
    world = World.make()
    stay = world.stay("2026-01-10")
    statement = world.upto("issued")
    page = as_(world.provider).get(reverse("statement", args=[statement.public_id]))
    event = AuditEvent.objects.get(action="read", kind="statement")
    assert event.detail["children"] == [stay.child.reference]
    assert stay.child.family_name not in page.content.decode()


def test_a_refused_post_is_a_page_with_every_reason(as_: Callable[[Actor], Client]) -> None:
    world = World.make()
    statement = world.upto("issued")
    page = as_(world.manager).post(reverse("statement_agree", args=[statement.public_id]))
    assert page.status_code == 409
    assert "for 1 reason" in page.content.decode()


def test_a_page_costs_the_same_however_many_children_it_lists(
    as_: Callable[[Actor], Client], django_assert_max_num_queries: Any
) -> None:
    world = World.make(target=12)
    for day in range(1, 13):
        world.stay(f"2026-01-{day:02d}")
    statement = world.upto("issued")
    client = as_(world.manager)
    client.get("/")
    with django_assert_max_num_queries(45):
        client.get(reverse("statement", args=[statement.public_id]))


def test_what_was_done_stands_newest_first(as_: Callable[[Actor], Client]) -> None:
    world = World.make()
    statement = world.upto("issued")
    page = as_(world.manager).get(reverse("statement", args=[statement.public_id])).content.decode()
    card = page[page.index('id="state"') :]
    assert (
        card.index("Provider agrees or disputes")
        < card.index("So far, newest first")
        < card.index("<b>Issued")
    )
    assert card.index("<b>Issued to the provider") < card.index("<b>Drafted")


def test_files_hold_the_same_rows_as_the_page(as_: Callable[[Actor], Client]) -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("issued")
    client = as_(world.provider)
    rows = client.get(
        reverse("statement_children", args=[statement.public_id]) + "?format=csv"
    ).content.decode("utf-8-sig")
    assert sum(int(row["Counted"]) for row in csv.DictReader(io.StringIO(rows))) == 204
    book = client.get(reverse("statement_children", args=[statement.public_id]) + "?format=xlsx")
    assert book.content[:2] == b"PK"


def test_an_earlier_version_can_be_read_as_it_was(as_: Callable[[Actor], Client]) -> None:
    from homeward.apps.placements import services as placements
    from homeward.apps.statements import services
    from tests.factories.statements import nights

    world = World.make()
    stay = world.stay("2026-01-10")
    statement = world.upto("issued")
    first = statement.versions.get()
    placements.change_placement(placement=stay, by=world.officer, reason="Log", period=nights("2026-01-08"))
    services.recount(statement=statement, reason="Start corrected.", by=world.officer)
    page = as_(world.provider).get(reverse("statement_version", args=[statement.public_id, first.public_id]))
    assert "81 nights were delivered" in page.content.decode()
    assert "An earlier version" in page.content.decode()


def test_a_provider_is_not_told_whose_other_line_a_child_is_on(as_: Callable[[Actor], Client]) -> None:
    from homeward.apps.core.periods import to_db
    from tests.factories.agreements import LineFactory, LineTargetFactory
    from tests.factories.placements import PlacementFactory
    from tests.factories.providers import HomeFactory, ProviderFactory
    from tests.factories.statements import nights

    world = World.make()
    stay = world.stay("2026-01-10")
    rival = LineFactory(
        agreement__provider=ProviderFactory(body=world.manager.body), agreement__reference="DCP-9999"
    )
    LineTargetFactory(line=rival)
    home = HomeFactory(provider=rival.agreement.provider)
    PlacementFactory(
        line=rival, home=home, child=stay.child, period=to_db(nights("2026-02-01", "2026-02-03"))
    )
    address = reverse("statement", args=[world.upto("issued").public_id])
    told, shown = (as_(actor).get(address).content.decode() for actor in (world.provider, world.manager))
    assert "DCP-9999" not in told and "another agreement for 2 nights" in told
    assert "DCP-9999" in shown


def test_a_provider_reads_no_reason_of_an_assessment_before_it_is_approved(
    as_: Callable[[Actor], Client],
) -> None:
    world = World.make()
    world.mixed_register()
    from decimal import Decimal

    statement = world.upto("assessed", abatement=Decimal(10))
    page = as_(world.provider).get(reverse("statement", args=[statement.public_id])).content.decode()
    assert "Vacancies" not in page


def test_a_placement_removed_since_the_version_is_no_error(as_: Callable[[Actor], Client]) -> None:
    from homeward.apps.placements import services as placements

    world = World.make()
    stay = world.stay("2026-01-10")
    statement = world.upto("issued")
    gone = stay.public_id
    placements.remove_placement(placement=stay, reason="Never was", by=world.officer)
    form = {"placement": gone, "send": "1", f"{gone}-reason": "Wrong"}
    assert (
        as_(world.provider).post(reverse("statement_dispute", args=[statement.public_id]), form).status_code
        == 409
    )
    nights = {"placement": gone, "first": "2026-02-01", "last": "2026-02-02", "reason": "x"}
    assert (
        as_(world.manager).post(reverse("statement_disallow", args=[statement.public_id]), nights).status_code
        == 409
    )


def test_a_placement_leads_to_the_statements_of_its_nights(as_: Callable[[Actor], Client]) -> None:
    world = World.make()
    stay = world.stay("2026-01-10")
    address = reverse("statement", args=[world.close().public_id]).encode()
    page = reverse("placement", args=[stay.public_id])
    assert address in as_(world.officer).get(page).content
    assert address not in as_(world.provider).get(page).content  # not issued yet
