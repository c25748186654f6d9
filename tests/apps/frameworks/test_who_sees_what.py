"""Each side's pages: a provider finds nothing of another provider, an authority no draft, score or note."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.frameworks import services
from homeward.apps.frameworks.models import Admission, Assessment, Framework, RankedPlace, Ranking, ScoreQuery
from homeward.apps.frameworks.services import Sheet
from tests.apps.frameworks.world import OPENED, PUBLISHED, Frameworks, on
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.frameworks import WelshBodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Frameworks:
    return Frameworks.make()


def as_(actor: Actor, settings: Any) -> Client:
    settings.DEMO = True
    return client_of(actor)


def everything(client: Client, addresses: list[str]) -> str:
    """What a person is told at addresses, however they answer."""
    return "\n".join(client.get(a).content.decode() for a in addresses)


def test_a_provider_reads_its_own_scores_note_and_place_and_nothing_of_others(
    world: Frameworks, settings: Any
) -> None:
    ranking = world.published()
    client, own = as_(world.managers["B"], settings), world.place(ranking, "B")
    page = client.get(reverse("own_standing", args=[own.public_id])).content.decode()
    assert "Note only for B" in page and "1, joint, of 4" in page and "86.44" in page
    told = everything(client, [
        "/", reverse("own_standings"), reverse("own_standings") + "?format=csv", "/search/?q=canary",
        reverse("own_standing", args=[own.public_id]), reverse("score_queries"), reverse("score_queries") + "?format=csv",
        reverse("ranking", args=[ranking.public_id]),
        reverse("lot", args=[world.lot.public_id]), reverse("framework", args=[world.lot.framework.public_id]),
        *(reverse("own_standing", args=[world.place(ranking, n).public_id]) for n in "ACD"),
    ])  # fmt: skip
    for other in "ACD":
        assert f"{other} Canary" not in told and f"Note only for {other}" not in told
    for figure in ("83.78", "83.00", "800.00", "820.00"):
        assert figure not in told, "no total or price of another provider, the lowest price least of all"
    for name in "ACD":
        place = world.place(ranking, name)
        assert client.get(reverse("own_standing", args=[place.public_id])).status_code == 404
    for address in ("frameworks", "rankings"):
        assert client.get(reverse(address)).status_code == 404
    for model in (Ranking, Framework, Admission, Assessment):
        assert not model.objects.visible_to(world.managers["B"]).exists()


def test_what_is_kept_for_a_provider_names_no_other(world: Frameworks) -> None:
    ranking = world.published()
    for name in world.providers:
        kept = str(world.place(ranking, name).own)
        for other, organisation in world.providers.items():
            assert (organisation.public_id in kept) is (other == name)
        assert "lowest_price" not in kept and "joint_with" not in kept


def test_a_provider_reads_nothing_before_it_is_opened_and_its_place_only_when_published(
    world: Frameworks, settings: Any
) -> None:
    client = as_(world.managers["A"], settings)
    draft = world.drafted()
    own = world.place(draft, "A")
    address = reverse("own_standing", args=[own.public_id])
    assert client.get(address).status_code == 404
    with on(OPENED):
        services.open_ranking(ranking=draft, by=world.keeper)
    with on(OPENED):
        page = as_(world.managers["A"], settings).get(address).content.decode()
    assert "Note only for A" in page and "Told when it is published" in page
    assert "joint" not in page and "86.44" not in page


def test_an_authority_with_access_reads_published_rankings_and_admissions_only(
    world: Frameworks, settings: Any
) -> None:
    draft = world.opened()
    client = as_(world.officer, settings)
    assert client.get(reverse("ranking", args=[draft.public_id])).status_code == 404
    with on(PUBLISHED):
        published = services.publish_ranking(ranking=draft, by=world.second)
        client = as_(world.officer, settings)
        page = client.get(reverse("ranking", args=[published.public_id]))
        told = everything(client, [
            reverse("frameworks"), reverse("framework", args=[world.lot.framework.public_id]),
            reverse("lot", args=[world.lot.public_id]), reverse("ranking", args=[published.public_id]),
            *(reverse("admission", args=[r.admission.public_id]) for r in world.rows.values()), "/search/?q=canary",
        ])  # fmt: skip
        for address in ("lot_scores", "lot_prices", "lot_criteria", "draft_ranking"):
            assert client.get(reverse(address, args=[world.lot.public_id])).status_code == 404
        place = world.place(published, "A")
        assert client.get(reverse("own_standing", args=[place.public_id])).status_code == 404
    assert page.status_code == 200 and "A Canary Fostering" in told and "1, joint" in told
    assert "Note only" not in told
    assert not RankedPlace.objects.visible_to(world.officer).exists()
    assert not ScoreQuery.objects.visible_to(world.officer).exists()


def test_an_authority_without_access_finds_nothing(world: Frameworks, settings: Any) -> None:
    ranking = world.published()
    stranger = actor_in(Role.PLACEMENT_OFFICER, WelshBodyFactory())
    client = as_(stranger, settings)
    for address, thing in (("ranking", ranking), ("lot", world.lot), ("framework", world.lot.framework)):
        assert client.get(reverse(address, args=[thing.public_id])).status_code == 404
    assert "no framework here" in client.get(reverse("frameworks")).content.decode()


def test_access_ends_with_its_last_day(world: Frameworks) -> None:
    ranking = world.published()
    access = world.lot.framework.access.get()
    services.end_access(access=access, on=PUBLISHED, by=world.keeper)
    with on(OPENED):
        assert Ranking.objects.visible_to(world.officer).filter(pk=ranking.pk).exists()
    with on(PUBLISHED):
        assert not Ranking.objects.visible_to(world.officer).exists()


def test_the_download_holds_the_ranking_as_it_was_published(world: Frameworks, settings: Any) -> None:
    ranking = world.published()
    client = as_(world.officer, settings)
    answer = client.get(reverse("ranking", args=[ranking.public_id]) + "?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]  # type: ignore[union-attr]
    assert [row[:2] for row in rows[1:]] == [
        [1, "A Canary Fostering"], [1, "B Canary Fostering"], [3, "D Canary Fostering"], [4, "C Canary Fostering"],
    ]  # fmt: skip


def test_the_sheet_is_saved_with_errors_beside_their_cells(world: Frameworks, settings: Any) -> None:
    client = as_(world.keeper, settings)
    address = reverse("lot_scores", args=[world.lot.public_id]) + "?year=2026"
    criterion = world.lot.criteria.get()
    cells = {name: Sheet(row).cell(criterion) for name, row in world.rows.items()}
    sent = {cells["A"]: "91", cells["B"]: "eighty", cells["C"]: "120", cells["D"]: ""}
    page = client.post(address, sent).content.decode()
    assert f'id="id_{cells["B"]}-error"' in page and f'href="#id_{cells["B"]}"' in page
    assert world.rows["A"].assessments.get(stage="annual").scores.get().value == 90, "nothing is kept"
    page = client.post(address, {**sent, cells["B"]: "82"}).content.decode()
    assert f'id="id_{cells["C"]}-error"' in page and "Enter 0 to 100" in page
    done = client.post(address, {**sent, cells["B"]: "82", cells["C"]: "60"})
    assert done.status_code == 302
    kept = {
        n: [s.value for s in r.assessments.get(stage="annual").scores.all()] for n, r in world.rows.items()
    }
    assert kept == {"A": [Decimal(91)], "B": [Decimal(82)], "C": [Decimal(60)], "D": []}


def test_prices_are_entered_by_sheet_and_end_what_held_before(world: Frameworks, settings: Any) -> None:
    with on(OPENED):
        client = as_(world.keeper, settings)
        sent = {f"w_{row.public_id}": "£950.00" for row in world.rows.values()}
        done = client.post(reverse("lot_prices", args=[world.lot.public_id]) + "?from=2026-04-01", sent)
    assert done.status_code == 302
    prices = [(str(p.period.lower), p.weekly) for p in world.rows["A"].prices.order_by("period")]
    assert prices == [("2024-04-01", Decimal("900.00")), ("2026-04-01", Decimal("950.00"))]


def test_duties_stand_with_those_whose_turn_it_is(world: Frameworks) -> None:
    def kinds(actor: Actor) -> list[tuple[str, str]]:
        return [
            (d.kind, d.due.isoformat() if d.due else "")
            for d in duties_of(actor)
            if d.kind.startswith("framework")
        ]

    with on(OPENED):
        assert kinds(world.keeper) == [("framework.rank", "2026-04-01")]
    ranking = world.opened()
    with on(OPENED):
        assert kinds(world.managers["A"]) == [("framework.scores", "2026-05-26")]
        services.ask_query(place=world.place(ranking, "A"), about="q1", text="Why?", by=world.managers["A"])
        assert kinds(world.managers["A"]) == []
        assert kinds(world.keeper) == [("framework.publish", "2026-04-01"), ("framework.query", "2026-05-26")]
        assert kinds(world.officer) == []


def test_a_query_goes_to_the_keeper_and_its_answer_back(world: Frameworks, settings: Any) -> None:
    ranking = world.opened()
    with on(OPENED):
        place = world.place(ranking, "A")
        provider = as_(world.managers["A"], settings)
        sent = provider.post(
            reverse("ask_query", args=[place.public_id]),
            {"about": "q1", "text": "The spring visit is missing."},
        )
        assert sent.status_code == 302
        query = ScoreQuery.objects.get()
        assert (
            as_(world.managers["B"], settings).get(reverse("score_query", args=[query.public_id])).status_code
            == 404
        )
        keeper = as_(world.keeper, settings)
        keeper.post(
            reverse("score_query", args=[query.public_id]),
            {"upheld": "no", "answer": "It was scored in May."},
        )
        page = provider.get(reverse("score_query", args=[query.public_id])).content.decode()
    assert "It was scored in May." in page
