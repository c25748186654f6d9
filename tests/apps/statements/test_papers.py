"""Statement and assessment as files: what they say, who gets them, what nobody reads in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.statements import papers
from homeward.apps.statements.models import Statement, Version
from homeward.apps.statements.papers.workbook import amount_of
from homeward.apps.statements.reading import Reading, read_version
from homeward.web.workbooks import WorkbookError
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.placements import PlacementFactory
from tests.factories.statements import World
from tests.pdfs import Paper

pytestmark = pytest.mark.django_db
FORMS = ("statement_pdf", "statement_xlsx")


@pytest.fixture
def as_(settings: Any) -> Callable[[Actor], Client]:
    """A browser signed in as an actor."""
    settings.DEMO = True
    return client_of


def newest(statement: Statement) -> Version:
    return statement.versions.order_by("-number").first()  # type: ignore[return-value]


def reading_of(statement: Statement, actor: Actor) -> Reading:
    return read_version(statement, newest(statement), actor, is_newest=True)


def address(name: str, statement: Statement) -> str:
    parts = [statement.public_id]
    return reverse(name, args=[*parts, newest(statement).public_id] if name in FORMS else parts)


def everything_in(content: bytes) -> str:
    """All that a file holds: the drawn words and the metadata of a PDF, every part of a workbook."""
    if content.startswith(b"%PDF"):
        paper = Paper(content)
        told = " ".join(t.alt for t in paper.tags)
        return f"{paper.text} {told} {paper.pdf.open_metadata()} {paper.pdf.docinfo}"
    parts = zipfile.ZipFile(io.BytesIO(content))
    return " ".join(parts.read(name).decode("utf-8") for name in parts.namelist())


@pytest.fixture
def world() -> World:
    made = World.make()
    made.mixed_register()
    return made


def test_the_paper_says_what_the_page_says(world: World) -> None:
    reading = reading_of(world.upto("issued"), world.provider)
    text = Paper(papers.statement_pdf(reading)).text
    for row in reading.rows:
        assert row["child"] in text
    for explained in reading.explained.values():
        assert explained["sentence"] in text
        assert all(step["value"] in text for step in explained["steps"])
    assert reading.money["total"] in text and reading.version.facts_digest in text
    assert all(step["title"] in text for step in reading.steps)
    assert "Chosen reading" in text and "Placeholder" in text


def test_the_paper_is_tagged_through_and_through(world: World) -> None:
    paper = Paper(papers.statement_pdf(reading_of(world.upto("issued"), world.manager)))
    assert (paper.part, paper.untagged, paper.language) == ("1", 0, "en")
    levels = [int(k[1]) for k in paper.kinds("H")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    tables = [t for t in paper.tags if t.kind == "Table"]
    assert len(tables) > 5 and all(any(c.kind == "TH" for c in t.walk()) for t in tables)
    assert [t.alt for t in paper.tags if t.kind == "Figure"] == [
        reading_of(Statement.objects.get(), world.manager).story
    ]


def test_the_same_reading_gives_the_same_bytes_on_another_day(world: World, time_machine_at: Any) -> None:
    reading = reading_of(world.upto("issued"), world.provider)
    first = (papers.statement_pdf(reading), papers.statement_workbook(reading))
    with time_machine_at("2031-05-06"):
        again = reading_of(Statement.objects.get(), world.provider)
        assert (papers.statement_pdf(again), papers.statement_workbook(again)) == first


@pytest.fixture
def time_machine_at() -> Callable[[str], Any]:
    import time_machine

    return lambda day: time_machine.travel(f"{day}T09:00:00Z", tick=False)


def test_totals_of_the_workbook_are_live_and_ours(world: World) -> None:
    reading = reading_of(world.upto("issued"), world.provider)
    content = papers.statement_workbook(reading)
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert formulas.sheetnames[:3] == ["Figures", "Nights by child", "Money"]
    foot = len(reading.rows) + 2
    assert formulas["Nights by child"][f"E{foot}"].value == f"=SUM(E2:E{foot - 1})"
    assert values["Nights by child"][f"E{foot}"].value == 204
    shown = {row[0].value: row[1].value for row in values["Figures"].iter_rows() if row[0].value}
    assert (shown["Actual nights"], shown["Contracted nights"]) == (204, 270)
    assert shown["Share of target"] == pytest.approx(204 / 270)
    assert Decimal(str(shown[reading.money["label"]])) == amount_of(reading.money["total"])


def test_a_workbook_that_does_not_add_up_is_not_handed_out(world: World) -> None:
    reading = reading_of(world.upto("issued"), world.provider)
    reading.money["total"] = "$1.00"
    with pytest.raises(WorkbookError):
        papers.statement_workbook(reading)


@pytest.mark.parametrize(
    ("shown", "amount"),
    [
        ("72,000.00", "72000"),
        ("− 483.33", "-483.33"),
        ("$1,408.70", "1408.70"),
        ("− $14.00", "-14"),
        ("0.00", "0"),
    ],
)
def test_an_amount_is_read_as_it_is_shown(shown: str, amount: str) -> None:
    assert amount_of(shown) == Decimal(amount)


@pytest.mark.parametrize("words", ["not yet", "n/a", "–", ""])
def test_words_are_no_amount(words: str) -> None:
    assert amount_of(words) is None


def test_no_file_names_a_child_or_another_line(world: World) -> None:
    stay = world.stay("2026-01-05")
    stay.child.given_name, stay.child.family_name = "Canarygiven", "Canaryfamily"
    stay.child.client_number = "990099"
    stay.child.save()
    elsewhere = World.make()
    elsewhere.line.body = world.line.body
    elsewhere.line.save()
    PlacementFactory(line=elsewhere.line, child=stay.child, home=stay.home, period=stay.period)
    statement = world.upto("issued")
    reading = reading_of(statement, world.provider)
    for content in (papers.statement_pdf(reading), papers.statement_workbook(reading)):
        held = everything_in(content)
        assert stay.child.reference in held
        for canary in ("Canarygiven", "Canaryfamily", "990099", str(elsewhere.line)):
            assert canary not in held
        assert "another agreement" in held


def test_a_provider_gets_no_draft_and_a_stranger_nothing(
    world: World, as_: Callable[[Actor], Client]
) -> None:
    statement, other = world.close(), World.make()
    strangers = (other.provider, other.manager, actor_in(Role.ADMINISTRATOR, world.manager.body))
    for name in (*FORMS, "assessment_pdf", "assessment_xlsx"):
        for actor in (world.provider, *strangers):
            assert as_(actor).get(address(name, statement)).status_code == 404, (name, actor.role)
    assert as_(world.manager).get(address("statement_pdf", statement)).status_code == 200


def test_a_provider_reads_an_assessment_once_it_is_approved(
    world: World, as_: Callable[[Actor], Client]
) -> None:
    from homeward.apps.statements import services

    statement = world.upto("assessed", abatement=Decimal("1000.00"))
    provider = as_(world.provider)
    for name in ("assessment_pdf", "assessment_xlsx"):
        assert as_(world.director).get(address(name, statement)).status_code == 200
        assert provider.get(address(name, statement)).status_code == 404
    for name in FORMS:
        assert "Vacancies" not in everything_in(provider.get(address(name, statement)).content)
    services.approve(statement=statement, by=world.director)
    for name in ("assessment_pdf", "assessment_xlsx"):
        held = everything_in(provider.get(address(name, statement)).content)
        for words in ("Vacancies", "1,000.00" if "pdf" in name else "1000", "Rent runs on.", "Fixed costs"):
            assert words in held
        assert world.manager.user.name in held and world.director.user.name in held


def test_a_download_is_noted_with_its_children_and_named(
    world: World, as_: Callable[[Actor], Client]
) -> None:
    statement = world.upto("issued")
    client = as_(world.provider)
    page = client.get(reverse("statement", args=[statement.public_id])).content.decode()
    for name in FORMS:
        where = address(name, statement)
        assert where in page
        response = client.get(where)
        ending = name.removeprefix("statement_")
        line = statement.line
        expected = f"statement-{line.agreement.reference}-{line.number}-{statement.label.replace(' ', '-')}-v1.{ending}"
        assert response["Content-Disposition"] == f'attachment; filename="{expected}"'
        event = AuditEvent.objects.filter(action="export").latest("id")
        assert (event.detail["form"], event.detail["paper"]) == (ending, "statement")
        assert len(event.detail["children"]) == 5
        again = client.get(where, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(where, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_earlier_version_says_so_in_both_files(world: World) -> None:
    from homeward.apps.statements import services

    statement = world.upto("issued")
    first = newest(statement)
    world.stay("2026-02-01")
    services.recount(statement=statement, reason="A stay came late.", by=world.officer)
    reading = read_version(statement, first, world.provider, is_newest=False)
    for content in (papers.statement_pdf(reading), papers.statement_workbook(reading)):
        assert "An earlier version, as it was on" in everything_in(content)
    assert "An earlier version" not in everything_in(
        papers.statement_pdf(reading_of(statement, world.provider))
    )


@pytest.mark.parametrize("method", ["block", "per_night"])
def test_every_kind_of_line_has_its_paper(method: str) -> None:
    world = World.make(method=method, service_type="general_family_based_care")
    world.stay("2026-01-10")
    reading = reading_of(world.upto("issued"), world.manager)
    assert papers.statement_workbook(reading)[:2] == b"PK"
    assert Paper(papers.statement_pdf(reading)).untagged == 0


def test_a_quarter_without_children_has_its_paper() -> None:
    world = World.make()
    reading = reading_of(world.upto("issued"), world.provider)
    assert "No child stayed on this line" in Paper(papers.statement_pdf(reading)).text
    assert papers.statement_workbook(reading)[:2] == b"PK"
