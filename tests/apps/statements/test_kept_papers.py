"""What was issued is what is downloaded, byte for byte, whatever happens after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.documents.queries import content_of, documents_of
from homeward.apps.core.models import Document
from homeward.apps.statements import papers, services
from homeward.apps.statements.models import Assessment, Statement, Version
from homeward.apps.statements.services import keeping
from homeward.apps.statements.tasks import keep_papers_task
from tests.browsing import client_of
from tests.factories.statements import World
from tests.pdfs import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(settings: Any) -> Callable[[Actor], Client]:
    """A browser signed in as an actor."""
    settings.DEMO = True
    return client_of


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The jobs that were asked for."""
    told: list[dict[str, str]] = []
    monkeypatch.setattr(keep_papers_task, "defer", lambda **given: told.append(given))
    return told


@pytest.fixture
def world() -> World:
    made = World.make()
    made.mixed_register()
    return made


def newest(statement: Statement) -> Version:
    return Version.objects.filter(statement=statement).order_by("-number")[0]


def pdf_of(client: Client, statement: Statement, version: Version | None = None) -> bytes:
    address = reverse("statement_pdf", args=[statement.public_id, (version or newest(statement)).public_id])
    answer = client.get(address)
    assert answer.status_code == 200
    return bytes(answer.content)


def page_of(client: Client, statement: Statement) -> str:
    return client.get(reverse("statement", args=[statement.public_id])).content.decode()


def test_the_job_keeps_a_paper_for_each_side_and_each_is_given_out_ever_after(
    world: World, as_: Callable[[Actor], Client], asked: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = world.upto("issued")
    assert [job["what"] for job in asked] == ["statement"]
    keep_papers_task(**asked[0])
    keep_papers_task(**asked[0])  # delivered twice it does nothing
    version = newest(statement)
    kept = {"provider": content_of(version.provider_paper), "body": content_of(version.body_paper)}
    assert Document.objects.filter(kind__startswith="statement_").count() == 2
    services.agree_for_provider(statement=statement, by=world.provider)
    monkeypatch.setitem(keeping.KINDS, Version, ("statement", lambda reading: b"another look", "Statement"))
    assert pdf_of(as_(world.provider), statement) == kept["provider"]
    assert pdf_of(as_(world.manager), statement) == kept["body"]
    text = Paper(kept["provider"]).text
    assert "Issued to the provider" in text and "Provider agreed" not in text
    assert version.provider_paper.digest[:12] in page_of(as_(world.provider), statement)


def test_who_asks_before_the_job_gets_what_is_kept_then(
    world: World, as_: Callable[[Actor], Client], asked: list[dict[str, str]]
) -> None:
    statement = world.upto("issued")
    assert "kept at its first download" in page_of(as_(world.provider), statement)
    first = pdf_of(as_(world.provider), statement)
    version = newest(statement)
    assert version.body_paper is None and content_of(version.provider_paper) == first
    keep_papers_task(**asked[0])
    assert content_of(newest(statement).provider_paper) == first == pdf_of(as_(world.provider), statement)


def test_an_earlier_version_is_given_out_as_it_was(
    world: World, as_: Callable[[Actor], Client], asked: list[dict[str, str]]
) -> None:
    statement = world.upto("issued")
    earlier, provider = newest(statement), as_(world.provider)
    first = pdf_of(provider, statement)
    world.stay("2026-02-01", "2026-02-20")
    services.recount(statement=statement, reason="A stay came late", by=world.manager)
    assert newest(statement) != earlier and pdf_of(provider, statement) != first
    assert pdf_of(provider, statement, earlier) == first


def test_what_was_issued_before_is_drawn_and_the_page_says_so(
    world: World, as_: Callable[[Actor], Client], asked: list[dict[str, str]]
) -> None:
    statement = world.upto("issued")
    Version.objects.update(keeps_papers=False)
    assert "before its papers were kept" in page_of(as_(world.provider), statement)
    assert pdf_of(as_(world.provider), statement).startswith(b"%PDF")
    assert not Document.objects.exists()


def test_an_assessment_is_kept_once_it_is_approved(
    world: World, as_: Callable[[Actor], Client], asked: list[dict[str, str]]
) -> None:
    statement = world.upto("assessed")
    address = reverse("assessment_pdf", args=[statement.public_id])
    as_(world.manager).get(address)
    assert (
        not Assessment.objects.get().keeps_papers
        and not Document.objects.filter(kind__startswith="assess").exists()
    )
    services.approve(statement=statement, by=world.director)
    assert asked[-1]["what"] == "assessment"
    keep_papers_task(**asked[-1])
    found = Assessment.objects.get()
    assert as_(world.provider).get(address).content == content_of(found.provider_paper)
    assert as_(world.manager).get(address).content == content_of(found.body_paper)


def test_each_side_finds_its_own_paper_among_the_documents(world: World, asked: list[dict[str, str]]) -> None:
    statement = world.upto("issued")
    keep_papers_task(**asked[0])
    for actor, kind in ((world.provider, "statement_provider"), (world.manager, "statement_body")):
        assert [held.document.kind for held in documents_of(statement, actor)] == [kind]


def test_a_draft_keeps_nothing_and_the_demo_asks_for_no_jobs(
    world: World, asked: list[dict[str, str]]
) -> None:
    statement = world.upto("draft")
    assert not newest(statement).keeps_papers and asked == []
    with keeping.drawn_when_asked_for():
        services.issue(statement=statement, by=world.officer)
    assert newest(statement).keeps_papers and asked == []


def test_the_kept_paper_shows_no_more_than_any_of_its_side_may_read(world: World) -> None:
    statement = world.upto("issued")
    body = keeping.reader("body", statement.organisation, world.provider)
    provider = keeping.reader("provider", statement.organisation, world.manager)
    assert (body.organisation, body.scope_ids) == (None, {statement.organisation.pk})
    assert provider.organisation == statement.organisation and provider.is_provider
    assert papers.statement_pdf(keeping.read_version(statement, newest(statement), provider, is_newest=True))
