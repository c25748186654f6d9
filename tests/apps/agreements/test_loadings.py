"""Contract loadings of a line: what is written, what gives way, what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services
from homeward.apps.agreements.models import Line, LineLoading
from homeward.apps.agreements.queries import line_timeline
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import Refused, present
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import actor_in
from tests.factories.agreements import TERM, LineFactory, LineLoadingFactory
from tests.records import signed_in

pytestmark = pytest.mark.django_db
FIRST, MIDDLE, LATE = TERM.start, dt.date(2025, 7, 1), dt.date(2026, 1, 1)


@pytest.fixture
def by() -> Actor:
    return actor_in()


@pytest.fixture
def line(by: Actor) -> Line:
    return LineFactory(agreement__provider__body=by.body)


def given(line: Line, by: Actor, **changes: Any) -> LineLoading:
    values = {
        "category": "aboriginal", "placements": Decimal(12), "period": DateRange(FIRST, TERM.end),
        "reference": "Attachment 5", **changes,
    }  # fmt: skip
    return services.set_loading(line=line, by=by, **values)


def standing(line: Line) -> list[tuple[str, str, str | None, dt.date, dt.date | None]]:
    rows = [(row, from_db(row.period)) for row in line.loadings.order_by("category", "period")]
    return [
        (row.category, str(row.placements.normalize()), None, span.start, span.end)
        for row, span in rows
        if row.placements is not None
    ]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact
    return [reason.code for reason in refused.value.reasons]


def test_placements_may_have_decimals_and_a_category_gives_way_only_to_its_own(line: Line, by: Actor) -> None:
    given(line, by, placements="12.25")
    given(line, by, category="ra3", placements=3)
    given(line, by, placements=14, period=DateRange(MIDDLE, TERM.end))
    assert standing(line) == [
        ("aboriginal", "12.25", None, FIRST, MIDDLE),
        ("aboriginal", "14", None, MIDDLE, TERM.end),
        ("ra3", "3", None, FIRST, TERM.end),
    ]


def test_a_loading_inside_another_leaves_what_stood_on_both_sides(line: Line, by: Actor) -> None:
    given(line, by)
    given(line, by, placements=5, period=DateRange(MIDDLE, LATE))
    assert standing(line) == [
        ("aboriginal", "12", None, FIRST, MIDDLE),
        ("aboriginal", "5", None, MIDDLE, LATE),
        ("aboriginal", "12", None, LATE, TERM.end),
    ]


def test_a_percentage_is_kept_as_the_agreement_states_it(line: Line, by: Actor) -> None:
    row = given(line, by, placements=None, percent="7.5")
    assert (row.placements, row.percent) == (None, Decimal("7.5"))


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"percent": 5}, ["loading.one_measure"]),
        ({"placements": None}, ["loading.one_measure"]),
        ({"placements": None, "percent": "100.0001"}, ["loading.above_whole"]),
        ({"category": "ra9"}, ["record.unknown_code"]),
        ({"placements": -1}, ["record.wrong"]),
        ({"reference": " "}, ["record.missing"]),
        ({"period": DateRange(dt.date(1999, 1, 1), TERM.end)}, ["record.outside"]),
    ],
)
def test_what_a_loading_is_refused_for(line: Line, by: Actor, changes: Any, wanted: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        given(line, by, **changes)
    assert set(wanted) <= set(codes(refused))
    assert not line.loadings.exists()


def test_only_block_funded_family_based_care_has_one(by: Actor) -> None:
    house = LineFactory(agreement__provider__body=by.body, service_type="residential_care")
    nightly = LineFactory(agreement__provider__body=by.body, method="per_night")
    for found, code in ((house, "loading.other_service"), (nightly, "loading.fee_for_service")):
        with pytest.raises(Refused) as refused:
            given(found, by)
        assert code in codes(refused)


def test_who_may_not_change_agreements_may_not_set_one(line: Line, by: Actor) -> None:
    with pytest.raises(Refused) as refused:
        given(line, actor_in(Role.AUDITOR, by.body))
    assert codes(refused) == ["record.not_permitted"]


def test_the_database_keeps_one_at_a_time_and_one_measure(line: Line, by: Actor) -> None:
    LineLoadingFactory(line=line)
    LineLoadingFactory(line=line, category="ra1")
    with pytest.raises(IntegrityError), transaction.atomic():
        LineLoadingFactory(line=line)
    with pytest.raises(IntegrityError), transaction.atomic():
        LineLoadingFactory(line=line, category="ra2", percent=Decimal(5))


def test_loadings_end_with_their_line_and_can_be_taken_back(line: Line, by: Actor) -> None:
    row = given(line, by)
    services.end_agreement(agreement=line.agreement, on=LATE, by=by)
    assert standing(line) == [("aboriginal", "12", None, FIRST, LATE)]
    row.refresh_from_db()
    services.end_term(term=row, on=FIRST, reason="Entered by mistake", by=by)
    assert standing(line) == []


def test_the_page_shows_sets_and_remembers_them(line: Line, by: Actor) -> None:
    client = signed_in(by)
    page = reverse("line", args=[line.public_id])
    assert "None is configured" in client.get(page).content.decode()
    form = {
        "category": "ra3",
        "placements": "4.5",
        "percent": "",
        "reference": "Attachment 5",
        "start": MIDDLE.isoformat(),
        "last_night": "",
    }
    address = reverse("line_loading", args=[line.public_id])
    assert client.get(address).status_code == 200
    assert client.post(address, {**form, "last_night": "2027-06-30"}).status_code == 302
    wrong = client.post(address, {**form, "last_night": "2027-06-30", "percent": "5"})
    assert "never both and never neither" in wrong.content.decode()
    shown = client.get(page).content.decode()
    assert "Outer regional" in shown
    assert "4.5 placements" in shown
    assert any("Outer regional" in str(entry) for entry in line_timeline(line))
    row = line.loadings.get()
    end = reverse("line_term_end", args=[line.public_id, "loading", row.public_id])
    assert "the loading for Outer regional" in client.get(end).content.decode()


def test_a_provider_reads_its_loadings_and_changes_none(line: Line, by: Actor) -> None:
    LineLoadingFactory(line=line, period=to_db(DateRange(FIRST, TERM.end)))
    reader = actor_in(Role.PROVIDER_MANAGER, by.body, line.organisation)
    client = signed_in(reader)
    shown = client.get(reverse("line", args=[line.public_id])).content.decode()
    assert "Aboriginal and Torres Strait Islander" in shown
    assert "Set a contract loading" not in shown
    assert client.get(reverse("line_loading", args=[line.public_id])).status_code == 404
