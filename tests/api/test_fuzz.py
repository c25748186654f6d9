"""Every operation called with what its description allows, and with what it does not, in three roles.

Nothing may fail on our side, every answer has a declared status, kind and shape, and bad data is turned away. Half of
the calls are about things that exist, so that they reach the services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi import checks

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.decisions.models import Contract
from homeward.apps.exchange.services import try_return
from homeward.apps.panels import services
from homeward.apps.searches.models import Invitation
from homeward.config.wsgi import application
from tests.api.caller import Caller
from tests.apps.approvals.road import Road
from tests.apps.exchange.month import Month
from tests.factories.accounts import actor_in
from tests.factories.decisions import make_house
from tests.factories.markets import make_market, without_checks
from tests.factories.panels import make_panel_world
from tests.factories.statements import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
EXAMPLES = 4
CHECKS = [
    schemathesis.checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance, checks.negative_data_rejection,
    checks.positive_data_acceptance, checks.unsupported_method, checks.allow_header_conformance,
]  # fmt: skip
NOWHERE = "NOSUCHTHING2"  # fits the shape of an id, and names nothing
# A fact that fits its shape may still be wrong: an unknown code, an end before its start, a tag of yesterday.
TURNED_AWAY = ["2xx", "404", "409", "412", "422"]


def described() -> Any:
    """The description as a stranger loads it from the running house."""
    project = ProjectConfig(
        generation=GenerationConfig(allow_x00=False, with_security_parameters=False, unique_inputs=True),
        checks=ChecksConfig(
            positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=TURNED_AWAY)
        ),
    )
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


def a_quarter(role: str) -> tuple[Actor, dict[str, str]]:
    """A state with an issued statement: who calls, and what exists there."""
    world = World.make()
    world.mixed_register()
    actors = {
        "contract_manager": world.manager,
        "provider_manager": world.provider,
        "auditor": actor_in(Role.AUDITOR, world.manager.body),
    }
    return actors[role], real_ids(world, world.upto("issued"))


def a_search(role: str) -> tuple[Actor, dict[str, str]]:
    """A Welsh authority that asked its framework: who calls, and what exists there."""
    market = make_market()
    search = market.planned()
    market.ask()
    place = market.framework[0]
    invitation = Invitation.objects.get(search=search, organisation=place.home.organisation)
    found = {
        "home_id": place.home.public_id, "home": place.home.public_id, "referral_id": search.referral.public_id,
        "search_id": search.public_id, "invitation_id": invitation.public_id, "rule": "match",
    }  # fmt: skip
    return {"placement_officer": market.officer, "offering_provider": place.answerer}[role], found


def a_panel(role: str) -> tuple[Actor, dict[str, str]]:
    """An open panel with its proposal: who runs it, who only sits on it, and what exists there."""
    world = make_panel_world()
    panel = world.opened()
    world.there(panel)
    item = world.item(panel, "Ela")
    action = services.add_panel_action(
        panel=panel, text="Ask the school.", owner=world.officer.user, due_on=world.body.today, by=world.head
    )
    found = {
        "panel_id": panel.public_id, "item_id": item.public_id, "action_id": action.public_id,
        "owner": world.officer.user.public_id, "item": item.public_id, "panel": panel.public_id,
    }  # fmt: skip
    return {"senior_practitioner": world.senior, "member": world.officer}[role], found


def a_contract(role: str) -> tuple[Actor, dict[str, str]]:
    """A contract signed by both sides, under which a child lives: either side calls."""
    house = make_house()
    contract = Contract.objects.get(decision=house.started())
    found = {"contract_id": contract.public_id, "kind": "planned", "given_on": house.today.isoformat()}
    return {"placement_officer": house.officer, "provider": house.managers[0]}[role], found


def a_care_partner(role: str) -> tuple[Actor, dict[str, str]]:
    """An application at contracting: the lead of the hub and the partner call."""
    road = Road()
    application = road.to("CONTRACTING")
    found = {
        "application_id": application.public_id, "approval_id": application.approval.public_id,
        "accreditation_id": road.organisation.accreditations.get().public_id,
    }  # fmt: skip
    return {"hub_lead": road.lead, "partner": road.partner}[role], found


def a_month(role: str) -> tuple[Actor, dict[str, str]]:
    """A care partner's month with a trial to submit: the partner calls."""
    month = Month()
    row = try_return(month=month.start, files=month.as_json(), by=month.partner)
    return {"sender": month.partner}[role], {"return_id": row.public_id, "month": row.month_code}


