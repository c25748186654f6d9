"""What is contracted for loadings is due with the base payment: shown, worked out, paid, adjusted; old quarters stay."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services as agreements
from homeward.apps.core.refusals import Refused
from homeward.apps.finance import services as finance
from homeward.apps.finance.accruals import accruals_at, commitments_at
from homeward.apps.local_policy import services as policy
from homeward.apps.statements import figures, papers, services
from homeward.apps.statements.facts import digest_of
from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import Adjustment, Statement, Version
from homeward.apps.statements.policy import changed_since
from homeward.apps.statements.reading import read_version
from homeward.kernel.ranges import DateRange
from tests.apps.statements.late import close, walk
from tests.factories.accounts import actor_in
from tests.factories.agreements import LineLoadingFactory
from tests.factories.statements import LONG, QUARTER, World, nights
from tests.pdfs import Paper
from tests.records import signed_in

pytestmark = pytest.mark.django_db
READING = "funding.contract_loading"
CODE = "contract_loading.aboriginal"


def loaded(placements: int = 2) -> World:
    """Two placements contracted at 4 % of 6,000 a quarter: 480.00 beside a base of 18,000.00; nothing was delivered."""
    world = World.make(target=3)
    LineLoadingFactory(line=world.line, category="aboriginal", placements=Decimal(placements), period=LONG)
    return world


def money_of(version: Version) -> dict[str, str]:
    return {row["code"]: row["amount"] for row in version.decision["money"]}


def as_before(version: Version) -> None:
    """Make a version what the rules said before they told contracted loadings apart, with its own digests."""
    old: dict[str, Any] = copy.deepcopy(version.decision)
    del old["contract_loading"]
    old["money"] = [row for row in old["money"] if not row["code"].startswith("contract_loading.")]
    for name in ("values", "readings"):
        old[name] = [row for row in old[name] if row["path"] != READING]
    old["explanations"] = {k: v for k, v in old["explanations"].items() if "contract_loading" not in k}
    old["pack"] = {**old["pack"], "version": "2026.11.2", "digest": "sha256:before"}
    Version.objects.filter(pk=version.pk).update(
        decision=old, decision_digest=digest_of(old), pack_version="2026.11.2", pack_digest="sha256:before"
    )


def enter(world: World, value: str) -> None:
    """The body enters how contracted loadings are paid, signed by two people."""
    body = world.manager.body
    steward, second = actor_in(Role.POLICY_STEWARD, body), actor_in(Role.POLICY_STEWARD, body)
    draft = policy.draft_value(
        path=READING, keys=[], value=value, period=nights("2025-07-01"), source_title="Letter of 2 March",
        source_clause="Payment", source_read_on=steward.today, by=steward,
    )  # fmt: skip
    policy.confirm_value(value=policy.propose_value(value=draft, by=steward), by=second)


def test_the_page_and_the_papers_show_line_working_and_clause_to_both_sides() -> None:
    world = loaded()
    statement = world.upto("issued")
    address = reverse("statement", args=[statement.public_id])
    for actor in (world.officer, world.provider):
        page = signed_in(actor).get(address).content.decode()
        assert "Contract loading: Aboriginal and Torres Strait Islander" in page
        assert "2 placements × 4 % × $6,000.00" in page
        assert "480.00" in page and "18,480.00" in page
        assert "Each contracted loading is due with the base payment, as a money line of its own" in page
        reading = read_version(statement, newest(statement), actor, is_newest=True)
        told = reading.explained[f"money.{CODE}"]
        assert told["sentence"] == "The contract loading, Aboriginal and Torres Strait Islander, is $480.00."
        (mark,) = [a["mark"] for a in told["authority"] if a["label"] == "Contract loading"]
        assert mark["text"] == "Chosen reading"
        assert "Family based care funding" in " ".join(a["text"] for a in told["authority"])
        text = " ".join(Paper(papers.statement_pdf(reading)).text.split())
        assert "Contract loading: Aboriginal and Torres Strait Islander" in text and "18,480.00" in text
        book = openpyxl.load_workbook(io.BytesIO(papers.statement_workbook(reading)))
        rows = {row[0].value: row[2].value for row in book["Money"].iter_rows(min_row=2)}
        assert rows["Contract loading: Aboriginal and Torres Strait Islander"] == 480


def test_a_price_that_holds_the_loading_has_no_line_and_says_what_is_inside() -> None:
    world = loaded()
    agreements.override_value(
        line=world.line, parameter=READING, key=None, value="in_price",
        period=DateRange(dt.date(2025, 7, 1), dt.date(2027, 7, 1)), reference="Attachment 5", by=world.manager,
    )  # fmt: skip
    statement = world.upto("draft")
    assert money_of(newest(statement)) == {"base": "18000.00"}
    reading = read_version(statement, newest(statement), world.officer, is_newest=True)
    told = [(s["text"], s["value"]) for s in reading.explained["money.base"]["steps"]]
    assert (
        "Inside this price, not added: contract loading, Aboriginal and Torres Strait Islander",
        "$480.00",
    ) in told
    assert not [row for row in reading.money["rows"] if row["label"].startswith("Contract loading")]
    assert reading.money["total"] == "$18,000.00"


def test_a_variation_that_reaches_back_adjusts_the_contract_loading() -> None:
    world = loaded()
    statement = world.upto("agreed")
    after = close(world)
    agreements.set_loading(
        line=world.line, category="aboriginal", placements=5, period=DateRange(dt.date(2026, 2, 15), dt.date(2027, 7, 1)),
        reference="Variation 1", by=world.manager,
    )  # fmt: skip
    # 45 nights of 2 and 45 of 5 of 90: 240 × 3.5 = 840.00
    (line,) = Adjustment.objects.filter(origin=statement, code=CODE)
    assert (line.amount, line.to_decide) == (Decimal("360.00"), Decimal(0))
    assert "The contract loading of 5 placements" in line.reason
    taken = next(row for row in newest(after).decision["money"] if row.get("of") == CODE)
    assert (taken["amount"], taken["status"]) == ("360.00", "due")
    page = signed_in(world.officer).get(reverse("statement", args=[after.public_id])).content.decode()
    assert "Contract loading, Aboriginal and Torres Strait Islander, Q3 2025-26" in page


def test_taking_the_terms_away_recovers_nothing_until_they_stand_again() -> None:
    world = loaded()
    statement = world.upto("agreed")
    world.line.loadings.all().delete()
    services.review_locked(body=statement.body, by=world.manager)
    assert not Adjustment.objects.filter(origin=statement).exists()
    statement.refresh_from_db()
    assert CODE in statement.uncounted[0]["message"]


def test_an_agreed_quarter_of_before_keeps_its_bytes_and_moves_no_money() -> None:
    world = loaded()
    statement = world.upto("agreed")
    as_before(newest(statement))
    agreed = newest(statement)
    address = reverse("statement_version_text", args=[statement.public_id, agreed.public_id])
    before = signed_in(world.provider).get(address).content
    assert json.loads(before)["decision"] == agreed.decision
    found = services.review_locked(body=statement.body, by=world.manager)
    assert found.learned == [] and not Adjustment.objects.exists()
    # a late stay counts the quarter again: nights and loading differ, the contract loading is left as it was agreed
    world.stay("2026-01-10", "2026-01-20")
    services.review_locked(body=statement.body, by=world.manager)
    known = newest_known(statement)
    assert known.kind == Version.Kind.LATE
    assert known.decision["contract_loading"]["status"] == "elsewhere"
    assert money_of(known) == {"base": "18000.00"}
    assert not Adjustment.objects.filter(code=CODE).exists()
    assert signed_in(world.provider).get(address).content == before
    page = signed_in(world.officer).get(reverse("statement", args=[statement.public_id]))
    assert page.status_code == 200 and "Contract loading" not in page.content.decode()


def test_a_value_the_body_enters_for_that_time_reaches_an_agreed_quarter_of_before() -> None:
    world = loaded()
    statement = world.upto("agreed")
    as_before(newest(statement))
    enter(world, "own_line")
    services.review_locked(body=statement.body, by=world.manager)
    (line,) = Adjustment.objects.filter(origin=statement)
    assert (line.code, line.amount) == (CODE, Decimal("480.00"))
    services.review_locked(body=statement.body, by=world.manager)
    assert Adjustment.objects.count() == 1


def test_an_open_quarter_of_before_is_counted_again_before_it_is_agreed() -> None:
    world = loaded()
    statement = world.upto("issued")
    as_before(newest(statement))
    assert changed_since(newest(statement)) == [READING]
    with pytest.raises(Refused) as refused:
        services.agree_for_provider(statement=statement, by=world.provider)
    assert [reason.code for reason in refused.value.reasons] == ["statement.policy_changed"]
    version = services.recount(statement=statement, reason="Contracted loadings are due", by=world.officer)
    assert money_of(version)[CODE] == "480.00" and changed_since(version) == []


def test_it_is_assessed_paid_and_invoiced_as_a_line() -> None:
    world = loaded()
    statement = world.upto("issued")
    invoice = finance.record_invoice(
        line=world.line, quarter=QUARTER, kind="invoice", number="INV-7", dated_on=dt.date(2026, 4, 2),
        amount=Decimal("18000.00"), by=world.provider,
    )  # fmt: skip
    assert (invoice.outcome, invoice.match["left_out"]) == ("differs", True)
    assert [invoice.match["lines"][i]["code"] for i in invoice.match["explained_by"]] == [CODE]
    paid = walk(world, statement, "sent") or Statement.objects.get(pk=statement.pk)
    assert paid.payment is not None
    assert paid.payment.amount == figures.base_payable(newest(statement).decision) == Decimal("18480.00")


def test_what_runs_and_what_is_committed_hold_it() -> None:
    world = loaded()
    at = dt.date(2026, 2, 14)  # 45 of 90 nights
    (row,) = [r for r in accruals_at(world.finance, at) if r.label == "Q3 2025-26"]
    assert row.amount == Decimal("9240.00")
    assert [(s.words.split(",")[0], s.amount) for s in row.working][1] == (
        "Contract loading",
        Decimal("240.00"),
    )
    rest = [r for r in commitments_at(world.finance, at) if r.label == "Q3 2025-26"]
    assert [r.amount for r in rest] == [Decimal("9240.00")]
