"""Documents of providers outside frameworks as files: added with what came, opened by the reviewer, by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent, Document
from homeward.apps.searches import services
from homeward.apps.searches.models import Evidence
from tests.browsing import client_of
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, actor_in
from tests.factories.searches import EvidenceFactory
from tests.refusing import refused_by
from tests.signing import pdf_bytes, upload

pytestmark = pytest.mark.django_db
PACK: dict[str, Any] = {"pack": "gb_wls", "languages": ["en", "cy"], "currency": "GBP"}


@pytest.fixture
def row(settings: Any) -> Evidence:
    settings.DEMO = True
    made: Evidence = EvidenceFactory(
        body=CommissioningBodyFactory(**PACK), organisation=OrganisationFactory()
    )
    return made


def test_the_reviewer_opens_the_file_from_the_duty(row: Evidence) -> None:
    officer, manager = (actor_in(role, row.body) for role in (Role.PLACEMENT_OFFICER, Role.CONTRACT_MANAGER))
    address = reverse("receive_evidence", args=[row.public_id])
    form = client_of(officer).get(address).content.decode()
    assert 'enctype="multipart/form-data"' in form and 'type="file"' in form
    sent = {"words": "Certificate of 3 May", "file": upload(pdf_bytes("certificate"), "C:\\certificate.pdf")}
    assert client_of(officer).post(address, sent).status_code == 302
    kept = Document.objects.get()
    assert (kept.thing, kept.kind, kept.filename) == (row.public_id, "evidence", "certificate.pdf")
    duty = reverse("review_evidence", args=[row.public_id])
    assert duty in client_of(manager).get("/").content.decode()
    file = reverse("document_file", args=[kept.public_id])
    assert file in client_of(manager).get(duty).content.decode()
    assert (
        reverse("document", args=[kept.public_id])
        in client_of(manager).get(reverse("evidence")).content.decode()
    )
    opened = client_of(manager).get(file)
    assert opened.status_code == 200 and opened.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="read_document", actor_id=manager.user.pk).exists()


def test_nobody_else_opens_it(row: Evidence) -> None:
    officer = actor_in(Role.PLACEMENT_OFFICER, row.body)
    services.receive_evidence(evidence=row, words="A certificate", file=upload(), by=officer)
    file = reverse("document_file", args=[Document.objects.get().public_id])
    provider = actor_in(Role.PROVIDER_MANAGER, row.body, row.organisation)
    finance = actor_in(Role.FINANCE_OFFICER, row.body)
    elsewhere = actor_in(Role.CONTRACT_MANAGER, CommissioningBodyFactory(**PACK))
    missing = client_of(officer).get(reverse("document_file", args=["NOSUCHPAPER2"]))
    for actor in (provider, finance, elsewhere):
        assert client_of(actor).get(file).status_code == missing.status_code == 404


def test_a_file_that_is_not_taken_leaves_nothing_half_done(row: Evidence) -> None:
    officer = actor_in(Role.PLACEMENT_OFFICER, row.body)
    address = reverse("receive_evidence", args=[row.public_id])
    sent = {
        "words": "Certificate",
        "file": upload(b"MZ\x00\x01" + bytes(40), "certificate.pdf"),
    }
    page = client_of(officer).post(address, sent).content.decode()
    assert "Taken are PDF, JPEG" in page and page.index("There is a problem") < page.index("<h1")
    row.refresh_from_db()
    assert (row.state, row.words) == ("missing", "") and not Document.objects.exists()


def test_who_brought_the_file_does_not_review_it(row: Evidence) -> None:
    """Also where another person put it down: by the person, whichever role they act in."""
    officer = actor_in(Role.PLACEMENT_OFFICER, row.body)
    both = actor_in(Role.PLACEMENT_OFFICER, row.body)
    reviewing = actor_in(Role.CONTRACT_MANAGER, row.body, user=both.user)
    services.receive_evidence(evidence=row, words="A certificate", file=upload(), by=both)
    assert refused_by(services.review_evidence, evidence=row, in_order=True, by=reviewing) == {
        "search.own_evidence"
    }
    services.receive_evidence(evidence=row, words="The same, put down again", by=officer)
    assert refused_by(services.review_evidence, evidence=row, in_order=True, by=reviewing) == {
        "search.own_evidence"
    }
    services.review_evidence(evidence=row, in_order=True, by=actor_in(Role.CONTRACT_MANAGER, row.body))
    add = reverse("document_add", args=["searches.evidence", row.public_id])
    assert client_of(officer).get(add).status_code == 404, "what was found in order is not exchanged"
