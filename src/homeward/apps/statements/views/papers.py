"""Statement and assessment as files. Each download is a reading of the children it names, and is noted as an export."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.statements import papers
from homeward.apps.statements.models import Version
from homeward.apps.statements.reading import Reading, read_version
from homeward.apps.statements.services.keeping import paper_for
from homeward.apps.statements.views.statement import newest_for, statement_of
from homeward.web.files import PDF, XLSX, file_response


@page(P.STATEMENT_READ)
def statement_pdf(request: HttpRequest, public_id: str, version_id: str) -> HttpResponse:
    """A version as a tagged PDF: the one that was kept when it was issued."""
    reading = _noted(request, _version(request, public_id, version_id), "statement", "pdf")
    content = paper_for(reading.version, reading, actor_of(request))
    return file_response(request, content, PDF, papers.file_name(reading))


@page(P.STATEMENT_READ)
def statement_xlsx(request: HttpRequest, public_id: str, version_id: str) -> HttpResponse:
    """A version as a workbook with live totals."""
    reading = _noted(request, _version(request, public_id, version_id), "statement", "xlsx")
    return file_response(request, papers.statement_workbook(reading), XLSX, papers.file_name(reading))


@page(P.STATEMENT_READ)
def assessment_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The assessment that stands, for those who may read it."""
    reading = _noted(request, _assessed(request, public_id), "assessment", "pdf")
    assert reading.assessment is not None
    content = paper_for(reading.assessment, reading, actor_of(request))
    return file_response(request, content, PDF, papers.file_name(reading, "assessment"))


@page(P.STATEMENT_READ)
def assessment_xlsx(request: HttpRequest, public_id: str) -> HttpResponse:
    reading = _noted(request, _assessed(request, public_id), "assessment", "xlsx")
    name = papers.file_name(reading, "assessment")
    return file_response(request, papers.assessment_workbook(reading), XLSX, name)


def _version(request: HttpRequest, public_id: str, version_id: str) -> Reading:
    statement, actor = statement_of(request, public_id), actor_of(request)
    try:
        version = Version.objects.visible_to(actor).get(statement=statement, public_id=version_id)
    except Version.DoesNotExist:
        raise Http404 from None
    return read_version(statement, version, actor, is_newest=version == newest_for(statement, actor))


def _assessed(request: HttpRequest, public_id: str) -> Reading:
    statement, actor = statement_of(request, public_id), actor_of(request)
    reading = read_version(statement, newest_for(statement, actor), actor, is_newest=True)
    if reading.assessment is None:
        raise Http404
    return reading


def _noted(request: HttpRequest, reading: Reading, paper: str, form: str) -> Reading:
    audit.record(
        actor_of(request), "export", reading.statement, version=reading.version.number, paper=paper, form=form,
        children=reading.children,
    )  # fmt: skip
    return reading
