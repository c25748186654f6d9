"""The care model summary: its versions, writing one section by section, handing it in, agreeing it, two side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements.outcome import summary_parts
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.approvals import services
from homeward.apps.approvals.forms_following import CareModelSubmitForm, RemarkForm, WishForm
from homeward.apps.approvals.journey import part_in
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.parts import LEAD, PARTNER
from homeward.apps.approvals.services.care_model import unanswered
from homeward.apps.approvals.templates import sections_in
from homeward.apps.approvals.views.applications import around, crumbs_to
from homeward.apps.approvals.views.reviewing import SectionForm
from homeward.apps.core.comparing import Version, compare_page
from homeward.apps.core.forms import RecordForm, edit
from homeward.apps.core.refusals import present

S = CareModelSummary.State
Json = dict[str, Any]
COLOURS = {S.DRAFT: "info", S.SUBMITTED: "warn", S.AGREED: "ok"}


def _address(found: Application) -> str:
    return reverse("care_model", args=[found.public_id])


def _versions(found: Application, actor: Actor) -> list[CareModelSummary]:
    """The versions a person may read: a draft is the partner's own until it is handed in, and its helpers'."""
    rows = CareModelSummary.objects.visible_to(actor).filter(organisation=found.organisation)
    if not may(actor, P.APPLICATION_ANSWER, found):
        rows = rows.exclude(state=S.DRAFT)
    return list(rows.select_related("submitted_by", "settled_by", "organisation").order_by("-number"))


def _one(request: HttpRequest, public_id: str, version: str) -> tuple[Application, CareModelSummary]:
    found = get_visible(Application, request, public_id)
    row = next((v for v in _versions(found, actor_of(request)) if v.public_id == version), None)
    if row is None:
        raise Http404
    return found, row


def _around(found: Application) -> Json:
    return {
        **around(found), "back": _address(found),
        "crumbs": [*crumbs_to(found), {"text": _("Care model summary"), "href": _address(found)}],
    }  # fmt: skip


@page(P.AGREEMENT_READ)
def care_model(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest version, what is still to be written in it, whose turn it is, and the versions before."""
    actor, found = actor_of(request), get_visible(Application, request, public_id)
    versions = _versions(found, actor)
    newest = versions[0] if versions else None
    writes = newest is not None and newest.state == S.DRAFT and may(actor, P.APPLICATION_ANSWER, found)
    context = {
        "application": found, "newest": newest, "versions": versions, "colours": COLOURS, "writes": writes,
        "crumbs": crumbs_to(found), "tasks": _tasks(found, newest) if newest and writes else [],
        "parts": summary_parts(newest) if newest and not writes else [],
        "missing": [present(reason) for reason in unanswered(newest)] if newest and writes else [],
        "actions": _actions(found, newest, actor), "is_placeholder": True,
        "may_begin": found.is_open and may(actor, P.APPLICATION_ANSWER, found)
        and (newest is None or newest.state == S.AGREED),
    }  # fmt: skip
    return render(request, "approvals/care_model.html", context)


def _tasks(found: Application, summary: CareModelSummary) -> list[Json]:
    """Each section with how far it is written."""
    lines = []
    for section in sections_in(summary.sections):
        said = summary.answers.get(section.code, {})
        written = sum(1 for q in section.questions if said.get(q.code))
        status, colour = (_("Whole"), "ok") if written == len(section.questions) else (
            (_("Begun"), "warn") if written else (_("Not begun"), "plain")
        )  # fmt: skip
        address = reverse("care_model_section", args=[found.public_id, summary.public_id, section.code])
        lines.append({"title": section.title, "href": address, "status": status, "state": colour, "hint": ""})
    return lines


def _actions(found: Application, newest: CareModelSummary | None, actor: Actor) -> list[Json]:
    if newest is None:
        return []
    given = [found.public_id, newest.public_id]
    if newest.state == S.DRAFT and actor.holds(P.APPLICATION_WORK) and part_in(found, actor, (PARTNER,)):
        return [{"text": _("Hand it in"), "href": reverse("care_model_submit", args=given)}]
    if newest.state == S.SUBMITTED and actor.holds(P.APPLICATION_LEAD) and part_in(found, actor, (LEAD,)):
        return [
            {"text": _("Agree it"), "href": reverse("care_model_agree", args=given)},
            {"text": _("Give it back"), "href": reverse("care_model_return", args=given), "secondary": True},
        ]
    return []


