"""Nights over time: as now known, as agreed or counted, as contracted; for the department alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import to_db
from homeward.apps.placements import services as placements
from homeward.apps.statements import nights as report
from homeward.apps.statements.models import Statement
from homeward.apps.statements.views.nights import quarters_asked
from homeward.engine.refusal import Refusal
from homeward.engine.utilisation import twin
from homeward.kernel.problems import Problem
from tests.factories.accounts import actor_in
from tests.factories.agreements import AgreementFactory, LineFactory, LineRateFactory, LineTargetFactory
from tests.factories.providers import ProviderFactory
from tests.factories.statements import LONG, World, nights
from tests.records import signed_in

pytestmark = pytest.mark.django_db
PAGE = "nights_over_time"
MAY = dt.datetime(
    2026, 5, 10, 2, tzinfo=dt.UTC
)  # noon in Adelaide: Q4 2025-26 runs, 1 Apr to 10 May are 40 nights


@pytest.fixture
def world() -> Any:
    """Case C27's register, 204 nights of 270 in January to March 2026; two of its stays go on."""
    with time_machine.travel(MAY, tick=True):
        made = World.make(target=3)
        made.stays = made.mixed_register()  # type: ignore[attr-defined]
        yield made


def figures(world: World, quarters: int = 3) -> dict[str, tuple[Any, ...]]:
    rows = report.nights_over_time(world.manager, quarters).rows
    return {r.label: (r.contracted, r.stood, r.now, r.difference, r.basis) for r in rows}


def second_line(world: World, number: int, service_type: str = "general_family_based_care") -> None:
    """A line of another provider with one stay that began on 1 April 2026."""
    record = ProviderFactory(body=world.manager.body)
    agreement = AgreementFactory(provider=record, period=LONG)
    line = LineFactory(agreement=agreement, service_type=service_type, number=number)
    LineTargetFactory(line=line, placements=1)
    LineRateFactory(line=line)
    first, world.line = world.line, line
    world.stay("2026-04-01")
    world.line = first


def end_early(world: World) -> None:
    """The first stay ended on 20 March: 12 nights fewer in the quarter, and none of the running one."""
    placements.change_placement(
        placement=world.stays[0], by=world.officer, reason="The log shows the 20th",  # type: ignore[attr-defined]
        period=nights("2025-10-01", "2026-03-20"),
    )  # fmt: skip


def test_a_late_record_makes_now_differ_from_agreed(world: World) -> None:
    world.upto("agreed")
    # October to December: 92 nights of the first stay and 17 of the fourth, 3 × 92 contracted; April to 10 May: 2 × 40.
    assert figures(world) == {
        "Q4 2025-26": (120, None, 80, None, "none"),
        "Q3 2025-26": (270, 204, 204, 0, "agreed"),
        "Q2 2025-26": (276, None, 109, None, "none"),
    }
    end_early(world)
    assert figures(world) == {
        "Q4 2025-26": (120, None, 40, None, "none"),
        "Q3 2025-26": (270, 204, 192, -12, "agreed"),
        "Q2 2025-26": (276, None, 109, None, "none"),
    }


def test_a_quarter_not_agreed_stands_with_its_newest_count(world: World) -> None:
    statement = world.upto("issued")
    end_early(world)
    assert figures(world)["Q3 2025-26"] == (270, 204, 192, -12, "counted")
    page = signed_in(world.manager).get(reverse(PAGE)).content.decode()
    assert "Counted, not agreed, differs now" in page
    assert reverse("statement", args=[statement.public_id]) in page
    assert "Q4 2025-26 is still running: only its nights up to and with that of 10 May 2026" in page


def test_totals_are_of_what_the_filters_leave(world: World) -> None:
    world.upto("agreed")
    second_line(world, 1, "specialist_family_based_care")
    found = report.nights_over_time(world.manager, 2)
    running, closed = report.totals(found.rows, found.spans)
    assert (running.lines, running.now, running.contracted, running.stood) == (2, 120, 160, None)
    assert (closed.lines, closed.agreed, closed.now, closed.stood, closed.difference) == (2, 1, 204, 204, 0)
    client = signed_in(world.manager)
    other = next(r for r in found.rows if r.line.pk != world.line.pk)
    for name, value in (("provider", other.provider), ("service", other.service), ("q", other.line_name)):
        page = client.get(reverse(PAGE), {"quarters": "2", name: value}).content.decode()
        # quarter, lines, of them agreed, contracted, as agreed or counted, as now known, difference
        assert total_rows(page) == [
            ["Q4 2025-26 running, to 10 May 2026", "1", "0", "40", "–", "40", "–"],
            ["Q3 2025-26", "1", "0", "90", "–", "0", "–"],
        ], name
        assert page.count(f"<small>{other.line_name}, ") == 2 and f"<small>{world.line}, " not in page


