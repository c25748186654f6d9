"""A variation as files: before and after, where both sides sign, and who did."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import papers
from homeward.apps.agreements.models import Line, Variation
from homeward.apps.core.models import AuditEvent
from tests.apps.agreements.test_variations import proposed
from tests.factories.accounts import actor_in
from tests.factories.agreements import LineFactory, LineRateFactory, LineTargetFactory
from tests.pdfs import Paper
from tests.records import signed_in
from tests.signing import manager_of, provider_of, sign_both

pytestmark = pytest.mark.django_db


@pytest.fixture
def variation() -> Variation:
    line: Line = LineFactory()
    LineTargetFactory(line=line)
    LineRateFactory(line=line)
    return proposed(
        line,
        reason='Fewer homes. #eval("1") *b*',
        changes=[
            {"kind": "target", "line": line.public_id, "category": "", "after": "36"},
            {"kind": "rate", "line": line.public_id, "category": "base_unit_annual", "after": "25000.50"},
        ],
    )


def test_the_paper_to_sign_says_what_changes_and_has_a_place_for_each_side(variation: Variation) -> None:
    paper = Paper(papers.variation_paper(variation))
    agreement = variation.agreement
    for words in (
        f"Variation {variation.number} of agreement {agreement.reference}", 'Fewer homes. #eval("1") *b*', "36", "$25,000.50",
        f"For {variation.body.name}", f"For {agreement.organisation.name}", papers.changes_digest(variation),
    ):  # fmt: skip
        assert words in paper.text, words
    assert paper.text.count("Signed as") == 2 and "SHA-256 of the paper signed" not in paper.text
    assert (paper.part, paper.untagged) == ("1", 0) and paper.kinds("H") == ["H1", "H2", "H2"]


def test_it_stays_the_same_to_the_byte_until_the_variation_changes(variation: Variation) -> None:
    first = papers.variation_paper(variation)
    assert papers.variation_paper(Variation.objects.get(pk=variation.pk)) == first
    variation.changes[0]["after"] = "35"
    assert papers.variation_paper(variation) != first


def test_the_copy_for_the_record_names_who_signed_what(variation: Variation) -> None:
    assert variation.document is not None
    sign_both(variation)
    variation.refresh_from_db()
    signed = papers.signed_of(variation)
    text = Paper(papers.variation_paper(variation, signed=signed)).text
    assert {s.side for s in signed} == {"body", "provider"}
    for one in signed:
        assert one.name in text and one.when in text and one.digest == variation.document.digest
    assert variation.document.digest in text


def test_the_workbook_holds_numbers_and_their_difference(variation: Variation) -> None:
    content = papers.variation_workbook(variation)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Changes"]
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Changes"]
    before = variation.changes[0]["before"]
    assert [c.value for c in sheet[2]][3:] == [float(before), 36, "=E2-D2"]
    assert values["F2"].value == 36 - float(before)
    assert sheet["E3"].value == 25000.5


def test_both_sides_get_the_files_each_noted_and_a_stranger_none(variation: Variation) -> None:
    own = [manager_of(variation.agreement), provider_of(variation.agreement)]
    other = provider_of(LineFactory().agreement)
    for name, ending in (("variation_pdf", "pdf"), ("variation_xlsx", "xlsx")):
        address = reverse(name, args=[variation.public_id])
        for actor in own:
            answer = signed_in(actor).get(address)
            assert answer.status_code == 200
            assert f'filename="{papers.variation_name(variation)}.{ending}"' in answer["Content-Disposition"]
            assert AuditEvent.objects.filter(action="export").latest("id").detail["form"] == ending
        for actor in (other, actor_in(Role.ADMINISTRATOR, variation.body)):
            assert signed_in(actor).get(address).status_code == 404
        assert Client().get(address).status_code == 302