# Each world is asked about what it holds; the others' things are missing in it, whoever asks.
WORLD_OF = {
    "Finding a home": a_search, "Placement panels": a_panel, "Individual contracts": a_contract,
    "Becoming a care partner": a_care_partner, "Data exchange": a_month,
}  # fmt: skip


def real_ids(world: World, statement: Any) -> dict[str, str]:
    """Public ids of things that exist, by the name of the path's part."""
    placement = world.line.placements.order_by("pk").first()
    return {
        "provider_id": world.line.agreement.provider.public_id, "home_id": placement.home.public_id,
        "agreement_id": world.line.agreement.public_id, "line_id": world.line.public_id,
        "placement_id": placement.public_id, "spell_id": "NOSUCHSPELL2", "statement_id": statement.public_id,
        "version_id": statement.versions.get().public_id, "rule": "utilisation", "child": placement.child.reference,
        "home": placement.home.reference, "line": world.line.public_id, "version": statement.versions.get().public_id,
    }  # fmt: skip


def strategies(operation: Any, known: dict[str, str]) -> Iterator[tuple[str, st.SearchStrategy[Any]]]:
    parts = {p.name: known.get(p.name, NOWHERE) for p in operation.path_parameters}
    yield "positive", operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    yield (
        "real",
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE, path_parameters=parts or None),
    )
    if operation.body or operation.query:
        yield (
            "negative",
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE, path_parameters=parts or None),
        )


def every_case(cases: st.SearchStrategy[Any], tried: Callable[[Any], None]) -> None:
    """The same few cases at each run."""

    @seed(20261122)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    @given(cases)
    def run(case: Any) -> None:
        tried(case)

    run()


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request's end closes old connections; here the test's own transaction stands on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(
    ("made", "role"),
    [
        (a_quarter, "contract_manager"), (a_quarter, "provider_manager"), (a_quarter, "auditor"),
        (a_search, "placement_officer"), (a_search, "offering_provider"),
        (a_panel, "senior_practitioner"), (a_panel, "member"), (a_contract, "placement_officer"), (a_contract, "provider"),
        (a_care_partner, "hub_lead"), (a_care_partner, "partner"),
        (a_month, "sender"),
    ],
)  # fmt: skip
def test_every_operation_keeps_its_description_whatever_is_sent(
    made: Callable[[str], tuple[Actor, dict[str, str]]], role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    without_checks(monkeypatch)
    actor, known = made(role)
    headers = {"Authorization": f"Bearer {Caller(actor).secret}"}
    statuses: dict[int, int] = {}

    def tried(case: Any, kind: str) -> None:
        if kind == "real" and isinstance(case.body, dict):
            case.body = {name: known.get(name, value) for name, value in case.body.items()}
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
        case.validate_response(response, checks=CHECKS)

    for found in described().get_all_operations():
        operation = found.ok()
        if next((WORLD_OF[tag] for tag in operation.tags or [] if tag in WORLD_OF), a_quarter) is not made:
            continue
        for kind, cases in strategies(operation, known):
            every_case(cases, partial(tried, kind=kind))
    assert not [status for status in statuses if status >= 500], statuses
    assert {200, 422} <= set(statuses), statuses
    if role == "contract_manager":
        assert statuses[200] > 60, statuses