@page(P.APPLICATION_ANSWER)
@require_POST
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin the first or next version."""
    found = get_visible(Application, request, public_id, using=P.APPLICATION_ANSWER)
    services.begin_care_model(application=found, by=actor_of(request))
    return redirect(_address(found))


@page(P.AGREEMENT_READ)
def version(request: HttpRequest, public_id: str, version: str) -> HttpResponse:
    """One version as it was written."""
    found, row = _one(request, public_id, version)
    context = {
        "application": found,
        "row": row,
        "parts": summary_parts(row),
        "colours": COLOURS,
        **_around(found),
    }
    return render(request, "approvals/care_model_version.html", context)


@page(P.APPLICATION_ANSWER)
def section(request: HttpRequest, public_id: str, version: str, section: str) -> HttpResponse:
    """One section to be written."""
    found, row = _one(request, public_id, version)
    asked = next((s for s in sections_in(row.sections) if s.code == section), None)
    if asked is None or row.state != S.DRAFT:
        raise Http404
    initial = {f"q_{code}": said for code, said in row.answers.get(section, {}).items()}
    form = SectionForm(request.POST or None, section=asked, found=found, only_questions=True, initial=initial)
    return edit(
        request, form,
        lambda data: services.save_care_model(
            summary=row, application=found, section=section, answers=form.given()["answers"], by=actor_of(request)
        ),
        lambda made: (_("Saved. You can go on whenever you wish."), _address(found)),
        **_around(found), heading=asked.title, verb=_("Save"),
        lede=_("Save as you go: nothing need be whole before you hand it in."),
    )  # fmt: skip


def _step(
    request: HttpRequest, public_id: str, version: str, form: Callable[[CareModelSummary], RecordForm], do: Callable[..., Any],
    said: str, **page: Any,
) -> HttpResponse:  # fmt: skip
    found, row = _one(request, public_id, version)
    return edit(
        request, form(row), lambda data: do(summary=row, application=found, by=actor_of(request), **data),
        lambda made: (said, _address(found)), **_around(found), **page,
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def submit(request: HttpRequest, public_id: str, version: str) -> HttpResponse:
    """Hand a version in; from then on it is frozen."""
    return _step(
        request, public_id, version,
        lambda row: CareModelSubmitForm(request.POST if request.method == "POST" else None, is_first=row.number == 1),
        services.submit_care_model, _("Handed in. The hub reads it."), heading=_("Hand the care model summary in"),
        verb=_("Hand it in"), lede=_("From then on it is frozen. The hub agrees it, or gives it back with what it wishes for."),
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def agree(request: HttpRequest, public_id: str, version: str) -> HttpResponse:
    """The hub agrees a version."""
    return _step(
        request, public_id, version, lambda row: RemarkForm(request.POST if request.method == "POST" else None),
        services.agree_care_model, _("Agreed. The next outcome agreement rests on it."),
        heading=_("Agree the care model summary"), verb=_("Agree it"),
        lede=_("An agreement that both have signed takes it up by a variation."),
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def give_back(request: HttpRequest, public_id: str, version: str) -> HttpResponse:
    """The hub gives a version back with what is wished for."""
    return _step(
        request, public_id, version, lambda row: WishForm(request.POST or None), services.return_care_model,
        _("Given back. The partner writes on."), heading=_("Give the care model summary back"), verb=_("Give it back"),
    )  # fmt: skip


@page(P.AGREEMENT_READ)
def compare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Any two versions side by side."""
    found = get_visible(Application, request, public_id)
    rows = _versions(found, actor_of(request))
    told = [
        Version(row.number, _("Version %(number)d") % {"number": row.number}, str(row.get_state_display()), summary_parts(row))
        for row in rows
    ]  # fmt: skip
    return compare_page(
        request, told, heading=_("What changed in the care model summary"), caption=found.organisation.name,
        crumbs=_around(found)["crumbs"],
    )  # fmt: skip
