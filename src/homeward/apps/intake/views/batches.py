"""The list of imports, sending a file, the page of an import, and what a person decides about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.models import JobRun
from homeward.apps.core.refusals import present
from homeward.apps.intake import nights, queries, services, words
from homeward.apps.intake.forms import ConfirmForm, UploadForm
from homeward.apps.intake.lists import IMPORTS
from homeward.apps.intake.machine import MACHINE
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.services.confirming import running
from homeward.apps.intake.services.staging import check_soon

S = ImportBatch.State


@page(P.IMPORT_READ)
def imports(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actions = []
    if actor.holds(P.IMPORT_LOAD):
        actions = [
            {"text": _("Send a file"), "href": reverse("import_send")},
            {"text": _("Templates"), "href": reverse("import_templates"), "secondary": True},
        ]
    lede = _(
        "Files of homes, children, placements and spells. Each is checked first, and a person lets it in."
    )
    return IMPORTS.respond(
        request, queries.imports(actor), heading=_("Imports"), lede=lede, actions=actions, kind="mid"
    )


@page(P.IMPORT_LOAD)
def send(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = UploadForm(
        request.POST or None, request.FILES or None, actor=actor, initial={"kind": request.GET.get("kind")}
    )
    if request.method == "POST" and form.is_valid():
        batch = services.stage_import(kind=form.cleaned_data["kind"], files=form.given(), by=actor)
        if batch.state == S.STAGED:
            check_soon(batch=batch, by=actor)
        return redirect("import", batch.public_id)
    context = {"form": form, "form_errors": bool(form.errors), "crumbs": _crumbs()}
    return render(request, "intake/send.html", context)


@page(P.IMPORT_READ)
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(ImportBatch, request, public_id)
    return render(request, "intake/batch.html", _context(found, actor, confirm_form(found)))


@page(P.IMPORT_LOAD)
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ImportBatch, request, public_id, using=P.IMPORT_LOAD)
    form = confirm_form(found, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        actor = actor_of(request)
        return render(request, "intake/batch.html", _context(found, actor, form))
    services.confirm_import(batch=found, ticked=form.chosen(), by=actor_of(request))
    messages.success(request, _("Confirmed. The rows are being loaded; you can leave this page."))
    return redirect("import", found.public_id)


@page(P.IMPORT_LOAD)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ImportBatch, request, public_id, using=P.IMPORT_LOAD)
    services.withdraw_import(batch=found, by=actor_of(request))
    messages.success(request, _("Withdrawn. Nothing of the file was loaded."))
    return redirect("import", found.public_id)


@page(P.IMPORT_LOAD)
@require_POST
def restart(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ImportBatch, request, public_id, using=P.IMPORT_LOAD)
    services.restart_import(batch=found, by=actor_of(request))
    messages.success(request, _("Started again. Nothing of the first try stands."))
    return redirect("import", found.public_id)


def confirm_form(batch: ImportBatch, data: Any = None) -> ConfirmForm:
    """A tick for each sort of warning: those of the file, then those of its rows."""
    warnings = [(p["code"], p["message"]) for p in batch.problems if p["severity"] == "warning"]
    for code, entry in batch.counts.get("codes", {}).items():
        if entry["severity"] == "warning":
            rows = _("%(n)s rows") % {"n": entry["rows"]} if entry["rows"] != 1 else _("1 row")
            warnings.append((code, f"{words.code_in_words(code)}: {rows}. {entry['message']}"))
    return ConfirmForm(data, warnings=list(dict(warnings).items()))


def _crumbs() -> list[dict[str, str]]:
    return [{"text": _("Imports"), "href": reverse("imports")}]


def _context(batch: ImportBatch, actor: Actor, form: ConfirmForm) -> dict[str, Any]:
    state = S(batch.state)
    rows_at = reverse("import_rows", args=[batch.public_id])
    may_load = actor.holds(P.IMPORT_LOAD)
    run = JobRun.objects.filter(public_id=batch.job).first() if batch.job else None
    return {
        "batch": batch,
        "state": words.STATES[state],
        "figures": _figures(batch, rows_at),
        "codes": _codes(batch, rows_at),
        "file_problems": batch.problems,
        "may_load": may_load,
        "is_checked": state is S.CHECKED,
        "is_loaded": state is S.LOADED,
        "is_working": state in (S.STAGED, S.LOADING),
        "why_not": [present(r) for r in MACHINE.why_not("confirm", batch, actor, ticked=form.codes)]
        if state is S.CHECKED
        else [],
        "form": form,
        "form_errors": bool(form.is_bound and form.errors),
        "progress": _progress(run) if run and state in (S.STAGED, S.LOADING) else None,
        "may_restart": may_load and state is S.LOADING and running(batch) is None,
        "has_nights": nights.has_nights(batch) and bool(batch.counts),
        "has_problem_rows": bool(batch.counts.get("codes")),
        "crumbs": _crumbs(),
    }


def _figures(batch: ImportBatch, rows_at: str) -> list[dict[str, Any]]:
    """Every count, each leading to its rows."""
    counts = batch.counts
    if not counts:
        return []
    loaded = batch.state == S.LOADED
    key = "outcome" if loaded else "foreseen"
    out_of = _("of %(n)s rows") % {"n": f"{counts['rows']:,}"}
    named = [
        ("new", _("New"), f"{key}=new"),
        ("changed", _("Changed"), f"{key}=changed"),
        ("same", _("Already known"), f"{key}=same"),
    ]
    figures = [
        {"label": label, "value": f"{counts[name]:,}", "of": out_of, "href": f"{rows_at}?{query}"}
        for name, label, query in named
    ]
    left = counts["errors"] + counts.get("left_out", 0)
    figures.append(
        {
            "label": _("Left out"),
            "value": f"{left:,}",
            "of": _("%(n)s with an error") % {"n": f"{counts['errors']:,}"},
            "href": f"{rows_at}?outcome=error" if loaded else f"{rows_at}?severity=error",
        }
    )
    if not loaded:
        figures.append(
            {
                "label": _("With a warning"),
                "value": f"{counts['warned']:,}",
                "of": _("loaded only if you tick it"),
                "href": f"{rows_at}?severity=warning",
            }
        )
    return figures


def _codes(batch: ImportBatch, rows_at: str) -> list[dict[str, Any]]:
    return [
        {
            "words": words.code_in_words(code),
            "severity": entry["severity"],
            "rows": entry["rows"],
            "message": entry["message"],
            "remedy": entry["remedy"],
            "href": f"{rows_at}?problem={code}",
        }
        for code, entry in sorted(batch.counts.get("codes", {}).items(), key=lambda pair: pair[1]["severity"])
    ]


def _progress(run: JobRun) -> dict[str, Any]:
    failed = run.state == JobRun.State.FAILED
    return {
        "title": run.label,
        "done": run.done,
        "total": run.total,
        "words": run.message or run.get_state_display(),
        "finished": run.state == JobRun.State.DONE,
        "failed": failed,
    }
