"""Both sides at once: one signature is the last, the terms are written once, and nothing is signed that was taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services
from homeward.apps.agreements.models import Line, Variation
from homeward.apps.core.models import Document, DocumentContent
from homeward.apps.core.refusals import Refused
from tests.factories.accounts import actor_in
from tests.factories.agreements import LineFactory, LineTargetFactory
from tests.records import make_world
from tests.signing import manager_of, provider_of, sign_as, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NEXT = dt.date(2026, 12, 1)
State = Variation.State


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Begin all at the same moment; each is "done" or "refused", anything else fails the test."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> str:
        try:
            start.wait(30)
            deed()
            return "done"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def proposed(line: Line, after: str = "36") -> tuple[Variation, Document]:
    variation = services.propose_variation(
        agreement=line.agreement, effective_on=NEXT, reason="x", reference="x", knows_past=True, by=manager_of(line.agreement),
        changes=[{"kind": "target", "line": line.public_id, "category": "", "after": after}],
    )  # fmt: skip
    assert variation.document is not None
    return variation, variation.document


@pytest.fixture
def line() -> Line:
    line: Line = LineFactory()
    LineTargetFactory(line=line)
    return line


def people(line: Line) -> tuple[Actor, Actor]:
    return provider_of(line.agreement), manager_of(line.agreement)


def test_both_sides_at_the_same_moment_put_it_into_force_once(line: Line) -> None:
    for round_ in range(4):
        variation, document = proposed(line, str(36 - round_))
        provider, manager = people(line)
        found = at_once(
            lambda d=document, p=provider: sign_as(d, p), lambda d=document, m=manager: sign_as(d, m)
        )
        assert found == ["done", "done"]
        variation.refresh_from_db()
        assert variation.state == State.IN_FORCE
        assert [t.placements for t in line.targets.filter(period__startswith=NEXT)] == [36 - round_]


def test_many_of_one_side_sign_once(line: Line) -> None:
    variation, document = proposed(line)
    signers = [actor_in(Role.PROVIDER_MANAGER, line.body, line.organisation) for _ in range(6)]
    found = at_once(*(lambda by=by: sign_as(document, by) for by in signers))
    assert sorted(found) == ["done", *["refused"] * 5]
    variation.refresh_from_db()
    assert variation.state == State.PROVIDER_SIGNED and document.signatures.count() == 1


def test_signing_and_withdrawing_at_once_leave_one_of_two_worlds(line: Line) -> None:
    for _ in range(4):
        variation, document = proposed(line)
        provider, manager = people(line)
        sign_as(document, manager)
        before = line.targets.count()
        found = at_once(
            lambda d=document, p=provider: sign_as(d, p),
            lambda v=variation, m=manager: services.withdraw_variation(
                variation=v, reason="No longer needed", by=m
            ),
        )
        variation.refresh_from_db()
        if found == ["done", "refused"]:
            assert variation.state == State.IN_FORCE
            return
        assert found == ["refused", "done"]
        assert variation.state == State.WITHDRAWN and line.targets.count() == before
        assert document.signatures.count() == 1


def test_two_variations_of_one_term_signed_at_once_do_not_both_hold(line: Line) -> None:
    (first, one), (second, two) = proposed(line, "36"), proposed(line, "30")
    provider, manager = people(line)
    sign_as(one, provider)
    sign_as(two, provider)
    other = manager_of(line.agreement)
    found = at_once(lambda: sign_as(one, manager), lambda: sign_as(two, other))
    states = {Variation.objects.get(pk=v.pk).state for v in (first, second)}
    assert sorted(found) == ["done", "refused"] and states == {State.IN_FORCE, State.PROVIDER_SIGNED}


def test_many_proposals_at_once_have_numbers_of_their_own(line: Line) -> None:
    assert at_once(*(lambda n=n: proposed(line, str(30 + n)) for n in range(6))) == ["done"] * 6
    assert sorted(line.agreement.variations.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_same_file_from_many_people_is_kept_once() -> None:
    from homeward.apps.core.documents import store_upload

    world = make_world()
    data = upload().read()
    adders = [world.actor(Role.CONTRACT_MANAGER) for _ in range(6)]
    found = at_once(
        *(
            lambda by=by: store_upload(
                file=upload(data), title="The deed", kind="signed_agreement", thing=world.agreement, by=by
            )
            for by in adders
        )
    )
    assert found == ["done"] * 6
    assert (
        DocumentContent.objects.count() == 1 + 0
        and Document.objects.filter(kind="signed_agreement").count() == 6
    )
