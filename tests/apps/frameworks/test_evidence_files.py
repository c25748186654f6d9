"""The document that shows a company-wide check: kept with it, read by the keeper, its refusal told at its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import Document
from homeward.apps.frameworks.models import ProcurementCheck
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.frameworks import AdmissionFactory
from tests.factories.providers import ProviderFactory
from tests.signing import pdf_bytes, upload

pytestmark = pytest.mark.django_db


def test_a_check_keeps_its_document_and_a_bad_file_is_told_at_its_field(settings: Any) -> None:
    settings.DEMO = True
    admission = AdmissionFactory(state="applied")
    ProviderFactory(body=admission.body, organisation=admission.organisation)
    keeper = client_of(actor_in(Role.CONSORTIUM_MANAGER, admission.body))
    address = reverse("add_check", args=[admission.public_id])
    sent = {"kind": "insurance", "result": "passed", "checked_on": admission.body.today.isoformat()}
    bad = keeper.post(address, {**sent, "evidence": upload(b"MZ\x00\x01" + bytes(40), "policy.pdf")})
    assert bad.status_code == 200 and "Taken are PDF, JPEG" in bad.content.decode()
    assert not ProcurementCheck.objects.exists() and not Document.objects.exists()
    assert (
        keeper.post(address, {**sent, "evidence": upload(pdf_bytes("policy"), "policy.pdf")}).status_code
        == 302
    )
    kept = Document.objects.get(thing=ProcurementCheck.objects.get().public_id)
    file = reverse("document_file", args=[kept.public_id])
    assert keeper.get(file).status_code == 200
    provider = client_of(actor_in(Role.PROVIDER_MANAGER, admission.body, admission.organisation))
    assert provider.get(file).status_code == 404
