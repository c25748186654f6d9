"""The board, the first notice, and the page of one application."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.approvals import queries, reading, services
from homeward.apps.approvals.forms import InterestForm
from homeward.apps.approvals.lists import APPLICATIONS
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.services.registering import Registered
from homeward.apps.core.forms import crumb, edit


def crumbs_to(application: Application | None = None) -> list[dict[str, str]]:
    crumbs = [crumb(_("Applications"), "applications")]
    if application is not None:
        crumbs.append(crumb(application.organisation.name, "application", application.public_id))
    return crumbs


def around(application: Application) -> dict[str, Any]:
    """What every form about an application stands in: whose it is, and the way back."""
    return {
        "caption": f"{application.reference}, {application.organisation.name}",
        "back": address_of(application), "crumbs": crumbs_to(application),
    }  # fmt: skip


def address_of(application: Application) -> str:
    return reverse("application", args=[application.public_id])


@page(P.APPLICATION_READ)
def applications(request: HttpRequest) -> HttpResponse:
    """The board of applications by phase. A partner sees its own."""
    actor = actor_of(request)
    actions: list[dict[str, Any]] = []
    if actor.holds(P.APPLICATION_REGISTER):
        actions.append({"text": _("Log an interest"), "href": reverse("application_register")})
    if actor.holds(P.APPLICATION_LEAD):
        actions.append(
            {"text": _("Readiness template"), "href": reverse("readiness_template"), "secondary": True}
        )
    lede = _("On the way to becoming a care partner. A day aimed at is a target of ours, never a limit.")
    return APPLICATIONS.respond(
        request, queries.listed(actor), heading=_("Applications to become a care partner"), lede=lede,
        actions=actions,
    )  # fmt: skip


@page(P.APPLICATION_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Log that an organisation wishes to become a care partner."""
    actor = actor_of(request)
    form = InterestForm(request.POST or None, actor=actor)

    def done(made: Registered) -> tuple[str, str]:
        if made.is_joined:
            messages.info(
                request, _("There is one application for each legal entity; those it concerns were told.")
            )
            return _("Joined to %(reference)s, which was there already.") % {
                "reference": made.application.reference
            }, address_of(made.application)
        return _("Logged as %(reference)s.") % {"reference": made.application.reference}, address_of(
            made.application
        )

    return edit(
        request, form, lambda data: services.register_interest(**form.given(), by=actor), done,
        heading=_("Log an interest"), verb=_("Log it"), back=reverse("applications"), crumbs=crumbs_to(),
        lede=_("Who wishes to become a care partner. What is not known yet can be added later."),
    )  # fmt: skip


@page(P.APPLICATION_READ)
def application(request: HttpRequest, public_id: str) -> HttpResponse:
    """One application: where it stands, what is missing for the ways on, and what this person can do."""
    actor = actor_of(request)
    get_visible(Application, request, public_id)
    found = queries.listed(actor).get(public_id=public_id)
    context = {
        **reading.page_of(found, actor), "crumbs": crumbs_to(), "history": _history(found, actor),
        **documents_context(request, found),
    }  # fmt: skip
    return render(request, "approvals/application.html", context)


def _history(found: Application, actor: Actor) -> list[Any]:
    """The whole trail holds what was said inside."""
    return queries.timeline_of(found) if actor.holds(P.ASSESSMENT_READ) else []
