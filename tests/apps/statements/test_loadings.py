"""Loadings of a quarter: gathered, shown, decided, paid; late classes and corrected statuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.agreements import services as agreements
from homeward.apps.children import services as children
from homeward.apps.core import events
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import Refused, present
from homeward.apps.placements.events import NightsChanging
from homeward.apps.providers import services as providers
from homeward.apps.statements import figures, services
from homeward.apps.statements.facts import gather, gather_line
from homeward.apps.statements.forms import AssessForm
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Assessment, Statement
from homeward.apps.statements.services import LoadingAbatement
from homeward.kernel.ranges import DateRange
from tests.factories.agreements import LineLoadingFactory
from tests.factories.children import StatusFactFactory
from tests.factories.providers import HomeRemotenessFactory
from tests.factories.statements import LONG, QUARTER, World
from tests.records import signed_in

pytestmark = pytest.mark.django_db
EARLY = dt.datetime(2025, 1, 6, 3, 0, tzinfo=dt.UTC)


def loaded() -> World:
    """Two Aboriginal children in an outer regional home all quarter, one contracted; of RA4 one is contracted, none
    delivered. 90 nights: growth of 1.0 × $240, a limit of 1.0 × $1,200, growth of RA3 2.0 × $600."""
    world = World.make(target=3)
    for _ in range(2):
        placement = world.stay("2025-10-01")
        HomeRemotenessFactory(home=placement.home, code="ra3", period=LONG)
        StatusFactFactory(child=placement.child, kind="aboriginal", value="yes", recorded_at=EARLY)
    for category in ("aboriginal", "ra4"):
        LineLoadingFactory(line=world.line, category=category, placements=Decimal(1), period=LONG)
    return world


def line_of(statement: Statement, category: str) -> dict[str, Any]:
    rows = newest(statement).decision["loadings"]["lines"]
    return next(row for row in rows if row["category"] == category)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact
    return [reason.code for reason in refused.value.reasons]


def decide(world: World, statement: Statement, **loadings: LoadingAbatement) -> Assessment:
    decision = newest(statement).decision
    return services.assess(
        statement=statement, responses=[], factors={}, abatement=Decimal(0), abatement_reason="",
        growth=figures.growth_payable(decision), growth_reason="", loadings=loadings, by=world.manager,
    )  # fmt: skip


def test_the_quarter_holds_actual_against_contract() -> None:
    statement = loaded().upto("draft")
    assert line_of(statement, "aboriginal")["growth"] == "240.00"
    assert line_of(statement, "ra3")["growth"] == "1200.00"
    assert line_of(statement, "ra4")["limit"] == "1200.00"
    # base 3 × 6,000; contracted loadings 240 and 1,200; loading growth 240 and 1,200 beside them
    assert figures.base_payable(newest(statement).decision) == Decimal("20880.00")
    assert figures.loading_limits(newest(statement).decision) == {"ra4": Decimal("1200.00")}


def test_facts_hold_what_touches_the_period_and_nothing_later() -> None:
    world = loaded()
    line, placement = world.line, world.line.placements.order_by("child__reference")[0]
    before = gather_line(line, QUARTER.range)
    homes = {home["id"]: home["remoteness"] for home in before.facts["homes"]}
    assert [row["code"] for row in homes[placement.home.reference]] == ["ra3"]
    child = next(c for c in before.facts["children"] if c["id"] == placement.child.reference)
    assert child["status"] == [{"kind": "aboriginal", "value": "yes", "start": "2025-01-06", "end": None}]
    assert [row["category"] for row in before.facts["line"]["loadings"]] == ["aboriginal", "ra4"]
    providers.set_remoteness(
        home=placement.home,
        code="ra1",
        edition="ASGS Edition 3",
        start=dt.date(2026, 4, 1),
        source="",
        by=world.officer,
    )
    agreements.set_loading(
        line=line, category="aboriginal", placements=9, period=DateRange(dt.date(2026, 4, 1), dt.date(2028, 7, 1)),
        reference="Variation 2", by=world.manager,
    )  # fmt: skip
    assert gather_line(line, QUARTER.range).digest == before.digest


def test_a_line_without_loadings_reads_nothing_of_homes_and_children() -> None:
    world = World.make(service_type="residential_care")
    placement = world.stay("2025-10-01")
    before = gather_line(world.line, QUARTER.range)
    HomeRemotenessFactory(home=placement.home, code="ra3", period=LONG)
    StatusFactFactory(child=placement.child, kind="aboriginal", value="yes", recorded_at=EARLY)
    assert gather_line(world.line, QUARTER.range).digest == before.digest


def test_no_row_is_not_configured_and_none_contracted_is() -> None:
    world = World.make()
    world.stay("2025-10-01")
    assert gather_line(world.line, QUARTER.range).facts["line"]["loadings"] is None
    LineLoadingFactory(line=world.line, placements=Decimal(0), period=LONG)
    (row,) = gather_line(world.line, QUARTER.range).facts["line"]["loadings"]
    assert row["placements"] == "0"


@pytest.fixture
def told() -> Iterator[list[NightsChanging]]:
    heard: list[NightsChanging] = []
    handlers = events._HANDLERS[NightsChanging]
    before = list(handlers)
    handlers.append(heard.append)
    yield heard
    handlers[:] = before


def test_a_class_that_changes_tells_its_lines_which_nights_and_makes_the_statement_stale(
    told: list[NightsChanging],
) -> None:
    world = loaded()
    statement = world.upto("draft")
    placement = world.line.placements.order_by("pk")[0]
    providers.set_remoteness(
        home=placement.home,
        code="ra1",
        edition="ASGS Edition 3",
        start=dt.date(2026, 2, 1),
        source="",
        by=world.officer,
    )
    (event,) = told
    assert event.line == world.line
    assert [span.start for span in event.ranges] == [dt.date(2026, 2, 1)]
    with pytest.raises(Refused) as refused:
        services.issue(statement=statement, by=world.officer)
    assert codes(refused) == ["statement.stale"]
    services.recount(statement=statement, reason="The household moved", by=world.officer)
    assert line_of(statement, "ra3")["actual"]["nights"] == 90 + 31


def test_a_home_of_a_line_without_loadings_tells_nobody(told: list[NightsChanging]) -> None:
    world = World.make(service_type="residential_care")
    home = world.stay("2025-10-01").home
    providers.set_remoteness(
        home=home,
        code="ra2",
        edition="ASGS Edition 3",
        start=dt.date(2026, 2, 1),
        source="",
        by=world.officer,
    )
    assert told == []


def correct(world: World) -> None:
    child = world.line.placements.order_by("pk")[0].child
    children.record_fact(
        child=child, kind="aboriginal", value="no", source="Family meeting", by=world.officer
    )


def test_a_correction_before_the_lock_holds_for_the_whole_quarter() -> None:
    world = loaded()
    statement = world.upto("issued")
    correct(world)
    with pytest.raises(Refused) as refused:
        services.agree_for_provider(statement=statement, by=world.provider)
    assert codes(refused) == ["statement.stale"]
    services.recount(statement=statement, reason="A status was corrected", by=world.officer)
    assert line_of(statement, "aboriginal")["actual"]["nights"] == 90


def test_a_correction_after_the_lock_opens_no_locked_quarter() -> None:
    world = loaded()
    statement = world.upto("agreed")
    agreed = newest(statement)
    correct(world)
    statement.refresh_from_db()
    assert gather(statement).facts["children"] == agreed.facts["children"]
    assert newest(statement) == agreed
    # an open quarter of the same children reads what is on record now
    later = gather_line(world.line, QUARTER.next().range)
    said = [
        row["value"] for child in later.facts["children"] for row in child["status"] if row["end"] is None
    ]
    assert sorted(said) == ["no", "yes"]


def test_each_loading_is_abated_within_its_own_limit_and_for_a_reason() -> None:
    world = loaded()
    statement = world.upto("agreed")
    with pytest.raises(Refused) as refused:
        decide(world, statement, ra4=LoadingAbatement(Decimal("1200.01"), "Empty"))
    assert codes(refused) == ["loading_abatement_above_limit"]
    with pytest.raises(Refused) as refused:
        decide(world, statement, aboriginal=LoadingAbatement(Decimal("0.01"), "Why not"))
    assert codes(refused) == ["loading_abatement_above_limit"]
    with pytest.raises(Refused) as refused:
        decide(world, statement, ra4=LoadingAbatement(Decimal(300), " "))
    assert codes(refused) == ["statement.reason_missing"]
    found = decide(world, statement, ra4=LoadingAbatement(Decimal("300.00"), "The household stood empty."))
    assert found.payable_amount == Decimal("20580.00")
    assert found.loading_abatements == [
        {"category": "ra4", "amount": "300.00", "reason": "The household stood empty."}
    ]


def test_what_is_paid_sums_up_line_by_line() -> None:
    world = loaded()
    statement = world.upto("agreed")
    decide(world, statement, ra4=LoadingAbatement(Decimal("300.00"), "The household stood empty."))
    services.approve(statement=statement, by=world.director)
    services.pay(statements=[statement], by=world.finance)
    payment = Statement.objects.get(pk=statement.pk).payment
    assert payment is not None
    lines = {(row["code"], row.get("of", "")): Decimal(row["amount"]) for row in payment.breakdown}
    assert lines == {
        ("base", ""): Decimal("18000.00"),
        ("contract_loading.aboriginal", ""): Decimal("240.00"),
        ("contract_loading.ra4", ""): Decimal("1200.00"),
        ("loading.aboriginal", ""): Decimal("240.00"),
        ("loading.ra3", ""): Decimal("1200.00"),
        ("loading_abatement", "ra4"): Decimal("-300.00"),
    }
    assert sum(lines.values()) == payment.amount == Decimal("20580.00")


def test_the_form_asks_for_each_category_below_contract_and_says_why_not() -> None:
    world = loaded()
    statement = world.upto("agreed")
    form = AssessForm(statement=statement, version=newest(statement))
    assert list(form.loading_limits) == ["ra4"]
    assert "1,200.00" in str(form.fields["loading_ra4"].help_text)
    sent = {"abatement": "0.00", "growth": "0.00", "loading_ra4": "1200.01", "loading_ra4_reason": ""}
    form = AssessForm(sent, statement=statement, version=newest(statement))
    assert not form.is_valid()
    assert "above its limit" in str(form.errors["loading_ra4"])
    assert "loading_ra4_reason" in form.errors


def test_the_page_shows_both_sides_the_same_loadings() -> None:
    world = loaded()
    extra = world.stay("2026-03-22")  # no class, no status: 10 nights
    statement = world.upto("issued")
    address = reverse("statement", args=[statement.public_id])
    pages = [signed_in(actor).get(address).content.decode() for actor in (world.manager, world.provider)]
    for page in pages:
        assert "Very remote" not in page
        for text in (
            "Aboriginal and Torres Strait Islander: 2.0 placements carried this loading, 1.0 are contracted",
            "Remote: 0.0 placements carried this loading",
            "Growth, due",
            "Up to 1,200.00",
            "No remoteness class is recorded for the home: 10 counted nights.",
            f"{extra.child.reference}, home {extra.home.reference}: 10 nights",
            "Loading growth: Outer regional",
        ):
            assert text in page, text
    table = [page.split('aria-labelledby="loadings"')[1].split("</table>")[0] for page in pages]
    assert table[0] == table[1]


def test_the_assessment_page_carries_the_decision_to_the_statement() -> None:
    world = loaded()
    statement = world.upto("agreed")
    client = signed_in(world.manager)
    shown = client.get(reverse("statement_assess", args=[statement.public_id])).content.decode()
    assert "Loading abatement: Remote" in shown
    sent = {
        "abatement": "0.00", "growth": "0.00", "growth_reason": "", "loading_ra4": "300.00",
        "loading_ra4_reason": "The household stood empty.",
    }  # fmt: skip
    assert client.post(reverse("statement_assess", args=[statement.public_id]), sent).status_code == 302
    shown = client.get(reverse("statement", args=[statement.public_id])).content.decode()
    assert "Abated: 300.00" in shown
    assert "The household stood empty." in shown


def test_a_period_of_the_line_is_clipped_like_its_loading() -> None:
    world = loaded()
    row = world.line.loadings.get(category="aboriginal")
    row.period = to_db(DateRange(dt.date(2026, 2, 1), dt.date(2026, 3, 1)))
    row.save()
    statement = world.upto("draft")
    contract = line_of(statement, "aboriginal")["contract"]
    # February alone: 28 nights of one placement
    assert contract["exact"] == "14/45"
    assert from_db(row.period).nights == 28
