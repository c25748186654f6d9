"""The yearly review of contract loadings: what the data propose, and what becomes of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services as agreements
from homeward.apps.agreements.models import LineLoading
from homeward.apps.children.models import StatusFact
from homeward.apps.core.duties import duties_of
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import Refused
from homeward.apps.providers.models import HomeRemoteness
from homeward.apps.statements import loading_reviews, services
from homeward.apps.statements.models import LoadingReview
from homeward.kernel.ranges import DateRange
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.statements import World

pytestmark = pytest.mark.django_db
FEBRUARY = dt.datetime(2026, 2, 10, 9, tzinfo=dt.UTC)
SINCE = to_db(DateRange(dt.date(2025, 7, 1)))


@pytest.fixture
def world() -> Any:
    """Two Aboriginal children: one in a remote home all the window of 184 nights, one for its last 92 nights in a city."""
    with time_machine.travel(FEBRUARY, tick=True):
        made = World.make(target=3)
        for stay, code in ((made.stay("2025-07-01"), "ra4"), (made.stay("2025-10-01"), "ra1")):
            StatusFact.objects.create(
                child=stay.child,
                body=stay.body,
                kind="aboriginal",
                value="yes",
                source="Record",
                recorded_at=FEBRUARY,
            )
            HomeRemoteness.objects.create(
                home=stay.home,
                body=stay.body,
                organisation=stay.organisation,
                code=code,
                edition="ASGS Edition 3",
                period=SINCE,
            )
        for category, placements in (("aboriginal", "2"), ("ra4", "1"), ("ra1", "0.5")):
            LineLoading.objects.create(
                line=made.line, body=made.line.body, organisation=made.line.organisation, category=category,
                placements=Decimal(placements), period=SINCE, reference="Attachment 5",
            )  # fmt: skip
        yield made


def test_the_data_of_the_half_year_propose_placements_by_nights(world: World) -> None:
    services.review_loadings(label="2025-26", by=world.manager)
    review = LoadingReview.objects.get()
    found = {i["category"]: (i["status"], i["value"], i["head_count"]) for i in review.decision["proposals"]}
    # (184 + 92) ÷ 184 = 1.5 Aboriginal; 184 ÷ 184 = 1 remote; 92 ÷ 184 = 0.5 in the city
    assert found["aboriginal"] == ("lower", "1.5000", 2)
    assert found["ra4"] == ("keep", "1.0000", 1)
    assert found["ra1"] == ("keep", "0.5000", 1)
    assert (review.changes, review.effective_on) == (1, dt.date(2026, 7, 1))


def test_reviewing_is_a_duty_then_settling_each_change_is(world: World) -> None:
    kinds = [d.kind for d in duties_of(world.manager)]
    assert "loading.review" in kinds
    services.review_loadings(label="2025-26", by=world.manager)
    kinds = [d.kind for d in duties_of(world.manager)]
    assert ("loading.review" in kinds, "loading.settle" in kinds) == (False, True)
    services.keep_loadings(
        review=LoadingReview.objects.get(), reason="Referrals are changing.", by=world.manager
    )
    assert "loading.settle" not in [d.kind for d in duties_of(world.manager)]


def test_the_variation_comes_filled_in_and_settles_the_review(world: World) -> None:
    services.review_loadings(label="2025-26", by=world.manager)
    review = LoadingReview.objects.get()
    given = {k: v[0] for k, v in parse_qs(urlsplit(loading_reviews.variation_address(review)).query).items()}
    assert (given["loading_1_aboriginal"], given["effective_on"]) == ("1.5000", "2026-07-01")
    assert "loading_1_ra4" not in given
    made = agreements.propose_variation(
        agreement=world.line.agreement, effective_on=review.effective_on, reason=given["reason"], reference=given["reference"],
        changes=[{"kind": "loading", "line": world.line.public_id, "category": "aboriginal", "after": "1.5"}], by=world.manager,
    )  # fmt: skip
    assert loading_reviews.standing(review, made)[0].startswith("Variation 1")
    assert loading_reviews.open_reviews(world.manager) == []
    with pytest.raises(Refused) as refusal:
        services.keep_loadings(review=review, reason="No.", by=world.manager)
    assert [r.code for r in refusal.value.reasons] == ["review.settled"]


def test_a_year_is_reviewed_when_its_window_has_ended(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        services.review_loadings(label="2026-27", by=world.manager)
    assert [r.code for r in refusal.value.reasons] == ["review.not_over"]
    assert [y.label for y in loading_reviews.years_over(world.manager.body)][:2] == ["2025-26", "2024-25"]


def test_reviewing_again_takes_in_what_changed_and_leaves_what_was_decided(world: World) -> None:
    services.review_loadings(label="2025-26", by=world.manager)
    first = LoadingReview.objects.get()
    world.stay("2025-12-31")
    services.review_loadings(label="2025-26", by=world.manager)
    again = LoadingReview.objects.get()
    assert again.pk == first.pk and again.facts_digest != first.facts_digest
    services.keep_loadings(review=again, reason="Stays.", by=world.manager)
    world.stay("2025-12-30")
    services.review_loadings(label="2025-26", by=world.manager)
    assert LoadingReview.objects.get().facts_digest == again.facts_digest


def test_only_who_keeps_agreements_reviews(world: World) -> None:
    for role in (Role.DIRECTOR, Role.AUDITOR, Role.FINANCE_OFFICER):
        with pytest.raises(Refused):
            services.review_loadings(label="2025-26", by=actor_in(role, world.manager.body))
    services.review_loadings(label="2025-26", by=world.manager)
    assert not LoadingReview.objects.visible_to(world.provider).exists()  # type: ignore[attr-defined]


def test_nothing_is_proposed_where_nothing_is_contracted_and_nobody_was_placed(
    world: World, settings: Any
) -> None:
    settings.DEMO = True
    LineLoading.objects.all().delete()
    StatusFact.objects.update(value="no")
    services.review_loadings(label="2025-26", by=world.manager)
    review = LoadingReview.objects.get()
    (empty,) = (i for i in review.decision["proposals"] if loading_reviews.is_empty(i))
    assert empty["category"] == "aboriginal"
    assert review.changes == 2
    assert [i["category"] for i in loading_reviews.changes_of(review.decision)] == ["ra1", "ra4"]
    assert "loading_1_aboriginal" not in loading_reviews.variation_address(review)
    page = client_of(world.manager).get(reverse("loading_review", args=[review.public_id])).content.decode()
    assert "Not contracted, none placed" in page
    assert "not contracted, none placed. Nothing is proposed." in page
    assert page.index("Your turn") < page.index("How each was worked out")
