"""Accreditations: the register, one record, and the accreditor's form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.approvals import queries, services
from homeward.apps.approvals.forms import AccreditationForm
from homeward.apps.approvals.lists import ACCREDITATIONS, STATUS_COLOURS, level_words
from homeward.apps.approvals.models import Accreditation, Application
from homeward.apps.approvals.views.applications import around
from homeward.apps.core.forms import crumb, edit, initial_of
from homeward.apps.core.timeline import Watched, timeline

NAMES = (
    "status", "level", "granted_on", "review_due_on", "expected_on", "report_received_on", "is_joint", "note",
)  # fmt: skip


@page(P.ACCREDITATION_READ)
def accreditations(request: HttpRequest) -> HttpResponse:
    """Every accreditation on record. Level 1 is the most demanding."""
    rows = Accreditation.objects.visible_to(actor_of(request)).select_related("organisation", "body")
    lede = _("Granted by the accreditor; approval is another authority’s. A higher number is a lower level.")
    return ACCREDITATIONS.respond(request, rows, heading=_("Accreditations"), lede=lede)


@page(P.ACCREDITATION_READ)
def accreditation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One organisation's accreditation, with its history and its report."""
    actor = actor_of(request)
    found = get_visible(Accreditation, request, public_id)
    application = queries.listed(actor).filter(organisation=found.organisation).order_by("-pk").first()
    own = Watched(
        Accreditation, "Accreditation", hidden=frozenset({"recorded_at", "recorded_by"}),
        labels={"review_due_on": "Next review", "report_received_on": "Report at the hub", "is_joint": "Planned jointly"},
    )  # fmt: skip
    context = {
        "found": found, "level": level_words(found) or _("no level yet"), "application": application,
        "colour": STATUS_COLOURS.get(found.status, "plain"), "crumbs": [crumb(_("Accreditations"), "accreditations")],
        "change": reverse("application_accreditation", args=[application.public_id])
        if application and actor.holds(P.ACCREDITATION_WRITE) else "",
        "history": timeline(found, [own]), **documents_context(request, found),
    }  # fmt: skip
    return render(request, "approvals/accreditation.html", context)


@page(P.ACCREDITATION_WRITE)
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """The accreditor says how an organisation's accreditation stands."""
    actor, found = actor_of(request), get_visible(Application, request, public_id)
    row = queries.accreditation_of(found)
    initial = initial_of(row, NAMES) if row else {"status": Accreditation.Status.IN_PROGRESS}
    form = AccreditationForm(request.POST or None, initial=initial)
    return edit(
        request, form,
        lambda data: services.record_accreditation(organisation=found.organisation, by=actor, **data),
        lambda made: (_("Recorded. Those it concerns were told."), reverse("accreditation", args=[made.public_id])),
        **around(found), heading=_("Accreditation of %(name)s") % {"name": found.organisation.name}, verb=_("Record it"),
        lede=_("It belongs to the legal entity and cannot be transferred."),
    )  # fmt: skip