def total_rows(page: str) -> list[list[str]]:
    """The cells of the totals, as they read."""
    table = page.split('aria-labelledby="totals"', 1)[1].split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in table.split("</tr>")[:-1]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in rows]


def test_a_line_has_no_row_before_it_is_in_force_and_the_number_of_quarters_is_bounded(world: World) -> None:
    world.line.period = to_db(nights("2026-02-01", "2028-07-01"))
    world.line.save()
    rows = report.nights_over_time(world.manager, 8).rows
    # February and March: 59 nights times 3; what lies before the line's first night does not count.
    assert [(r.label, r.contracted) for r in rows] == [("Q4 2025-26", 120), ("Q3 2025-26", 177)]
    assert len(report.nights_over_time(world.manager, 500).spans) == 20
    assert [quarters_asked(text) for text in ("500", "0", "-3", "many", "")] == [20, 1, 1, 8, 8]


def test_the_files_hold_every_row_and_the_reading_is_in_the_trail(world: World) -> None:
    world.upto("agreed")
    end_early(world)
    client, address = signed_in(world.manager), reverse(PAGE)
    client.get(address, {"quarters": 3})
    text = client.get(address, {"quarters": 3, "format": "csv"}).content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(client.get(address, {"quarters": 3, "format": "xlsx"}).content)).active
    rows = {row["Quarter"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == 3
    closed = rows["Q3 2025-26"]
    assert (closed["Line"], closed["Nights up to"]) == (str(world.line), "2026-03-31")
    assert [closed[k] for k in ("Contracted nights", "As agreed or counted", "As now known", "Difference")] == [
        "270", "204", "192", "-12",
    ]  # fmt: skip
    assert rows["Q4 2025-26"]["Nights up to"] == "2026-05-10" and rows["Q4 2025-26"]["Difference"] == ""
    assert book is not None and -12 in [cell.value for row in book.rows for cell in row]
    trail = AuditEvent.objects.filter(detail__report="nights over time").order_by("id")
    assert [(e.action, e.detail.get("form")) for e in trail] == [
        ("read", "page"), ("export", "csv"), ("export", "xlsx"),
    ]  # fmt: skip


def test_for_a_provider_the_page_does_not_exist_and_another_body_sees_none_of_it(world: World) -> None:
    client = signed_in(world.provider)
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.get(reverse(PAGE), {"format": "csv"}).status_code == 404
    assert reverse(PAGE) not in client.get(reverse("statements")).content.decode()
    assert reverse(PAGE) in signed_in(world.manager).get(reverse("statements")).content.decode()
    assert report.nights_over_time(actor_in(Role.CONTRACT_MANAGER)).rows == ()


def test_a_missing_value_empties_its_own_quarter_and_service_type_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "homeward.apps.statements.columns.reading_on"
    real = twin.reading_on

    def reading_on(policy: Any, on: dt.date, service_type: str) -> Any:
        if on < dt.date(2026, 1, 1) and service_type == "general_family_based_care":
            raise Refusal([Problem("policy_value_missing", "No value.", "Enter it.")])
        return real(policy, on, service_type)

    monkeypatch.setattr(name, reading_on)
    second_line(world, 1, "specialist_family_based_care")
    rows = report.nights_over_time(world.manager, 3).rows
    assert [r.now for r in rows if r.line.pk != world.line.pk] == [40, 0, 0]
    assert {r.label: r.now for r in rows if r.line.pk == world.line.pk} == {
        "Q4 2025-26": 80, "Q3 2025-26": 204, "Q2 2025-26": None,
    }  # fmt: skip
    page = signed_in(world.manager).get(reverse(PAGE), {"quarters": 3}).content.decode()
    assert "Nights as now known stay empty for Q2 2025-26: General family based care." in page


def test_queries_do_not_grow_with_lines(world: World) -> None:
    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as taken:
            rows = report.nights_over_time(world.manager, 4).rows
        return len(taken), len(rows)

    queries()  # what is read once and kept
    one, few = queries()
    for number in range(1, 6):
        second_line(world, number)
    many, more = queries()
    assert (many, more) == (one, few + 20)
    assert Statement.objects.count() == 0
