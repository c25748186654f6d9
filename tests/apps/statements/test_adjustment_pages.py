"""Pages about late records: who sees what, the comparison, the list and its file, a version's own bytes, the review."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.core.models import AuditEvent
from homeward.apps.placements import services as placements
from homeward.apps.statements import commands, services
from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import Adjustment, Statement, Version
from tests.apps.statements.late import NEXT, assert_settled, close, sums, walk
from tests.factories.agreements import LineOverrideFactory
from tests.factories.statements import World, nights
from tests.records import signed_in

pytestmark = pytest.mark.django_db
D = Decimal


def late_world(reason: str = "The log shows the 5th") -> tuple[World, Statement]:
    """A paid quarter of a line paid per night, and a stay of it that ended a week earlier."""
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("paid")
    placements.change_placement(
        placement=stay, by=world.officer, reason=reason, period=nights("2026-01-10", "2026-03-05")
    )
    return world, Statement.objects.get(pk=origin.pk)


def text(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_the_statement_shows_the_agreed_figures_and_that_more_is_known() -> None:
    world, origin = late_world()
    for actor in (world.manager, world.provider):
        page = text(signed_in(actor), "statement", origin.public_id)
        assert "Learned since it was agreed" in page and "Waits for the line’s next quarter" in page.replace(
            "'", "’"
        ).replace("&#39;", "’")
        assert "18,910.00" in page and "The log shows the 5th" in page
        assert "Version 2</a>" in page and "Later knowledge" in page
    board = signed_in(world.manager).get(reverse("statements")).content.decode()
    assert ">61<" in board.replace(" ", "") and ">54<" not in board.replace(" ", "")


def test_the_comparison_names_nights_money_and_the_record_behind_them() -> None:
    world, origin = late_world()
    page = text(signed_in(world.provider), "statement_since", origin.public_id)
    for words in (
        "Agreed against as now known",
        "61",
        "54",
        "18,910.00",
        "16,740.00",
        "2,170.00",
        "to 4 Mar 2026",
    ):
        assert words in page, words
    assert AuditEvent.objects.filter(action="read", thing=origin.public_id, detail__version=2).exists()
    untouched = World.make()
    untouched.stay("2026-01-10")
    calm = untouched.upto("agreed")
    assert "Nothing was learned" in text(signed_in(untouched.manager), "statement_since", calm.public_id)


def test_the_next_quarter_shows_what_it_takes_in() -> None:
    world, origin = late_world()
    target = walk(world, close(world), "issued")
    page = text(signed_in(world.provider), "statement", target.public_id)
    assert (
        "Adjustments of earlier quarters" in page
        and reverse("statement_since", args=[origin.public_id]) in page
    )
    assert "As both sides agreed" in page and "The log shows the 5th" in page


def test_a_version_is_handed_out_byte_for_byte_with_its_digests() -> None:
    world, origin = late_world()
    version = newest(origin)
    address = reverse("statement_version_text", args=[origin.public_id, version.public_id])
    answer = signed_in(world.provider).get(address)
    data = json.loads(answer.content)
    for part in ("facts", "decision"):
        canonical = json.dumps(data[part], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert hashlib.sha256(canonical).hexdigest() == data[f"{part}_sha256"]
    assert data["facts_sha256"] == version.facts_digest and data["decision_sha256"] == version.decision_digest
    assert AuditEvent.objects.filter(action="export", thing=origin.public_id).exists()
    elsewhere = World.make()
    assert signed_in(elsewhere.provider).get(address).status_code == 404


def test_an_altered_version_is_said_loudly() -> None:
    world, origin = late_world()
    version = newest(origin)
    Version.objects.filter(pk=version.pk).update(decision={**version.decision, "blocked": True})
    page = text(signed_in(world.manager), "statement", origin.public_id)
    assert "altered after it was stored" in page


def test_adjustments_are_listed_filtered_searched_and_exported_for_those_they_belong_to() -> None:
    world, origin = late_world()
    other, _ = late_world("Nobody else reads this")
    client = signed_in(world.provider)
    page = text(client, "adjustments")
    assert origin.label in page and "Nobody else reads this" not in page
    address = reverse("adjustments")
    assert "No" in client.get(f"{address}?q=zzzz").content.decode()
    found = client.get(f"{address}?where=waiting&decision=rule&q=log&format=csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(found.lstrip("\ufeff"))))
    assert [(r["Moves by rule"], r["Nights"]) for r in rows] == [("-2170.00", "-7")]
    assert "Review the locked quarters" not in page
    assert "Review the locked quarters" in text(signed_in(other.manager), "adjustments")


def test_a_provider_of_another_agreement_sees_none_of_it() -> None:
    _, origin = late_world()
    stranger = signed_in(World.make().provider)
    assert stranger.get(reverse("statement_since", args=[origin.public_id])).status_code == 404
    assert origin.organisation.name not in text(stranger, "adjustments")


def test_a_policy_that_reaches_back_is_looked_at_first_and_then_settled(
    capsys: pytest.CaptureFixture[str],
) -> None:
    world = World.make()
    [world.stay("2025-10-01", "2026-04-01") for _ in range(4)]
    origin = world.upto("paid")
    agreed = newest(origin)
    # Behind the services, as a pack that was replaced would be: only whole placements grow, and half of one is none.
    LineOverrideFactory(
        line=world.line, parameter="funding.growth", key="general_family_based_care", value="shown_only",
        period=world.line.period,
    )  # fmt: skip
    client = signed_in(world.manager)
    page = text(client, "review_locked")
    assert "1 of 1 locked quarter would differ" in page and "6,000.00" in page
    assert not Adjustment.objects.exists() and newest_known(origin) == agreed
    body, email = world.manager.body.name, world.manager.user.email
    assert commands.adjust(["--body", body, "--by", email, "--preview"]) == 0
    assert "growth -6,000.00" in capsys.readouterr().out and not Adjustment.objects.exists()
    assert commands.adjust(["--body", body, "--by", email]) == 0
    assert sums(origin) == {"growth": (D("-6000.00"), D(0))}
    assert newest(origin) == agreed and newest_known(origin).kind == "late"
    assert_settled(origin)
    done = services.review_locked(body=world.manager.body, by=world.manager)
    assert (done.counted, done.learned) == (1, [])
    assert commands.adjust(["--body", body, "--by", "nobody@example.org"]) == 2
    assert signed_in(world.officer).get(reverse("review_locked")).status_code in (403, 404)


def test_growth_learned_late_is_decided_on_the_assessment_form() -> None:
    world = World.make()
    [world.stay("2025-10-01", "2026-04-01") for _ in range(3)]
    world.upto("paid")
    late = world.stay("2025-01-01", "2025-02-01")
    placements.change_placement(
        placement=late, by=world.officer, reason="Late", period=nights("2026-01-01", "2026-02-15")
    )
    target = walk(world, close(world), "agreed")
    client = signed_in(world.manager)
    address = reverse("statement_assess", args=[target.public_id])
    page = client.get(address).content.decode()
    assert "Earlier quarters, learned late" in page and "3,000.00" in page
    form = {
        "abatement": "0.00",
        "growth": "0.00",
        "earlier_0": "1000.00",
        "earlier_0_reason": "A third was agreed by phone",
    }
    assert client.post(address, form).status_code == 302
    assessment = Statement.objects.get(pk=target.pk).assessment
    assert assessment.adjustments[0]["approved"] == "1000.00"
    assert assessment.payable_amount == D("19000.00")
    shown = text(client, "statement", target.public_id)
    assert "Decided: + 1,000.00 of + 3,000.00" in shown.replace("\xa0", " ").replace("\u202f", " ")


def test_an_assessment_before_the_approval_says_what_is_known_now() -> None:
    world = World.make()
    stays = [world.stay("2025-10-01", "2026-04-01") for _ in range(4)]
    origin = world.upto("agreed")
    placements.change_placement(
        placement=stays[0], by=world.officer, reason="Late", period=nights("2025-10-01", "2026-02-15")
    )
    page = text(signed_in(world.manager), "statement_assess", origin.public_id)
    assert "More is known than was agreed" in page and "3,000.00" in page
    assert NEXT.label not in page
