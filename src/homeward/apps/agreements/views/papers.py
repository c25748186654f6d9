"""A variation as a file: the copy for the record, with whoever signed it so far."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements import papers
from homeward.apps.agreements.models import Variation
from homeward.apps.core import audit
from homeward.web.files import PDF, XLSX, file_response


@page(P.AGREEMENT_READ)
def variation_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The changes and who signed. The paper that was signed is among the variation's documents, byte for byte."""
    found = _noted(request, public_id, "pdf")
    content = papers.variation_paper(found, signed=papers.signed_of(found))
    return file_response(request, content, PDF, papers.variation_name(found))


@page(P.AGREEMENT_READ)
def variation_xlsx(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _noted(request, public_id, "xlsx")
    return file_response(request, papers.variation_workbook(found), XLSX, papers.variation_name(found))


def _noted(request: HttpRequest, public_id: str, form: str) -> Variation:
    visible = get_visible(Variation, request, public_id)
    found = Variation.objects.select_related(
        "agreement__organisation", "body", "document", "recorded_by"
    ).get(pk=visible.pk)
    audit.record(actor_of(request), "export", found.agreement, variation=found.number, form=form)
    return found
