"""How files to and from the finance system look: what holds, what held, and entering another with a preview."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import ask
from homeward.apps.finance import answers, layouts, services
from homeward.apps.finance.layout_forms import ExportLayoutForm, LayoutForm, ResultLayoutForm
from homeward.apps.finance.models import FileLayout
from homeward.apps.finance.services.layouts import check_layout, layout_on, settings_on

K = FileLayout.Kind
FORMS: dict[str, type[LayoutForm]] = {K.EXPORT: ExportLayoutForm, K.RESULT: ResultLayoutForm}


@page(P.FINANCE_SETUP)
def file_layouts(request: HttpRequest) -> HttpResponse:
    """Both layouts as they hold today, and every one that was entered."""
    actor = actor_of(request)
    today = actor.today
    now = [
        {"kind": kind, "words": kind.label, "layout": layout_on(actor.body, kind, today), "parts": _parts(kind, actor),
         "href": reverse("file_layout", args=[kind.value])}
        for kind in K
    ]  # fmt: skip
    entered = FileLayout.objects.visible_to(actor).select_related("entered_by")
    return render(request, "finance/layouts.html", {"now": now, "entered": entered, "today": today})


def _parts(kind: str, actor: Actor) -> list[tuple[str, str]]:
    """A layout in words."""
    settings = settings_on(actor.body, kind, actor.today)
    dates, decimal = layouts.DATE_FORMATS[settings["dates"]][0], settings["decimal"]
    if kind == K.EXPORT:
        columns = ", ".join(c["heading"] for c in settings["columns"])
        return [("Columns", columns), ("Dates", dates), ("Cents", f"a {decimal}"), ("Separated by", settings["separator"]),
                ("Control total", settings["control"])]  # fmt: skip
    columns = "; ".join(f"{answers.FIELDS[f][0]}: {name}" for f, name in settings["columns"].items())
    return [("Columns", columns), ("Paid", ", ".join(settings["paid"])), ("Rejected", ", ".join(settings["rejected"])),
            ("Dates", dates), ("Cents", f"a {decimal}")]  # fmt: skip


@page(P.FINANCE_SETUP)
def file_layout(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter a layout: first the preview, then it is saved."""
    if kind not in FORMS:
        raise Http404
    actor = actor_of(request)
    form = FORMS[kind](
        request.POST or None, now=settings_on(actor.body, kind, actor.today), today=actor.today
    )
    preview: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        settings = form.settings()
        problems = check_layout(kind, settings)
        for problem in problems:
            form.add_error(form.field_of(problem.column or ""), f"{problem.message} {problem.remedy}")
        if not problems and request.POST.get("deed") == "save":
            data = form.cleaned_data
            made = ask(form, lambda: services.save_layout(
                kind=kind, settings=settings, starts_on=data["starts_on"], source=data["source"], by=actor))  # fmt: skip
            if made is not None:
                messages.success(request, f"Saved. It is used from {made.starts_on:%-d %b %Y}.")
                return redirect("file_layouts")
        elif not problems:
            preview = _preview(kind, settings, actor)
    context = {
        "form": form, "form_errors": bool(form.errors), "kind": kind, "preview": preview, "words": K(kind).label,
        "crumbs": [{"text": "Payment files", "href": reverse("file_layouts")}],
    }  # fmt: skip
    return render(request, "finance/layout.html", context)


def _preview(kind: str, settings: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """What the file would look like, with two invented payments; or what an answer has to look like."""
    if kind == K.EXPORT:
        rows = layouts.sample_rows(actor.body.currency)
        total = sum((r["amount"] for r in rows if isinstance(r["amount"], Decimal)), Decimal(0))
        written = layouts.write_file(settings, rows, batch="B-20261015-7K2M9", count=len(rows), total=total)
        return {"name": written.name, "text": written.content.decode()}
    columns = settings["columns"]
    shown = layouts.DATE_FORMATS[settings["dates"]][0]
    cells = {"batch": "B-20261015-7K2M9", "reference": "4XQ7M2K9PRTA", "status": settings["paid"][0], "on": shown,
             "amount": "72000.00" if settings["decimal"] == "point" else "72000,00", "reason": ""}  # fmt: skip
    again = cells | {
        "reference": "9HJ3W8N5CVBE",
        "status": settings["rejected"][0],
        "reason": "Account closed",
    }
    lines = [",".join(columns.values()), *(",".join(_quoted(c[f]) for f in columns) for c in (cells, again))]
    return {"name": "An answer that could be read", "text": "\n".join(lines)}


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text
