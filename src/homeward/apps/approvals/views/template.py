"""The body's readiness template: read by everybody, published in a new version by the lead."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals import services
from homeward.apps.approvals.forms import words
from homeward.apps.approvals.models import Application, ReadinessTemplate
from homeward.apps.approvals.papers import template_paper
from homeward.apps.approvals.templates import Kind, first_content, newest_template, sections_in
from homeward.apps.core.forms import RecordForm, crumb, edit
from homeward.apps.core.ids import new_public_id


class TemplateForm(RecordForm):
    """One box for each section: a question a line. A question whose words stay keeps its answers' place."""

    def __init__(self, *args: Any, content: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        for part in content:
            lines = "\n".join(q["text"] for q in part["questions"])
            field = words(part["title"], rows=max(3, len(part["questions"]) + 1), required=False)
            field.initial = lines
            self.fields[part["code"]] = field
        self.fields["reason"] = words(_("Why it is changed"), rows=2, required=False)

    def made(self) -> list[dict[str, Any]]:
        """The content as it was typed: known questions keep their codes, new ones get their own."""
        return [
            {**part, "questions": _questions(part, self.cleaned_data[part["code"]])} for part in self.content
        ]


def _questions(part: dict[str, Any], typed: str) -> list[dict[str, Any]]:
    known = {q["text"]: q for q in part["questions"]}
    lines = [" ".join(row.split()) for row in typed.splitlines() if row.strip()]
    return [known.get(row) or {"code": f"q{new_public_id()}", "text": row, "short": False} for row in lines]


NAMES = {
    Kind.READINESS: ("readiness_template", "readiness_template_publish"),
    Kind.CARE_MODEL: ("care_model_template", "care_model_template_publish"),
}


@page(P.APPLICATION_READ)
def template(request: HttpRequest, kind: str = Kind.READINESS) -> HttpResponse:
    """A template in force, section by section, and its versions."""
    actor, chosen = actor_of(request), Kind(kind)
    newest = newest_template(actor.body, chosen)
    content = newest.content if newest else first_content(actor.body, chosen)
    rows = ReadinessTemplate.objects.filter(body=actor.body, kind=chosen)
    context = {
        "sections": sections_in(content), "newest": newest, "name": chosen.label,
        "versions": list(rows.select_related("published_by").order_by("-number")),
        "crumbs": [crumb(_("Applications"), "applications")], "is_readiness": chosen is Kind.READINESS,
        "change": reverse(NAMES[chosen][1]) if actor.holds(P.APPLICATION_LEAD) else "",
        "is_placeholder": newest is None or newest.is_placeholder,
    }  # fmt: skip
    return render(request, "approvals/template.html", context)


@page(P.APPLICATION_READ)
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """The template of one application as it was handed in, as a tagged PDF."""
    found = get_visible(Application, request, public_id)
    newest = (
        found.submissions.select_related("by", "body", "application__organisation")
        .order_by("-number")
        .first()
    )
    if newest is None:
        raise Http404
    response = HttpResponse(template_paper(newest), content_type="application/pdf")
    name = f"{found.reference} readiness template.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@page(P.APPLICATION_LEAD)
def publish(request: HttpRequest, kind: str = Kind.READINESS) -> HttpResponse:
    """Publish the next version. What was begun before keeps its own."""
    actor, chosen = actor_of(request), Kind(kind)
    newest = newest_template(actor.body, chosen)
    content = newest.content if newest else first_content(actor.body, chosen)
    form = TemplateForm(request.POST or None, content=content)
    return edit(
        request, form,
        lambda data: services.publish_template(content=form.made(), reason=data["reason"], kind=chosen, by=actor),
        lambda made: (_("Published as version %(number)s.") % {"number": made.number}, reverse(NAMES[chosen][0])),
        heading=_("A new version: %(name)s") % {"name": chosen.label}, verb=_("Publish it"),
        lede=_("One question a line. What was begun before keeps the version it began with."),
        back=reverse(NAMES[chosen][0]), crumbs=[crumb(chosen.label, NAMES[chosen][0])],
    )  # fmt: skip
