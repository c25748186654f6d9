"""The papers that checks and visits before a placement rest on: added with them, read by the authority only."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent, Document
from homeward.apps.decisions import services
from homeward.apps.decisions.models import Check, Visit
from tests.browsing import client_of
from tests.factories.decisions import House
from tests.signing import pdf_bytes, upload


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True


def page_of(actor: Actor, decision: Any) -> str:
    return client_of(actor).get(reverse("decision", args=[decision.public_id])).content.decode()


def test_a_check_and_a_visit_take_a_paper_and_the_head_of_service_opens_it(house: House) -> None:
    decision, officer = house.accepted(), client_of(house.officer)
    check = reverse("record_check", args=[decision.public_id, "documents"])
    sent = {"words": "Read, nothing against it", "file": upload(pdf_bytes("report"), "report.pdf")}
    assert officer.post(check, {**sent, "done_on": house.today.isoformat()}).status_code == 302
    services.record_visit(
        decision=decision, on=house.today, visitors="Social worker", child_came=True, found="Kind and calm",
        file=upload(pdf_bytes("visit"), "visit.pdf"), by=house.officer,
    )  # fmt: skip
    papers = {d.thing: d for d in Document.objects.filter(kind="proof")}
    assert set(papers) == {Check.objects.get(code="documents").public_id, Visit.objects.get().public_id}
    shown = page_of(house.head, decision)
    for paper in papers.values():
        assert reverse("document", args=[paper.public_id]) in shown
        assert client_of(house.head).get(reverse("document_file", args=[paper.public_id])).status_code == 200
    reads = AuditEvent.objects.filter(
        action="read", kind="child", actor_id=house.head.user.pk, detail__has_key="document"
    )
    assert reads.count() == 2, "a paper before a placement is about the children"


def test_a_provider_reads_none_of_it(house: House) -> None:
    decision = house.accepted()
    services.record_check(
        decision=decision,
        code="documents",
        done_on=house.today,
        words="Read",
        file=upload(),
        by=house.officer,
    )
    paper = Document.objects.get(kind="proof")
    for actor in (*house.managers, house.actor(Role.MONITORING_OFFICER)):
        for name in ("document", "document_file"):
            assert client_of(actor).get(reverse(name, args=[paper.public_id])).status_code == 404
    assert paper.filename not in page_of(house.managers[0], decision)


def test_a_paper_is_added_later_while_the_decision_is_live(house: House) -> None:
    decision = house.agreed()
    check = services.record_check(
        decision=decision, code="documents", done_on=house.today, words="Read", by=house.officer
    )
    add = reverse("document_add", args=["decisions.check", check.public_id])
    assert add in page_of(house.officer, decision) and add not in page_of(house.head, decision)
    assert client_of(house.officer).get(add).status_code == 200
    assert client_of(house.head).get(add).status_code == 404
    services.withdraw_decision(decision=decision, reason="The plan changed.", by=house.officer)
    assert client_of(house.officer).get(add).status_code == 404
