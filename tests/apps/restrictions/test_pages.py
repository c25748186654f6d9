"""Each page as those concerned see it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.restrictions import services
from homeward.apps.restrictions.models import Restriction, RestrictionOverride, RestrictionReview
from tests.apps.restrictions.conftest import World
from tests.factories.accounts import actor_in
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import ProviderFactory
from tests.records import signed_in

State = Restriction.State


def client(world: World, role: Role) -> Client:
    return signed_in(world.actor(role))


def page(of: Client, name: str, *args: object, **query: str) -> str:
    answer = of.get(reverse(name, args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


def test_the_road_in_the_browser(world: World) -> None:
    officer, head = client(world, Role.MONITORING_OFFICER), client(world, Role.HEAD_OF_SERVICE)
    form = {
        "home": world.home.reference, "cause": "safeguarding", "reason": "Doors are locked at night.",
        "what_lifts": "A visit at night.", "starts_on": world.today.isoformat(),
    }  # fmt: skip
    assert world.home.name in page(officer, "restriction_propose", home=world.home.public_id)
    answer = officer.post(reverse("restriction_propose"), form, follow=True)
    row = Restriction.objects.get()
    assert "It binds nobody until a second person decides." in answer.content.decode()
    assert (row.organisation, row.reach) == (world.provider.organisation, "local")
    assert officer.get(reverse("restriction_decide", args=[row.public_id])).status_code == 404
    assert "Doors are locked" in page(head, "restriction_decide", row.public_id)
    head.post(reverse("restriction_decide", args=[row.public_id]), {"decision": "impose"})
    row.refresh_from_db()
    assert row.state == State.IMPOSED
    assert "In force" in page(head, "restriction", row.public_id)
    officer.post(
        reverse("lift_propose", args=[row.public_id]),
        {"lifts_on": world.today.isoformat(), "reason": "Seen."},
    )
    head.post(reverse("lift_decide", args=[row.public_id]), {"decision": "lift"})
    row.refresh_from_db()
    assert row.state == State.LIFTED


def test_a_form_says_what_is_missing(world: World) -> None:
    officer = client(world, Role.MONITORING_OFFICER)
    said = officer.post(reverse("restriction_propose"), {"cause": ""}).content.decode()
    assert "Choose the provider, or name one home." in said and not Restriction.objects.exists()
    head, row = client(world, Role.HEAD_OF_SERVICE), world.propose()
    said = head.post(
        reverse("restriction_decide", args=[row.public_id]), {"decision": "refuse"}
    ).content.decode()
    assert "Say in a sentence or two why." in said


@pytest.mark.parametrize(
    "name",
    ["restriction_decide", "restriction_take_back", "lift_propose", "lift_decide"],
)
def test_a_placement_officer_sees_and_does_nothing(world: World, name: str) -> None:
    row, officer = world.impose(), client(world, Role.PLACEMENT_OFFICER)
    assert officer.get(reverse("restriction_propose")).status_code == 404
    assert officer.post(reverse(name, args=[row.public_id])).status_code == 404
    assert "Propose to lift it" not in page(officer, "restriction", row.public_id)


def test_the_proposer_reads_why_they_do_not_decide(world: World) -> None:
    head = world.actor(Role.HEAD_OF_SERVICE)
    row = world.propose(by=head)
    assert "Whoever proposes does not decide." in page(signed_in(head), "restriction", row.public_id)
    answer = signed_in(head).get(reverse("restriction_decide", args=[row.public_id]))
    assert answer.status_code == 302
    answer = signed_in(head).post(reverse("restriction_decide", args=[row.public_id]), {"decision": "impose"})
    assert answer.status_code == 409


def test_names_only_for_those_who_may_read_them(world: World) -> None:
    child = ChildFactory(body=world.body, given_name="Gwenllian")
    PlacementFactory(home=world.home, line=None, child=child)
    row = world.impose()
    senior = page(client(world, Role.SENIOR_PRACTITIONER), "restriction", row.public_id)
    assert child.reference in senior and "1 child" in senior
    assert AuditEvent.objects.filter(action="read", kind="child", thing=child.public_id).count() == 1
    for role in (Role.MONITORING_OFFICER, Role.PROVIDER_MANAGER):
        said = page(client(world, role), "restriction", row.public_id)
        assert "1 child" in said and child.reference not in said and "Gwenllian" not in said


def test_a_provider_sees_its_own_with_reason_and_whom_to_ask(world: World) -> None:
    row, proposed = world.impose(), world.propose(cause="other")
    manager = client(world, Role.PROVIDER_MANAGER)
    said = page(manager, "restriction", row.public_id)
    assert row.reason in said and row.what_lifts in said and world.body.contact in said
    assert row.proposed_by.name not in said and "Evidence" not in said
    assert manager.get(reverse("restriction", args=[proposed.public_id])).status_code == 404
    assert "1 restriction" in page(manager, "restrictions")
    other = ProviderFactory(body=world.body)
    stranger = signed_in(actor_in(Role.PROVIDER_MANAGER, world.body, other.organisation))
    assert stranger.get(reverse("restriction", args=[row.public_id])).status_code == 404
    assert world.home.name not in page(stranger, "restrictions")


def test_the_pages_of_home_and_provider_say_it(world: World) -> None:
    world.impose()
    for role in (Role.PLACEMENT_OFFICER, Role.PROVIDER_MANAGER):
        reader = client(world, role)
        assert "No new placements." in page(reader, "home", world.home.public_id)
        assert "No new placements" not in page(reader, "home", world.other_home.public_id)
        assert f"No new placements in {world.home.name}." in page(
            reader, "provider", world.provider.public_id
        )
    silent = client(world, Role.PROVIDER_WORKER)
    assert "No new placements" not in page(silent, "home", world.home.public_id)


def test_the_register_is_searched_and_filtered(world: World) -> None:
    world.impose()
    world.propose(home=None, cause="other")
    world.lift(world.impose(home=world.other_home))
    officer = client(world, Role.PLACEMENT_OFFICER)
    for query, count in (
        ({}, 3), ({"state": "open"}, 1), ({"state": "proposed"}, 1), ({"state": "lifted"}, 1),
        ({"home": world.home.public_id}, 1), ({"provider": world.provider.organisation.public_id}, 3),
        ({"q": "onnen"}, 1), ({"reach": "framework"}, 0),
    ):  # fmt: skip
        said = page(officer, "restrictions", **query)  # type: ignore[arg-type]
        assert said.count('<th scope="row"') == count, query


def test_reviews_and_overrides_in_the_browser(world: World, consortium: CommissioningBody) -> None:
    PlacementFactory(home=world.home, line=None)
    row = world.propose(reach="framework", cause="safeguarding")
    manager = actor_in(Role.CONSORTIUM_MANAGER, consortium)
    services.impose_restriction(restriction=row, by=manager)
    senior, review = client(world, Role.SENIOR_PRACTITIONER), RestrictionReview.objects.get()
    address = reverse("restriction_review", args=[review.public_id])
    assert "Urgent: a visit" in page(senior, "restriction_reviews", state="open")
    assert senior.post(address, {"found": "Safe."}).status_code == 200
    review.refresh_from_db()
    assert review.done_at is None
    senior.post(address, {"found": "Safe.", "visited_on": world.today.isoformat()})
    review.refresh_from_db()
    assert review.found == "Safe." and "Safe." in page(senior, "restriction_review", review.public_id)
    child = ChildFactory(body=world.body)
    senior.post(
        reverse("override_ask", args=[row.public_id]),
        {"child": child.reference, "reason": "A brother is there."},
    )
    override = RestrictionOverride.objects.get()
    assert (override.reference, override.child) == (child.reference, child)
    both = (client(world, Role.HEAD_OF_SERVICE), signed_in(manager))
    for side in both:
        assert "Agree for your side" in page(side, "restriction_override", override.public_id)
        side.post(reverse("override_decide", args=[override.public_id]), {"decision": "agree"})
    override.refresh_from_db()
    assert override.is_valid
    assert "Agree for your side" not in page(both[0], "restriction_override", override.public_id)
